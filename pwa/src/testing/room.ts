/** A deployment that certifies tablets and opens bundles, and tablets that stand in one room: real cryptography, no server needed. */
import { readEnvelope, read as readBundle, nameOf } from "../domain/bundle";
import { makeRoomCode } from "../domain/room";
import { readBody } from "../domain/wire";
import { makeKey, sign } from "../exchange/enrol";
import { give, take, type NotTaken, type Taken } from "../exchange/room";
import type { Role } from "../generated/catalogue";
import { gunzip, type Bytes } from "../ports";
import { base64url, concat, fromBase64url, fromUtf8, utf8 } from "../store/bytes";
import type { Room } from "../store/heard";
import { FakeServer, ndjson } from "./fake_server";
import { makeTablet, newId, sealingPair, UNIT, type Tablet } from "./tablet";

export const NOW = 1_795_320_000_000;

interface Vouched {
  tenant?: string;
  name?: string;
  role?: Role;
  not_after?: number;
}

export class Deployment {
  readonly server = new FakeServer();
  readonly #keys = Promise.all([makeKey({ subtle: crypto.subtle }), sealingPair()]);

  constructor() {
    this.server.others.set("/api/v1/relay", (body) => this.#relay(body));
  }

  /** A certificate as server/certificates.py writes it. */
  async certificate({ inc, public_key }: { inc: string; public_key: string }, vouched: Vouched = {}): Promise<string> {
    const [signing] = await this.#keys;
    const { tenant = "t", name = "Г.Энхтуяа", role = "facilitator", not_after = NOW + 1e9 } = vouched;
    const said = { inc, public_key, tenant, person: "p", name, role, units: null, not_after, serial: "s" };
    const body = base64url(utf8(JSON.stringify(said)));
    return `${body}.${await sign({ subtle: crypto.subtle }, signing, utf8(body))}`;
  }

  /** An enrolled tablet with a person at work. */
  tablet(vouched: Vouched = {}): Promise<Tablet> {
    return makeTablet(this.server, vouched.role ?? "facilitator", async (half) => {
      const [signing, { sealing_key }] = await this.#keys;
      const point = new Uint8Array(await crypto.subtle.exportKey("raw", signing.publicKey));
      const { tenant = "t", name = "Г.Энхтуяа" } = vouched;
      return { tenant, name, sealing_key, server_signing_key: base64url(point), certificate: await this.certificate(half, vouched) };
    });
  }

  /** What server/exchange/bundles.py does, with the wire's fake behind it. */
  async #relay(body: Uint8Array): Promise<Response> {
    const [head, line] = fromUtf8(body).split("\n");
    const { asks } = JSON.parse(head ?? "{}") as { asks: [string, number, string][] };
    const bundles: Record<string, string> = {};
    if (line) {
      const sealed = fromBase64url(line);
      for (const run of readBundle(await this.#open(sealed)).runs) {
        const { header, ops } = readBody(run);
        asks.push(...ops.slice(-1).map(({ seq, tag }): [string, number, string] => [header.inc, seq, tag]));
        const answer = await this.server.handle("/api/v1/sync", { method: "POST", body: new Uint8Array(run) });
        if (!answer.ok) bundles[nameOf(sealed)] = "bad-signature";
      }
      bundles[nameOf(sealed)] ??= "taken";
    }
    const told: Record<"held" | "arrived" | "safe", Record<string, unknown[]>> = { held: {}, arrived: {}, safe: {} };
    for (const [inc, seq, tag] of asks) {
      const first = this.server.held(inc).find((range) => range[0] <= seq && seq <= range[1])?.[0];
      if (first === undefined || this.server.chains.get(inc)?.get(seq)?.tag !== tag) continue;
      for (const name of ["held", "arrived", "safe"] as const) {
        if (name !== "held" && first !== 1) continue;
        if (name !== "safe" || seq <= (this.server.safe.get(inc) ?? 0)) (told[name][inc] ??= []).push([first, seq, tag]);
      }
    }
    return ndjson(JSON.stringify({ server_time: NOW, epoch: this.server.epoch, bundles, ...told }));
  }

  async #open(sealed: Bytes): Promise<Bytes> {
    const [, { pair, sealing_key }] = await this.#keys;
    const { ephemeral, for_server, head, body, bound } = readEnvelope(sealed);
    const theirs = await crypto.subtle.importKey("raw", new Uint8Array(ephemeral), { name: "ECDH", namedCurve: "P-256" }, false, []);
    const shared = await crypto.subtle.deriveBits({ name: "ECDH", public: theirs }, pair.privateKey, 256);
    const material = await crypto.subtle.importKey("raw", shared, "HKDF", false, ["deriveBits"]);
    const salt = concat(ephemeral, fromBase64url(sealing_key));
    const hkdf = { name: "HKDF", hash: "SHA-256", salt, info: utf8("yavuul bundle 1 server") };
    const key = await reveal(new Uint8Array(await crypto.subtle.deriveBits(hkdf, material, 256)), head, for_server);
    const text = await gunzip(await reveal(key, bound, body), 4_000_000);
    if (typeof text === "string") throw new Error(text);
    return text;
  }
}

async function reveal(key: Bytes, bound: Uint8Array, closed: Uint8Array): Promise<Bytes> {
  const secret = await crypto.subtle.importKey("raw", key, "AES-GCM", false, ["decrypt"]);
  const parameters = { name: "AES-GCM", iv: new Uint8Array(12), additionalData: new Uint8Array(bound) };
  return new Uint8Array(await crypto.subtle.decrypt(parameters, secret, new Uint8Array(closed)));
}

/** A new room of a hearing of UNIT. */
export function newRoom(hearing: string | null = newId()): Room {
  const code = makeRoomCode(crypto.getRandomValues(new Uint8Array(32)));
  return { code, hearing, name: "Рашаант баг", joined_at: NOW, is_own: false, given_at: null, taken_at: null };
}

/** The tablet knows the room's code. */
export function enter(tablet: Tablet, room: Room): Promise<void> {
  return tablet.session.heard.keep([], { ...room });
}

export const hearingRecord = { unit: UNIT, kind: "discussion", title: "Рашаант багийн хэлэлцүүлэг" } as const;

/** What a tablet gives of the room. */
export function given(tablet: Tablet, room: Room): Promise<Bytes[]> {
  return give(tablet.ports, tablet.session, { ...room, hearing: room.hearing ?? "" });
}

/** What became of bundles at another tablet, one after the other. */
export async function taken(tablet: Tablet, bundles: readonly Uint8Array[]): Promise<(Taken | NotTaken)[]> {
  const found: (Taken | NotTaken)[] = [];
  for (const sealed of bundles) found.push(await take(tablet.ports, tablet.session, sealed));
  return found;
}

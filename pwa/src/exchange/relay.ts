/**
 * Carrying to the server what others said in the room, and bundles that nobody here can read (M20; server/exchange/bundles.py).
 *
 *     POST /api/v1/relay
 *     {"inc":"<the carrier>","asks":[["<inc>",<seq>,"<tag>"],…],"sig":"<base64url>"}
 *     <base64url of a sealed bundle>
 *
 * `sig` as in sealed.ts; `asks` are the last ops of runs. The answer says which bundles were taken and how far those runs have got,
 * so that what was heard can go once it is *safe*. One bundle a request: a line that breaks off costs no more than that.
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { nameOf } from "../domain/bundle";
import { covers, ours, union, type Range, type Span } from "../domain/chain";
import { readJson, type Json, type JsonMap } from "../domain/json";
import { epochOf, NO_RECEIPTS, receiptsOf } from "../domain/overlay";
import type { Bytes, Ports } from "../ports";
import { base64url, concat, utf8 } from "../store/bytes";
import type { Run } from "../store/heard";
import { signingKey } from "../store/profiles";
import type { Session } from "../store/session";
import { sign } from "./enrol";
import { sealAll } from "./room";
import type { RoundEnd } from "./round";
import { NDJSON, post } from "./transport";

type RelayPorts = Pick<Ports, "subtle" | "random" | "gzip" | "clock" | "fetch">;

/** What the server said to one request. */
interface Said {
  epoch: string;
  bundles: ReadonlyMap<string, string>;
  held: ReadonlyMap<string, readonly Range[]>;
  arrived: ReadonlyMap<string, readonly Range[]>;
  safe: ReadonlyMap<string, readonly Range[]>;
}

const ASKS_MAX = 500;
const ASK_MS = 60_000; // how often it is asked again whether what was heard is safe
const asked = new WeakMap<Session, number>();

/** Bring what the server lacks, and ask how far the rest has got. Call it when one's own words are up. */
export async function relay(ports: RelayPorts, session: Session): Promise<RoundEnd> {
  const { heard } = session;
  const lacking = [...heard.runs.values()].filter((run) => isLacking(session, run));
  const parcels = heard.parcels.filter(({ state }) => state === "waiting");
  const now = ports.clock.monotonic();
  const is_time = now - (asked.get(session) ?? -Infinity) >= ASK_MS;
  if (lacking.length === 0 && parcels.length === 0 && (heard.runs.size === 0 || !is_time)) return DONE;
  for (const sealed of await bundled(ports, session, lacking)) {
    const end = await bring(ports, session, sealed, null);
    if (end.state !== "ok") return end;
  }
  for (const { name } of parcels) {
    const end = await bring(ports, session, await heard.sealed(name), name);
    if (end.state !== "ok") return end;
  }
  if (lacking.length + parcels.length === 0) {
    const end = await bring(ports, session, null, null);
    if (end.state !== "ok") return end;
  }
  asked.set(session, now);
  return DONE;
}

const DONE: RoundEnd = { state: "ok", more: false, commands: [] };

/** Whether the server has not said that it holds all of a run. */
function isLacking({ fold }: Session, { body }: Run): boolean {
  const { held } = receiptsOf(fold.overlay, body.header.inc);
  return body.ops.some(({ seq }) => !covers(held, seq));
}

/** The runs as bundles, sealed once more: for the deployment, and for whoever holds the code of their room. */
async function bundled(ports: RelayPorts, session: Session, runs: readonly Run[]): Promise<Bytes[]> {
  const found: Bytes[] = [];
  for (const hearing of new Set(runs.map((run) => run.hearing))) {
    const { code, name } = session.heard.roomOf(hearing) ?? { code: base64url(ports.random(32)), name: "" };
    const of_it = runs.filter((run) => run.hearing === hearing).map(({ bytes }) => bytes);
    found.push(...(await sealAll(ports, session, { code, name, hearing }, of_it)));
  }
  return found;
}

/** The last op of each run that is here. */
function endsOf({ heard }: Session): [string, number, string][] {
  const runs = [...heard.runs.values()].slice(0, ASKS_MAX);
  return runs.flatMap(({ body: { header, ops } }) => ops.slice(-1).map(({ seq, tag }): [string, number, string] => [header.inc, seq, tag]));
}

/** One request: a bundle (or none, a question), then what the answer changes. `parcel`: it is one that is carried under this name. */
async function bring(ports: RelayPorts, session: Session, sealed: Bytes | null, parcel: string | null): Promise<RoundEnd> {
  const { inc } = session;
  const rest = sealed === null ? new Uint8Array() : utf8(`${base64url(sealed)}\n`);
  const header = utf8(JSON.stringify({ inc, asks: endsOf(session) }).slice(0, -1));
  const sig = await sign(ports, await signingKey(session.db, inc), concat(header, sha256(rest)));
  const reply = await post(ports, "/api/v1/relay", concat(header, utf8(`,"sig":"${sig}"}\n`), rest), NDJSON);
  if (reply.state === "refused") { // one's own words are up: this must not look as if they were not
    if (parcel !== null) await session.heard.learn(session.fold.overlay, new Map([[parcel, reply.code]]));
    return DONE;
  }
  if (reply.state !== "ok") return reply;
  const said = readSaid(reply.body);
  if (said === null) return { state: "offline", why: "garbled answer" };
  await learn(session, said, parcel === null || sealed === null ? null : [parcel, said.bundles.get(nameOf(sealed)) ?? "bad-body"]);
  return DONE;
}

/** Receipts of another epoch than ours say nothing: the next round hears of it, and all is offered again (M8, M17). */
async function learn(session: Session, said: Said, parcel: readonly [string, string] | null): Promise<void> {
  const { overlay } = session.fold;
  const own = new Set(session.profile.incs.map(({ inc }) => inc));
  if (said.epoch === epochOf(overlay.cursor)) {
    for (const inc of session.heard.authors) {
      if (own.has(inc)) continue;
      const known = overlay.receipts.get(inc) ?? NO_RECEIPTS;
      const tags = overlay.tags.get(inc);
      const more = (before: readonly Span[], told: readonly Range[] | undefined): Span[] => union(before, ours(told ?? [], (seq) => tags?.get(seq)));
      overlay.receipts.set(inc, {
        held: more(known.held, said.held.get(inc)),
        arrived: more(known.arrived, said.arrived.get(inc)),
        safe: more(known.safe, said.safe.get(inc)),
      });
    }
  }
  await session.heard.learn(overlay, new Map(parcel === null ? [] : [parcel]));
  await session.letGo();
}

/** The answer, read strictly; null where it is none. */
function readSaid(bytes: Bytes): Said | null {
  try {
    const end = bytes.indexOf(0x0a);
    const said = readJson(end < 0 ? bytes : bytes.subarray(0, end));
    if (!(said instanceof Map)) return null;
    const epoch = said.get("epoch");
    if (typeof epoch !== "string") return null;
    const bundles = new Map([...asMap(said.get("bundles"))].flatMap(([name, state]) => (typeof state === "string" ? [[name, state] as const] : [])));
    return { epoch, bundles, held: rangesOf(said, "held"), arrived: rangesOf(said, "arrived"), safe: rangesOf(said, "safe") };
  } catch {
    return null;
  }
}

function asMap(found: Json | undefined): JsonMap {
  if (found === undefined) return new Map();
  if (found instanceof Map) return found;
  throw new TypeError("not a map");
}

function rangesOf(said: JsonMap, name: string): Map<string, Range[]> {
  return new Map([...asMap(said.get(name))].map(([inc, list]) => [inc, asRanges(list)]));
}

function asRanges(found: Json): Range[] {
  if (!Array.isArray(found)) throw new TypeError("not a list");
  return found.map((entry) => {
    const [first, last, tag] = Array.isArray(entry) ? entry : [];
    if (typeof first !== "number" || typeof last !== "number" || typeof tag !== "string") throw new TypeError("not a range");
    return [first, last, tag] as const;
  });
}

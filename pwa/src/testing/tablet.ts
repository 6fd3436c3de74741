/** A tablet without a browser: the real store and exchange over fake IndexedDB, a clock that a test moves, real cryptography. */
import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { argon2id } from "hash-wasm";

import type { Value } from "../domain/op";
import type { Role } from "../generated/catalogue";
import { nothingSaid } from "../exchange/about";
import { startPace } from "../exchange/choose";
import { makeKey, publicHalf } from "../exchange/enrol";
import { round, type Memory, type RoundEnd } from "../exchange/round";
import { gzip, type Locks, type Ports } from "../ports";
import { base64url } from "../store/bytes";
import { Database } from "../store/database";
import { keepPending, settle, type Grant } from "../store/profiles";
import { Session } from "../store/session";
import { writeWishes, type Wish } from "../store/statements";
import { FakeServer } from "./fake_server";

export const PIN = "271828";
export const CHEAP = { memory_kib: 64, iterations: 1, parallelism: 1 };
export const UNIT = "u".repeat(26);

/** A clock that only a test moves; `sleep` ends when it is moved far enough, or is called off. */
export class TestClock {
  at = 1_795_320_000_000;
  now = (): number => this.at;
  monotonic = (): number => this.at;
  sleep = (_: number, signal?: AbortSignal): Promise<void> =>
    new Promise((resolve) => (signal?.aborted ? resolve() : signal?.addEventListener("abort", () => resolve())));
}

/** Web Locks of one browser, or (`broken`) locks that never hold anybody back. */
export function testLocks(broken = false): Locks {
  const last = new Map<string, Promise<unknown>>();
  const hold = async <T>(name: string, run: () => Promise<T>): Promise<T> => {
    const before = last.get(name) ?? Promise.resolve();
    const mine = broken ? run() : before.catch(() => undefined).then(run);
    last.set(name, mine);
    return mine.finally(() => last.get(name) === mine && last.delete(name));
  };
  return { hold, tryHold: async (name, run) => (last.has(name) && !broken ? null : hold(name, run)) };
}

export function testPorts(server: FakeServer | null = null, factory = new IDBFactory()): Ports & { clock: TestClock } {
  return {
    clock: new TestClock(),
    random: (length) => crypto.getRandomValues(new Uint8Array(length)),
    fetch: (url, init) => (server === null ? Promise.reject(new TypeError("no network")) : server.handle(url, init)),
    indexedDB: factory,
    locks: testLocks(),
    subtle: crypto.subtle,
    argon2id: async (password, salt, params) =>
      new Uint8Array(
        await argon2id({
          password, salt, memorySize: CHEAP.memory_kib, iterations: params.iterations, parallelism: 1, hashLength: 32,
          outputType: "binary",
        }),
      ),
    gzip,
  };
}

/** The sealing key pair of a deployment, and its public half as tablets are told it. */
export async function sealingPair(): Promise<{ pair: CryptoKeyPair; sealing_key: string }> {
  const pair = await crypto.subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, true, ["deriveBits"]);
  return { pair, sealing_key: base64url(new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey))) };
}

export interface Tablet {
  ports: Ports & { clock: TestClock };
  db: Database;
  session: Session;
  memory: Memory;
}

/** An enrolled tablet with a person at work. */
export async function makeTablet(
  server: FakeServer,
  role: Role = "facilitator",
  granted: (half: { inc: string; public_key: string }) => Promise<Partial<Grant>> = () => Promise.resolve({}),
): Promise<Tablet> {
  const ports = testPorts(server);
  const db = new Database(ports.indexedDB);
  const pair = await makeKey(ports);
  const { inc, public_key } = await publicHalf(ports, pair);
  server.enrol(inc, public_key);
  const { sealing_key } = await sealingPair();
  const grant: Grant = {
    inc, role, tenant: "t", person: "p", name: "Г.Энхтуяа", units: null, certificate: `certificate-of-${inc}`,
    server_signing_key: sealing_key, sealing_key, cursor: `${server.epoch}.0`,
    ...(await granted({ inc, public_key })),
  };
  await keepPending(db, { inc, grant }, pair);
  const { profile, cipher } = await settle(ports, db, { inc, grant }, PIN);
  const session = await Session.open(ports, db, cipher, profile);
  return { ports, db, session, memory: { pace: startPace(), stuck: new Map(), introduce: new Set(), self: nothingSaid() } };
}

/** The same tablet after the browser was killed: everything is read again from disk. */
export async function reopen(tablet: Tablet): Promise<Tablet> {
  await tablet.db.close();
  const db = new Database(tablet.ports.indexedDB);
  const { cipher, profile } = tablet.session;
  const session = await Session.open(tablet.ports, db, cipher, profile);
  return { ...tablet, db, session, memory: { pace: startPace(), stuck: new Map(), introduce: new Set(), self: nothingSaid() } };
}

/** Do `wishes` as one save. */
export async function wish(tablet: Tablet, ...wishes: Wish[]): Promise<void> {
  const { session, ports } = tablet;
  const author = { inc: session.inc, role: session.profile.grant.role as Role, at: ports.clock.now() };
  const group = wishes.length > 1 ? newId(ports) : null;
  await session.append(() => writeWishes(ports, wishes, (id) => session.fold.view(id), author, group));
}

export async function save(tablet: Tablet, type: string, id: string, values: Record<string, Value>): Promise<void> {
  await wish(tablet, { do: "edit", type, id, values: new Map(Object.entries(values)) });
}

let made = 0;

/** A record id that no other test has. */
export function newId(_: unknown = null): string {
  const digits = [...(made++).toString(32).padStart(6, "0")].map((digit) => "abcdefghijklmnopqrstuvwxyz234567"[parseInt(digit, 32)]);
  return "r".repeat(20) + digits.join("");
}

/** One round of the present inc. */
export function once(tablet: Tablet): Promise<RoundEnd> {
  return round(tablet.ports, tablet.session, tablet.session.inc, tablet.memory);
}

/** Rounds until nothing is left or `max` are over; the ends in order. */
export async function sync(tablet: Tablet, max = 60): Promise<RoundEnd[]> {
  const ends: RoundEnd[] = [];
  while (ends.length < max) {
    const end = await once(tablet);
    ends.push(end);
    if (end.state === "ok" && !end.more) return ends;
  }
  return ends;
}

/**
 * Several tablets, one room, no server (T16, DESIGN §5.11): what this tablet has of a hearing goes out as a bundle, what another
 * has comes in. Both are idempotent; who has heard all is told that nothing was new.
 *
 * Out go the person's own ops of the hearing that are still here, signed afresh as runs, and the runs that were heard from others,
 * byte for byte (M20). In comes only what a certificate of our own deployment vouches for; the rest of a bundle is taken all the same.
 */
import { BadBundle, read as readBundle, readEnvelope, write as writeBundle, type BundleFault } from "../domain/bundle";
import { Malformed } from "../domain/json";
import type { Value } from "../domain/op";
import { valueOf } from "../domain/merge";
import { rowOf } from "../domain/overlay";
import { references, type Record } from "../domain/record";
import { readBody, requestBody, signedBytes, type Header } from "../domain/wire";
import { CATALOGUE } from "../generated/catalogue";
import type { Bytes, Ports } from "../ports";
import { base64url } from "../store/bytes";
import { asRun, type Room, type Run } from "../store/heard";
import { signingKey } from "../store/profiles";
import { hearingsOf } from "../store/put_away";
import type { Offered, Session } from "../store/session";
import { units } from "./choose";
import { certified, isSigned, type Distrust, type Pinned } from "./certificate";
import { signRaw } from "./enrol";
import { lend, lentRows } from "./lend";
import { hearingKey, isForeign, open, seal } from "./envelope";

const RUN_BYTES_MAX = 48_000; // a run always fits a bundle
const OF_THE_UNIT: ReadonlySet<string> = new Set(["person", "household"]); // everybody in the room registers the same people
const STAYS: ReadonlySet<string> = new Set(["tracking_code"]); // who made it has it (DESIGN §11); in a group it goes, because that is never cut

type RoomPorts = Pick<Ports, "subtle" | "random" | "gzip" | "clock">;

/** What became of a bundle that was taken. */
export interface Taken {
  hearing: string;
  /** ops that were new here, and how many records they are of */
  ops: number;
  records: number;
  /** ops that were here already */
  known: number;
  /** records that the leader's tablet had from the server and this one had not */
  lent: number;
  /** whose words they are */
  from: string[];
  refused: { name: string; why: Distrust | "bad-run" }[];
}

/** Why nothing was taken. `closed`: no code here opens it, it can only be carried. `other-hearing`: it lies about its hearing. */
export type NotTaken = BundleFault | "foreign" | "closed" | "other-hearing";

/** The ops of the hearing that are here and that a server may lack: one's own and those of others. */
export async function opsToGive(session: Session, hearing: string): Promise<{ own: number; heard: number }> {
  let own = 0;
  for (const { inc } of session.profile.incs) own += (await ofHearing(session, inc, hearing)).reduce((sum, unit) => sum + unit.length, 0);
  const heard = runsOf(session, hearing).reduce((sum, { body }) => sum + body.ops.length, 0);
  return { own, heard };
}

/** Sealed bundles of everything that this tablet has of the room's hearing; none where it has nothing. */
export async function give(ports: RoomPorts, session: Session, room: Room & { hearing: string }): Promise<Bytes[]> {
  const own: Bytes[] = [];
  for (const entry of session.profile.incs) {
    for (const batch of consecutive(await ofHearing(session, entry.inc, room.hearing))) {
      own.push(await signedRun(ports, session, entry, batch));
    }
  }
  const lent = room.is_own ? await lend(ports, session, room.hearing) : null; // one of them is enough
  const runs = [...own, ...runsOf(session, room.hearing).map(({ bytes }) => bytes)];
  return sealAll(ports, session, room, lent === null ? runs : [lent, ...runs]);
}

/** `runs` in as few bundles as hold them. */
export async function sealAll(ports: RoomPorts, session: Session, room: Pick<Room, "code" | "name"> & { hearing: string }, runs: readonly Bytes[]): Promise<Bytes[]> {
  if (runs.length === 0) return [];
  const key = await hearingKey(ports, room.code);
  const text = new Uint8Array(writeBundle(room.hearing, room.name, runs));
  const sealed = await seal(ports, text, session.profile.grant.sealing_key, key);
  if (sealed !== null) return [sealed];
  if (runs.length === 1) throw new Error("a run that fits no bundle");
  const half = Math.ceil(runs.length / 2);
  return [...(await sealAll(ports, session, room, runs.slice(0, half))), ...(await sealAll(ports, session, room, runs.slice(half)))];
}

/** Take a sealed bundle in; resolves when what was new is on disk (I11). `BadBundle` and every other refusal change nothing. */
export async function take(ports: RoomPorts, session: Session, sealed: Uint8Array): Promise<Taken | NotTaken> {
  try {
    if (isForeign(readEnvelope(sealed), session.profile.grant.sealing_key)) return "foreign";
    for (const room of session.heard.rooms) {
      const text = await open(ports, sealed, await hearingKey(ports, room.code));
      if (text !== null) return await takeText(ports, session, room, text);
    }
    return "closed";
  } catch (error) {
    if (error instanceof BadBundle) return error.code;
    throw error;
  }
}

async function takeText(ports: RoomPorts, session: Session, room: Room, text: Bytes): Promise<Taken | NotTaken> {
  const bundle = readBundle(text);
  if (room.hearing !== null && room.hearing !== bundle.hearing) return "other-hearing";
  const { hearing } = bundle;
  const own = new Set(session.profile.incs.map(({ inc }) => inc));
  const { grant } = session.profile;
  const now = ports.clock.now() + ((await session.feed()).feed.ahead_ms ?? 0);
  const pinned: Pinned = { server_signing_key: grant.server_signing_key, tenant: grant.tenant, now };
  const found: Run[] = [];
  const refused: Taken["refused"] = [];
  for (const bytes of bundle.runs) {
    const run = await believed(ports, new Uint8Array(bytes), hearing, pinned);
    if (!("key" in run)) refused.push(run);
    else if (!own.has(run.body.header.inc)) found.push(run);
  }
  const here = (run: Run): boolean => run.ops.every((op) => isKnown(session, op));
  const news = session.heard.news(found).filter((run) => !here(run));
  const fresh = news.flatMap(({ ops }) => ops).filter((op) => !isKnown(session, op));
  await session.heard.keep(news, { ...room, hearing, name: room.name || bundle.name, taken_at: ports.clock.now() });
  for (const { ops, role } of news) session.fold.hear(ops, role);
  let lent = 0;
  for (const section of bundle.lent) {
    const rows = await lentRows(ports, new Uint8Array(section), pinned);
    const ids = rows === null ? [] : await session.heard.borrow(session.fold.overlay, hearing, rows);
    session.fold.changed(session.fold.isFarReaching(ids) ? null : ids);
    lent += ids.length;
  }
  const total = found.reduce((sum, { ops }) => sum + ops.length, 0);
  const from = [...new Set(news.map(({ author }) => author))];
  const ids = new Set(fresh.map(({ id }) => id));
  return { hearing, ops: ids.size, records: new Set(fresh.map(({ record }) => record)).size, known: total - ids.size, lent, from, refused };
}

function isKnown({ fold }: Session, op: { id: string; record: string }): boolean {
  return fold.ownOps(op.record).some(({ id }) => id === op.id) || rowOf(fold.overlay, op.record)?.seen.has(op.id) === true;
}

/** The run, if its certificate is ours and its signature is by the key that the certificate names. */
async function believed(ports: RoomPorts, bytes: Bytes, hearing: string, pinned: Pinned): Promise<Run | Taken["refused"][number]> {
  try {
    const { header, signed, sig, ops } = readBody(bytes);
    const shown = await certified(ports, header.certificate ?? "", pinned);
    if (typeof shown === "string") return { name: "", why: shown };
    if (shown.inc !== header.inc || !(await isSigned(ports, shown.public_key, signed, sig))) return { name: shown.name, why: "forged" };
    if (header.cursor !== undefined || ops.length === 0) return { name: shown.name, why: "bad-run" };
    return asRun(bytes, { hearing, author: shown.name, role: shown.role });
  } catch (error) {
    if (error instanceof Malformed) return { name: "", why: "bad-run" };
    throw error;
  }
}

function runsOf(session: Session, hearing: string): Run[] {
  return [...session.heard.runs.values()].filter((run) => run.hearing === hearing);
}

/** An inc's ops of a hearing that are still here, in units that are never cut (M16). */
async function ofHearing(session: Session, inc: string, hearing: string): Promise<Offered[][]> {
  const unit = unitOf(session, hearing);
  return units(await session.offered(inc)).filter((ops) => ops.some(({ op }) => belongs(session, op.record, hearing, unit) && !STAYS.has(op.type)));
}

function unitOf({ fold }: Session, hearing: string): Value {
  const record = fold.view(hearing);
  return record ? valueOf(record, "unit") : null;
}

function belongs(session: Session, id: string, hearing: string, unit: Value): boolean {
  const record: Record | undefined = session.fold.view(id);
  if (record === undefined) return false;
  if (hearingsOf(session, record).has(hearing)) return true;
  return OF_THE_UNIT.has(record.type) && typeof unit === "string" && references(record, "unit").has(unit);
}

/** Units that follow each other on the chain, in batches of which each makes a run. */
function consecutive(found: readonly Offered[][]): Offered[][] {
  const batches: Offered[][] = [];
  let bytes = 0;
  let next = 0;
  for (const unit of found) {
    const size = unit.reduce((sum, { entry }) => sum + entry.line.length + (entry.personal?.length ?? 0) + 2, 0);
    if (unit[0]?.entry.seq !== next || bytes + size > RUN_BYTES_MAX) {
      batches.push([]);
      bytes = 0;
    }
    batches[batches.length - 1]?.push(...unit);
    bytes += size;
    next = (unit[unit.length - 1]?.entry.seq ?? 0) + 1;
  }
  return batches;
}

async function signedRun(ports: RoomPorts, session: Session, { inc, certificate }: { inc: string; certificate: string }, batch: readonly Offered[]): Promise<Bytes> {
  const [first, last] = [batch[0]?.entry, batch[batch.length - 1]?.entry];
  if (first === undefined || last === undefined) throw new Error("a run of nothing");
  const header: Header = { catalogue: CATALOGUE, inc, certificate, first_seq: first.seq, prev: base64url(first.previous) };
  const sig = await signRaw(ports, await signingKey(session.db, inc), signedBytes(header, last.hash));
  return new Uint8Array(requestBody(header, sig, batch.map(({ entry }) => entry)));
}

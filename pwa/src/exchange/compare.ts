/**
 * The daily digest, and the repair of what differs (DESIGN §5.10), row by row and never by a wipe.
 *
 *  1 ask for the server's digests, and compare them with those of our own absorbed rows
 *  2 the same under each first symbol that differs
 *  3 ask for the rows under each pair of symbols that differs, and take them as a page that does not move the cursor
 *
 * Only a tablet that stands at the end of the feed may ask; where anything comes between, the next day is soon enough. What
 * is here and not there leaves as any record leaves: once what we hold of it has arrived (I5). Own ops are never touched.
 */
import { readAnswer } from "../domain/answer";
import { compared as part, differing, digestible, digestsUnder, readCompared, ROWS_UNDER, SYMBOLS, type Compared } from "../domain/digest";
import { epochOf } from "../domain/overlay";
import { scopes } from "../domain/scope";
import type { Bytes } from "../ports";
import * as base from "../store/base";
import { same } from "../store/bytes";
import type { Session } from "../store/session";
import { signed, take, type Memory, type RoundPorts } from "./round";
import { NDJSON, post } from "./transport";

export const EVERY_MS = 24 * 3600 * 1000;
const ROWS_WANTED = 300; // about what a page carries
const UNDER_MAX = 64;
const WITHOUT_MAX = 64;

type Stop = "behind" | "failed";

/** Compare if it is time; how many rows were mended, or null where nothing was compared. Under the lock `sync`. */
export async function compareDaily(ports: RoundPorts, session: Session, memory: Memory): Promise<number | null> {
  const { feed } = await session.feed();
  if (!feed.complete || session.fold.overlay.stale.size > 0) return null;
  if (feed.compared_at !== null && Math.abs(ports.clock.now() - feed.compared_at) < EVERY_MS) return null; // a clock set back harms nothing (I10)
  const mended = await compare(ports, session, memory);
  if (typeof mended === "number") await session.note((known) => ({ ...known, compared_at: ports.clock.now() }));
  return typeof mended === "number" ? mended : null;
}

async function compare(ports: RoundPorts, session: Session, memory: Memory): Promise<number | Stop> {
  let beginnings = [""];
  for (let length = 0; length < ROWS_UNDER; length++) {
    const found: string[] = [];
    for (const under of inParts(beginnings, UNDER_MAX)) {
      const told = await ask(ports, session, memory, under);
      if (typeof told === "string") return told;
      for (const beginning of under) {
        const theirs = told.compared.digests.get(beginning);
        if (theirs === undefined) return "failed";
        found.push(...differing(beginning, await ours(ports, session, beginning), theirs));
      }
    }
    beginnings = found;
  }
  return mend(ports, session, memory, beginnings);
}

/** The digests of our own rows under `beginning`, hashed by the platform, which does not hold up the page. */
async function ours(ports: RoundPorts, session: Session, beginning: string): Promise<Uint8Array> {
  const { rows } = session.fold.overlay;
  const ids = idsUnder(session, [beginning]);
  const hashes: [string, Uint8Array][] = [];
  for (const some of inParts(ids, ROWS_WANTED)) {
    const found = some.map(async (id): Promise<[string, Uint8Array] | null> => {
      const lines = rows.lines(id);
      return lines ? [id, new Uint8Array(await ports.subtle.digest("SHA-256", digestible(rows.typeOf(id), lines)))] : null;
    });
    hashes.push(...(await Promise.all(found)).filter((one) => one !== null));
  }
  return digestsUnder(beginning, hashes);
}

async function mend(ports: RoundPorts, session: Session, memory: Memory, beginnings: string[]): Promise<number | Stop> {
  let mended = 0;
  for (let left = beginnings; left.length > 0; ) {
    const told = await ask(ports, session, memory, left.slice(0, fitting(session, left)));
    if (typeof told === "string") return told;
    const { compared, question, before, body } = told;
    const answer = readAnswer(body);
    if (answer === null || compared.under.length === 0) return "failed";
    const theirs = new Set(answer.rows.map(({ record }) => record.id));
    const leave = idsUnder(session, compared.under).filter((id) => !theirs.has(id) && isOutside(session, id));
    const { rows } = session.fold.overlay;
    const changed = answer.rows.filter(({ record, line, personal }) => {
      const known = rows.lines(record.id);
      const ours = known && part(record.type, known);
      return ours?.line !== line || ours.personal !== personal;
    });
    const page = { ...answer, rows: changed, leave, cursor: null, more: false, settled: false };
    if (changed.length + leave.length > 0 && !(await take(session, question, page, before, ports.clock.now()))) return "behind";
    mended += changed.length + leave.length;
    left = left.filter((beginning) => !compared.under.includes(beginning));
  }
  return mended;
}

/** A record that no scope carries (it names no unit) is known to its author alone, and stays. */
function isOutside(session: Session, id: string): boolean {
  const record = session.fold.overlay.rows.get(id);
  return record !== undefined && session.fold.ownOps(id).length === 0 && scopes(record).length > 0;
}

async function ask(ports: RoundPorts, session: Session, memory: Memory, under: string[]) {
  const before = await session.feed();
  const { cursor } = before.feed;
  const question = { inc: session.inc, epoch: epochOf(cursor), cursor, ops: [] };
  const away = (before.feed.put_away ?? []).map(({ id }) => id).slice(-WITHOUT_MAX);
  const body = await signed(ports, session, question, [], memory, { under, ...(away.length > 0 && { without: away }) });
  const reply = await post(ports, "/api/v1/digest", body, NDJSON);
  const compared: Compared | null = reply.state === "ok" ? readCompared(reply.body) : null;
  if (reply.state !== "ok") return "failed" as const;
  if (compared === null || !(await stands(session, before.bytes))) return "behind" as const;
  return { compared, question, before, body: reply.body };
}

/** Whether nobody has moved the feed meanwhile. */
async function stands(session: Session, bytes: Bytes | Uint8Array | undefined): Promise<boolean> {
  const now = await base.readFeed(session.db, session.profile.profile, "");
  return same(now.bytes, bytes);
}

function idsUnder(session: Session, beginnings: readonly string[]): string[] {
  const { rows, leaving } = session.fold.overlay;
  return [...rows.keys()].filter((id) => !leaving.has(id) && beginnings.some((beginning) => id.startsWith(beginning)));
}

/** How many of the beginnings hold about as many rows as one answer carries. */
function fitting(session: Session, beginnings: readonly string[]): number {
  const known = idsUnder(session, [""]).length;
  const each = Math.max(1, known / SYMBOLS.length ** ROWS_UNDER);
  return Math.max(1, Math.min(UNDER_MAX, beginnings.length, Math.floor(ROWS_WANTED / each)));
}

function inParts<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, place) => all.slice(place * size, (place + 1) * size));
}

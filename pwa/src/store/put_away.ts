/**
 * Taking a hearing off the tablet, by the person's wish (T17): its rows leave the base, and a mark in the feed row keeps them out
 * when the server says them again, at the next pull, after a reload, in a new epoch. The server knows nothing of it.
 *
 * Only what is *safe* goes (I5): every op that the person wrote of it, no op of it in the journal any more, nothing of it that
 * waits for him, no slip unread; its files likewise (media.ts). People and households are the unit's and stay.
 *
 * It comes back when the person asks for it, or when the office returns the hearing to him: the feed is then read from its
 * beginning. The mark holds the hearing's id and name, nothing of any citizen.
 */
import { reviews, valueOf } from "../domain/merge";
import { epochOf } from "../domain/overlay";
import { references, type Record as Merged } from "../domain/record";
import { rewrite } from "./melt";
import { toJson, same } from "./bytes";
import type { Session } from "./session";
import { standingOf } from "./standing";

/** A hearing that was taken off: what it is called, for the list from which it can be fetched again. */
export interface PutAway {
  id: string;
  name: string;
}

/** Something of the hearing is not safe yet, or waits for a person. */
export class NotSafeYet extends Error {}

const TRIES_MAX = 5;

/** Whether `record` belongs to one of `hearings`. */
export function isOf(record: Merged, hearings: ReadonlySet<string>): boolean {
  if (hearings.size === 0) return false;
  if (hearings.has(record.id)) return true;
  for (const hearing of references(record, "hearing")) if (hearings.has(hearing)) return true;
  return false;
}

/** The hearings that a record is of: by its row, and by the ops of it that are still here, those that stand aside among them. */
export function hearingsOf(session: Session, record: Merged): Set<string> {
  if (record.type === "hearing") return new Set([record.id]);
  const aside = session.attention.flatMap((note) => (note.record === record.id ? (session.written(note) ?? []) : []));
  const said = [...session.fold.ownOps(record.id), ...aside].map((op) => op.sets.get("hearing")?.value);
  return new Set([...references(record, "hearing"), ...said.filter((value) => typeof value === "string")]);
}

/**
 * The records that may have to do with one of `texts` (ids, incs): looked for in the lines before any is read, because most of ten
 * thousand rows have not. Whatever has an op here, or waits for the person, is among them.
 */
export function* mentioning(session: Session, texts: readonly string[]): Iterable<Merged> {
  const { rows, ops } = session.fold.overlay;
  const waiting = new Set(session.attention.map(({ record }) => record));
  for (const id of new Set([...rows.keys(), ...ops.keys()])) {
    if (!ops.has(id) && !waiting.has(id) && !texts.some((text) => id === text || rows.mentions(id, text))) continue;
    const record = session.fold.view(id);
    if (record !== undefined) yield record;
  }
}

/** Everything of a hearing that is on this tablet: its records, deleted ones too, seals, manifests, its proposals' codes. */
export function allOf(session: Session, hearing: string): Merged[] {
  const found = [...mentioning(session, [hearing])].filter((record) => hearingsOf(session, record).has(hearing));
  const ids = new Set(found.map(({ id }) => id));
  const codes = [...session.fold.ofType("tracking_code")].filter((record) => [...references(record, "proposal")].some((id) => ids.has(id)));
  return [...found, ...codes];
}

/** Own records of a hearing, by how far they have got; and what else stands in the way of taking it off. */
export interface Safety {
  tablet: number;
  arrived: number;
  safe: number;
  attention: number;
  /** collisions that nobody has decided, slips that were not read */
  open: number;
  is_safe: boolean;
}

export function safetyOf(session: Session, hearing: string): Safety {
  const records = allOf(session, hearing);
  const found: Safety = { tablet: 0, arrived: 0, safe: 0, attention: 0, open: 0, is_safe: false };
  const ids = new Set(records.map(({ id }) => id));
  for (const record of records) {
    const standing = standingOf(session, record.id);
    if (standing !== null) found[standing] += 1;
    else if (session.fold.ownOps(record.id).length > 0) found.tablet += 1; // brought by bundle: not the server's yet
    if (standing !== null && reviews(record).length > 0) found.open += 1;
  }
  found.open += session.unread.filter(({ record }) => ids.has(record)).length;
  const waits = found.tablet + found.arrived + found.attention + found.open;
  const journal = records.some(({ id }) => session.fold.ownOps(id).length > 0);
  found.is_safe = waits === 0 && !journal && session.fold.overlay.stale.size === 0 && records.length > 0;
  return found;
}

/** Take a hearing off. `NotSafeYet` where the receipts do not allow it; then nothing has changed. */
export async function putAway(session: Session, hearing: string, name: string): Promise<void> {
  for (let attempt = 0; attempt < TRIES_MAX; attempt++) {
    const { feed, bytes } = await session.feed();
    if (bytes === undefined || !safetyOf(session, hearing).is_safe) throw new NotSafeYet(hearing);
    const gone = new Set(allOf(session, hearing).map(({ id }) => id));
    const kept = session.baseRows(epochOf(feed.cursor), gone);
    const marked = { ...feed, put_away: [...(feed.put_away ?? []).filter(({ id }) => id !== hearing), { id: hearing, name }] };
    const moved = await rewrite(session.db, session.cipher, session.profile.profile, kept, { feed: marked, bytes });
    if (moved === null) continue; // a round came between: look again
    await session.reload();
    return;
  }
  throw new Error("the feed never stood still");
}

/** Fetch a hearing again: the mark goes, the feed begins anew. Nothing is lost on the way: rows replace rows (M10). */
export async function bringBack(session: Session, hearing: string): Promise<void> {
  for (let attempt = 0; attempt < TRIES_MAX; attempt++) {
    const { feed, bytes } = await session.feed();
    const left = (feed.put_away ?? []).filter(({ id }) => id !== hearing);
    if (bytes === undefined || left.length === (feed.put_away ?? []).length) return;
    const restarted = { ...feed, put_away: left, cursor: `${epochOf(feed.cursor)}.0` };
    const is_written = await session.db.write(["feeds"], async (tx) => {
      if (!same(await tx.objectStore("feeds").get(session.profile.profile), bytes)) return false;
      await tx.objectStore("feeds").put(toJson(restarted), session.profile.profile);
      return true;
    });
    if (!is_written) continue;
    await session.reload();
    return;
  }
}

/** The hearings among `rows` that the office has sent back to be corrected. */
export function returnedAmong(rows: readonly { record: Merged }[]): string[] {
  return rows.flatMap(({ record }) => (record.type === "hearing" && valueOf(record, "review") === "returned" ? [record.id] : []));
}

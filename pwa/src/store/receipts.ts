/**
 * What the server says it has of one inc, as it is kept (README §7), and what became of the person's ops.
 *
 * Clear, because it is needed while everybody is locked; it names ops, types and fields, and no value of anybody.
 */
import type { Answer } from "../domain/answer";
import { ours, union, type Range, type Span } from "../domain/chain";
import { NO_RECEIPTS, type Receipts } from "../domain/overlay";
import { fromJson, toJson } from "./bytes";
import type { Database, Writing } from "./database";

/** An op that the server parked or refused: a person is told until the office has dealt with it. */
export interface Note {
  op: string;
  record: string;
  type: string;
  paths: string[];
  state: string;
  code: string;
  /** the person has seen it and lets it be */
  accepted?: boolean;
}

export interface ReceiptRow {
  epoch: string;
  held: readonly Span[];
  arrived: readonly Span[];
  safe: readonly Span[];
  /** seq → tag wherever a range ever ended: they tell our branch from a clone's after the op has left (M5) */
  ends: [seq: number, tag: string][];
  notes: Note[];
}

export async function readReceipts(db: Database, inc: string): Promise<ReceiptRow | null> {
  const row = await db.read(["receipts"], (tx) => tx.objectStore("receipts").get(inc));
  return row === undefined ? null : fromJson<ReceiptRow>(row);
}

export function putReceipts(tx: Writing, inc: string, row: ReceiptRow): Promise<unknown> {
  return tx.objectStore("receipts").put(toJson(row), inc);
}

/** Mark the note of `op` as accepted: the notes after it; null where there is none. */
export function acceptNote(db: Database, inc: string, op: string): Promise<Note[] | null> {
  return db.write(["receipts"], async (tx) => {
    const bytes = await tx.objectStore("receipts").get(inc);
    const row = bytes === undefined ? null : fromJson<ReceiptRow>(bytes);
    if (!row?.notes.some((note) => note.op === op)) return null;
    const notes = row.notes.map((note) => (note.op === op ? { ...note, accepted: true } : note));
    await putReceipts(tx, inc, { ...row, notes });
    return notes;
  });
}

/** What `row` says in `epoch`: of another epoch it says nothing, so that all is offered again (M8). */
export function spansOf(row: ReceiptRow | null, epoch: string): Receipts {
  return row?.epoch === epoch ? row : NO_RECEIPTS;
}

/** The ends of the ranges in `answer` that are ours, added to those known. */
export function endsAfter(
  known: readonly [number, string][],
  answer: Answer,
  tagOf: (seq: number) => string | undefined,
): [number, string][] {
  const ends = new Map(known);
  for (const [, last, tag] of rangesOf(answer)) if (tagOf(last) === tag) ends.set(last, tag);
  return [...ends];
}

/** As absorb.ts does with an open vault: `row` after an answer that was given to sealed segments. */
export function takeSealed(
  row: ReceiptRow | null,
  answer: Answer,
  asked_epoch: string,
  tagOf: (seq: number) => string | undefined,
): ReceiptRow {
  const epoch = answer.epoch ?? asked_epoch;
  const known = spansOf(row, epoch);
  const more = (before: readonly Span[], said: readonly Range[] | null): Span[] => union(before, ours(said ?? [], tagOf));
  return {
    epoch,
    held: more(known.held, answer.held),
    arrived: more(known.arrived, answer.arrived),
    safe: more(known.safe, answer.safe),
    ends: endsAfter(row?.ends ?? [], answer, tagOf),
    notes: row?.notes ?? [],
  };
}

function rangesOf(answer: Answer): Range[] {
  return [...(answer.held ?? []), ...(answer.arrived ?? []), ...(answer.safe ?? [])];
}

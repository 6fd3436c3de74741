/**
 * The view of a tablet: absorbed rows, and over each the ops that its `seen` does not hold yet (README §6).
 *
 * Plain state and functions over it; nothing here knows of storage or network. Own ops and ops that came by bundle are
 * treated alike: laid over the row with the one merge engine (M6, M9), kept until they are *safe* (I5, M20). What an
 * answer changes is absorb.ts. A view is always folded afresh, so nothing can drift.
 */
import { covers, holes, type Span } from "./chain";
import { judgeAll, type Writer } from "./judge";
import { sealOver, sealsOf, type Seals } from "./lifecycle";
import { apply, setAside } from "./merge";
import type { Op } from "./op";
import { isAside, type Outcome } from "./outcome";
import { copy, empty, type Record } from "./record";
import { Rows } from "./rows";

/** What the server of this epoch said it has of one inc's branch that we hold (README §7). */
export interface Receipts {
  readonly held: readonly Span[];
  readonly arrived: readonly Span[];
  readonly safe: readonly Span[];
}

export interface Overlay {
  /** `epoch.n`: up to where the feed is absorbed. */
  cursor: string;
  /** The absorbed rows, by record id; replaced by newer ones, never joined with them (M10). */
  readonly rows: Rows;
  /** Rows that another tablet lent in a room, by record id: they stand where the server has sent none (README §10). */
  readonly lent: Map<string, Record>;
  /** The ops that are still here, own and brought, by record id. */
  readonly ops: Map<string, Op[]>;
  /** What became of ops that were not applied, by op id. */
  readonly verdicts: Map<string, Outcome>;
  /** By inc; ops that have left keep their tag, so that a range that ends with one is still known for ours (M5). */
  readonly tags: Map<string, Map<number, string>>;
  readonly receipts: Map<string, Receipts>;
  /** Records to take off once all that we hold of them has arrived. */
  readonly leaving: Set<string>;
  /** Records that were taken off; their ops are shown no more, and go when they are safe. */
  readonly left: Set<string>;
  /** Rows of an earlier epoch that this one has not sent again yet; they go when its feed has come to the end. */
  readonly stale: Set<string>;
}

export const NO_RECEIPTS: Receipts = { held: [], arrived: [], safe: [] };
const NO_SEALS: Seals = new Map();

/** A tablet that knows nothing yet. */
export function newOverlay(cursor: string): Overlay {
  return {
    cursor,
    rows: new Rows(),
    lent: new Map(),
    ops: new Map(),
    verdicts: new Map(),
    tags: new Map(),
    receipts: new Map(),
    leaving: new Set(),
    left: new Set(),
    stale: new Set(),
  };
}

/** The epoch of a cursor. */
export function epochOf(cursor: string): string {
  return cursor.split(".", 1)[0] ?? "";
}

/** What the server said it has of `inc`. */
export function receiptsOf(overlay: Overlay, inc: string): Receipts {
  return overlay.receipts.get(inc) ?? NO_RECEIPTS;
}

/** Takes in an op that was written here. Twice is once (I1). */
export function add(overlay: Overlay, op: Op): void {
  const ops = overlay.ops.get(op.record) ?? [];
  const tags = overlay.tags.get(op.inc) ?? new Map<number, string>();
  if (tags.get(op.seq) === op.tag || ops.some(({ id }) => id === op.id)) return;
  overlay.ops.set(op.record, [...ops, op]);
  overlay.left.delete(op.record);
  overlay.tags.set(op.inc, tags.set(op.seq, op.tag));
}

/** Takes in ops of one writer that came by bundle, judged as the server will judge them; groups whole (M9, M16). */
export function bring(overlay: Overlay, ops: readonly Op[], writer: Writer): void {
  for (const [id, verdict] of judgeAll(ops, writer)) overlay.verdicts.set(id, verdict);
  for (const op of ops) add(overlay, op);
}

/** The ids of all records of which anything is known. */
export function ids(overlay: Overlay): Set<string> {
  const known = new Set([...overlay.rows.keys(), ...overlay.lent.keys(), ...overlay.ops.keys()]);
  for (const id of overlay.left) known.delete(id);
  return known;
}

/** The row that a record is shown from: the server's, else a lent one. */
export function rowOf(overlay: Overlay, id: string): Record | undefined {
  return overlay.rows.get(id) ?? overlay.lent.get(id);
}

/** The ops that are laid over a row: those that it has not seen; dropped by its `seen`, not by a receipt (M6). */
export function pending(overlay: Overlay, id: string): Op[] {
  const row = rowOf(overlay, id);
  return (overlay.ops.get(id) ?? []).filter((op) => !row || (row.type === op.type && !row.seen.has(op.id)));
}

/**
 * The record as it is shown; undefined where nothing is known of it.
 *
 * A parked or refused op stands aside here too: no value of it counts, and whoever names it names what it named (M7).
 * Not to be changed: where nothing waits it is the row itself.
 */
export function view(overlay: Overlay, id: string, seals: Seals = NO_SEALS): Record | undefined {
  if (overlay.left.has(id)) return undefined;
  const row = rowOf(overlay, id);
  const waiting = pending(overlay, id);
  const first = waiting[0];
  if (first === undefined) return row;
  const record = row ? copy(row) : empty(first.type, id);
  for (const op of waiting) lay(record, op, overlay.verdicts.get(op.id), seals);
  return record;
}

function lay(record: Record, op: Op, verdict: Outcome | undefined, seals: Seals): void {
  if (op.type !== record.type) return;
  if (isAside(verdict)) setAside(record, op);
  else apply(record, op, sealOver(record, op, seals));
}

/** The seals that are known here, for `view` and for settling (M15). */
export function knownSeals(overlay: Overlay): Seals {
  const seals: Record[] = [];
  for (const id of ids(overlay)) {
    const type = overlay.rows.typeOf(id) ?? overlay.lent.get(id)?.type ?? overlay.ops.get(id)?.[0]?.type;
    const record = type === "seal" ? view(overlay, id) : undefined;
    if (record) seals.push(record);
  }
  return sealsOf(seals);
}

function opsOf(overlay: Overlay, inc: string): Op[] {
  const found = [...overlay.ops.values()].flat().filter((op) => op.inc === inc);
  return found.sort((a, b) => a.seq - b.seq);
}

/** The ops of `inc` that the server does not say it holds, holes included, in order: what is offered next (M8, M20). */
export function offered(overlay: Overlay, inc: string): Op[] {
  const ops = opsOf(overlay, inc);
  const gaps = holes(receiptsOf(overlay, inc).held, ops.at(-1)?.seq ?? 0);
  return ops.filter((op) => covers(gaps, op.seq));
}

/** The ops of `inc` that have not *arrived*: the outbox (README §7). */
export function outbox(overlay: Overlay, inc: string): Op[] {
  const { arrived } = receiptsOf(overlay, inc);
  return opsOf(overlay, inc).filter((op) => !covers(arrived, op.seq));
}

/** Whether all that we hold of a record has arrived. */
export function isHandedIn(overlay: Overlay, id: string): boolean {
  return (overlay.ops.get(id) ?? []).every((op) => covers(receiptsOf(overlay, op.inc).arrived, op.seq));
}

/** Lets go of ops that are *safe* (I5) and stand in their record's row, so that the view does not change by it. */
export function prune(overlay: Overlay): void {
  for (const [id, ops] of overlay.ops) {
    const seen = overlay.rows.get(id)?.seen;
    const isTaken = (op: Op): boolean => overlay.left.has(id) || seen?.has(op.id) === true;
    const left = ops.filter((op) => !isTaken(op) || !covers(receiptsOf(overlay, op.inc).safe, op.seq));
    for (const op of ops) if (!left.includes(op)) overlay.verdicts.delete(op.id);
    if (left.length > 0) overlay.ops.set(id, left);
    else overlay.ops.delete(id);
  }
}

/**
 * What an answer of the server changes on a tablet (README §6, §7): receipts, outcomes, a page of the feed, an epoch.
 *
 * The store does the same inside one strict transaction and calls this for the decision.
 */
import type { Answer } from "./answer";
import { ours, union, type Range, type Span } from "./chain";
import { sealOver } from "./lifecycle";
import { apply } from "./merge";
import type { Op } from "./op";
import { epochOf, isHandedIn, knownSeals, NO_RECEIPTS, prune, type Overlay, type Receipts } from "./overlay";
import { copy, empty } from "./record";

/** What was asked: the cursor as it was then (null: no feed was wanted), and the ops that were pushed. */
export interface Question {
  readonly inc: string;
  readonly epoch: string;
  readonly cursor: string | null;
  readonly ops: readonly Op[];
}

/**
 * What became of an answer: all of it taken; its receipts only (no page was wanted, or another page came first, M18); a
 * new epoch entered; or not believed, because the tablet is in another epoch than the question was (M17).
 */
export type Absorbed = "absorbed" | "receipts" | "restarted" | "disbelieved";

/** The question that the tablet puts now, pushing `ops` of `inc`. */
export function ask(overlay: Overlay, inc: string, ops: readonly Op[]): Question {
  return { inc, epoch: epochOf(overlay.cursor), cursor: overlay.cursor, ops };
}

/** Takes in the answer to `question`. Any order and any repetition of answers is safe. */
export function absorb(overlay: Overlay, question: Question, answer: Answer): Absorbed {
  if (question.epoch !== epochOf(overlay.cursor)) return "disbelieved";
  const isNewEpoch = answer.epoch !== null && answer.epoch !== question.epoch;
  if (isNewEpoch) restart(overlay, answer.epoch ?? "");
  takeReceipts(overlay, question.inc, answer);
  takeOutcomes(overlay, question, answer);
  const isAtCursor = !isNewEpoch && question.cursor === overlay.cursor;
  if (isAtCursor) takePage(overlay, question, answer);
  takeLeave(overlay);
  prune(overlay);
  if (isNewEpoch) return "restarted";
  return isAtCursor ? "absorbed" : "receipts";
}

/**
 * A restored server: what an earlier one had received is to be said again, so every op that it lacks is offered (M8).
 *
 * The feed begins anew; the rows that are here stay in sight until it has come to its end.
 */
function restart(overlay: Overlay, epoch: string): void {
  overlay.cursor = `${epoch}.0`;
  overlay.receipts.clear();
  overlay.leaving.clear();
  overlay.left.clear();
  for (const id of overlay.rows.keys()) overlay.stale.add(id);
}

function takeReceipts(overlay: Overlay, inc: string, answer: Answer): void {
  const tags = overlay.tags.get(inc);
  const known: Receipts = overlay.receipts.get(inc) ?? NO_RECEIPTS;
  const more = (before: readonly Span[], said: readonly Range[] | null): Span[] =>
    union(before, ours(said ?? [], (seq) => tags?.get(seq)));
  overlay.receipts.set(inc, {
    held: more(known.held, answer.held),
    arrived: more(known.arrived, answer.arrived),
    safe: more(known.safe, answer.safe),
  });
}

function takeOutcomes(overlay: Overlay, question: Question, answer: Answer): void {
  for (const op of question.ops) {
    const outcome = answer.outcomes.get(op.seq);
    if (outcome) overlay.verdicts.set(op.id, outcome);
    else overlay.verdicts.delete(op.id); // applied, whatever we thought of a brought one
  }
}

/** Rows replace rows (M10); own words that met nothing else are folded in here (settled); then the cursor moves. */
function takePage(overlay: Overlay, question: Question, answer: Answer): void {
  for (const { record, ...lines } of answer.rows) {
    overlay.rows.set(record.id, record, lines);
    overlay.stale.delete(record.id);
    overlay.leaving.delete(record.id);
    overlay.left.delete(record.id);
  }
  if (answer.settled && question.ops.length > 0) settle(overlay, question, answer);
  for (const id of answer.leave) overlay.leaving.add(id);
  if (!answer.more) {
    for (const id of overlay.stale) overlay.rows.delete(id);
    overlay.stale.clear();
  }
  overlay.cursor = answer.cursor ?? overlay.cursor;
}

/** A stale row was not sent again, so the server has made the record anew from this push: it is folded from nothing. */
function settle(overlay: Overlay, question: Question, answer: Answer): void {
  const told = new Set([...answer.rows.map(({ record }) => record.id), ...answer.leave]);
  const seals = knownSeals(overlay);
  for (const op of question.ops) {
    if (told.has(op.record) || answer.outcomes.has(op.seq)) continue;
    const known = overlay.stale.has(op.record) ? undefined : overlay.rows.get(op.record);
    const row = known ? copy(known) : empty(op.type, op.record); // whoever shows the old row may keep what he read of it
    if (row.type !== op.type) continue;
    apply(row, op, sealOver(row, op, seals));
    overlay.rows.set(op.record, row);
    overlay.stale.delete(op.record);
  }
}

function takeLeave(overlay: Overlay): void {
  for (const id of overlay.leaving) {
    if (!isHandedIn(overlay, id)) continue;
    overlay.rows.delete(id);
    overlay.leaving.delete(id);
    overlay.left.add(id);
  }
}

/**
 * Which ops go into the next batch, and how large it may be (README §7, RELIABILITY R6).
 *
 * A batch is one unbroken run of seqs, from the first op that the server does not hold: holes first, then the new (M8). A group
 * is never cut (M16); where a single group is larger than the limit it goes alone and whole. Sizes are of the packed body:
 * 16 kB at the start, doubled by success up to 48 kB, halved by whatever fails.
 */
import { covers, type Span } from "../domain/chain";
import type { Offered } from "../store/session";

export const BATCH_BYTES_START = 16_000;
export const BATCH_BYTES_MAX = 48_000;
const RATIO_START = 5; // a hearing's lines pack eight to one, letters from a keyboard four to one
const RATIO_MIN = 2;
const TELLING_BYTES_MIN = 8_000;
const ON_A_BAD_LINE_BYTES_MIN = 2_000; // a line that takes nothing takes no less of less
const TOO_LARGE_BYTES_MIN = 64; // comes down to a single op

export const PAGE_BYTES_MAX = 256 * 1024; // plain, as the server reckons; about an eighth of it travels
const PAGE_BYTES_MIN = 8 * 1024;

/** How much the link has taken lately. `ratio`: plain bytes that one packed byte has carried; `page`: of the feed, plain. */
export interface Pace {
  bytes: number;
  ratio: number;
  page: number;
}

export function startPace(): Pace {
  return { bytes: BATCH_BYTES_START, ratio: RATIO_START, page: PAGE_BYTES_MAX };
}

/** A page of the feed came whole: the next may be twice as long. */
export function longer(pace: Pace): Pace {
  return { ...pace, page: Math.min(PAGE_BYTES_MAX, pace.page * 2) };
}

/** A page did not come: on a line that breaks off every minute a shorter one still does, and is kept (trap 34). */
export function shorter(pace: Pace): Pace {
  return { ...pace, page: Math.max(PAGE_BYTES_MIN, Math.floor(pace.page / 2)) };
}

/** After a batch of `plain` bytes went through as `packed`. Little packs badly, and says nothing of much. */
export function faster(pace: Pace, plain: number, packed: number): Pace {
  const ratio = plain < TELLING_BYTES_MIN ? pace.ratio : Math.max(1, plain / Math.max(1, packed));
  return { ...pace, bytes: Math.min(BATCH_BYTES_MAX, pace.bytes * 2), ratio };
}

/** After a failure or time-out; `too_large`: after an answer that blames what the batch holds (413, F25). */
export function slower(pace: Pace, too_large = false): Pace {
  const least = Math.min(pace.bytes, too_large ? TOO_LARGE_BYTES_MIN : ON_A_BAD_LINE_BYTES_MIN);
  const ratio = Math.max(pace.ratio / 2, Math.min(pace.ratio, RATIO_MIN)); // it may have been too good to be true
  return { ...pace, bytes: Math.max(least, Math.floor(pace.bytes / 2)), ratio };
}

/** The next batch of `ops` (in order of seq); empty where the server holds all. `stuck` seqs are passed over this time. */
export function choose(
  ops: readonly Offered[],
  held: readonly Span[],
  pace: Pace,
  stuck: ReadonlySet<number>,
): Offered[] {
  const limit = pace.bytes * pace.ratio;
  const batch: Offered[] = [];
  let bytes = 0;
  for (const unit of units(ops)) {
    const wanted = unit.some(({ entry }) => !covers(held, entry.seq) && !stuck.has(entry.seq));
    const last = batch[batch.length - 1];
    if (!wanted || (last !== undefined && unit[0]?.entry.seq !== last.entry.seq + 1)) {
      if (last !== undefined) break;
      if (!wanted) continue;
    }
    const size = unit.reduce((sum, { entry }) => sum + entry.line.length + (entry.personal?.length ?? 0) + 2, 0);
    if (last !== undefined && bytes + size > limit) break;
    batch.push(...unit);
    bytes += size;
  }
  return batch;
}

/** The ops as units that travel whole: a group, or one op. */
export function units(ops: readonly Offered[]): Offered[][] {
  const found: Offered[][] = [];
  for (const op of ops) {
    const last = found[found.length - 1];
    const before = last?.[last.length - 1];
    const group = op.op.group;
    const together = before && group !== null && group === before.op.group && op.entry.seq === before.entry.seq + 1;
    if (last && together) last.push(op);
    else found.push([op]);
  }
  return found;
}

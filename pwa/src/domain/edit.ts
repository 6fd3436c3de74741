/** What an editor writes: the sets of an edit, a resolution, a delete; the twin of the end of sync/merge.py. */
import { BASES_MAX } from "../generated/outcomes";
import { INTEGER_MAX } from "./kinds";
import { DELETED, isDeleted, sameKey } from "./merge";
import type { Said, Value } from "./op";
import { encode as encodeOpSet } from "./opset";
import { sorted } from "./order";
import { byRank, shownId, type Live, type Record } from "./state";

/** The n of the next op on this record; it stops where both languages stop being exact (M21). */
export function nextN(record: Record): number {
  return Math.min(record.top + 1, INTEGER_MAX);
}

/**
 * The sets of an ordinary edit: each path names the value that is shown, and its equals (M22).
 *
 * Editing a record that is shown as deleted names the deletes, and so restores it (M13).
 */
export function edit(record: Record, values: ReadonlyMap<string, Value>): Map<string, Said> {
  const sets = new Map<string, Said>();
  for (const [path, value] of values) sets.set(path, { value, bases: shownAndEquals(record, path) });
  if (isDeleted(record) && !values.has(DELETED)) {
    sets.set(DELETED, { value: false, bases: shownAndEquals(record, DELETED) });
  }
  return sets;
}

/** The sets of a resolution: it names every live value of the path; one that comes later reopens the review. */
export function resolve(record: Record, path: string, value: Value): Map<string, Said> {
  const live: Live = record.live.get(path) ?? new Map();
  return new Map([[path, { value, bases: bases(byRank(live)) }]]);
}

/** The sets of a delete: it carries what the deleter had seen, so that an edit beside it is found (M11). */
export function remove(record: Record): Map<string, Said> {
  return resolve(record, DELETED, encodeOpSet(record.seen));
}

function shownAndEquals(record: Record, path: string): string[] {
  const live: Live = record.live.get(path) ?? new Map();
  const key = (id: string): string => sameKey(path, live.get(id)?.value ?? null);
  const shown = key(shownId(live));
  return bases(byRank(live).filter((id) => key(id) === shown));
}

/** Ids by rank as an op can carry them: the BASES_MAX that are shown first; what is left over waits for the next op. */
function bases(ids: readonly string[]): string[] {
  return sorted(ids.slice(-BASES_MAX));
}

/**
 * Which proposals stand on their own: those merged into no other, and those whose merge leads nowhere. Without a network one
 * tablet may merge A into B while another merges B into A, or deletes B: of such a ring the one with the smallest id stands
 * for all, and what went into a deleted proposal stands again. The office has the same rule (server/store/merging.py).
 */
import type { Value } from "./op";

interface Row {
  readonly id: string;
  readonly values: ReadonlyMap<string, Value>;
}

const RING_MAX = 3;

const targetOf = (row: Row | undefined): string | null => {
  const target = row?.values.get("merged_into");
  return typeof target === "string" ? target : null;
};

/** Of the proposals of one hearing those that stand on their own; `isGone`: whether a proposal was deleted. */
export function standingAlone<T extends Row>(all: readonly T[], isGone: (id: string) => boolean): T[] {
  const known = new Map(all.map((row) => [row.id, row]));
  return all.filter((row) => {
    const target = targetOf(row);
    return target === null || isGone(target) || isHeadOfRing(row.id, target, known);
  });
}

function isHeadOfRing(id: string, target: string, known: ReadonlyMap<string, Row>): boolean {
  let at: string | null = target;
  for (let step = 0; step < RING_MAX && at !== null && at > id; step++) at = targetOf(known.get(at));
  return at === id;
}

/** Counting hands at a decision (T10): nobody votes who is not in the room. Figures only; words are the screen's. */
import type { Value } from "./op";

export interface Votes {
  votes_for: number | null;
  votes_against: number | null;
  votes_abstain: number | null;
}

type Values = ReadonlyMap<string, Value>;

export const VOTES = ["votes_for", "votes_against", "votes_abstain"] as const;

export function votesOf(values: Values): Votes {
  const one = (path: string): number | null => (typeof values.get(path) === "number" ? Number(values.get(path)) : null);
  return { votes_for: one("votes_for"), votes_against: one("votes_against"), votes_abstain: one("votes_abstain") };
}

/** How many hands were counted; null where nobody counted. */
export function cast(votes: Votes): number | null {
  const counted = VOTES.map((path) => votes[path]).filter((count) => count !== null);
  return counted.length === 0 ? null : counted.reduce((sum, count) => sum + count, 0);
}

/** Whether more hands were counted than people are `present`; an unknown presence judges nobody. */
export function isTooMany(votes: Votes, present: number | null): boolean {
  return present !== null && (cast(votes) ?? 0) > present;
}

/** The number of the next decision. */
export function nextNumber(decisions: readonly { values: Values }[]): number {
  return Math.max(0, ...decisions.map(({ values }) => Number(values.get("number") ?? 0))) + 1;
}

/** What the room said: ballots and hand counts of all tablets together (T9); the twin of sync/ranking/counting.py. */
import { collect, FAMILIES, NO_PAPERS, type Marks, type Papers } from "./ballots";
import type { Problem, Records, Session } from "./session";
import { addUp, INVALID, NO_SUMS, sumOf, type Sums } from "./tallies";

/** Null: nobody said. `reasons`: code → ballots; `by-hand` is what tables counted. */
export interface Counts {
  readonly eligible: number | null;
  readonly cast: number | null;
  readonly valid: number | null;
  readonly invalid: number;
  readonly corrected: number;
  readonly reasons: readonly (readonly [code: string, ballots: number])[];
}

/** The valid ballots, the sums of the hand counts, and what is wrong. */
export interface Counted {
  readonly ballots: readonly Marks[];
  readonly sums: Sums;
  readonly counts: Counts;
  readonly problems: readonly Problem[];
}

/** The marks under `key` of all ballots and sums together. */
export function totalOf({ ballots, sums }: Counted, key: string): number {
  return ballots.reduce((sum, marks) => sum + (marks.get(key) ?? 0), sumOf(sums, key));
}

/** How many ballots have a mark that `is` so. */
export function countBallots({ ballots }: Counted, is: (marks: Marks) => boolean): number {
  return ballots.reduce((sum, marks) => sum + (is(marks) ? 1 : 0), 0);
}

/** All that was cast, each paper once (I1, I2). */
export function count(session: Session, ballots: Records, tallies: Records): Counted {
  const sums = addUp(session, tallies);
  const problems: Problem[] = [...session.problems, ...sums.problems];
  const isByHand = session.method === "show_of_hands";
  if (isByHand && ballots.size > 0) problems.push({ code: "ballots-not-counted" });
  const papers = isByHand ? NO_PAPERS : collect(session, ballots);
  const counts = countsOf(session, papers, sums);
  const { cast } = counts;
  if (session.eligible !== null && cast !== null && cast > session.eligible) {
    problems.push({ code: "more-cast-than-eligible", counted: cast, most: session.eligible });
  }
  return { ballots: papers.valid, sums, counts, problems };
}

function countsOf({ eligible }: Session, papers: Papers, sums: Sums): Counts {
  const reasons: [string, number][] = [...papers.reasons];
  const invalidPapers = reasons.reduce((sum, [, ballots]) => sum + ballots, 0);
  const byHand = sumOf(sums, INVALID);
  if (byHand > 0) reasons.push(["by-hand", byHand]);
  const invalid = invalidPapers + byHand;
  const cast = sums.cast === null ? null : sums.cast + papers.valid.length + invalidPapers;
  return {
    eligible,
    cast,
    valid: cast === null ? null : cast - invalid,
    invalid,
    corrected: papers.corrected,
    reasons: reasons.sort(([a], [b]) => (a < b ? -1 : 1)),
  };
}

/**
 * The same ballots, read for another method: a dot is a tick, a tick a tick, a place a place.
 *
 * For an advisory second result. What was invalid stays so. Hand counts are ticks in `approval` and `greedy` alone;
 * read for anything else they are a problem.
 */
export function reread(counted: Counted, asked: Session, other: Session): Counted {
  const problems = [...counted.problems, ...other.problems];
  const isTicks = FAMILIES.get(other.method) === "ticks";
  const ballots = isTicks
    ? counted.ballots.map((marks) => new Map([...marks.keys()].map((key) => [key, 1] as const)))
    : counted.ballots;
  const areTicks = [asked.method, other.method].every((method) => method === "approval" || method === "greedy");
  if (counted.sums.counts.size === 0 || areTicks) return { ...counted, ballots, problems };
  return { ...counted, ballots, sums: NO_SUMS, problems: [...problems, { code: "tallies-not-counted" }] };
}

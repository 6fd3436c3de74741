/**
 * Ballots: a union by id, corrections followed, each judged by rule; the twin of sync/ranking/ballots.py.
 *
 * What the marks of a `ballot` mean depends on the family of the method; that table stands in the twin.
 */
import type { Method, Records, Session, Values } from "./session";
import { entries, part, topOf, weightsOf, whole } from "./session";

type Family = "dots" | "ticks" | "places" | "scores" | "levels";

export const FAMILIES: ReadonlyMap<Method, Family> = new Map([
  ["dot_vote", "dots"],
  ["approval", "ticks"],
  ["greedy", "ticks"],
  ["equal_shares", "ticks"],
  ["borda", "places"],
  ["pairwise", "places"],
  ["criteria", "scores"],
  ["consensus", "levels"],
]);
export const LEVELS = [1, 2, 3, 4, 5] as const; // of consensus, and the scale of a criterion

/** Why a ballot is invalid, in the order in which it is looked for; only the first is counted. */
export type Reason =
  | "declared" | "corrected-twice" | "unknown-item" | "out-of-range" | "rank-twice" | "too-many-dots"
  | "too-many-marks" | "incomplete" | "blank";

export type Marks = ReadonlyMap<string, number>;

/** Ballots after corrections: the marks of the valid ones, and why the others are not (reason → how many). */
export interface Papers {
  readonly valid: readonly Marks[];
  readonly reasons: ReadonlyMap<Reason, number>;
  readonly corrected: number; // left out because another ballot corrects them
}

export const NO_PAPERS: Papers = { valid: [], reasons: new Map(), corrected: 0 };

/**
 * The papers that `ballots` add up to, whatever their order (I2). Two corrections of one ballot that say the same are
 * one paper; if they differ, nobody can tell which one was meant: one paper, invalid as `corrected-twice`.
 */
export function collect(session: Session, ballots: Records): Papers {
  const named = new Set([...ballots.values()].map((values) => values.get("corrects")));
  const versions = new Map<string, Values[]>();
  for (const [id, values] of ballots) {
    if (named.has(id)) continue;
    const first = firstOf(id, ballots);
    versions.set(first, [...(versions.get(first) ?? []), values]);
  }
  const check = checker(session);
  const valid: Marks[] = [];
  const reasons = new Map<Reason, number>();
  for (const [paper, ...others] of versions.values()) {
    if (!paper) continue;
    const marks = marksOf(paper);
    const isSplit = others.some((other) => saysOf(other) !== saysOf(paper));
    const reason = isSplit ? "corrected-twice" : check(paper, marks);
    if (reason) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
    else valid.push(withoutZeros(marks));
  }
  const standing = [...versions.values()].reduce((sum, papers) => sum + papers.length, 0);
  return { valid, reasons, corrected: ballots.size - standing };
}

/** The id of the first version of a paper, also where that has not come yet. */
function firstOf(id: string, ballots: Records): string {
  const seen = new Set<string>();
  let at = id;
  for (let values = ballots.get(at); values && !seen.has(at); values = ballots.get(at)) {
    seen.add(at);
    at = String(values.get("corrects") ?? at);
  }
  return at;
}

function marksOf(ballot: Values): Map<string, number> {
  return entries(ballot, "marks") as Map<string, number>;
}

function withoutZeros(marks: Map<string, number>): Marks {
  for (const [key, mark] of marks) if (mark === 0) marks.delete(key);
  return marks;
}

function saysOf(ballot: Values): string {
  return JSON.stringify([[...part(ballot, "marks")], ballot.get("invalid") === true]);
}

/** The reason why `ballot` does not count, or null; for the screen that takes it in. */
export function whyInvalid(session: Session, ballot: Values): Reason | null {
  return checker(session)(ballot, marksOf(ballot));
}

/** Judges ballots of `session` by its rules. */
function checker(session: Session): (ballot: Values, marks: Marks) => Reason | null {
  const keys = keysOf(session);
  const [low, high] = rangeOf(session);
  return (ballot, marks) => {
    if (ballot.get("invalid") === true) return "declared";
    for (const key of marks.keys()) if (!keys.has(key)) return "unknown-item";
    let isBlank = true;
    for (const mark of marks.values()) {
      if (mark < low || mark > high) return "out-of-range";
      if (mark !== 0) isBlank = false;
    }
    return brokenRule(session, marks) ?? (isBlank ? "blank" : null);
  };
}

function keysOf(session: Session): Set<string> {
  if (FAMILIES.get(session.method) !== "scores") return new Set(session.items);
  const criteria = [...weightsOf(session).keys()];
  return new Set(session.items.flatMap((item) => criteria.map((criterion) => `${item}.${criterion}`)));
}

/** The least and the greatest mark. */
function rangeOf(session: Session): [low: number, high: number] {
  const family = FAMILIES.get(session.method);
  if (family === "dots") return [0, whole(session, "max_per_item", whole(session, "dots", 3))];
  if (family === "ticks") return [0, 1];
  return family === "places" ? [1, topOf(session)] : [1, 5];
}

function brokenRule(session: Session, marks: Marks): Reason | null {
  const family = FAMILIES.get(session.method);
  let sum = 0;
  for (const mark of marks.values()) sum += mark;
  if (family === "dots" && sum > whole(session, "dots", 3)) return "too-many-dots";
  if (family === "ticks" && sum > whole(session, "max_choices", session.items.length)) return "too-many-marks";
  if (family === "places" && new Set(marks.values()).size < marks.size) return "rank-twice";
  if (family !== "scores") return null;
  const items = new Set([...marks.keys()].map((key) => key.slice(0, key.indexOf("."))));
  return marks.size < items.size * weightsOf(session).size ? "incomplete" : null;
}

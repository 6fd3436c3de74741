/**
 * A result as plain data: ranks, ties and their steps, what is needed, what is wrong; canonical, so it has a hash.
 *
 * The twin of sync/ranking/result.py, which says what each part is.
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { encodeUtf8 } from "../json";
import { compareText } from "../order";
import { chosenOf, costProblems, greedy } from "./budget";
import type { Counted, Counts } from "./counting";
import type { Fraction } from "./fraction";
import { borda, pairwise } from "./orders";
import { approval, consensus, criteria, dotVote, showOfHands } from "./scores";
import type { Details, Findings, Parameters, Scoring } from "./scores";
import { choice, type Method, type Problem, type Session } from "./session";
import { equalShares } from "./shares";
import { needsOf, parted, policy, runOffProblems, settle, type Group, type Need, type Tie } from "./ties";

export const RULES = 1; // raised by every change that can change a result

/** An item in its place: equal ranks 1, 2, 2, 4; null: not bought. `score` is exact, as text. */
export type Item = Details & { readonly item: string; readonly rank: number | null; readonly score: string };

export interface Result {
  readonly rules: number;
  readonly method: Method;
  readonly variant: string;
  readonly parameters: readonly (readonly [name: string, value: string])[];
  readonly counts: Counts;
  readonly items: readonly Item[];
  readonly ties: readonly Tie[];
  readonly needs: readonly Need[];
  readonly problems: readonly Problem[];
  readonly state: "decided" | "open" | "refused";
  readonly findings: Findings;
  readonly advisory: Method | null;
}

type Part = Pick<Result, "variant" | "parameters" | "items" | "ties" | "problems" | "findings">;

const ORDERING: Partial<Record<Method, (session: Session, counted: Counted) => Scoring>> = {
  show_of_hands: showOfHands,
  dot_vote: dotVote,
  approval,
  borda,
  pairwise,
  criteria,
  consensus,
};

/** The result of `session` for what was counted. */
export function decide(session: Session, counted: Counted, advisory: Method | null = null): Result {
  const order = ORDERING[session.method];
  const found = order ? ordered(session, counted, order(session, counted)) : chosen(session, counted);
  const needs = needsOf(found.ties);
  const unique = new Map(found.problems.map((problem) => [canonical(problem), problem]));
  const problems = [...unique].sort(([a], [b]) => compareText(a, b)).map(([, problem]) => problem);
  const state = problems.length > 0 ? "refused" : needs.length > 0 ? "open" : "decided";
  return { ...found, rules: RULES, method: session.method, counts: counted.counts, needs, problems, state, advisory };
}

function ordered(session: Session, counted: Counted, scoring: Scoring): Part {
  const steps = policy(session, scoring.own ?? []);
  const order: Group[] = [];
  const ties: Tie[] = [];
  for (const tied of parted(session.items, scoring.scores)) {
    const [groups, taken] = settle(tied, steps);
    if (taken.length > 0) ties.push({ items: tied, rank: 1 + order.flat().length, steps: taken });
    order.push(...groups);
  }
  return {
    variant: scoring.variant,
    parameters: listed({ ...scoring.parameters, run_off: choice(session, "run_off") }),
    items: ranked(order, scoring.scores, scoring.details),
    ties,
    problems: [...counted.problems, ...runOffProblems(session, ties)],
    findings: scoring.findings ?? {},
  };
}

function chosen(session: Session, counted: Counted): Part {
  const bought = session.method === "greedy" ? greedy(session, counted) : equalShares(session, counted);
  const has = chosenOf(bought);
  const rest = session.items.filter((item) => !has.has(item));
  return {
    variant: bought.variant,
    parameters: listed(bought.parameters),
    items: [
      ...ranked(bought.order, bought.scores, bought.details),
      ...rest.map((item) => placed(item, null, bought.scores, bought.details)),
    ],
    ties: bought.ties,
    problems: [...counted.problems, ...costProblems(session)],
    findings: bought.findings,
  };
}

function listed(parameters: Parameters): [string, string][] {
  const entries = Object.entries(parameters).map(([name, value]): [string, string] => [name, String(value)]);
  return entries.sort(([a], [b]) => (a < b ? -1 : 1));
}

type Points = ReadonlyMap<string, Fraction>;

function placed(item: string, rank: number | null, points: Points, details: ReadonlyMap<string, Details>): Item {
  return { item, rank, score: String(points.get(item) ?? 0), ...details.get(item) };
}

/** Items with ranks: equals share the best of their places. */
function ranked(order: readonly Group[], points: Points, details: ReadonlyMap<string, Details>): Item[] {
  const items: Item[] = [];
  for (const group of order) {
    const rank = items.length + 1;
    items.push(...group.map((item) => placed(item, rank, points, details)));
  }
  return items;
}

/** Compact JSON with sorted keys, the same bytes in both languages. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => {
    if (typeof part !== "object" || part === null || Array.isArray(part)) return part;
    return Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

/** SHA-256 of the canonical result, in hex: the `result_hash` of the session's record. */
export function resultHash(result: Result): string {
  return [...sha256(encodeUtf8(canonical(result)))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * Closing the loop (T4): which proposals of earlier hearings are read out, and what the citizens say of each. A finding is an
 * immutable `verification`; one that was counted wrongly is corrected by a new one that names it. The office alone writes a
 * proposal's status: that it is confirmed or open again follows from the findings. Pure: rows in, rows out.
 */
import { standingAlone } from "./merged";
import type { Value } from "./op";

type Values = ReadonlyMap<string, Value>;
export interface Row {
  readonly id: string;
  readonly values: Values;
}

export type Finding = "confirmed" | "not_done" | "reopened";

/** In the order in which they are read out: what was done first, what waits last; of equals the one that more people stood behind. */
const ORDER = [
  "done", "confirmed", "partly_done", "in_progress", "planned", "accepted", "funding_asked", "declined", "answered", "not_competent",
  "extended", "forwarded", "under_review", "reopened", "recorded", "draft",
];
/** The office says that something was done: then the hall is asked. */
const SAYS_DONE = new Set(["done", "confirmed", "partly_done", "in_progress"]);
/** Nothing more is to come of it by itself. */
const ENDED = new Set(["done", "confirmed", "declined", "answered", "not_competent", "withdrawn", "merged"]);

/** What a hall may open again. */
const SETTLED = new Set(["done", "confirmed", "declined", "answered", "not_competent"]);

const text = (row: Row, path: string): string => String(row.values.get(path) ?? "");

export const statusOf = (proposal: Row): string => text(proposal, "status") || "recorded";
export const asksTheHall = (proposal: Row): boolean => SAYS_DONE.has(statusOf(proposal));

/** What is read out at a hearing: `items` of the last one before it, `older` what is still open of those before that. */
export interface LastTime<T extends Row> {
  last: T | null;
  items: T[];
  older: T[];
}

/** `proposals`: of one hearing; `findings`: on one proposal; `isGone`: whether a proposal was deleted. */
export interface Shelf<T extends Row> {
  proposals(hearing: string): T[];
  findings(proposal: string): Row[];
  isGone(proposal: string): boolean;
}

export function lastTime<T extends Row>(hearing: Row, hearings: readonly T[], shelf: Shelf<T>): LastTime<T> {
  const day = text(hearing, "held_on");
  const isBefore = (one: T): boolean => text(one, "held_on") !== "" && (day === "" || text(one, "held_on") < day);
  const before = hearings
    .filter((one) => one.id !== hearing.id && text(one, "unit") === text(hearing, "unit") && isBefore(one))
    .sort((a, b) => (text(a, "held_on") > text(b, "held_on") || (text(a, "held_on") === text(b, "held_on") && a.id < b.id) ? -1 : 1))
    .map((one) => ({ one, said: standingAlone(shelf.proposals(one.id), shelf.isGone).filter(isOfItsOwn) }))
    .filter(({ said }) => said.length > 0);
  const [last, ...more] = before;
  const days = new Map(hearings.map((one) => [one.id, text(one, "held_on")]));
  const older = more.flatMap(({ said }) => said.filter((one) => isOpen(one, shelf.findings(one.id), hearing.id, (hall) => days.get(hall) ?? "")));
  return { last: last?.one ?? null, items: inOrder(last?.said ?? []), older: inOrder(older) };
}

/** One that was merged is read out with the other. */
function isOfItsOwn(proposal: Row): boolean {
  return statusOf(proposal) !== "merged" && statusOf(proposal) !== "withdrawn";
}

/** Open before `hearing`, whose own findings do not take it off the list while it is being read. */
function isOpen(proposal: Row, findings: readonly Row[], hearing: string, dayOf: DayOf): boolean {
  return !ENDED.has(stateOf(proposal, findings.filter((one) => text(one, "hearing") !== hearing), dayOf));
}

function inOrder<T extends Row>(proposals: readonly T[]): T[] {
  const place = (one: T): number => (ORDER.indexOf(statusOf(one)) + 1 || ORDER.length + 1);
  const supporters = (one: T): number => Number(one.values.get("supporters") ?? 0);
  return [...proposals].sort((a, b) => place(a) - place(b) || supporters(b) - supporters(a) || (a.id < b.id ? -1 : 1));
}

/** The findings that no other corrects; tablets that said the same are one. */
export function standing(findings: readonly Row[]): Row[] {
  const corrected = new Set(findings.map((one) => text(one, "corrects")));
  const met = new Map<string, Row>();
  for (const one of [...findings].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    const said = SAID.map((path) => text(one, path)).join("\n");
    if (!corrected.has(one.id) && !met.has(said)) met.set(said, one);
  }
  return [...met.values()];
}

const SAID = ["hearing", "finding", "count_for", "count_against", "note"];

/** All findings that a new one must name, so that it alone stands: equal ones of several tablets too. */
export function correctable(findings: readonly Row[]): string[] {
  const corrected = new Set(findings.map((one) => text(one, "corrects")));
  return findings.filter(({ id }) => !corrected.has(id)).map(({ id }) => id).sort();
}

/** Hearing → its day. */
export type DayOf = (hearing: string) => string;

/**
 * How a proposal stands: what the latest hall found of what the office calls settled; voices by code (of no hall) confirm where
 * no hall has spoken. The twin of `state` in server/findings.py (tests/vectors/findings.json).
 */
export function stateOf(proposal: Row, findings: readonly Row[], dayOf: DayOf): string {
  const status = statusOf(proposal);
  if (!SETTLED.has(status)) return status;
  const halls = findings.filter((one) => text(one, "hearing") !== "");
  if (halls.length === 0) return status === "done" && balance(findings) > 0 ? "confirmed" : status;
  const fresh = notAnswered(halls, text(proposal, "status_after"), dayOf);
  const hall = fresh.map((one) => text(one, "hearing")).pop();
  const latest = new Set(fresh.filter((one) => text(one, "hearing") === hall).map((one) => text(one, "finding")));
  if (latest.has("reopened") || (latest.has("not_done") && (status === "done" || status === "confirmed"))) return "reopened";
  return status === "done" && latest.has("confirmed") ? "confirmed" : status;
}

/** The standing findings, by day, of which the office has not heard when it said `after`. */
function notAnswered(findings: readonly Row[], after: string, dayOf: DayOf): Row[] {
  const day = (one: Row): string => dayOf(text(one, "hearing"));
  const found = standing(findings).sort((a, b) => (day(a) < day(b) || (day(a) === day(b) && a.id < b.id) ? -1 : 1));
  const known = findings.find(({ id }) => id === after);
  if (!known) return found;
  const isAnswered = (one: Row): boolean => text(one, "hearing") === text(known, "hearing") && (one.id === known.id || text(one, "corrects") === "");
  return found.filter((one) => day(one) >= day(known) && !isAnswered(one));
}

function balance(findings: readonly Row[]): number {
  const corrected = new Set(findings.map((one) => text(one, "corrects")));
  return findings.filter(({ id }) => !corrected.has(id)).reduce((sum, one) => sum + (text(one, "finding") === "confirmed" ? 1 : -1), 0);
}

/** How a proposal stands at `hearing`: what its hall found, else how it stood before. */
export function stateAt(proposal: Row, findings: readonly Row[], hearing: string, dayOf: DayOf): string {
  const today = standing(findings.filter((one) => text(one, "hearing") === hearing));
  if (today.length > 0) return text(today[today.length - 1] as Row, "finding");
  return stateOf(proposal, findings, dayOf);
}

/** Whether a proposal was dealt with at `hearing`: read out, or found upon. */
export function isRead(proposal: Row, findings: readonly Row[], hearing: Row): boolean {
  return hearing.values.get(`read_out/${proposal.id}`) === true || findings.some((one) => text(one, "hearing") === hearing.id);
}

export interface Hands {
  yes: number;
  no: number;
}

/** What the hands say: nobody raised one, done, not done. A tie confirms nothing. */
export function saidBy({ yes, no }: Hands): "none" | "confirmed" | "not_done" {
  return yes + no === 0 ? "none" : yes > no ? "confirmed" : "not_done";
}

/** Whether more hands were counted than people are here; an unknown presence judges nobody. */
export function tooMany({ yes, no }: Hands, present: number | null): boolean {
  return present !== null && yes + no > present;
}

/** The next one that was not read, after `at` and round again; null where all were. */
export function nextUnread<T extends Row>(items: readonly T[], at: string, is_read: (one: T) => boolean): T | null {
  const place = items.findIndex(({ id }) => id === at);
  return [...items.slice(place + 1), ...items.slice(0, place + 1)].find((one) => one.id !== at && !is_read(one)) ?? null;
}

/** The hands of a finding. */
export function findingOf(finding: Row): Hands {
  const count = (path: string): number => (typeof finding.values.get(path) === "number" ? Number(finding.values.get(path)) : 0);
  return { yes: count("count_for"), no: count("count_against") };
}

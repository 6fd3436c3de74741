/**
 * Closing the loop (T4): which proposals of earlier hearings are read out, and what the citizens say of each. A finding is an
 * immutable `verification`; one that was counted wrongly is corrected by a new one that names it. The office alone writes a
 * proposal's status: that it is confirmed or open again follows from the findings. Pure: rows in, rows out.
 */
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

const text = (row: Row, path: string): string => String(row.values.get(path) ?? "");

export const statusOf = (proposal: Row): string => text(proposal, "status") || "recorded";
export const asksTheHall = (proposal: Row): boolean => SAYS_DONE.has(statusOf(proposal));

/** What is read out at a hearing: `items` of the last one before it, `older` what is still open of those before that. */
export interface LastTime<T extends Row> {
  last: T | null;
  items: T[];
  older: T[];
}

/** `proposals`: of one hearing; `findings`: on one proposal. */
export interface Shelf<T extends Row> {
  proposals(hearing: string): T[];
  findings(proposal: string): Row[];
}

export function lastTime<T extends Row>(hearing: Row, hearings: readonly T[], shelf: Shelf<T>): LastTime<T> {
  const day = text(hearing, "held_on");
  const isBefore = (one: T): boolean => text(one, "held_on") !== "" && (day === "" || text(one, "held_on") < day);
  const before = hearings
    .filter((one) => one.id !== hearing.id && text(one, "unit") === text(hearing, "unit") && isBefore(one))
    .sort((a, b) => (text(a, "held_on") > text(b, "held_on") || (text(a, "held_on") === text(b, "held_on") && a.id < b.id) ? -1 : 1))
    .map((one) => ({ one, said: shelf.proposals(one.id).filter(isOfItsOwn) }))
    .filter(({ said }) => said.length > 0);
  const [last, ...more] = before;
  const older = more.flatMap(({ said }) => said.filter((one) => isOpen(one, shelf.findings(one.id), hearing.id)));
  return { last: last?.one ?? null, items: inOrder(last?.said ?? []), older: inOrder(older) };
}

/** One that was merged is read out with the other. */
function isOfItsOwn(proposal: Row): boolean {
  return statusOf(proposal) !== "merged" && text(proposal, "merged_into") === "" && statusOf(proposal) !== "withdrawn";
}

/** Open before `hearing`, whose own findings do not take it off the list while it is being read. */
function isOpen(proposal: Row, findings: readonly Row[], hearing: string): boolean {
  const earlier = standing(findings.filter((one) => text(one, "hearing") !== hearing));
  return !ENDED.has(statusOf(proposal)) || (statusOf(proposal) !== "confirmed" && earlier.some((one) => text(one, "finding") !== "confirmed"));
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

const SAID = ["finding", "count_for", "count_against", "note"];

/** All findings that a new one must name, so that it alone stands: equal ones of several tablets too. */
export function correctable(findings: readonly Row[]): string[] {
  const corrected = new Set(findings.map((one) => text(one, "corrects")));
  return findings.filter(({ id }) => !corrected.has(id)).map(({ id }) => id).sort();
}

/** How a proposal stands at `hearing`: what its hall found, else what the office says, which citizens may have confirmed. */
export function stateAt(proposal: Row, findings: readonly Row[], hearing: string): string {
  const today = standing(findings.filter((one) => text(one, "hearing") === hearing));
  if (today.length > 0) return text(today[today.length - 1] as Row, "finding");
  const status = statusOf(proposal);
  const earlier = standing(findings.filter((one) => text(one, "hearing") !== hearing));
  return status === "done" && earlier.some((one) => text(one, "finding") === "confirmed") ? "confirmed" : status;
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

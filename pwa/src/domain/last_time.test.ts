/** What is read out at a hearing, and what the hall's findings make of it (T4, scenario 16). */
import { readFileSync } from "node:fs";

import { expect, test } from "vitest";

import { asksTheHall, correctable, isRead, lastTime, nextUnread, saidBy, standing, stateAt, stateOf, tooMany, type Row } from "./last_time";
import type { Value } from "./op";

const row = (id: string, values: Record<string, Value> = {}): Row => ({ id, values: new Map(Object.entries(values)) });
const found = (id: string, finding: string, more: Record<string, Value> = {}): Row => row(id, { finding, hearing: "today", proposal: "p", ...more });

const today = row("today", { unit: "u", held_on: "2026-11-22" });
const HEARINGS = [
  today,
  row("spring", { unit: "u", held_on: "2026-05-12" }),
  row("autumn-without-words", { unit: "u", held_on: "2026-09-01" }),
  row("winter", { unit: "u", held_on: "2026-01-20" }),
  row("coming", { unit: "u", held_on: "2027-01-01" }),
  row("elsewhere", { unit: "other", held_on: "2026-06-01" }),
];
const SAID: Record<string, Row[]> = {
  spring: [row("planned", { status: "planned" }), row("done", { status: "done" }), row("merged", { merged_into: "done" }), row("waits")],
  winter: [row("old-declined", { status: "declined" }), row("old-forwarded", { status: "forwarded" }), row("old-done", { status: "done" })],
  elsewhere: [row("not-ours", { status: "done" })],
  coming: [row("later")],
};
const shelf = (findings: Row[] = []) => ({
  proposals: (hearing: string) => SAID[hearing] ?? [],
  findings: (proposal: string) => findings.filter(({ values }) => values.get("proposal") === proposal),
  isGone: () => false,
});
const ids = (rows: readonly Row[]): string[] => rows.map(({ id }) => id);

test("last time is the unit's latest earlier hearing at which something was said, what was done first", () => {
  const found_here = lastTime(today, HEARINGS, shelf());
  expect(found_here.last?.id).toBe("spring");
  expect(ids(found_here.items)).toEqual(["done", "planned", "waits"]);
});

test("of hearings before that, what is still open is read out too", () => {
  expect(ids(lastTime(today, HEARINGS, shelf()).older)).toEqual(["old-forwarded"]);
  const rejected = found("v", "not_done", { proposal: "old-done", hearing: "spring" });
  expect(ids(lastTime(today, HEARINGS, shelf([rejected])).older)).toEqual(["old-done", "old-forwarded"]);
});

test("a hearing without earlier ones has no last time", () => {
  expect(lastTime(row("first", { unit: "new" }), HEARINGS, shelf())).toEqual({ last: null, items: [], older: [] });
});

test("the hall is asked only about what the office says was done", () => {
  expect(["done", "partly_done", "in_progress"].every((status) => asksTheHall(row("p", { status })))).toBe(true);
  expect(["planned", "declined", "forwarded", ""].some((status) => asksTheHall(row("p", { status })))).toBe(false);
});

test("what the hall found stands before what the office says, and only at that hearing (scenario 16)", () => {
  const proposal = row("p", { status: "done" });
  const stands = (findings: Row[]): string => stateAt(proposal, findings, "today", (hall) => (hall === "today" ? "2026-11-22" : "2026-05-12"));
  expect(stands([])).toBe("done");
  expect(stands([found("v", "confirmed")])).toBe("confirmed");
  expect(stands([found("v", "reopened")])).toBe("reopened");
  expect(stands([found("v", "confirmed", { hearing: "spring" })])).toBe("confirmed");
  expect(stands([found("v", "reopened", { hearing: "spring" })])).toBe("reopened");
  expect(stateAt(row("p", { status: "done", status_after: "v" }), [found("v", "reopened", { hearing: "spring" })], "today", () => "")).toBe("done"); // done anew since
});

interface Case { says: string; status: string; after: string; findings: [string, string, string, string, string][]; state: string }
const cases = JSON.parse(readFileSync(new URL("../../../tests/vectors/findings.json", import.meta.url), "utf8")) as Case[];

test.each(cases)("as on the server: $says", ({ status, after, findings, state }) => {
  const days = new Map(findings.map(([, hearing, day]) => [hearing, day]));
  const rows = findings.map(([id, hearing, , finding, corrects]) => row(id, { hearing, finding, corrects }));
  expect(stateOf(row("p", { status, status_after: after }), rows, (hall) => days.get(hall) ?? "")).toBe(state);
});

test("a correction names the finding that it replaces, and that stays readable", () => {
  const all = [found("a", "confirmed", { count_for: 31 }), found("b", "confirmed", { count_for: 30, corrects: "a" })];
  expect(ids(standing(all))).toEqual(["b"]);
  expect(correctable(all)).toEqual(["b"]);
});

test("two tablets that found the same are one finding, and both are named by a correction", () => {
  const all = [found("a", "confirmed", { count_for: 31 }), found("b", "confirmed", { count_for: 31 })];
  expect(ids(standing(all))).toEqual(["a"]);
  expect(correctable(all)).toEqual(["a", "b"]);
  expect(ids(standing([...all, found("c", "not_done")]))).toEqual(["a", "c"]);
});

test("what was read out or found upon at this hearing counts as read", () => {
  const heard = row("today", { "read_out/p": true });
  expect(isRead(row("p"), [], heard)).toBe(true);
  expect(isRead(row("q"), [], heard)).toBe(false);
  expect(isRead(row("q"), [found("v", "confirmed", { proposal: "q" })], heard)).toBe(true);
  expect(isRead(row("q"), [found("v", "confirmed", { proposal: "q", hearing: "spring" })], heard)).toBe(false);
});

test("more hands than people are refused, and a tie confirms nothing", () => {
  expect(saidBy({ yes: 0, no: 0 })).toBe("none");
  expect(saidBy({ yes: 31, no: 4 })).toBe("confirmed");
  expect(saidBy({ yes: 4, no: 4 })).toBe("not_done");
  expect(tooMany({ yes: 31, no: 8 }, 38)).toBe(true);
  expect(tooMany({ yes: 31, no: 7 }, 38)).toBe(false);
  expect(tooMany({ yes: 31, no: 8 }, null)).toBe(false);
});

test("the next one is the next that was not read, round to the first", () => {
  const items = ["a", "b", "c"].map((id) => row(id));
  expect(nextUnread(items, "b", () => false)?.id).toBe("c");
  expect(nextUnread(items, "c", ({ id }) => id === "a")?.id).toBe("b");
  expect(nextUnread(items, "a", () => true)).toBeNull();
});

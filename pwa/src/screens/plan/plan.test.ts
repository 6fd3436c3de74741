/** The round of a year, bagh by bagh, and the acts that it rests on (T3, scenario 24). */
import { expect, test } from "vitest";

import type { RecordView } from "../../view";
import { coverage } from "../ready/schedule";
import { byOrder, roundOf } from "./plan";

let made = 0;
function hearing(values: Record<string, string>): RecordView {
  return { id: `h${made++}`, type: "hearing", values: new Map(Object.entries(values)), texts: new Map(), deleted: false, reviews: [], late: 0, amendments: [], by: "", standing: null };
}
const DAY = "2026-11-24";
const HEARINGS = [
  hearing({ unit: "held", held_on: "2026-05-12", stage: "sealed" }),
  hearing({ unit: "held", held_on: "2026-12-20" }),
  hearing({ unit: "long-ago", held_on: "2015-04-14", stage: "sealed" }),
  hearing({ unit: "today", held_on: DAY }),
  hearing({ unit: "planned", held_on: "2026-12-01", order_kind: "Засаг даргын захирамж", order_number: "А/118", order_on: "2026-11-10" }),
];
const UNITS = ["held", "long-ago", "today", "planned"];

test("each bagh stands in the year's round: held, today, planned, or nothing yet (scenario 24)", () => {
  const round = roundOf(HEARINGS, UNITS, DAY);
  expect(round.map(({ unit, state }) => [unit, state])).toEqual([["held", "held"], ["long-ago", "none"], ["today", "today"], ["planned", "planned"]]);
  expect(coverage(HEARINGS, UNITS, DAY)).toEqual({ held: round.filter(({ state }) => state === "held").length, of: 4 });
});

test("the last visit may be of another year, the next is from today on", () => {
  const [held, long_ago] = roundOf(HEARINGS, UNITS, DAY);
  expect([held?.last?.values.get("held_on"), held?.next?.values.get("held_on")]).toEqual(["2026-05-12", "2026-12-20"]);
  expect([long_ago?.last?.values.get("held_on"), long_ago?.next]).toEqual(["2015-04-14", null]);
});

test("hearings stand under the act that ordered them, those without one last", () => {
  const groups = byOrder([HEARINGS[1] as RecordView, HEARINGS[4] as RecordView]);
  expect(groups.map(({ order, on, hearings }) => [order, on, hearings.length])).toEqual([["Засаг даргын 2026 оны А/118\u00a0дугаар захирамж", "2026-11-10", 1], ["", "", 1]]);
});

import { expect, test } from "vitest";

import type { RecordView } from "../../view";
import { coverage, orderText, scheduleOf } from "./schedule";

let made = 0;
function hearing(values: Record<string, string>): RecordView {
  const id = `h${made++}`;
  return { id, type: "hearing", values: new Map(Object.entries(values)), deleted: false, texts: new Map(), reviews: [], late: 0, amendments: [], by: "", standing: null };
}
const days = (views: RecordView[]): unknown[] => views.map(({ values }) => values.get("held_on"));

test("today's hearing comes first, then the nearest to come, then the past, the latest first", () => {
  const hearings = ["2026-12-04", "2026-11-24", "2026-11-03", "2026-11-30", "2026-11-17"].map((held_on) => hearing({ held_on }));
  const { today, coming, past } = scheduleOf([...hearings, hearing({})], "2026-11-24");
  expect([days(today), days(coming), days(past)]).toEqual([["2026-11-24"], ["2026-11-30", "2026-12-04", undefined], ["2026-11-17", "2026-11-03"]]);
});

test("a bagh is counted once, when a hearing of this year is over there; one bagh alone is no coverage", () => {
  const hearings = [
    hearing({ unit: "a", held_on: "2026-11-03" }), hearing({ unit: "a", held_on: "2026-11-04" }),
    hearing({ unit: "b", held_on: "2026-11-24" }), hearing({ unit: "b", held_on: "2015-04-14" }), hearing({ unit: "c", held_on: "2026-11-24", stage: "sealed" }),
  ];
  expect(coverage(hearings, ["a", "b", "c"], "2026-11-24")).toEqual({ held: 2, of: 3 });
  expect(coverage(hearings, ["a"], "2026-11-24")).toBeNull();
});

test("an order is said as documents say it, the ending by the number's last spoken word", () => {
  const said = (order_kind: string, order_number: string, order_on = "2026-11-10") => orderText(hearing({ order_kind, order_number, order_on }));
  expect(said("Засаг даргын захирамж", "А/118")).toBe("Засаг даргын 2026 оны А/118\u00a0дугаар захирамж");
  expect(said("Засаг даргын захирамж", "А/14")).toBe("Засаг даргын 2026 оны А/14\u00a0дүгээр захирамж");
  expect(said("тогтоол", "07")).toBe("2026 оны 07\u00a0дугаар тогтоол");
  expect(said("Засаг даргын захирамж", "тоогүй", "")).toBe("Засаг даргын №\u00a0тоогүй захирамж");
  expect(orderText(hearing({ order_kind: "захирамж" }))).toBe("захирамж");
  expect(orderText(hearing({}))).toBe("");
});

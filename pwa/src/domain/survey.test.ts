import { expect, test } from "vitest";

import type { Value } from "./op";
import { countSheets, numberOf, sheetId, type Sheet } from "./survey";

const sheet = (id: string, values: Record<string, Value>): Sheet => ({ id, values: new Map(Object.entries(values)) });

test("the same sheet entered on two tablets is the same record, however its number is typed", () => {
  expect(sheetId("h".repeat(26), " р-014 ")).toBe(sheetId("h".repeat(26), "Р-014"));
  expect(sheetId("h".repeat(26), "Р-015")).not.toBe(sheetId("h".repeat(26), "Р-014"));
  expect(numberOf(" р - 014")).toBe("Р-014");
});

test("invalid sheets are counted apart, and a household counts once", () => {
  const found = countSheets([
    sheet("a", { household: "x", "categories/1": "water", "categories/2": "water" }),
    sheet("b", { household: "x", "categories/1": "roads" }),
    sheet("c", { household: "y", invalid: true, "categories/1": "roads" }),
    sheet("d", { "categories/1": "water" }),
    sheet("e", { form: "group_interview", "categories/1": "health" }),
  ]);
  expect([found.valid, found.invalid, found.repeated, found.interviews]).toEqual([2, 1, 1, 1]);
  expect([...found.named]).toEqual([["water", 2], ["health", 1]]);
});

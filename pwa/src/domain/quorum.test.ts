import { expect, test } from "vitest";

import { quorum, ruleOf } from "./quorum";

const unit = (values: Record<string, string | number>) => new Map(Object.entries({ households: 142, ...values }));
const here = (household: number, citizen = 0) => ({ household, citizen });

test("scenario 11: of 142 households 50 % are 71; with 70 the quorum is not met", () => {
  const rule = ruleOf(unit({ quorum_basis: "household", quorum_percent: 50 }), null);
  expect(rule).toEqual({ basis: "household", percent: 50, total: 142, needed: 71 });
  expect(quorum(rule, here(70))).toEqual({ state: "short", rule, present: 70, lacking: 1 });
  expect(quorum(rule, here(71))).toEqual({ state: "met", rule, present: 71, lacking: 0 });
});

test("a part of a household is a whole one: 25 % of 142 are 36", () => {
  expect(ruleOf(unit({ quorum_basis: "household", quorum_percent: 25 }), null)).toMatchObject({ needed: 36 });
  expect(ruleOf(unit({ households: 100, quorum_basis: "household", quorum_percent: 29 }), null)).toMatchObject({ needed: 29 });
});

test("a hearing's own rule goes before its unit's", () => {
  const profile = unit({ citizens: 645, quorum_basis: "household", quorum_percent: 50 });
  const own = new Map<string, string | number>([["quorum_basis", "citizen"], ["quorum_percent", 10]]);
  const rule = ruleOf(profile, own);
  expect(rule).toEqual({ basis: "citizen", percent: 10, total: 645, needed: 65 });
  expect(quorum(rule, here(71, 64))).toMatchObject({ state: "short", lacking: 1 });
});

test("without a rule there is none, and it says what is missing", () => {
  expect(ruleOf(null, null)).toBe("basis");
  expect(ruleOf(unit({ quorum_basis: "household" }), null)).toBe("percent");
  expect(ruleOf(unit({ quorum_basis: "household", quorum_percent: 0 }), null)).toBe("percent");
  expect(ruleOf(unit({ quorum_basis: "citizen", quorum_percent: 50 }), null)).toBe("total");
  expect(quorum("basis", here(70))).toEqual({ state: "no-rule", missing: "basis" });
});

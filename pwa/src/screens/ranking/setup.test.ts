/** What a session begins with, and what a ballot and a table's count may say (T9; scenario 10). */
import { describe, expect, it, test } from "vitest";

import type { Value } from "../../domain/op";
import { rank, read, type Method, type Session } from "../../domain/ranking/rank";
import { complaint, leftOf, rowsOf, set, tapPlace, tooMany } from "./marks";
import { BUDGETS, choicesOf, dialsOf, itemValues, keyOf, lackOf, longestOf, METHODS, parameterValues, weights, type Known } from "./setup";
import { figure, placeText, policyOf, ruleText } from "./words";

const items = (count: number, cost: number | null = 1_000_000): Known[] =>
  Array.from({ length: count }, (_, at) => ({ id: `p${at}`, cost, households: at > 0 ? at : null }));

function valuesFor(method: Method, count = 4, chosen: Record<string, string> = {}): Map<string, Value> {
  const budget = BUDGETS.has(method) ? 2_000_000 : null;
  return new Map(Object.entries({ method, eligible: 38, ...itemValues(items(count)), ...parameterValues(method, count, chosen, budget) }));
}
const sessionFor = (method: Method, count = 4, chosen: Record<string, string> = {}): Session => read(valuesFor(method, count, chosen));

describe("a new session", () => {
  it.each(METHODS)("%s begins without a fault in its settings, and an empty vote is decided or asks for a lot", (method) => {
    const values = valuesFor(method);
    expect(read(values).problems).toEqual([]);
    expect(rank(values, new Map(), new Map()).state).not.toBe("refused");
  });

  it.each([[3, "3"], [9, "3"], [11, "4"], [40, "5"]])("of %i proposals: %s dots each", (count, dots) => {
    expect(parameterValues("dot_vote", count, {}, null)["parameters/dots"]).toBe(dots);
  });

  it("never lets one proposal have more dots than a person has", () => {
    expect(parameterValues("dot_vote", 9, { dots: "2" }, null)["parameters/max_per_item"]).toBe("2");
  });

  it("numbers items so that their keys stand in the order of the list", () => {
    expect([keyOf(1, 4), keyOf(11, 11), keyOf(7, 120)]).toEqual(["01", "11", "007"]);
    expect(Object.keys(itemValues(items(2)))).toEqual(["items/01", "costs/01", "items/02", "costs/02", "households/02"]);
  });

  it("says what it lacks before it begins", () => {
    expect(lackOf("dot_vote", items(1), null, "?")).toBe("items");
    expect(lackOf("dot_vote", items(2), null, " ")).toBe("question");
    expect(lackOf("greedy", items(2), null, "?")).toBe("budget");
    expect(lackOf("equal_shares", items(2, null), 5, "?")).toBe("costs");
    expect(lackOf("dot_vote", items(2, null), null, "?")).toBeNull();
  });

  it("offers every choice that the engine knows", () => {
    expect(choicesOf("equal_shares").map(({ name }) => name)).toEqual(["completion"]);
    expect(choicesOf("borda").map(({ name }) => name)).toEqual(["run_off", "variant"]);
    expect(dialsOf("criteria", 4).map(({ name }) => name)).toEqual(["weight.need", "weight.beneficiaries", "weight.cost", "weight.readiness"]);
    expect(weights(valuesFor("criteria"))).toEqual(["need", "beneficiaries", "cost", "readiness"]);
  });

  it("knows the length of its longest ballot", () => {
    expect(longestOf(valuesFor("dot_vote", 2))).toBe('{"01":99,"02":99}'.length);
    expect(longestOf(valuesFor("criteria", 1))).toBeGreaterThan(4 * '"01.need":5'.length);
  });
});

describe("a ballot", () => {
  it("gives places in the order of taps; one taken back lets the others move up", () => {
    const three = ["01", "02", "03"].reduce((marks, item) => tapPlace(marks, item, 3), {});
    expect(three).toEqual({ "01": 1, "02": 2, "03": 3 });
    expect(tapPlace(three, "04", 3)).toEqual(three);
    expect(tapPlace(three, "01", 3)).toEqual({ "02": 1, "03": 2 });
  });

  it("is complained of before it is put in", () => {
    const dots = sessionFor("dot_vote", 4, { dots: "3" });
    expect(complaint(dots, {})).toBe("blank");
    expect(complaint(dots, { "01": 3, "02": 1 })).toBe("too-many-dots");
    expect(complaint(dots, { "01": 2, "02": 1 })).toBeNull();
    expect(leftOf(dots, { "01": 2 })).toBe(1);
    expect(complaint(sessionFor("criteria"), { "01.need": 3 })).toBe("incomplete");
    expect(leftOf(sessionFor("criteria"), {})).toBeNull();
  });

  it("forgets a mark that goes back to nothing", () => {
    expect(set(set({}, "01", 1), "01", 0)).toEqual({});
  });
});

describe("a table's count", () => {
  const none = (): number => 0;

  test("scenario 10: 20 for, 12 against, 7 abstained are 39 hands of 38 people, and are not kept", () => {
    const hands = sessionFor("show_of_hands");
    expect(tooMany(hands, { "01.for": 20, "01.against": 12, "01.abstain": 7 }, none)).toEqual([{ items: ["01"], counted: 39, most: 38 }]);
    expect(tooMany(hands, { "01.for": 20, "01.against": 12, "01.abstain": 6 }, none)).toEqual([]);
  });

  it("counts what other tables have as well", () => {
    const hands = sessionFor("show_of_hands");
    expect(tooMany(hands, { "01.for": 20 }, (key) => (key === "01.for" ? 19 : 0))).toHaveLength(1);
  });

  it("allows as many dots as all people have", () => {
    const dots = sessionFor("dot_vote", 4, { dots: "3" });
    expect(tooMany(dots, { "01": 114 }, none)).toEqual([]);
    expect(tooMany(dots, { "01": 114, "02": 1 }, none)).toEqual([{ items: [], counted: 115, most: 114 }]);
    expect(tooMany(dots, { "01.supporters": 39 }, none)).toEqual([{ items: ["01"], counted: 39, most: 38 }]);
  });

  it("of pairs has both sides of each pair together", () => {
    expect(rowsOf(sessionFor("pairwise", 3)).map(({ keys }) => keys.map(({ key }) => key))).toEqual([["01.02", "02.01"], ["01.03", "03.01"], ["02.03", "03.02"]]);
  });
});

describe("in words", () => {
  it.each([["13", "13"], ["7/2", "3,5"], ["1/3", "0,33"], ["2/3", "0,67"], ["2999/1000", "3"]])("%s is %s", (score, said) => expect(figure(score)).toBe(said));

  it("names places with the right ending", () => {
    expect(placeText(3, 1)).toContain("3\u00a0дугаар");
    expect(placeText(3, 2)).toContain("3, 4\u00a0дүгээр");
  });

  it("names the steps of the tie rule that the engine takes, in its order", () => {
    for (const method of METHODS) {
      const values = new Map<string, Value>([...valuesFor(method), ["seed", "Хүйтэн гол"]]);
      const taken = rank(values, new Map(), new Map()).ties.flatMap(({ steps }) => steps.map(({ step }) => step));
      const order = policyOf(method);
      expect(taken.every((step) => order.includes(step))).toBe(true);
      expect(taken.map((step) => order.indexOf(step))).toEqual(taken.map((step) => order.indexOf(step)).sort((a, b) => a - b));
    }
  });

  it("says the rule of a session in a line", () => {
    expect(ruleText(sessionFor("dot_vote", 9))).toBe("цэгээр эрэмбэлсэн · хүн бүр 3\u00a0оноо".replace("\u00a0", " "));
  });
});

import { expect, test } from "vitest";

import { cast, isTooMany, nextNumber, presentOf, votesOf, type Votes } from "./decision";
import type { Value } from "./op";

const values = (said: Record<string, Value>): Map<string, Value> => new Map(Object.entries(said));
const votes = (votes_for: number | null, votes_against: number | null, votes_abstain: number | null): Votes => ({ votes_for, votes_against, votes_abstain });

test("scenario 10: of 38 present, 20 + 12 + 7 is one too many, and 20 + 12 + 6 is not", () => {
  expect([cast(votes(20, 12, 7)), isTooMany(votes(20, 12, 7), 38)]).toEqual([39, true]);
  expect(isTooMany(votes(20, 12, 6), 38)).toBe(false);
});

test("hands that were not counted are no hands, and are not zero", () => {
  expect(cast(votesOf(values({ text: "x" })))).toBeNull();
  expect(cast(votesOf(values({ votes_for: 0 })))).toBe(0);
});

test("where the tablet knows of no attendance it judges no vote", () => {
  expect(presentOf([], [])).toBeNull();
  expect(isTooMany(votes(400, null, null), null)).toBe(false);
});

test("a person checked in on two tablets is present once; a higher head-count counts", () => {
  const attendance = [
    { id: "a", values: values({ person: "p" }) }, { id: "b", values: values({ person: "p" }) }, { id: "c", values: values({ name_as_given: "Дорж" }) },
  ];
  expect(presentOf(attendance, [])).toBe(2);
  expect(presentOf(attendance, [20, 18])).toBe(38);
});

test("decisions are numbered one after the other", () => {
  expect(nextNumber([])).toBe(1);
  expect(nextNumber([{ values: values({ number: 4 }) }, { values: values({}) }])).toBe(5);
});

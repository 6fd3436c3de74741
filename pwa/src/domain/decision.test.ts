import { expect, test } from "vitest";

import { cast, isTooMany, nextNumber, votesOf, type Votes } from "./decision";
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
  expect(isTooMany(votes(400, null, null), null)).toBe(false);
});

test("decisions are numbered one after the other", () => {
  expect(nextNumber([])).toBe(1);
  expect(nextNumber([{ values: values({ number: 4 }) }, { values: values({}) }])).toBe(5);
});

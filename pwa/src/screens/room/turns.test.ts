import { expect, it } from "vitest";
import { orderOf } from "./turns";

it.each([1, 2, 3, 6, 12, 35, 48])("every round shows each of %i codes once, and not always in the same order", (count) => {
  const rounds = [0, 1, 2].map((round) => Array.from({ length: count }, (_, at) => orderOf(round * count + at, count)));
  for (const shown of rounds) expect([...shown].sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, at) => at));
  if (count > 3) expect(rounds[0]).not.toEqual(rounds[1]);
});

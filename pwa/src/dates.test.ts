/** Endings follow the last spoken word (WORDS §2). */
import { expect, test } from "vitest";

import { dayText, longDay, ordinal, weekday } from "./dates";

test("an ordinal ends by the last spoken word", () => {
  const front = [1, 4, 9, 11, 14, 19, 24, 40, 90, 140];
  const back = [2, 3, 5, 6, 7, 8, 10, 12, 20, 30, 50, 60, 70, 80, 100, 118, 1000];
  expect(front.map(ordinal)).toEqual(front.map((n) => `${n}\u00a0дүгээр`));
  expect(back.map(ordinal)).toEqual(back.map((n) => `${n}\u00a0дугаар`));
});

test("a day is said with its month, its year and its weekday", () => {
  expect(dayText("2026-11-24")).toBe("11\u00a0дүгээр сарын 24");
  expect(longDay("2026-12-04")).toBe("2026 оны 12\u00a0дугаар сарын 4");
  expect(weekday("2026-11-24")).toBe("мягмар гараг");
  expect(dayText("someday")).toBe("someday");
});

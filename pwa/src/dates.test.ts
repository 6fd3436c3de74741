/** Endings follow the last spoken word (WORDS §2). */
import { expect, test } from "vitest";

import { dayText, longDay, officialDay, ordinal, weekday } from "./dates";

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

test("a document's day ends by the last spoken word of its number (scenario 22)", () => {
  const plain = (day: string): string => officialDay(day).replace("\u00a0", " ").replace("\u2011", "-");
  expect(plain("2026-11-24")).toBe("2026 оны 11 дүгээр сарын 24-ний өдөр");
  expect(plain("2017-12-27")).toBe("2017 оны 12 дугаар сарын 27-ны өдөр");
  const front = [1, 4, 9, 11, 14, 19, 21, 24, 29, 31];
  for (let date = 1; date <= 31; date++) {
    expect(plain(`2026-01-${String(date).padStart(2, "0")}`)).toBe(`2026 оны 1 дүгээр сарын ${date}-${front.includes(date) ? "ний" : "ны"} өдөр`);
  }
});

import { expect, test } from "vitest";

import { bytesText, ofBytes, partsOf, Speed } from "./figures";

test("the parts of the meter are the whole, and what needs a person is counted once", () => {
  const parts = partsOf({ on_tablet: 1, arrived: 16, safe: 31, attention: 2, bytes_left: 0 });
  expect(parts).toEqual({ safe: 31, arrived: 14, tablet: 1, attention: 2, there: 45, all: 48 });
  expect(partsOf({ on_tablet: 0, arrived: 0, safe: 5, attention: 2, bytes_left: 0 })).toMatchObject({ safe: 3, attention: 2, all: 5 });
});

test("bytes are told as people count them", () => {
  expect([bytesText(0), bytesText(211_400), bytesText(12_400_000)].map((text) => text.split("\u00a0")[0])).toEqual(["0", "212", "12,4"]);
  expect(ofBytes(12_400_000, 38_600_000)).toMatch(/^12,4 \/ 38,6/);
});

test("speed is known after some seconds, of the last minute, and anew after a rest", () => {
  const speed = new Speed();
  speed.look(0, 0);
  expect(speed.bytes_per_s).toBeNull();
  speed.look(10_000, 50_000);
  expect(speed.bytes_per_s).toBe(5000);
  for (let at = 20_000; at <= 90_000; at += 10_000) speed.look(at, 50_000 + (at - 10_000));
  expect(speed.bytes_per_s).toBe(1000);
  speed.rest();
  expect(speed.bytes_per_s).toBeNull();
});

test("a line on which nothing moves has no speed", () => {
  const speed = new Speed();
  for (let at = 0; at < 30_000; at += 5000) speed.look(at, 700);
  expect(speed.bytes_per_s).toBeNull();
});

import fc from "fast-check";
import { expect, test } from "vitest";

import { inMillions, readMoney } from "./money";

test.each([
  ["18", 18_000_000],
  ["18,0", 18_000_000],
  ["18,0 сая", 18_000_000],
  ["18 сая төгрөг", 18_000_000],
  ["18000000", 18_000_000],
  ["18 000 000₮", 18_000_000],
  ["18\u00a0000\u00a0000 ₮", 18_000_000],
  ["670,0 сая", 670_000_000],
  ["670 сая төгрөг", 670_000_000],
  ["670.000.000", 670_000_000],
  ["670 000 000₮", 670_000_000],
  ["1,2 тэрбум", 1_200_000_000],
  ["6.5 тэрбум ₮", 6_500_000_000],
  ["1 234,5 сая", 1_234_500_000],
  ["1,234,567", 1_234_567],
  ["1,234.5 сая", 1_234_500_000],
  ["1.234.567,00", 1_234_567],
  ["0,125", 125_000],
  ["6,5", 6_500_000],
  ["500 мянга", 500_000],
  ["3 бум", 300_000],
  ["5 түм", 50_000],
  ["2 их наяд", 2_000_000_000_000],
  ["1500 ₮", 1500],
  ["1.234 ₮", 1234], // the other reading is no whole tögrög
  ["14,4 million", 14_400_000],
])("%s is %d ₮", (typed, tugrug) => {
  expect(readMoney(typed)).toEqual({ is: "sum", tugrug });
});

test.each([
  ["1,234", [1_234_000, 1_234_000_000]],
  ["1.234", [1_234_000, 1_234_000_000]],
  ["1,234 сая", [1_234_000, 1_234_000_000]],
  ["5000", [5000, 5_000_000_000]],
])("%s is asked: %j", (typed, tugrug) => {
  expect(readMoney(typed)).toEqual({ is: "ask", tugrug });
});

test.each(["сая", "18 хонь", "1,2,3", "12 34 56 78 90 12 34 56 78", "1,23 ₮", "-5", "1e5", "18,0 сая 5"])("%s is no sum", (typed) => {
  expect(readMoney(typed)).toEqual({ is: "wrong" });
});

test("nothing typed is nothing", () => {
  expect(readMoney(" \u00a0")).toEqual({ is: "nothing" });
});

test("it reads 670,0 and is read back as the same sum", () => {
  expect([670_000_000, 18_000_000, 14_400_000, 1_234_000, 50_000, 0, 1_200_000_000].map((sum) => inMillions(sum))).toEqual([
    "670,0", "18,0", "14,4", "1,2340", "0,05", "0,0", "1\u00a0200,0",
  ]);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }), (sum) => {
      expect(readMoney(`${inMillions(sum)} сая`)).toEqual({ is: "sum", tugrug: sum });
    }),
  );
});

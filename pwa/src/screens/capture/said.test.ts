import { expect, test } from "vitest";

import { parted } from "./said";

test("one line is the title; a second one goes on below", () => {
  expect(parted("Гар худаг гаргах")).toEqual({ title: "Гар худаг гаргах", rest: "" });
  expect(parted("Гар худаг\nмалын бэлчээрт\nзун")).toEqual({ title: "Гар худаг", rest: "малын бэлчээрт\nзун" });
});

test("a line that is too long is parted at a word, and no letter is lost", () => {
  const long = "Өвөлжөөний худаг ".repeat(20).trim();
  const { title, rest } = parted(`${long}\nтөгсгөл`);
  expect([...title].length).toBeLessThanOrEqual(200);
  expect(title.endsWith("худаг") || title.endsWith("Өвөлжөөний")).toBe(true);
  expect(`${title} ${rest}`).toBe(`${long}\nтөгсгөл`);
  const solid = "ү".repeat(300);
  expect(parted(solid)).toEqual({ title: "ү".repeat(200), rest: "ү".repeat(100) });
});

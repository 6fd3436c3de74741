/** What stands on a citizen's slip (T15, scenarios 17 and 23). */
import { expect, test } from "vitest";

import { followAddress, nextWithout, qrText, readAddress, slipText } from "./code_slip";

const slip = {
  code: "7K2M9QXA4TBCD", title: "Гар худаг гаргах", place: "Рашаант баг", day: "2026-11-22", address: "https://yavuul.example/jargalant/follow",
};

test("the page to follow a proposal stands beside the app's own address", () => {
  expect(followAddress("https://app.yavuul.example", "jargalant")).toBe(slip.address);
  expect(followAddress("http://app.localhost:8080", "jargalant")).toBe("http://localhost:8080/jargalant/follow");
  expect(readAddress(slip.address)).toBe("yavuul.example/jargalant/follow");
});

test("a slip as text says the code in groups, the proposal, and where to ask", () => {
  const words = (msgid: string, values?: Readonly<Record<string, string>>): string => `<${msgid}${values ? ` ${Object.values(values).join()}` : ""}>`;
  expect(slipText(slip, words).split("\n")).toEqual([
    "<title>", "<code>: 7K2M 9QXA 4TBCD", "«Гар худаг гаргах»", "Рашаант баг · 2026.11.22", `<follow>: ${slip.address}`, "<ask Рашаант баг>",
  ]);
});

test("the code reaches no server by the QR: it stands behind «#»", () => {
  const { pathname, search, hash } = new URL(qrText(slip));
  expect([pathname, search, hash]).toEqual(["/jargalant/follow", "", "#7K2M9QXA4TBCD"]);
});

test("the next slip is of the next proposal without one, round to the first", () => {
  const has = (id: string): boolean => id === "b";
  expect(nextWithout(["a", "b", "c"], "a", has)).toBe("c");
  expect(nextWithout(["a", "b", "c"], "c", has)).toBe("a");
  expect(nextWithout(["a", "b"], "a", () => true)).toBeNull();
});

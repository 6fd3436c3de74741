/** The cases of tests/vectors/codes.json, which Python runs as well (scenario 17). */
import { expect, test } from "vitest";

import vectors from "../../../tests/vectors/codes.json";
import { checkSymbol, makeCode, readCode, shownCode } from "./codes";

test("a code is read as people write it", () => {
  for (const [typed, code] of vectors.read) expect(readCode(typed as string), typed as string).toBe(code);
});

test("check symbols are the same in both languages", () => {
  for (const [twelve, check] of vectors.check as [string, string][]) {
    expect(checkSymbol(twelve)).toBe(check);
    expect(readCode(shownCode(twelve + check))).toBe(twelve + check);
  }
});

test("a new code is one, and every bit of it is random", () => {
  const made = new Set(Array.from({ length: 200 }, () => makeCode(crypto.getRandomValues(new Uint8Array(12)))));
  expect(made.size).toBe(200);
  for (const code of made) expect(readCode(code)).toBe(code);
});

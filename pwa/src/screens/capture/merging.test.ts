import { expect, test } from "vitest";

import { union } from "./merging";

test("scenario 2: supporters are the union, one whom both name counts once", () => {
  expect(union(6, 4, new Set(), new Set())).toBe(10);
  expect(union(6, 4, new Set(["a", "b"]), new Set(["b", "c"]))).toBe(9);
  expect(union(null, 2, new Set(), new Set())).toBe(2);
  expect(union(null, null, new Set(["a", "b"]), new Set(["b"]))).toBe(2);
});

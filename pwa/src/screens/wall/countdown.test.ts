/** The hall's timer and pages (T14). */
import { expect, test } from "vitest";

import { added, clockOf, FRESH, leftOf, started, stopped } from "./countdown";
import { paged, viewFor } from "./wall";

test("a countdown runs, stands still, gets a minute more, and says when its time is over", () => {
  const running = started(FRESH, 1_000);
  expect(started(running, 9_000)).toBe(running);
  expect(clockOf(leftOf(running, 62_000))).toBe("3:59");
  const still = stopped(running, 62_000);
  expect(clockOf(leftOf(still, 900_000))).toBe("3:59");
  const more = started(added(still, 900_000, 1), 900_000);
  expect(clockOf(leftOf(more, 900_000 + 300_000))).toBe("−0:01");
  expect(clockOf(leftOf(added(more, 1_300_000, 1), 1_300_000))).toBe("1:00");
  expect(leftOf(added(FRESH, 0, -9), 0)).toBe(0);
});

test("what is long is shown in pages, and nothing is one page", () => {
  expect(paged([1, 2, 3], 2)).toEqual([[1, 2], [3]]);
  expect(paged([], 2)).toEqual([[]]);
});

test("each stage has its view", () => {
  expect(viewFor("decisions")).toBe("decisions");
  expect(viewFor("group_work")).toBe("timer");
});

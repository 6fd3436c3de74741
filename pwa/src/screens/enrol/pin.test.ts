import { expect, test } from "vitest";

import { pinFault } from "./pin";

test("a new PIN has six to twelve digits, is no run, and is typed twice the same", () => {
  expect(["", "12345", "1234567890123", "19487a"].map((pin) => pinFault(pin, ""))).toEqual(["", ...Array<string>(3).fill("tablet.pin.shape")]);
  expect(["111111", "123456", "654321", "890123"].map((pin) => pinFault(pin, pin))).toEqual(Array(4).fill("tablet.pin.weak"));
  expect([pinFault("194873", "194874"), pinFault("194873", "1948"), pinFault("194873", "194873")]).toEqual(["tablet.pin.differ", "", ""]);
});

import { expect, test } from "vitest";

import { endOf, holds, monthsOf, validUntil } from "./consents";
import { instantOf, msOf } from "./instant";
import { instant } from "./kinds";

test("a consent ends on the same day of a later month, or on that month's last", () => {
  expect(validUntil("2026-11-24", 12)).toBe("2027-11-24");
  expect(validUntil("2026-11-30", 3)).toBe("2027-02-28");
  expect(validUntil("2027-01-31", 13)).toBe("2028-02-29");
});

test("the organisation's own period goes before ours; nonsense does not", () => {
  expect(monthsOf("participation", null)).toBe(36);
  expect(monthsOf("participation", new Map([["settings/consent.participation.months", "60"]]))).toBe(60);
  expect(monthsOf("photo_voice", new Map([["settings/consent.photo_voice.months", "-1"]]))).toBe(12);
});

test("a consent holds up to its last day, a withdrawn one does not", () => {
  const person = new Map<string, string | null>([["consents/participation", "2027-11-24"], ["consents/photo_voice", null]]);
  expect([holds(person, "participation", "2027-11-24"), holds(person, "participation", "2027-11-25")]).toEqual([true, false]);
  expect([holds(person, "photo_voice", "2026-11-24"), holds(null, "participation", "2026-11-24")]).toEqual([false, false]);
});

test("who still wants his answer hears that his name stays for it", () => {
  expect([endOf("participation", true), endOf("participation", false), endOf("photo_voice", true)]).toEqual(["participation_partly", "participation", "photo_voice"]);
});

test("an instant is written as records keep it, and read back", () => {
  const written = instantOf(Date.UTC(2026, 10, 24, 7, 30, 5), "Asia/Hovd");
  expect(written).toBe("2026-11-24T07:30:05Z[Asia/Hovd]");
  expect(msOf(written)).toBe(Date.UTC(2026, 10, 24, 7, 30, 5));
  expect(msOf("soon")).toBeNull();
  expect(instant(instantOf(0, null))).toBeNull();
});

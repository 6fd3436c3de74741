import { expect, test } from "vitest";

import { bytesText, FREE_BYTES_MIN, lacks, spanOf, type Facts } from "./readiness";

const READY: Facts = {
  status: { complete: true, contact_at: 1, ahead_ms: 2000, witness: null },
  device: { persisted: true, kept_offline: true, free_bytes: 3_300_000_000, used_bytes: 1 },
  line: "idle",
  arriving: null,
};

test("ready is said only where nothing lacks; without a network it stays ready", () => {
  expect(lacks(READY)).toEqual([]);
  for (const line of ["offline", "busy", "sending", "elsewhere"]) expect(lacks({ ...READY, line })).toEqual([]);
});

test("trap 25: a browser that has not promised to keep the data makes no tablet ready", () => {
  expect(lacks({ ...READY, device: { ...READY.device, persisted: false } })).toEqual(["unprotected"]);
});

test("each thing that lacks takes the green away, and the heaviest is said first", () => {
  const { status, device } = READY;
  expect(lacks({ ...READY, status: { ...status, complete: false } })).toEqual(["arriving"]);
  expect(lacks({ ...READY, arriving: { done: 3, total: 9 } })).toEqual(["arriving"]);
  expect(lacks({ ...READY, status: { ...status, complete: false, contact_at: null } })).toEqual(["never"]);
  expect(lacks({ ...READY, device: { ...device, kept_offline: false } })).toEqual(["app"]);
  expect(lacks({ ...READY, device: { ...device, free_bytes: FREE_BYTES_MIN - 1 } })).toEqual(["room"]);
  expect(lacks({ ...READY, device: { ...device, free_bytes: null } })).toEqual([]);
  for (const line of ["revoked", "signed-out", "update-needed"]) expect(lacks({ ...READY, line })).toEqual([line]);
  expect(lacks({ ...READY, line: "revoked", device: { ...device, persisted: false } })).toEqual(["revoked", "unprotected"]);
});

test("room and clocks are said in two figures and one unit", () => {
  const units = { gb: "ГБ", mb: "МБ" };
  expect([3_330_000_000, 432_000_000, 0, null].map((bytes) => bytesText(bytes, ",", units))).toEqual(["3,1\u00a0ГБ", "412\u00a0МБ", "0\u00a0МБ", "—"]);
  expect([2000, -90_000, 180_000, 7_200_000, 3650 * 86_400_000].map(spanOf)).toEqual([
    { unit: "second", count: 2 }, { unit: "second", count: 90 }, { unit: "minute", count: 3 }, { unit: "hour", count: 2 }, { unit: "day", count: 3650 },
  ]);
});

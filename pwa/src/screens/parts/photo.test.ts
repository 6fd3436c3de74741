import { expect, test } from "vitest";

import { placeIn } from "./photo";

/** A JPEG's head with a GPS block: whole degrees, minutes, seconds. */
function camera(latitude: [number, number, number], longitude: [number, number, number], refs: [string, string], little = false): Blob {
  const tiff = new DataView(new ArrayBuffer(140));
  const short = (at: number, value: number): void => tiff.setUint16(at, value, little);
  const long = (at: number, value: number): void => tiff.setUint32(at, value, little);
  short(0, little ? 0x4949 : 0x4d4d), short(2, 42), long(4, 8);
  short(8, 1), short(10, 0x8825), short(12, 4), long(14, 1), long(18, 26); // IFD0: one entry, the GPS block at 26
  short(26, 4);
  const tags = [[1, 2, 2], [2, 5, 3], [3, 2, 2], [4, 5, 3]] as const;
  tags.forEach(([tag, type, count], index) => (short(28 + index * 12, tag), short(30 + index * 12, type), long(32 + index * 12, count)));
  tiff.setUint8(36, refs[0].charCodeAt(0)), long(48, 80), tiff.setUint8(60, refs[1].charCodeAt(0)), long(72, 104);
  [...latitude, ...longitude].forEach((part, index) => (long(80 + index * 8, part), long(84 + index * 8, 1)));
  const head = new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 1, 0xff, 0xe1, 0, 148, 0x45, 0x78, 0x69, 0x66, 0, 0]);
  return new Blob([head, tiff, new Uint8Array([0xff, 0xda, 0, 0])]);
}

test("H63: where a camera stood is read from either byte order, and its hemisphere", async () => {
  expect(await placeIn(camera([47, 55, 30], [91, 38, 6], ["N", "E"]))).toBe("47.925,91.635");
  expect(await placeIn(camera([47, 55, 30], [91, 38, 6], ["S", "W"], true))).toBe("-47.925,-91.635");
});

test("H63: torn, strange or absent metadata have no place in them and harm nothing", async () => {
  const whole = new Uint8Array(await camera([47, 55, 30], [91, 38, 6], ["N", "E"]).arrayBuffer());
  for (let end = 0; end < 150; end++) expect(await placeIn(new Blob([whole.subarray(0, end)]))).toBeNull();
  expect(await placeIn(new Blob([whole.map((byte, at) => (at > 20 && at < 40 ? 0xff : byte))]))).toBeNull();
  expect(await placeIn(camera([99, 0, 0], [91, 0, 0], ["N", "E"]))).toBeNull(); // no such latitude
  expect(await placeIn(new Blob(["GIF89a"]))).toBeNull();
});

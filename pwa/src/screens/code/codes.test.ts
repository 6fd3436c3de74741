/** The drawn QR code is one (T15). */
import decodeQR from "qr/decode.js";
import { expect, test } from "vitest";

import { qrPath } from "./codes";

const TEXT = "https://yavuul.example/jargalant/follow#7K2M9QXA4TBCD";
const SCALE = 4;

test("what is drawn on a slip is read again by a camera", async () => {
  const { path, size } = await qrPath(TEXT);
  const side = size * SCALE;
  const data = new Uint8ClampedArray(side * side * 4).fill(255);
  for (const [, x, y] of path.matchAll(/M(\d+) (\d+)h1v1h-1z/g)) {
    for (let at = 0; at < SCALE * SCALE; at++) {
      const pixel = ((Number(y) * SCALE + Math.floor(at / SCALE)) * side + Number(x) * SCALE + (at % SCALE)) * 4;
      data.fill(0, pixel, pixel + 3);
    }
  }
  expect(decodeQR({ width: side, height: side, data })).toBe(TEXT);
});

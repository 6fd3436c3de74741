/** The envelope: what Python sealed opens here (frozen), what was sealed here opens with the room's code alone, nothing else does. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { BadBundle, readEnvelope } from "../domain/bundle";
import { gunzip } from "../ports";
import { base64url, fromBase64url, utf8 } from "../store/bytes";
import { sealingPair, testPorts } from "../testing/tablet";
import { hearingKey, isForeign, open, seal } from "./envelope";

interface Case {
  envelope?: string; deployment: string; code?: string; key?: string; opens?: string; wrong?: string;
}
const all = JSON.parse(readFileSync(new URL("../../../tests/vectors/bundle.json", import.meta.url), "utf8")) as Case[];
const ports = testPorts();
const CODE = "7".repeat(32);

it("the hearing key is made of the code alone", async () => {
  for (const { code, key } of all) if (code !== undefined && key !== undefined) expect(base64url(await hearingKey(ports, code))).toBe(key);
});

describe("frozen envelopes", () => {
  it.each(all.filter(({ envelope }) => envelope !== undefined))("$wrong", async ({ envelope = "", deployment, code = "", opens, wrong }) => {
    const sealed = fromBase64url(envelope);
    const found = await open(ports, sealed, await hearingKey(ports, code)).catch((error: unknown) => (error instanceof BadBundle ? error.code : error));
    expect(found instanceof Uint8Array ? base64url(found) : found).toBe(opens ?? wrong);
    if (opens !== undefined) expect(isForeign(readEnvelope(sealed), deployment)).toBe(false);
  });
});

it("opens with its own code, with no other, and says whose deployment it is for", async () => {
  const [{ sealing_key }, other] = [await sealingPair(), await sealingPair()];
  const sealed = await seal(ports, utf8("yes"), sealing_key, await hearingKey(ports, CODE));
  if (sealed === null) throw new Error("too large");
  expect(await open(ports, sealed, await hearingKey(ports, CODE))).toEqual(utf8("yes"));
  expect(await open(ports, sealed, await hearingKey(ports, "8".repeat(32)))).toBeNull();
  expect(isForeign(readEnvelope(sealed), sealing_key)).toBe(false);
  expect(isForeign(readEnvelope(sealed), other.sealing_key)).toBe(true);
  expect(new TextDecoder("latin1").decode(sealed)).not.toContain("yes");
});

it("what would not fit is not sealed, and what grows without end is given up", async () => {
  const { sealing_key } = await sealingPair();
  const noise = Uint8Array.from({ length: 200_000 }, () => Math.floor(Math.random() * 256));
  expect(await seal(ports, noise, sealing_key, await hearingKey(ports, CODE))).toBeNull();
  const bomb = await ports.gzip(new Uint8Array(20_000_000));
  expect(bomb.length).toBeLessThan(40_000);
  expect(await gunzip(bomb, 1_000_000)).toBe("too-large");
  expect(await gunzip(bomb.slice(0, 500), 1_000_000)).toBe("torn");
  expect(await gunzip(await ports.gzip(utf8("good")), 4)).toEqual(utf8("good"));
});

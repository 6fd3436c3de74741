import { IDBFactory } from "fake-indexeddb";
import { expect, test } from "vitest";

import { dyingAt, everything, writesOf } from "../testing/faults";
import { PIN, testPorts } from "../testing/tablet";
import { fromUtf8, utf8 } from "./bytes";
import type { Cipher } from "./cipher";
import { Database } from "./database";
import { changePin, guesses, makeVault, MISSES_MAX, unlock } from "./vault";

const PROFILE = "p".repeat(20);

async function made() {
  const ports = testPorts();
  const db = new Database(new IDBFactory());
  const { cipher, put } = await makeVault(ports, PROFILE, PIN);
  await db.write(["keys", "vaults"], put);
  const secret = await cipher.close("ops", "1", utf8("нууц"));
  const reads = async (found: Cipher): Promise<string> => fromUtf8(await found.open("ops", "1", secret));
  const guess = (pin: string) => unlock(ports, db, PROFILE, pin);
  return { ports, db, guess, reads };
}

test("the right PIN opens what was closed before, also in a new page", async () => {
  const { guess, reads } = await made();
  const opened = await guess(PIN);
  expect(opened.state).toBe("open");
  if (opened.state === "open") expect(await reads(opened.cipher)).toBe("нууц");
});

test("misses wait longer and longer, and the right PIN is not even tried while waiting", async () => {
  const { guess, ports } = await made();
  expect(await guess("000000")).toEqual({ state: "wrong", left: 9, wait_s: 1 });
  expect(await guess(PIN)).toEqual({ state: "wait", wait_s: 1 });
  ports.clock.at += 1000;
  expect(await guess("000000")).toEqual({ state: "wrong", left: 8, wait_s: 2 });
  ports.clock.at += 1500;
  expect(await guess(PIN)).toEqual({ state: "wait", wait_s: 1 });
  ports.clock.at += 500;
  expect((await guess(PIN)).state).toBe("open");
  expect(await guess("000000")).toMatchObject({ left: 9 });
});

test("the tenth miss drops what can be read, for ever", async () => {
  const { guess, ports, db } = await made();
  for (let miss = 1; miss < MISSES_MAX; miss++) {
    expect((await guess("000000")).state).toBe("wrong");
    ports.clock.at += 900_000;
  }
  expect(await guess("000000")).toEqual({ state: "dropped" });
  ports.clock.at += 900_000;
  expect(await guess(PIN)).toEqual({ state: "dropped" });
  const row = (await everything(db.factory)).find(({ store }) => store === "vaults");
  expect(fromUtf8(row?.value as Uint8Array)).toContain('"wrap":null');
});

test("killing the browser at any moment of a guess never wins a guess", async () => {
  for (let at = 0; at < 4; at++) {
    const { guess, ports } = await made();
    await dyingAt(at, () => guess("000000"));
    ports.clock.at += 900_000;
    const next = await guess("000000");
    const counted = next.state === "wrong" ? MISSES_MAX - next.left : 0;
    // before the count is on disk the PIN was not tried; afterwards it counts
    expect(counted).toBe(at < 3 ? 1 : 2);
  }
});

test("a clock set back makes nobody wait for years (I10)", async () => {
  const { guess, ports } = await made();
  await guess("000000");
  ports.clock.at -= 10 * 365 * 86_400_000;
  expect(await guess(PIN)).toEqual({ state: "wait", wait_s: 1 });
  ports.clock.at += 1000;
  expect((await guess(PIN)).state).toBe("open");
});

test("a PIN of five digits, or of letters, is none", async () => {
  await expect(makeVault(testPorts(), PROFILE, "12345")).rejects.toThrow(RangeError);
  await expect(makeVault(testPorts(), PROFILE, "password")).rejects.toThrow(RangeError);
});

test("a row moved to another key or store does not open", async () => {
  const { guess } = await made();
  const opened = await guess(PIN);
  if (opened.state !== "open") throw new Error(opened.state);
  const row = await opened.cipher.close("ops", "inc.1", utf8("a"));
  await expect(opened.cipher.open("ops", "inc.2", row)).rejects.toThrow("ops inc.2");
  await expect(opened.cipher.open("base", "inc.1", row)).rejects.toThrow("base inc.1");
});

test("F2: each guess is written strictly", async () => {
  const { guess } = await made();
  const found = await writesOf(async () => void (await guess(PIN)));
  expect(found).toEqual(["strict", "strict"]);
});

test("another PIN opens the same data, the old one no more; a wrong one counts as at the door", async () => {
  const { guess, reads, ports, db } = await made();
  expect(await changePin(ports, db, PROFILE, "000000", "314159")).toMatchObject({ state: "wrong", left: 9 });
  expect(await guesses(ports, db, PROFILE)).toEqual({ wait_s: 1, left: 9, dropped: false });
  ports.clock.at += 1000;
  expect((await changePin(ports, db, PROFILE, PIN, "314159")).state).toBe("open");
  expect(await guesses(ports, db, PROFILE)).toEqual({ wait_s: 0, left: 10, dropped: false });
  expect((await guess(PIN)).state).toBe("wrong");
  ports.clock.at += 1000;
  const opened = await guess("314159");
  if (opened.state === "open") expect(await reads(opened.cipher)).toBe("нууц");
  await expect(changePin(ports, db, PROFILE, "314159", "12345")).rejects.toThrow("six to twelve");
});

test("a change of PIN killed at any moment leaves one PIN that opens", async () => {
  const PINS = [PIN, "314159"];
  for (let at = 0; at < 6; at++) {
    const { guess, ports, db } = await made();
    await dyingAt(at, () => changePin(ports, db, PROFILE, PIN, "314159"));
    ports.clock.at += 900_000;
    const states = [];
    for (const pin of PINS) {
      states.push((await guess(pin)).state);
      ports.clock.at += 900_000;
    }
    expect(states.filter((state) => state === "open").length, `killed at ${at}`).toBe(1);
  }
});

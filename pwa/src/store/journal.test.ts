import { IDBFactory } from "fake-indexeddb";
import { expect, test } from "vitest";

import { genesis } from "../domain/chain";
import { dyingAt, everything, overwrite, writesOf } from "../testing/faults";
import { sealingPair, testLocks, testPorts } from "../testing/tablet";
import { base64url, concat, fromBase64url, fromUtf8, same, utf8 } from "./bytes";
import { Cipher } from "./cipher";
import { Database, StorageFull } from "./database";
import { Journal, sealedFrames, type Draft, type Entry } from "./journal";

const INC = "a".repeat(20);
const deployment = await sealingPair();
const key = await crypto.subtle.importKey("raw", new Uint8Array(32), "AES-GCM", false, ["encrypt", "decrypt"]);

function journal(factory: IDBFactory, broken_locks = false): Journal {
  const ports = { ...testPorts(null, factory), locks: testLocks(broken_locks) };
  return new Journal(ports, new Database(factory), new Cipher(ports, key), INC, deployment.sealing_key);
}

function draft(text: string, personal: string | null = null): Draft {
  return { line: utf8(JSON.stringify({ text })), personal: personal === null ? null : utf8(JSON.stringify([personal])) };
}

const isChain = (entries: Entry[]): boolean =>
  entries.every(({ seq, previous }, index) => {
    const before = entries[index - 1];
    return seq === index + 1 && same(previous, before ? before.hash : genesis(INC));
  });

test("what was saved is there after the browser is started again, in order and chained", async () => {
  const factory = new IDBFactory();
  const written = await journal(factory).append(() => [draft("нэг"), draft("хоёр", "Т.Мөнхбат")]);
  const read = await journal(factory).entries();
  expect(read).toEqual(written);
  expect(isChain(read)).toBe(true);
  expect(await journal(factory).head()).toMatchObject({ seq: 2 });
});

// trap_22: hashed and sealed before the one transaction opens, so nothing is awaited within it
test("F1: killed at any request, a save is there whole or not at all, and the next one goes on from there", async () => {
  const clean = new IDBFactory();
  await journal(clean).append(() => [draft("0")]);
  const { requests } = await dyingAt(Infinity, () => journal(clean).append(() => [draft("a"), draft("b"), draft("c")]));
  expect(requests).toBeGreaterThan(5);
  for (let at = 0; at < requests; at++) {
    const factory = new IDBFactory();
    await journal(factory).append(() => [draft("0")]);
    const { died } = await dyingAt(at, () => journal(factory).append(() => [draft("a"), draft("b"), draft("c")]));
    expect(died).toBe(true);
    const entries = await journal(factory).entries();
    expect(entries.length, `killed at ${at}`).toBe(1);
    expect((await sealedFrames(new Database(factory), INC)).map(({ last }) => last)).toEqual([1]);
    await journal(factory).append(() => [draft("after")]);
    const after = await journal(factory).entries();
    expect(after.map(({ line }) => fromUtf8(line))).toEqual(['{"text":"0"}', '{"text":"after"}']);
    expect(isChain(after)).toBe(true);
  }
});

// trap_23
test("F2: every transaction that writes is strict", async () => {
  const factory = new IDBFactory();
  const found = await writesOf(async () => {
    await journal(factory).append(() => [draft("a"), draft("b")]);
    await journal(factory).drop(new Set([1]));
  });
  expect(found.length).toBe(2);
  expect(new Set(found)).toEqual(new Set(["strict"]));
});

test("F10: two tabs never take one seq, even where their locks do not hold", async () => {
  const factory = new IDBFactory();
  const tabs = [journal(factory, true), journal(factory, true)];
  for (let count = 0; count < 6; count++) {
    await Promise.all(tabs.map((tab, index) => tab.append(() => [draft(`${index}-${count}`)])));
  }
  const entries = await journal(factory).entries();
  expect(entries.length).toBe(12);
  expect(isChain(entries)).toBe(true);
  expect(new Set(entries.map(({ line }) => fromUtf8(line))).size).toBe(12);
});

test("F3: without room a save fails in so many words, what was there stays, and the next goes through", async () => {
  const factory = new IDBFactory();
  const one = journal(factory);
  await one.append(() => [draft("before")]);
  let failed: unknown;
  await dyingAt(2, () => one.append(() => [draft("too much")]).catch((error: unknown) => { failed = error; }), "QuotaExceededError");
  expect(failed).toBeInstanceOf(StorageFull);
  await one.append(() => [draft("later")]);
  expect((await one.entries()).map(({ line }) => fromUtf8(line))).toEqual(['{"text":"before"}', '{"text":"later"}']);
});

test("F5: a row that does not open is set aside as it is; the others, and its sealed twin, are there", async () => {
  const factory = new IDBFactory();
  const one = journal(factory);
  for (const text of ["a", "b", "c"]) await one.append(() => [draft(text)]);
  await overwrite(factory, "ops", [INC, 2], (row) => row.map((byte, index) => (index === 20 ? byte ^ 1 : byte)));
  expect((await one.entries()).map(({ seq }) => seq)).toEqual([1, 3]);
  const kept = (await everything(factory)).filter(({ store }) => store === "quarantine");
  expect(kept.map((row) => row.key)).toEqual([["ops", `${INC}.2`]]);
  expect((await sealedFrames(one.db, INC)).map(({ first }) => first)).toEqual([1, 2, 3]);
});

test("a closed connection is opened again, and the save goes through", async () => {
  const factory = new IDBFactory();
  const one = journal(factory);
  await one.append(() => [draft("a")]);
  const { died } = await dyingAt(1, () => one.append(() => [draft("b")]), "InvalidStateError");
  expect(died).toBe(true);
  await one.append(() => [draft("c")]);
  expect((await one.entries()).length).toBe(2);
});

test("I7: what is on disk is bytes, and no word of what was written stands in them", async () => {
  const factory = new IDBFactory();
  await journal(factory).append(() => [draft("canary-open", "canary-personal")]);
  for (const { store, value } of await everything(factory)) {
    expect(value, store).toBeInstanceOf(Uint8Array);
    expect(new TextDecoder().decode(value as Uint8Array)).not.toContain("canary");
  }
});

test("ops leave only when told, and a frame only with the last of its ops (I5)", async () => {
  const factory = new IDBFactory();
  const one = journal(factory);
  await one.append(() => [draft("a"), draft("b")]);
  await one.append(() => [draft("c")]);
  await one.drop(new Set([1, 3]));
  expect((await one.entries()).map(({ seq }) => seq)).toEqual([2]);
  expect((await sealedFrames(one.db, INC)).map(({ first, last }) => [first, last])).toEqual([[1, 2]]);
  await one.append(() => [draft("d")]);
  expect((await one.entries()).map(({ seq }) => seq)).toEqual([2, 4]);
});

test("a sealed frame opens with the deployment's key alone, to the very lines", async () => {
  const factory = new IDBFactory();
  const one = journal(factory);
  await one.append(() => [draft("a")]);
  const entries = await one.append(() => [draft("b", "Т.Мөнхбат"), draft("c")]);
  const [, frame] = await sealedFrames(one.db, INC);
  if (frame === undefined) throw new Error("no frame");
  const ephemeral = fromBase64url(frame.ephemeral);
  const theirs = await crypto.subtle.importKey("raw", ephemeral, { name: "ECDH", namedCurve: "P-256" }, false, []);
  const shared = await crypto.subtle.deriveBits({ name: "ECDH", public: theirs }, deployment.pair.privateKey, 256);
  const material = await crypto.subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
  const salt = concat(ephemeral, fromBase64url(deployment.sealing_key));
  const hkdf = { name: "HKDF", hash: "SHA-256", salt, info: utf8("yavuul sealed 1") };
  const secret = await crypto.subtle.deriveKey(hkdf, material, { name: "AES-GCM", length: 256 }, false, ["decrypt"]);
  const iv = new Uint8Array(12);
  new DataView(iv.buffer).setUint32(8, frame.frame);
  const opening = { name: "AES-GCM", iv, additionalData: utf8(`${INC}‖${frame.frame}`) };
  const packed = await crypto.subtle.decrypt(opening, secret, new Uint8Array(frame.sealed));
  const plain = await new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
  const head = JSON.stringify({ first_seq: 2, prev: base64url((entries[0] as Entry).previous) });
  expect(plain).toBe(`${head}\n{"text":"b"}\n["Т.Мөнхбат"]\n{"text":"c"}\n`);
});

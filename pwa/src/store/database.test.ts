import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { expect, test } from "vitest";

import { everything } from "../testing/faults";
import { utf8 } from "./bytes";
import { Database, NewerDatabase, VERSION, type StoreTrouble } from "./database";

const FIRST = ["profiles", "keys", "vaults", "heads", "ops", "segments", "base", "feeds", "receipts", "slips", "quarantine"];
const ROW = utf8("Гар худаг");

function opened(request: IDBOpenDBRequest): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error as DOMException);
  });
}

/** A tablet that an earlier build has used: version 1, with an op. */
async function older(): Promise<IDBFactory> {
  const factory = new IDBFactory();
  const request = factory.open("yavuul", 1);
  request.onupgradeneeded = () => FIRST.forEach((store) => request.result.createObjectStore(store));
  const db = await opened(request);
  const tx = db.transaction("ops", "readwrite");
  tx.objectStore("ops").put(ROW, ["i", 1]);
  await new Promise((resolve) => (tx.oncomplete = resolve));
  db.close();
  return factory;
}

const reading = (factory: IDBFactory, heard?: (trouble: StoreTrouble | null) => void): [Database, () => Promise<unknown>] => {
  const db = new Database(factory, undefined, heard);
  return [db, () => db.read(["ops"], (tx) => tx.objectStore("ops").get(["i", 1]))];
};

test("F8: an upgrade that dies at any step leaves the old stores or the new ones, and the next start has all", async () => {
  const original = IDBDatabase.prototype.createObjectStore;
  for (let at = 0; at < 4; at++) {
    const factory = await older();
    let made = 0;
    IDBDatabase.prototype.createObjectStore = function (...args) {
      if (made++ >= at) throw new Error("the browser was killed");
      return Reflect.apply(original, this, args) as IDBObjectStore;
    };
    const [killed, read] = reading(factory);
    if (at < 3) await expect(read()).rejects.toThrow();
    else expect(await read()).toEqual(ROW); // three stores are new: at the fourth nothing is left to die at
    IDBDatabase.prototype.createObjectStore = original;
    await killed.close();
    const found = await factory.databases();
    expect(found[0]?.version).toBe(at < 3 ? 1 : VERSION);
    const [again, readAgain] = reading(factory);
    expect(await readAgain()).toEqual(ROW);
    await again.close();
    expect((await factory.databases())[0]?.version).toBe(VERSION);
  }
});

test("F9: an older build that meets a newer store says so and touches nothing", async () => {
  const factory = await older();
  const request = factory.open("yavuul", VERSION + 1);
  request.onupgradeneeded = () => request.result.createObjectStore("of_tomorrow");
  (await opened(request)).close();
  const heard: (string | null)[] = [];
  const [, read] = reading(factory, (trouble) => heard.push(trouble));
  await expect(read()).rejects.toThrow(NewerDatabase);
  expect(heard).toEqual(["outdated"]);
  expect((await factory.databases())[0]?.version).toBe(VERSION + 1);
  expect(await everything(factory)).toEqual([{ store: "ops", key: ["i", 1], value: ROW }]);
});

test("F8, trap_27: another page that holds the old store is named, and the upgrade goes on when it has closed", async () => {
  const factory = await older();
  const other = await opened(factory.open("yavuul", 1)); // frozen: it hears no versionchange
  const heard: (string | null)[] = [];
  let isBlocked: () => void;
  const blocked = new Promise<void>((resolve) => (isBlocked = resolve));
  const [db, read] = reading(factory, (trouble) => (heard.push(trouble), isBlocked()));
  const found = read();
  await blocked;
  expect(heard).toEqual(["blocked"]);
  other.close();
  expect(await found).toEqual(ROW);
  expect(heard).toEqual(["blocked", null]);
  await db.close();
});

test("trap_27: a page whose store a newer one wants lets it go, and says that it must be loaded again", async () => {
  const factory = new IDBFactory();
  const heard: (string | null)[] = [];
  const [db, read] = reading(factory, (trouble) => heard.push(trouble));
  await read();
  (await opened(factory.open("yavuul", VERSION + 1))).close();
  expect(heard).toEqual([null, "outdated"]);
  await expect(read()).rejects.toThrow(NewerDatabase);
  await db.close();
});

test("trap_24: a connection that the browser has closed is opened again, and nothing is lost", async () => {
  const factory = await older();
  const [db, read] = reading(factory);
  await read();
  const original = IDBDatabase.prototype.transaction;
  let failures = 1;
  IDBDatabase.prototype.transaction = function (...args) {
    if (failures-- > 0) throw new DOMException("closed in the background", "InvalidStateError");
    return Reflect.apply(original, this, args) as IDBTransaction;
  };
  await db.write(["ops"], (tx) => tx.objectStore("ops").put(ROW, ["i", 2]));
  IDBDatabase.prototype.transaction = original;
  expect(await db.read(["ops"], (tx) => tx.objectStore("ops").count())).toBe(2);
  await db.close();
});

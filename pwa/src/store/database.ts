/**
 * The tablet's IndexedDB: bytes only, no index over anything readable (DESIGN §7, I7).
 *
 * Every write is one transaction with `durability: "strict"`, and whoever awaits `write` may say «saved» afterwards, not
 * before (I11). Nothing is awaited inside but IndexedDB itself: hash, sign and encrypt first (RELIABILITY 2.22). The body may
 * run twice, because a connection that the browser closed is opened again (RELIABILITY 2.24): it must only read and put.
 * Schema changes only add stores; a newer schema is never opened by older code.
 */
import { wrap, type DBSchema, type IDBPDatabase, type IDBPTransaction, type StoreNames } from "idb";

import type { Bytes } from "../ports";

const NAME = "yavuul";
export const VERSION = 3;

/** A *profile* is one person on this tablet; its incs are the present one and those that a fork has closed. */
export interface Schema extends DBSchema {
  /** profile → who it is, its incs (clear: no citizen's data) */
  profiles: { key: string; value: Bytes };
  /** [profile, "device"] and [inc, "sign"]: non-extractable keys, the only values that are not bytes */
  keys: { key: [string, string]; value: CryptoKey | CryptoKeyPair };
  /** profile → wrapped data key, cost, misses */
  vaults: { key: string; value: Bytes };
  /** inc → seq and chain hash of its last op, encrypted */
  heads: { key: string; value: Bytes };
  /** [inc, seq] → op, encrypted */
  ops: { key: [string, number]; value: Bytes };
  /** [inc, segment, frame] → the same ops sealed to the deployment */
  segments: { key: [string, number, number]; value: Bytes };
  /** [profile, number] → block of absorbed rows, encrypted; a greater number wins */
  base: { key: [string, number]; value: Bytes };
  /** profile → cursor and what else the feed says (clear) */
  feeds: { key: string; value: Bytes };
  /** inc → receipts and outcomes (clear) */
  receipts: { key: string; value: Bytes };
  /** profile → outcome slips not read yet, encrypted */
  slips: { key: string; value: Bytes };
  /** [profile, id] → a photo or voice note: how far it has got, what it is (encrypted) */
  media: { key: [string, string]; value: Bytes };
  /** [id, number] → 64 KiB of it, encrypted */
  media_chunks: { key: [string, number]; value: Bytes };
  /** [profile, what] → hearing keys, what was heard in a room, bundles carried for others, all encrypted (heard.ts) */
  room: { key: [string, string]; value: Bytes };
  /** [store, key as text] → a row that could not be read, kept as it was (F5) */
  quarantine: { key: [string, string]; value: Bytes };
}

export type Store = StoreNames<Schema>;
export type Reading = IDBPTransaction<Schema, Store[], "readonly">;
export type Writing = IDBPTransaction<Schema, Store[], "readwrite">;

/** Of all versions: 2 added `media` and `media_chunks`, 3 `room`. A store is only ever added. */
const STORES: Store[] = [
  "profiles", "keys", "vaults", "heads", "ops", "segments", "base", "feeds", "receipts", "slips",
  "quarantine", "media", "media_chunks", "room",
];

/** Rows of `media_chunks` that hold nothing: room that words get when the disk is full. Browsers do not say truly what is left. */
export const BALLAST = "ballast";

/** There is no room; nothing of this write was kept, all that was there before is (F3). */
export class StorageFull extends Error {}

/** The database was made by a newer app; this one must not touch it (F9). */
export class NewerDatabase extends Error {}

/** `blocked`: an older page holds the store and must be closed first · `outdated`: a newer one has it, this page must load again. */
export type StoreTrouble = "blocked" | "outdated";

export class Database {
  #connection: Promise<IDBPDatabase<Schema>> | null = null;

  constructor(
    readonly factory: IDBFactory,
    readonly name = NAME,
    /** hears of trouble with other pages of this app, and (null) that it is over */
    readonly heard: (trouble: StoreTrouble | null) => void = () => undefined,
  ) {}

  /** Read from `stores`. */
  read<T>(stores: Store[], body: (tx: Reading) => Promise<T>): Promise<T> {
    return this.#onOpen((db) => body(db.transaction(stores, "readonly")));
  }

  /**
   * Write to `stores` in one strict transaction: all of it or nothing, and on disk when this resolves (I11, F1, F2). Where there
   * is no room, words get that of the ballast, media do not (F3).
   */
  async write<T>(stores: Store[], body: (tx: Writing) => Promise<T>): Promise<T> {
    try {
      return await this.#write(stores, body);
    } catch (error) {
      if (!(error instanceof StorageFull) || stores.includes("media_chunks")) throw error;
      if (!(await this.#dropBallast())) throw error;
      return this.#write(stores, body);
    }
  }

  /** Give up the room that media have set aside; whether there was any. */
  async #dropBallast(): Promise<boolean> {
    const ballast = rangeOf(BALLAST);
    return this.#write(["media_chunks"], async (tx) => {
      if ((await tx.objectStore("media_chunks").count(ballast)) === 0) return false;
      await tx.objectStore("media_chunks").delete(ballast);
      return true;
    });
  }

  #write<T>(stores: Store[], body: (tx: Writing) => Promise<T>): Promise<T> {
    return this.#onOpen(async (db) => {
      const tx = db.transaction(stores, "readwrite", { durability: "strict" });
      const done = tx.done;
      done.catch(() => undefined); // awaited below; a body that throws first must not leave it unheard
      try {
        const result = await body(tx);
        await done;
        return result;
      } catch (error) {
        if (tx.error === null) abort(tx);
        await done.catch(() => undefined);
        throw nameOf(error) === "QuotaExceededError" ? new StorageFull("no room in the tablet's storage") : error;
      }
    });
  }

  /** Close; the next call opens again. */
  async close(): Promise<void> {
    const connection = this.#connection;
    this.#connection = null;
    (await connection?.catch(() => null))?.close();
  }

  async #onOpen<T>(run: (db: IDBPDatabase<Schema>) => Promise<T>): Promise<T> {
    const connection = (this.#connection ??= this.#open());
    try {
      return await run(await connection);
    } catch (error) {
      if (this.#connection === connection) await this.close();
      if (!["InvalidStateError", "UnknownError"].includes(nameOf(error))) throw error;
      return run(await (this.#connection ??= this.#open()));
    }
  }

  async #open(): Promise<IDBPDatabase<Schema>> {
    const request = this.factory.open(this.name, VERSION);
    request.onupgradeneeded = () => {
      for (const store of STORES) if (!request.result.objectStoreNames.contains(store)) request.result.createObjectStore(store);
    };
    request.onblocked = () => this.heard("blocked"); // goes on by itself when the other page has closed
    try {
      const db = (await wrap(request)) as unknown as IDBPDatabase<Schema>;
      this.heard(null);
      db.addEventListener("versionchange", ({ newVersion }) => {
        if (newVersion !== null) this.heard("outdated");
        void this.close(); // let the newer page go on (RELIABILITY 2.27)
      });
      db.addEventListener("close", () => (this.#connection = null));
      return db;
    } catch (error) {
      this.#connection = null;
      if (nameOf(error) !== "VersionError") throw error;
      this.heard("outdated");
      throw new NewerDatabase("made by a newer app");
    }
  }
}

/** All keys of an [owner, number] store (or [owner, text] with `from` "") that belong to `owner`. */
export function rangeOf(owner: string, from: number | "" = 0): IDBKeyRange {
  return IDBKeyRange.bound([owner, from], [owner, []], false, true);
}

/** Put without waiting for it: that it did not go is told by the end of the transaction, which `write` awaits. */
export function put<Name extends Store>(tx: Writing, store: Name, value: Schema[Name]["value"], key: Schema[Name]["key"]): void {
  tx.objectStore(store).put(value as never, key as never).catch(() => undefined);
}

function abort(tx: Writing): void {
  try {
    tx.abort();
  } catch {
    // it had ended already: then there is nothing to take back
  }
}

function nameOf(error: unknown): string {
  return error instanceof Error || error instanceof DOMException ? error.name : "";
}

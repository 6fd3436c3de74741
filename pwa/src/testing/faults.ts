/** Faults of a store: the browser dies at the k-th request, the disk is full, a connection is closed. */

const METHODS = ["get", "getAll", "getAllKeys", "put", "add", "delete", "count"] as const;

export class Killed extends Error {}

/** Run `work`, dying at request number `at` (from 0) and at every one after it; returns how many requests were made. */
export async function dyingAt(at: number, work: () => Promise<unknown>, name = ""): Promise<{ requests: number; died: boolean }> {
  const store = IDBObjectStore.prototype;
  const real = METHODS.map((method) => [method, store[method]] as const);
  let requests = 0;
  let died = false;
  for (const [method, original] of real) {
    Object.defineProperty(store, method, {
      configurable: true,
      writable: true,
      value(this: IDBObjectStore, ...args: unknown[]): unknown {
        if (requests++ >= at) {
          died = true;
          throw name === "" ? new Killed(`request ${at}`) : new DOMException("injected", name);
        }
        return Reflect.apply(original, this, args);
      },
    });
  }
  try {
    await work().catch((error: unknown) => {
      if (!died) throw error;
    });
  } finally {
    for (const [method, original] of real) Object.defineProperty(store, method, { configurable: true, writable: true, value: original });
  }
  return { requests, died };
}

/** The options of every write transaction that `work` opens (F2). */
export async function writesOf(work: () => Promise<unknown>): Promise<(string | undefined)[]> {
  const database = IDBDatabase.prototype;
  const original = database.transaction;
  const found: (string | undefined)[] = [];
  database.transaction = function (stores, mode, options): IDBTransaction {
    if (mode === "readwrite") found.push(options?.durability);
    return Reflect.apply(original, this, [stores, mode, options]) as IDBTransaction;
  };
  try {
    await work();
  } finally {
    database.transaction = original;
  }
  return found;
}

/** Every value in the database, store by store. */
export async function everything(factory: IDBFactory, name = "yavuul"): Promise<{ store: string; key: IDBValidKey; value: unknown }[]> {
  const db = await asked(factory.open(name));
  const found: { store: string; key: IDBValidKey; value: unknown }[] = [];
  for (const store of db.objectStoreNames) {
    const tx = db.transaction(store);
    const keys = await asked(tx.objectStore(store).getAllKeys());
    const values = await asked<unknown[]>(db.transaction(store).objectStore(store).getAll());
    keys.forEach((key, index) => found.push({ store, key, value: values[index] }));
  }
  db.close();
  return found;
}

/** Change a row behind the program's back. */
export async function overwrite(factory: IDBFactory, store: string, key: IDBValidKey, change: (row: Uint8Array) => Uint8Array): Promise<void> {
  const db = await asked(factory.open("yavuul"));
  const row = await asked<Uint8Array>(db.transaction(store).objectStore(store).get(key));
  await asked(db.transaction(store, "readwrite").objectStore(store).put(change(new Uint8Array(row)), key));
  db.close();
}

function asked<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** Do `work` on a disk that has no more room for anything, until rows of `ballast` are given up. */
export async function onFullDisk(ballast: string, work: () => Promise<unknown>): Promise<void> {
  const store = IDBObjectStore.prototype;
  const { put, delete: take } = store;
  let is_full = true;
  store.put = function (...args): IDBRequest<IDBValidKey> {
    if (is_full) throw new DOMException("injected", "QuotaExceededError");
    return Reflect.apply(put, this, args) as IDBRequest<IDBValidKey>;
  };
  store.delete = function (query): IDBRequest<undefined> {
    if (query instanceof IDBKeyRange && (query.lower as string[])[0] === ballast) is_full = false;
    return Reflect.apply(take, this, [query]) as IDBRequest<undefined>;
  };
  try {
    await work();
  } finally {
    Object.assign(store, { put, delete: take });
  }
}

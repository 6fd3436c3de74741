/** A tablet's IndexedDB, copied byte for byte (what a backup app or a cloned profile does, F16), or with a flipped bit (F5). */
import { IDBFactory } from "fake-indexeddb";

const NAME = "yavuul";

export async function copyDatabase(from: IDBFactory): Promise<IDBFactory> {
  const source = await asked(from.open(NAME));
  const names = [...source.objectStoreNames];
  const to = new IDBFactory();
  const opening = to.open(NAME, source.version);
  opening.onupgradeneeded = () => names.forEach((name) => opening.result.createObjectStore(name));
  const target = await asked(opening);
  for (const name of names) {
    const store = source.transaction(name).objectStore(name);
    const [keys, values] = await Promise.all([asked(store.getAllKeys()), asked<unknown[]>(store.getAll())]);
    const writing = target.transaction(name, "readwrite").objectStore(name);
    await Promise.all(keys.map((key, index) => asked(writing.put(values[index], key))));
  }
  source.close();
  target.close();
  return to;
}

/** Flip a bit in the last block of the base; says which, or nothing where there is none. */
export async function rot(disk: IDBFactory): Promise<string> {
  const db = await asked(disk.open(NAME));
  const keys = await asked(db.transaction("base").objectStore("base").getAllKeys());
  const key = keys[keys.length - 1];
  if (key !== undefined) {
    const row = await asked<Uint8Array>(db.transaction("base").objectStore("base").get(key));
    const spoiled = row.map((byte, at) => (at === row.length >> 1 ? byte ^ 1 : byte));
    await asked(db.transaction("base", "readwrite").objectStore("base").put(spoiled, key));
  }
  db.close();
  return key === undefined ? "" : `block ${String((key as [string, number])[1])} rotted`;
}

function asked<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

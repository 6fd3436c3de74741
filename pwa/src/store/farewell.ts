/**
 * The last word of a person who was wiped off this tablet at the office's wish: signed while his keys were still here, kept in the
 * very transaction that takes them away, so that it reaches the office also when the line breaks at that moment.
 */
import type { Bytes } from "../ports";
import { base64url, fromBase64url, fromJson, toJson } from "./bytes";
import type { Database, Writing } from "./database";

export interface Farewell {
  profile: string;
  name: string;
  at: number;
  /** requests that the server has not answered yet, one an inc */
  words: string[];
}

/** Beside the profiles, under a name that no profile has (store/profiles.ts). */
const SLOT = "pending:farewell:";

export async function putFarewell(tx: Writing, { profile, name, at }: Omit<Farewell, "words">, words: readonly Bytes[]): Promise<void> {
  const row: Farewell = { profile, name, at, words: words.map((word) => base64url(word)) };
  await tx.objectStore("profiles").put(toJson(row), SLOT + profile);
}

export async function farewells(db: Database): Promise<Farewell[]> {
  const rows = await db.read(["profiles"], (tx) => tx.objectStore("profiles").getAll(IDBKeyRange.bound(SLOT, SLOT + "\uffff")));
  return rows.map((row) => fromJson<Farewell>(row));
}

export function wordsOf({ words }: Farewell): Bytes[] {
  return words.map((word) => fromBase64url(word));
}

/** The server has answered: the words go, the note that a person is shown stays until he has read it. */
export async function heard(db: Database, farewell: Farewell): Promise<void> {
  await db.write(["profiles"], (tx) => putFarewell(tx, farewell, []));
}

/** The person has read it; what the server has not heard yet stays. */
export async function forget(db: Database): Promise<void> {
  const done = (await farewells(db)).filter(({ words }) => words.length === 0);
  await db.write(["profiles"], async (tx) => {
    for (const { profile } of done) await tx.objectStore("profiles").delete(SLOT + profile);
  });
}

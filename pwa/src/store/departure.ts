/**
 * What of a person is still only here, told without his PIN; and his leaving the tablet, which waits for all of it to be safe (I5).
 *
 * Read from what lies in the clear: the keys of ops, the labels of sealed frames, the receipts. An op that could not be read and
 * lies in quarantine counts as well: nobody knows that it is safe.
 */
import { covers, type Span } from "../domain/chain";
import { fromJson } from "./bytes";
import type { Bytes } from "../ports";
import { putFarewell, type Farewell } from "./farewell";
import { rangeOf, type Database, type Reading, type Store, type Writing } from "./database";
import type { Profile } from "./profiles";
import type { ReceiptRow } from "./receipts";

/** Ops of one person: sealed and not arrived yet; not safe yet (those among them). And his photos and voice notes, not safe yet. */
export interface Kept {
  waiting: number;
  unsafe: number;
  files: number;
}

const READ: Store[] = ["ops", "segments", "receipts", "quarantine", "media"];
const CLEARED: Store[] = ["profiles", "keys", "vaults", "heads", "base", "feeds", "slips", "media_chunks", "room", ...READ];

export function kept(db: Database, profile: Profile): Promise<Kept> {
  return db.read(READ, (tx) => keptIn(tx, profile));
}

/**
 * Take everything of a person off the tablet in one transaction, and keep his last word to the office where there is one; false,
 * with nothing changed, where something is not safe.
 */
export function depart(
  db: Database,
  profile: Profile,
  farewell: { last: Omit<Farewell, "words">; words: readonly Bytes[] } | null = null,
): Promise<boolean> {
  return db.write(CLEARED, async (tx) => {
    const { unsafe, files } = await keptIn(tx, profile);
    if (unsafe + files > 0) return false;
    const { profile: id, incs } = profile;
    for (const store of ["profiles", "vaults", "feeds", "slips"] as const) await tx.objectStore(store).delete(id);
    await tx.objectStore("profiles").delete(`pending:${id}`);
    await tx.objectStore("base").delete(rangeOf(id));
    await tx.objectStore("keys").delete([id, "device"]);
    for (const [, file] of await tx.objectStore("media").getAllKeys(rangeOf(id, ""))) await tx.objectStore("media_chunks").delete(rangeOf(file));
    await tx.objectStore("media").delete(rangeOf(id, ""));
    await tx.objectStore("room").delete(rangeOf(id, ""));
    for (const { inc } of incs) {
      for (const store of ["heads", "receipts"] as const) await tx.objectStore(store).delete(inc);
      await tx.objectStore("keys").delete([inc, "sign"]);
      await tx.objectStore("ops").delete(rangeOf(inc));
      await tx.objectStore("segments").delete(IDBKeyRange.bound([inc], [inc, []]));
    }
    if (farewell !== null) await putFarewell(tx, farewell.last, farewell.words);
    return true;
  });
}

async function keptIn(tx: Reading | Writing, { profile, incs }: Profile): Promise<Kept> {
  const media = (await tx.objectStore("media").getAll(rangeOf(profile, ""))).map((row) => fromJson<{ state: string; removed: boolean }>(row));
  const sum: Kept = { waiting: 0, unsafe: 0, files: media.filter(({ state, removed }) => state !== "safe" && !removed).length };
  const aside = await tx.objectStore("quarantine").getAllKeys();
  for (const { inc } of incs) {
    const bytes = await tx.objectStore("receipts").get(inc);
    const row = bytes === undefined ? null : fromJson<ReceiptRow>(bytes);
    const [arrived, safe]: [readonly Span[], readonly Span[]] = [row?.arrived ?? [], row?.safe ?? []];
    const seqs = await seqsOf(tx, inc);
    for (const seq of seqs) {
      if (covers(safe, seq)) continue;
      sum.unsafe += 1;
      if (!covers(arrived, seq)) sum.waiting += 1;
    }
    const lost = aside.filter(([store, key]) => store === "ops" && key.startsWith(`${inc}.`));
    sum.unsafe += lost.filter(([, key]) => !seqs.has(Number(key.slice(inc.length + 1))) && !covers(safe, Number(key.slice(inc.length + 1)))).length;
  }
  return sum;
}

/** The seqs that lie here, readable or sealed. */
async function seqsOf(tx: Reading | Writing, inc: string): Promise<Set<number>> {
  const seqs = new Set((await tx.objectStore("ops").getAllKeys(rangeOf(inc))).map(([, seq]) => seq));
  for (const row of await tx.objectStore("segments").getAll(rangeOf(inc))) {
    const { first, last } = fromJson<{ first: number; last: number }>(row.subarray(0, row.indexOf(10)));
    for (let seq = first; seq <= last; seq++) seqs.add(seq);
  }
  return seqs;
}

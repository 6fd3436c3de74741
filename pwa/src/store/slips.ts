/**
 * Outcome slips: what became of a collision that the person was part of: his value, theirs, what was kept (T18).
 *
 * Found when a row comes in: the row before showed several values with one of his among them, the row now shows one. Kept
 * encrypted until he has read them.
 */
import * as merge from "../domain/merge";
import { shownId, type Record } from "../domain/record";
import type { FeedRow } from "../domain/answer";
import type { Value } from "../domain/op";
import { fromJson, toJson } from "./bytes";
import { Unreadable, type Cipher } from "./cipher";
import type { Database } from "./database";

export interface Slip {
  type: string;
  record: string;
  path: string;
  yours: Value;
  theirs: { inc: string; value: Value }[];
  kept: Value;
  /** the inc whose op was kept */
  by: string;
}

const SLIPS_MAX = 200;

/** The slips that a page of `rows` brings to the owner of `incs`; `before` is the view as it was. */
export function findSlips(
  rows: readonly FeedRow[],
  before: (id: string) => Record | undefined,
  incs: readonly string[],
): Slip[] {
  const found: Slip[] = [];
  for (const { record: after } of rows) {
    const view = before(after.id);
    if (view === undefined) continue;
    const still = new Set(merge.reviews(after));
    for (const path of merge.reviews(view)) {
      const live = [...(view.live.get(path) ?? [])].map(([id, { value }]) => ({ inc: incOf(id), value }));
      const mine = live.find(({ inc }) => incs.includes(inc));
      const kept = after.live.get(path);
      if (still.has(path) || mine === undefined || kept === undefined || kept.size === 0) continue;
      const theirs = live.filter(({ inc }) => !incs.includes(inc));
      const by = incOf(shownId(kept));
      const value = merge.valueOf(after, path);
      found.push({ type: after.type, record: after.id, path, yours: mine.value, theirs, kept: value, by });
    }
  }
  return found;
}

export async function readSlips(db: Database, cipher: Cipher, profile: string): Promise<Slip[]> {
  const row = await db.read(["slips"], (tx) => tx.objectStore("slips").get(profile));
  if (row === undefined) return [];
  try {
    return fromJson<Slip[]>(await cipher.open("slips", profile, row));
  } catch (error) {
    if (error instanceof Unreadable) return []; // news of the past; nothing of the record hangs on it
    throw error;
  }
}

export async function keepSlips(db: Database, cipher: Cipher, profile: string, slips: readonly Slip[]): Promise<void> {
  const row = await cipher.close("slips", profile, toJson(slips.slice(0, SLIPS_MAX)));
  await db.write(["slips"], (tx) => tx.objectStore("slips").put(row, profile));
}

function incOf(op_id: string): string {
  return op_id.slice(0, op_id.indexOf("."));
}

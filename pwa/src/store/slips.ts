/**
 * Outcome slips: what became of a collision that the person was part of, or of an op that stood aside (T18).
 *
 * The office's own come with the feed and say by whom and why. Where no office was in it (another tablet chose), the slip is
 * inferred when a row comes in: the row before showed several values with one of his among them, the row now shows one. Kept
 * encrypted; one of the server's that was read stays as a stub, because a feed that begins anew brings it again.
 */
import * as merge from "../domain/merge";
import { shownId, type Record } from "../domain/record";
import type { FeedRow } from "../domain/answer";
import type { Value } from "../domain/op";
import type { OfficeSlip, SlipKind } from "../domain/slip";
import type { Bytes } from "../ports";
import { fromJson, toJson } from "./bytes";
import { Unreadable, type Cipher } from "./cipher";
import type { Database } from "./database";

export interface Slip {
  /** the server's; null: inferred here */
  id: string | null;
  kind: SlipKind;
  /** the person's ops that it is about */
  ops: readonly string[];
  type: string;
  record: string;
  paths: readonly string[];
  /** values that may not be said are left out (I7, I9) */
  yours?: Value;
  theirs?: readonly Value[];
  kept?: Value;
  /** the officer's name; where inferred, the inc whose op was kept */
  by: { name: string } | { inc: string };
  why: string;
  read: boolean;
}

/** All slips of a profile, newest first, and their bytes, which a writer compares again in its transaction. */
export interface Kept {
  slips: Slip[];
  bytes: Bytes | undefined;
}

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
      const live = [...(view.live.get(path) ?? [])].map(([id, { value }]) => ({ id, value, is_own: incs.includes(incOf(id)) }));
      const own = live.filter(({ is_own }) => is_own);
      const kept = after.live.get(path);
      if (still.has(path) || own[0] === undefined || kept === undefined || kept.size === 0) continue;
      found.push({
        id: null, kind: "chosen", ops: own.map(({ id }) => id), type: after.type, record: after.id, paths: [path],
        yours: own[0].value, theirs: live.filter(({ is_own }) => !is_own).map(({ value }) => value),
        kept: merge.valueOf(after, path), by: { inc: incOf(shownId(kept)) }, why: "", read: false,
      });
    }
  }
  return found;
}

/** `known` with what was `found` here and `told` by the server; the same array where that is nothing new. */
export function withNews(known: Slip[], found: readonly Slip[], told: readonly OfficeSlip[]): Slip[] {
  const ids = new Set(known.map(({ id }) => id));
  const news = told.filter(({ id }) => !ids.has(id)).map(fromOffice);
  const offices = [...news, ...known].filter(({ id }) => id !== null);
  const inferred = found.filter((slip) => !offices.some((office) => isOfTheSame(office, slip)));
  if (news.length + inferred.length === 0) return known;
  return [...news, ...inferred, ...known.filter((slip) => slip.id !== null || !news.some((office) => isOfTheSame(office, slip)))];
}

/** `known` after the person has read `slip` and what says the same. */
export function withRead(known: readonly Slip[], slip: Slip): Slip[] {
  const said = sayingOf(slip);
  return known.flatMap((one) => {
    if (one.read || sayingOf(one) !== said) return [one];
    const { id, kind, ops, type, record, paths } = one;
    return id === null ? [] : [{ id, kind, ops, type, record, paths, by: { name: "" }, why: "", read: true }];
  });
}

/** Those that are still to be read; what several ops of the person are told in the same words is said once. */
export function unreadOf(known: readonly Slip[]): Slip[] {
  return [...new Map(known.filter(({ read }) => !read).map((slip) => [sayingOf(slip), slip])).values()];
}

/** The ops that stood aside and that the office has decided on. */
export function decidedBy(known: readonly Slip[]): Set<string> {
  return new Set(known.filter(({ kind }) => kind !== "chosen").flatMap(({ ops }) => ops));
}

export async function readSlips(db: Database, cipher: Cipher, profile: string): Promise<Kept> {
  const bytes = await db.read(["slips"], (tx) => tx.objectStore("slips").get(profile));
  if (bytes === undefined) return { slips: [], bytes };
  try {
    return { slips: fromJson<Slip[]>(await cipher.open("slips", profile, bytes)), bytes };
  } catch (error) {
    if (error instanceof Unreadable) return { slips: [], bytes }; // news of the past; nothing of the record hangs on it
    throw error;
  }
}

export function closeSlips(cipher: Cipher, profile: string, slips: readonly Slip[]): Promise<Bytes> {
  return cipher.close("slips", profile, toJson(slips));
}

function fromOffice({ op, by, ...said }: OfficeSlip): Slip {
  return { ...said, ops: [op], by: { name: by }, read: false };
}

/** Whether the server's `office` tells of the collision that `inferred` was seen in. */
function isOfTheSame(office: Slip, inferred: Slip): boolean {
  const is_same_place = office.record === inferred.record && office.paths[0] === inferred.paths[0];
  return office.kind === "chosen" && is_same_place && office.ops.some((op) => inferred.ops.includes(op));
}

function sayingOf({ id, kind, record, paths, yours, theirs, kept, by, why }: Slip): string {
  return JSON.stringify(kind === "chosen" ? [record, paths, yours ?? null, theirs, kept ?? null, by, why] : [id]);
}

function incOf(op_id: string): string {
  return op_id.slice(0, op_id.indexOf("."));
}

/** What a seal covers (M15): after it, ops on a hearing's records are late notes; the twin of sync/lifecycle.py. */
import { RECORDS } from "../generated/catalogue";
import type { Op } from "./op";
import { decode, encode } from "./opset";
import { references, type Record } from "./state";

const AFTER_THE_SEAL: ReadonlySet<string> = new Set(["seal", "manifest"]); // made when a hearing closes or later
const SEALABLE: ReadonlySet<string> = new Set(
  RECORDS.filter(
    ({ name, fields }) =>
      name === "hearing" || (fields.some((field) => field.name === "hearing") && !AFTER_THE_SEAL.has(name)),
  ).map(({ name }) => name),
);

/** The hearings whose seal covers `record`: itself, or all values of its field `hearing`. */
export function hearingsOf(record: Record): Set<string> {
  if (record.type === "hearing") return new Set([record.id]);
  return SEALABLE.has(record.type) ? references(record, "hearing") : new Set();
}

/** The `seen` of a seal: every op that the sealing tablet holds of the hearing's records, as op set. */
export function seenOf(records: Iterable<Record>): string {
  const ids = new Set<string>();
  for (const record of records) for (const id of record.seen) ids.add(id);
  return encode(ids);
}

/** What the seals of one hearing had seen together; null while there is no seal. */
export function seenBy(seals: Iterable<Record>): Set<string> | null {
  let seen: Set<string> | null = null;
  for (const seal of seals) {
    for (const { value } of seal.live.get("seen")?.values() ?? []) {
      if (typeof value === "string") seen = new Set([...(seen ?? []), ...decode(value)]);
    }
  }
  return seen;
}

/** Hearing → what its seals had seen together. */
export type Seals = ReadonlyMap<string, ReadonlySet<string>>;

/** What the seals among `records` had seen, by hearing. */
export function sealsOf(records: Iterable<Record>): Seals {
  const seals = new Map<string, Record[]>();
  for (const record of records) {
    if (record.type !== "seal") continue;
    for (const hearing of references(record, "hearing")) seals.set(hearing, [...(seals.get(hearing) ?? []), record]);
  }
  const seen = new Map<string, ReadonlySet<string>>();
  for (const [hearing, found] of seals) {
    const ids = seenBy(found);
    if (ids) seen.set(hearing, ids);
  }
  return seen;
}

/** The seal that `op` meets on `record`: of the hearings that the record has, and of the one that the op says (M15). */
export function sealOver(record: Record, op: Op, seals: Seals): Set<string> | null {
  if (seals.size === 0) return null;
  const hearings = hearingsOf(record);
  const said = SEALABLE.has(op.type) ? op.sets.get("hearing")?.value : null;
  if (typeof said === "string") hearings.add(said);
  const sealed = [...hearings].flatMap((hearing) => seals.get(hearing) ?? []);
  return sealed.length > 0 ? new Set(sealed.flatMap((ids) => [...ids])) : null;
}

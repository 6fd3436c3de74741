/**
 * Closing a hearing: the seal, which names every op that the sealing tablet holds of it (M15), and the manifest, which says
 * what this tablet has, so that the office sees «45 of 48 arrived» (S8). Both are ordinary, immutable records.
 */
import { hearingsOf, seenOf } from "../domain/lifecycle";
import { valueOf } from "../domain/merge";
import type { Value } from "../domain/op";
import { RECORDS } from "../generated/catalogue";
import type { Record as Merged } from "../domain/record";
import type { Fold } from "./fold";

/** The records of a hearing that stand on this tablet, the hearing itself among them. */
export function recordsOf(fold: Fold, hearing: string): Merged[] {
  const found: Merged[] = [];
  for (const { name } of RECORDS) {
    for (const record of fold.ofType(name, [hearing])) if (hearingsOf(record).has(hearing)) found.push(record);
  }
  return found;
}

/** The values of a seal over what is here now. */
export function sealOf(fold: Fold, hearing: string): Record<string, Value> {
  return { ...placeOf(fold, hearing), seen: seenOf(recordsOf(fold, hearing)) };
}

/** The values of a manifest: every op that is here, and how many records of each type. */
export function manifestOf(fold: Fold, hearing: string): Record<string, Value> {
  const records = recordsOf(fold, hearing);
  const counts: Record<string, Value> = {};
  for (const { type } of records) counts[`records/${type}`] = Number(counts[`records/${type}`] ?? 0) + 1;
  return { ...placeOf(fold, hearing), holds: seenOf(records), ...counts };
}

function placeOf(fold: Fold, hearing: string): Record<string, Value> {
  const record = fold.view(hearing);
  return { unit: record ? valueOf(record, "unit") : null, hearing };
}

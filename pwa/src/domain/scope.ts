/** Scopes: which tablets a record reaches (DESIGN §5.4, I9); the twin of sync/scope.py. */
import { RECORDS } from "../generated/catalogue";
import type { Sets } from "./op";
import { sorted } from "./order";
import { references, type Record } from "./state";

export const TENANT = "tenant";
const BELOW: ReadonlySet<string> = new Set(RECORDS.filter((declared) => declared.below).map((declared) => declared.name));
const SCOPES: ReadonlyMap<string, string> = new Map(RECORDS.map((declared) => [declared.name, declared.scope]));

/** The scope of one unit's records. */
export function ofUnit(unit: string): string {
  return "unit:" + unit;
}

/** The scope of those records of one unit that the tablets of the units below it see too. */
export function ofBelow(unit: string): string {
  return "below:" + unit;
}

/** The scope of what concerns one inc alone: outcomes, grants, receipts. */
export function ofInc(inc: string): string {
  return "inc:" + inc;
}

/**
 * The scopes whose feeds carry `record`, sorted. Colliding units: all of them, until the office chooses.
 *
 * A record of late notes alone goes where they say.
 */
export function scopes(record: Record): string[] {
  const declared = SCOPES.get(record.type);
  if (declared === undefined || declared === "office") return [];
  if (declared === TENANT) return [TENANT];
  const units = sorted(references(record, "unit"));
  return BELOW.has(record.type) ? [...units.map(ofBelow), ...units.map(ofUnit)] : units.map(ofUnit);
}

/** The units that an op concerns: those the record has, and those it sets. */
export function unitsOfOp(sets: Sets, record: Record | null): Set<string> {
  const units = record ? references(record, "unit") : new Set<string>();
  const said = sets.get("unit")?.value;
  return typeof said === "string" ? units.add(said) : units;
}

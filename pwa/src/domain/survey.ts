/** Sheets of a survey are counted once: a sheet's number makes its record, and a household has one sheet (T21; DOMAIN §C1). */
import { sha256 } from "@noble/hashes/sha2.js";
import { base32 } from "./chain";
import { encodeUtf8 } from "./json";
import type { Value } from "./op";

export interface Sheet {
  id: string;
  values: ReadonlyMap<string, Value>;
}

/** The number as it is compared: spaces and case say nothing. */
export const numberOf = (typed: string): string => typed.normalize("NFC").replace(/\s+/g, "").toUpperCase().slice(0, 40);

/** The id of a sheet: two tablets that enter the same sheet make the same record. */
export function sheetId(hearing: string, number: string): string {
  return base32(sha256(encodeUtf8(`survey ${hearing} ${numberOf(number)}`)).slice(0, 16));
}

export interface Sheets {
  valid: number;
  invalid: number;
  /** sheets of households that have handed in another valid one: only the first of each counts */
  repeated: number;
  interviews: number;
  /** category → how many valid sheets and interviews name it */
  named: Map<string, number>;
}

export function countSheets(all: readonly Sheet[]): Sheets {
  const found: Sheets = { valid: 0, invalid: 0, repeated: 0, interviews: 0, named: new Map() };
  const households = new Set<Value>();
  for (const { values } of [...all].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    const household = values.get("household") ?? null;
    const is_interview = values.get("form") === "group_interview";
    if (values.get("invalid") === true) found.invalid += 1;
    else if (!is_interview && household !== null && households.has(household)) found.repeated += 1;
    else {
      if (is_interview) found.interviews += 1;
      else found.valid += 1;
      households.add(household);
      const named = new Set([...values].flatMap(([path, value]) => (path.startsWith("categories/") && typeof value === "string" ? [value] : [])));
      for (const category of named) found.named.set(category, (found.named.get(category) ?? 0) + 1);
    }
  }
  return found;
}

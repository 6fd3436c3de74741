/**
 * Whether enough are here for decisions to count. The rule (of what, how many per cent) is the unit's profile's, or the hearing's
 * own where it states one; law and practice differ and change (DOMAIN §C1), so no figure stands here.
 *
 * A hearing below its quorum goes on and is recorded; only its decisions do not count (scenario 11).
 */
import type { Value } from "./op";

export type Basis = "household" | "citizen";
type Values = ReadonlyMap<string, Value>;

/** `percent` of `total`, rounded up, is `needed`. */
export interface Rule {
  basis: Basis;
  percent: number;
  total: number;
  needed: number;
}

/** What of the rule nobody has said yet: of whom, how many per cent, how many there are in all. */
export type Missing = "basis" | "percent" | "total";
export type Quorum =
  | { state: "no-rule"; missing: Missing }
  | { state: "short" | "met"; rule: Rule; present: number; lacking: number };

const TOTAL: Readonly<Record<Basis, string>> = { household: "households", citizen: "citizens" };

/** The rule that holds for a hearing of a unit, or what is missing of it. */
export function ruleOf(unit: Values | null, hearing: Values | null): Rule | Missing {
  const said = (path: string): Value => hearing?.get(path) ?? unit?.get(path) ?? null;
  const basis = said("quorum_basis");
  if (basis !== "household" && basis !== "citizen") return "basis";
  const percent = said("quorum_percent");
  if (typeof percent !== "number" || percent < 1 || percent > 100) return "percent";
  const total = unit?.get(TOTAL[basis]) ?? null;
  if (typeof total !== "number" || total < 1) return "total";
  return { basis, percent, total, needed: Math.floor((total * percent + 99) / 100) };
}

/** How the hearing stands with `present` of what its rule counts. */
export function quorum(rule: Rule | Missing, present: Readonly<Record<Basis, number>>): Quorum {
  if (typeof rule === "string") return { state: "no-rule", missing: rule };
  const here = present[rule.basis];
  const lacking = Math.max(0, rule.needed - here);
  return { state: lacking === 0 ? "met" : "short", rule, present: here, lacking };
}

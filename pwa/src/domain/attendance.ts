/**
 * Who is here, counted: check-ins and people are two figures. A person who was checked in on two tablets, or who stands in the
 * register twice and is known for one (`same_as`), is one person (scenario 1: 41 check-ins, 38 people). Who came without a name is
 * counted by head, beside the list. Pure: rows in, figures out.
 */
import type { Value } from "./op";

type Values = ReadonlyMap<string, Value>;

/** A check-in, and the inc that wrote it. */
export interface CheckIn {
  id: string;
  by: string;
  values: Values;
}

/** One person and all check-ins of his, first one first. */
export interface Present {
  key: string;
  check_ins: CheckIn[];
  sex: string;
  age_band: string;
  role: string;
  household: string | null;
}

export interface Attendance {
  people: Present[];
  check_ins: number;
  /** people checked in more than once, and of those the ones on several tablets */
  repeated: number;
  on_several_tablets: number;
  /** heads that were only counted */
  heads: number;
  /** people and heads */
  total: number;
  by_sex: ReadonlyMap<string, number>;
  by_age: ReadonlyMap<string, number>;
  by_role: ReadonlyMap<string, number>;
  /** households for which somebody stands */
  households: ReadonlySet<string>;
  /** grown citizens of the unit: no guests, nobody under 18 */
  citizens: number;
  /** people with no household beside their name */
  without_household: number;
}

export const UNKNOWN = "unknown";

/** The key of a head-count in `hearing.head_counts`. */
export function headKey(sex: string, age_band: string): string {
  return `${sex}.${age_band}`;
}

/** The person that `id` finally is, where one entry of the register was marked as another's double. */
export function soleOf(id: string, person: (id: string) => Values | null): string {
  const met = new Set<string>();
  let at = id;
  for (let next = person(at)?.get("same_as"); typeof next === "string" && !met.has(at); next = person(at)?.get("same_as")) {
    met.add(at);
    at = next;
  }
  if (!met.has(at)) return at;
  const entries = [...met];
  return entries.slice(entries.indexOf(at)).sort()[0] ?? id; // a ring of doubles is one person too, whoever leads into it
}

/** The figures of a hearing from its check-ins, the register, and the heads that were counted. */
export function attendance(checkIns: readonly CheckIn[], person: (id: string) => Values | null, hearing: Values | null): Attendance {
  const by_person = new Map<string, CheckIn[]>();
  const order = [...checkIns].sort((a, b) => (arrived(a) < arrived(b) || (arrived(a) === arrived(b) && a.id < b.id) ? -1 : 1));
  for (const one of order) {
    const id = one.values.get("person");
    const key = typeof id === "string" ? soleOf(id, person) : one.id;
    by_person.set(key, [...(by_person.get(key) ?? []), one]);
  }
  const people = [...by_person].map(([key, all]) => presentOf(key, all, person));
  const heads = headsOf(hearing);
  const total = people.length + heads.reduce((sum, head) => sum + head.count, 0);
  const twice = people.filter((one) => one.check_ins.length > 1);
  return {
    people,
    check_ins: checkIns.length,
    repeated: twice.length,
    on_several_tablets: twice.filter((one) => new Set(one.check_ins.map(({ by }) => by)).size > 1).length,
    heads: total - people.length,
    total,
    by_sex: tally([...people.map((one) => one.sex), ...spread(heads, "sex")]),
    by_age: tally([...people.map((one) => one.age_band), ...spread(heads, "age_band")]),
    by_role: tally(people.map((one) => one.role)),
    households: new Set(checkIns.flatMap((one) => (one.values.get("stands_for") === true ? householdOf(one, person) ?? [] : []))),
    citizens: people.filter(isGrownCitizen).length + heads.reduce((sum, head) => sum + (head.age_band === "under_18" ? 0 : head.count), 0),
    without_household: people.filter((one) => one.household === null && one.role !== "guest").length,
  };
}

/** The household of a check-in: as it was said there, else as the register has it. */
export function householdOf(one: CheckIn, person: (id: string) => Values | null): string | null {
  const said = one.values.get("household") ?? registered(one, person)?.get("household");
  return typeof said === "string" ? said : null;
}

/** The people of `present` who may be one and the same, written down twice: same name, nothing that speaks against it. */
export function twins(present: readonly Present[], name: (key: string) => string): [Present, Present][] {
  const met = new Map<string, Present>();
  const found: [Present, Present][] = [];
  for (const one of present) {
    const called = name(one.key);
    if (called === "") continue;
    const other = met.get(called);
    if (other === undefined) met.set(called, one);
    else if (agree(one.sex, other.sex) && agree(one.age_band, other.age_band)) found.push([other, one]);
  }
  return found;
}

function agree(a: string, b: string): boolean {
  return a === b || a === UNKNOWN || b === UNKNOWN;
}

function presentOf(key: string, all: CheckIn[], person: (id: string) => Values | null): Present {
  const said = (path: string): string => {
    for (const one of all) {
      const value = one.values.get(path) ?? registered(one, person)?.get(path);
      if (typeof value === "string" && value !== UNKNOWN) return value;
    }
    return UNKNOWN;
  };
  const household = all.map((one) => householdOf(one, person)).find((id) => id !== null) ?? null;
  return { key, check_ins: all, sex: said("sex"), age_band: said("age_band"), role: said("role"), household };
}

function registered(one: CheckIn, person: (id: string) => Values | null): Values | null {
  const id = one.values.get("person");
  return typeof id === "string" ? person(id) : null;
}

function isGrownCitizen(one: Present): boolean {
  return one.age_band !== "under_18" && one.role !== "guest";
}

function arrived(one: CheckIn): string {
  return String(one.values.get("arrived_at") ?? "");
}

interface Head {
  sex: string;
  age_band: string;
  count: number;
}

function headsOf(hearing: Values | null): Head[] {
  return [...(hearing ?? [])].flatMap(([path, value]) => {
    const [, sex, age_band] = /^head_counts\/([a-z]+)\.([a-z0-9_]+)$/.exec(path) ?? [];
    return sex !== undefined && age_band !== undefined && typeof value === "number" && value > 0 ? [{ sex, age_band, count: value }] : [];
  });
}

function spread(heads: readonly Head[], of: "sex" | "age_band"): [string, number][] {
  return heads.map((head) => [head[of], head.count]);
}

function tally(found: readonly (string | [string, number])[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const one of found) {
    const [what, count] = typeof one === "string" ? [one, 1] : one;
    counts.set(what, (counts.get(what) ?? 0) + count);
  }
  return counts;
}

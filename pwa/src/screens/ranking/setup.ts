/**
 * What a ranking session begins with (T9): methods in the order in which they are offered, parameters with sensible values, items
 * under the keys that people see and the lot draws, what is known of each at that moment. Pure; the screen asks and saves.
 */
import type { Value } from "../../domain/op";
import { CRITERIA, FAMILIES, PARAMETERS, read, type Method, type Values } from "../../domain/ranking/rank";

/** From what a bagh does most to what needs most explaining. */
export const METHODS: readonly Method[] = [
  "dot_vote", "show_of_hands", "approval", "borda", "pairwise", "criteria", "consensus", "greedy", "equal_shares",
];
export const BUDGETS: ReadonlySet<Method> = new Set<Method>(["greedy", "equal_shares"]);
/** What tables may count by hand; the others need to know who marked what together. */
export const BY_HAND: ReadonlySet<Method> = new Set<Method>(["show_of_hands", "dot_vote", "approval", "consensus", "pairwise", "greedy"]);
export const PAIRS_MAX = 6; // pairwise beyond that many items tires a room (DOMAIN §F)

/** A parameter that is a number: from, to, and what it is where nobody changes it. */
export interface Dial {
  name: string;
  least: number;
  most: number;
  usual: number;
}

/** The numbers that a method asks for, with `items` proposals. */
export function dialsOf(method: Method, items: number): Dial[] {
  const most = Math.max(1, items);
  switch (method) {
    case "dot_vote": {
      const dots = Math.min(5, Math.max(3, Math.round(items / 3)));
      return [{ name: "dots", least: 1, most: 20, usual: dots }, { name: "max_per_item", least: 1, most: 20, usual: dots }];
    }
    case "approval":
    case "greedy":
    case "equal_shares":
      return [{ name: "max_choices", least: 1, most, usual: most }];
    case "borda":
      return [{ name: "top", least: 1, most, usual: Math.min(5, most) }];
    case "pairwise":
      return [{ name: "top", least: 1, most, usual: most }];
    case "criteria":
      return CRITERIA.map((name) => ({ name: `weight.${name}`, least: 1, most: 9, usual: 1 }));
    default:
      return [];
  }
}

/** The choices that a method asks for; the first is usual. */
export function choicesOf(method: Method): { name: string; options: readonly string[] }[] {
  return Object.entries(PARAMETERS[method]).flatMap(([name, rule]) => (rule instanceof RegExp ? [] : [{ name, options: rule }]));
}

/** What is known of a proposal when voting begins. */
export interface Known {
  id: string;
  cost: number | null;
  /** distinct households behind it; null where no supporter is known by name */
  households: number | null;
}

/** «01», «02» … «100»: as many digits as the last one has, at least two. */
export function keyOf(place: number, of: number): string {
  return String(place).padStart(Math.max(2, String(of).length), "0");
}

/** The values of items under keys, with costs and households as they stand now. */
export function itemValues(items: readonly Known[]): Record<string, Value> {
  const values: Record<string, Value> = {};
  for (const [at, { id, cost, households }] of items.entries()) {
    const key = keyOf(at + 1, items.length);
    values[`items/${key}`] = id;
    if (cost !== null) values[`costs/${key}`] = cost;
    if (households !== null) values[`households/${key}`] = households;
  }
  return values;
}

/** The parameters as they are saved: what was chosen, within its bounds; what equals no limit is left out. */
export function parameterValues(method: Method, items: number, chosen: Readonly<Record<string, string>>, budget: number | null): Record<string, Value> {
  const values: Record<string, Value> = {};
  for (const { name, least, most, usual } of dialsOf(method, items)) {
    const count = Math.min(most, Math.max(least, Number(chosen[name] ?? usual)));
    if (name !== "max_choices" || count < items) values[`parameters/${name}`] = String(count);
  }
  const [dots, most] = [values["parameters/dots"], values["parameters/max_per_item"]];
  if (dots !== undefined && Number(most) > Number(dots)) values["parameters/max_per_item"] = dots;
  for (const { name, options } of choicesOf(method)) values[`parameters/${name}`] = chosen[name] ?? options[0] ?? "";
  if (BUDGETS.has(method) && budget !== null && budget > 0) values["parameters/budget"] = String(budget);
  return values;
}

/** Why voting cannot begin yet, as the end of a msgid; null where it can. */
export function lackOf(method: Method, items: readonly Known[], budget: number | null, question: string): string | null {
  if (question.trim() === "") return "question";
  if (items.length < 2) return "items";
  if (method === "pairwise" && items.length > 12) return "pairs";
  if (BUDGETS.has(method) && !(budget !== null && budget > 0)) return "budget";
  if (BUDGETS.has(method) && items.some(({ cost }) => cost === null || cost <= 0)) return "costs";
  return null;
}

/** The length of the longest ballot of a session: every ballot is sealed at that length. */
export function longestOf(session: Values): number {
  const { items, method } = read(session);
  const keys = FAMILIES.get(method) === "scores" ? items.flatMap((item) => [...weights(session)].map((name) => `${item}.${name}`)) : items;
  return JSON.stringify(Object.fromEntries(keys.map((key) => [key, 99]))).length;
}

/** The criteria of a session, in the order in which they are asked. */
export function weights(session: Values): string[] {
  const given = [...session.keys()].filter((path) => path.startsWith("parameters/weight.")).map((path) => path.slice("parameters/weight.".length));
  const order = (name: string): number => (CRITERIA as readonly string[]).indexOf(name);
  return given.length === 0 ? [...CRITERIA] : given.sort((a, b) => order(a) - order(b) || (a < b ? -1 : 1));
}

/**
 * What a ranking session asks, read once from the values of its record, with what is wrong with them.
 *
 * The twin of sync/ranking/session.py, which says what each path of a `ranking_session` carries. What is wrong never
 * stops the count: it is a *problem*, and a result with problems is `refused` until corrected.
 */
import type { Value } from "../op";

/** Path → the value that a record shows. */
export type Values = ReadonlyMap<string, Value>;
/** Record id → its values: a set, so order and repetition mean nothing (I1, I2). */
export type Records = ReadonlyMap<string, Values>;

export interface Problem {
  readonly code: string;
  readonly [detail: string]: string | number;
}

export type Method =
  | "show_of_hands" | "dot_vote" | "approval" | "borda" | "pairwise" | "criteria" | "consensus" | "greedy"
  | "equal_shares";

export const CRITERIA = ["need", "beneficiaries", "cost", "readiness"] as const;
export const COUNT_MAX = 1e9; // people or marks: beyond, it is a slip of the pen
const WEIGHT = "weight.";
const WHOLE = /^[1-9][0-9]{0,8}$/; // a whole number from 1
const MONEY = /^[1-9][0-9]{0,14}$/; // whole ₮ from 1
const CRITERION = /^[a-z][a-z0-9_]{0,39}$/;

type Rule = readonly string[] | RegExp;
type Rules = Readonly<Record<string, Rule>>;
const RUN_OFF: Rules = { run_off: ["held", "skipped"] };
const TICKS: Rules = { max_choices: WHOLE };
const BUDGET: Rules = { ...TICKS, budget: MONEY };

/** Parameters of each method; of choices the first is the default. */
export const PARAMETERS: Readonly<Record<Method, Rules>> = {
  show_of_hands: RUN_OFF,
  dot_vote: { ...RUN_OFF, dots: WHOLE, max_per_item: WHOLE },
  approval: { ...RUN_OFF, ...TICKS },
  borda: { ...RUN_OFF, variant: ["modified", "tournament"], top: WHOLE },
  pairwise: { ...RUN_OFF, top: WHOLE },
  criteria: RUN_OFF, // and `weight.<criterion>`
  consensus: RUN_OFF,
  greedy: { ...BUDGET, by: ["votes", "votes_per_cost", "votes_times_cost"] },
  equal_shares: { ...BUDGET, completion: ["add1_utilitarian", "add1", "none"], unit: MONEY },
};

/** A session's question; items in the order of their keys, which decides nothing. */
export interface Session {
  readonly method: Method;
  readonly items: readonly string[];
  readonly parameters: ReadonlyMap<string, string>;
  readonly eligible: number | null;
  readonly seed: string | null;
  readonly costs: ReadonlyMap<string, number>;
  readonly households: ReadonlyMap<string, number>;
  readonly runOff: ReadonlyMap<string, number>;
  readonly problems: readonly Problem[];
}

type Part = Map<string, Exclude<Value, null>>;

/** The entries of a map field that are not absent, in the order of their keys. */
export function part(values: Values, field: string): Part {
  return new Map([...entries(values, field)].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The entries of a map field that are not absent, in no order. */
export function entries(values: Values, field: string): Part {
  const prefix = field + "/";
  const found: Part = new Map();
  for (const [path, value] of values) {
    if (value !== null && path.startsWith(prefix)) found.set(path.slice(prefix.length), value);
  }
  return found;
}

/** The session that `values` describe; RangeError where its method is none that is known. */
export function read(values: Values): Session {
  const method = values.get("method") as Method;
  if (!Object.hasOwn(PARAMETERS, String(method))) throw new RangeError(`no ranking method: ${String(method)}`);
  const items = [...part(values, "items").keys()];
  const given = [...part(values, "parameters")].map(([name, text]) => [name, String(text)] as const);
  const parameters = new Map(given.filter(([name, text]) => isParameter(method, name, text)));
  const wrong = given.map(([name]) => name).filter((name) => !parameters.has(name));
  if (isBudgetMethod(method) && !given.some(([name]) => name === "budget")) wrong.push("budget");
  const [households, runOff] = [counts(values, "households"), counts(values, "run_off")];
  const eligible = values.get("eligible") ?? null;
  return {
    method,
    items,
    parameters,
    eligible: eligible === null ? null : Number(eligible),
    seed: String(values.get("seed") ?? "").replace(/^ +| +$/g, "") || null,
    costs: counts(values, "costs"),
    households,
    runOff,
    problems: [
      ...wrong.map((parameter) => ({ code: "bad-parameter", parameter })),
      ...items.filter((item) => /^_|\./.test(item)).map((item) => ({ code: "bad-item-key", item })),
      ...tooLarge("households", households),
      ...tooLarge("run_off", runOff),
    ],
  };
}

export function isBudgetMethod(method: Method): boolean {
  return method === "greedy" || method === "equal_shares";
}

/** A parameter that is a whole number. */
export function whole(session: Session, name: string, fallback: number): number {
  return Number(session.parameters.get(name) ?? fallback);
}

/** A parameter that is one of several; the first where none is given. */
export function choice(session: Session, name: string): string {
  return session.parameters.get(name) ?? (PARAMETERS[session.method][name] as readonly string[])[0] ?? "";
}

/** How many places a ballot may give. */
export function topOf(session: Session): number {
  return Math.min(whole(session, "top", session.items.length), session.items.length);
}

/** Criterion → weight, in the order of names. */
export function weightsOf(session: Session): Map<string, number> {
  const given = [...session.parameters].filter(([name]) => name.startsWith(WEIGHT));
  const weights = given.map(([name, text]) => [name.slice(WEIGHT.length), Number(text)] as const);
  const all = weights.length > 0 ? weights : CRITERIA.map((name) => [name, 1] as const);
  return new Map([...all].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function counts(values: Values, field: string): Map<string, number> {
  return new Map([...part(values, field)].map(([key, value]) => [key, Number(value)]));
}

function tooLarge(field: string, found: ReadonlyMap<string, number>): Problem[] {
  const keys = [...found].filter(([, value]) => value > COUNT_MAX).map(([key]) => key);
  return keys.map((key) => ({ code: "bad-count", of: `${field}/${key}` }));
}

function isParameter(method: Method, name: string, text: string): boolean {
  if (method === "criteria" && name.startsWith(WEIGHT)) {
    return CRITERION.test(name.slice(WEIGHT.length)) && WHOLE.test(text);
  }
  const rules = PARAMETERS[method];
  const rule = Object.hasOwn(rules, name) ? rules[name] : undefined;
  if (rule === undefined) return false;
  return rule instanceof RegExp ? rule.test(text) : rule.includes(text);
}

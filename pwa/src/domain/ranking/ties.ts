/**
 * Ties, step by step, each step kept so that it can be printed (DOMAIN §F, «Tie policy»).
 *
 * The twin of sync/ranking/ties.py. A step that nobody can answer is passed over and says so; a run-off or a lot that is
 * lacking stops there: the tied stay equal and the result says what is *needed*. Never the order of writing, of ids or of
 * the alphabet.
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { encodeUtf8 } from "../json";
import { Fraction } from "./fraction";
import { choice, type Problem, type Session } from "./session";

export type Answer = number | string | Fraction;
type Answers = ReadonlyMap<string, Answer>;
export type Group = readonly string[]; // items, in the order of their keys, which decides nothing

/** A step of the tie rule as it was taken: `groups` in order; or `skipped` and why; or `needed`. */
export interface Taken {
  readonly step: string;
  readonly among: Group;
  readonly best?: "most" | "least";
  readonly values?: readonly (readonly [item: string, value: string])[];
  readonly groups?: readonly Group[];
  readonly skipped?: string;
  readonly needed?: true;
}

/** Items that were equal, the place they shared (ordering methods), and the steps taken. */
export interface Tie {
  readonly items: Group;
  readonly rank?: number;
  readonly steps: readonly Taken[];
}

/**
 * One question put to tied items. `valueOf(group)`: item → value, null where it cannot be answered. `isMost`: the
 * greatest value wins, else the least. `must`: without an answer the tie stays open. `skipped`: why it is not taken.
 */
export interface Step {
  readonly name: string;
  readonly valueOf: (group: Group) => Answers | null;
  readonly isMost: boolean;
  readonly must?: boolean;
  readonly skipped?: string;
}

function take(step: Step, group: Group): readonly [Taken, readonly Group[]] {
  const said = { step: step.name, among: group };
  const values = step.skipped === undefined ? step.valueOf(group) : null;
  if (values === null) {
    const open: Taken = step.must ? { ...said, needed: true } : { ...said, skipped: step.skipped ?? "unknown" };
    return [open, [group]];
  }
  const groups = parted(group, values, step.isMost);
  const shown = group.map((item) => [item, String(values.get(item))] as const);
  return [{ ...said, best: step.isMost ? "most" : "least", values: shown, groups }, groups];
}

function compare(a: Answer, b: Answer): number {
  if (a instanceof Fraction && b instanceof Fraction) return a.compare(b);
  return a === b ? 0 : a < b ? -1 : 1;
}

/** Items with equal values together, the best first. */
export function parted(items: Group, values: Answers, isMost = true): Group[] {
  const of = (item: string): Answer => values.get(item) ?? 0;
  const sign = isMost ? -1 : 1;
  const groups: string[][] = [];
  for (const item of [...items].sort((a, b) => sign * compare(of(a), of(b)))) {
    const last = groups.at(-1);
    if (last?.[0] !== undefined && compare(of(last[0]), of(item)) === 0) last.push(item);
    else groups.push([item]);
  }
  return groups;
}

/**
 * The lot of an item: SHA-256, in hex, of the seed, a line feed and the item's key, as UTF-8. The least wins.
 * Anyone can draw it again: `printf 'seed\nkey' | sha256sum`.
 */
export function lot(seed: string, item: string): string {
  return [...sha256(encodeUtf8(`${seed}\n${item}`))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The public lot, with the seed that the meeting typed in. */
export function lotStep({ seed }: Session): Step {
  const draw = (group: Group) => (seed === null ? null : new Map(group.map((item) => [item, lot(seed, item)])));
  return { name: "lot", valueOf: draw, isMost: false, must: true };
}

/** Values written down before; the step is passed over where one of the tied has none. */
export function knownStep(name: string, values: Answers, isMost = true): Step {
  return { name, valueOf: (group) => (group.every((item) => values.has(item)) ? values : null), isMost };
}

/** Hands among the tied; the meeting may agree beforehand (`parameters/run_off`) to go to the lot without. */
function runOffStep(session: Session): Step {
  const step = knownStep("run_off", session.runOff);
  return choice(session, "run_off") === "skipped" ? { ...step, skipped: "agreed" } : { ...step, must: true };
}

/** The steps of an ordering method. The second key of a show of hands *is* the run-off: it is held once. */
export function policy(session: Session, own: readonly Step[]): Step[] {
  const runOff = runOffStep(session);
  const [households, cost] = [knownStep("households", session.households), knownStep("cost", session.costs, false)];
  if (session.method === "show_of_hands") return [runOff, households, cost, lotStep(session)];
  return [...own, households, cost, runOff, lotStep(session)];
}

/** The steps of the budget methods: more votes, lower cost, then the lot (the order of the equalshares tool). */
export function budgetPolicy(session: Session, votes: ReadonlyMap<string, number>): Step[] {
  return [knownStep("votes", votes), knownStep("cost", session.costs, false), lotStep(session)];
}

type Settled = readonly [order: readonly Group[], taken: readonly Taken[]];

/** `group` in order, as far as `steps` bring it, and each step taken on the way. */
export function settle(group: Group, steps: readonly Step[]): Settled {
  const [step, ...rest] = steps;
  if (group.length === 1 || !step) return [[group], []];
  const [said, groups] = take(step, group);
  if (said.needed) return [[group], [said]];
  const further = groups.map((piece) => settle(piece, rest));
  return [further.flatMap(([order]) => order), [said, ...further.flatMap(([, taken]) => taken)]];
}

/** The first of `group`, null where a step is needed that was not held, and each step taken. */
export function pick(group: Group, steps: readonly Step[]): readonly [winner: string | null, taken: readonly Taken[]] {
  const taken: Taken[] = [];
  let left = group;
  for (const step of steps) {
    if (left.length === 1) break;
    const [said, groups] = take(step, left);
    taken.push(said);
    left = groups[0] ?? left;
  }
  return [left.length === 1 ? (left[0] ?? null) : null, taken];
}

export type Need = "run_off" | "lot";

/** The steps still to be held, in the order of the policy. */
export function needsOf(ties: readonly Tie[]): Need[] {
  const lacking = new Set(ties.flatMap(({ steps }) => steps.filter(({ needed }) => needed).map(({ step }) => step)));
  return (["run_off", "lot"] as const).filter((name) => lacking.has(name));
}

/** Run-offs in which more hands were counted than people are there. */
export function runOffProblems({ eligible }: Session, ties: readonly Tie[]): Problem[] {
  if (eligible === null) return [];
  const held = ties.flatMap(({ steps }) => steps.filter(({ step, values }) => step === "run_off" && values));
  const sums = held.map(({ values = [] }) => values.reduce((sum, [, hands]) => sum + Number(hands), 0));
  const tooMany = sums.filter((hands) => hands > eligible);
  return tooMany.map((counted) => ({ code: "too-many-hands", of: "run_off", counted, most: eligible }));
}

/** The plan (T3): hearings by the order that they rest on, bagh by bagh how far the round has got, and what a bagh is. Offline. */
import type { App } from "../../app";
import { statusOf } from "../../domain/last_time";
import { ruleOf } from "../../domain/quorum";
import type { RecordView } from "../../view";
import { standingOf } from "../capture/merging";
import { nameOf } from "../parts/types";
import { isUnanswered } from "../ready/onboard";
import { isHeld, isThisYears, orderText } from "../ready/schedule";

const text = (view: RecordView | null | undefined, path: string): string => String(view?.values.get(path) ?? "");
const byDay = (a: RecordView, b: RecordView): number => (text(a, "held_on") < text(b, "held_on") || (text(a, "held_on") === text(b, "held_on") && a.id < b.id) ? -1 : 1);

/** Hearings under the act that ordered them, in the order given; those that rest on none come last. */
export function byOrder(hearings: readonly RecordView[]): { order: string; on: string; hearings: RecordView[] }[] {
  const groups = new Map<string, RecordView[]>();
  for (const one of hearings) groups.set(orderText(one), [...(groups.get(orderText(one)) ?? []), one]);
  const all = [...groups].map(([order, of]) => ({ order, on: text(of[0], "order_on"), hearings: of }));
  return [...all.filter(({ order }) => order !== ""), ...all.filter(({ order }) => order === "")];
}

/** One bagh in the round of the year: `last` of any year, `next` from today on. */
export interface Stop {
  unit: string;
  state: "held" | "today" | "planned" | "none";
  last: RecordView | null;
  next: RecordView | null;
}

export function roundOf(hearings: readonly RecordView[], units: readonly string[], day: string): Stop[] {
  const sorted = [...hearings].sort(byDay);
  return units.map((unit) => {
    const own = sorted.filter((one) => text(one, "unit") === unit);
    const held = own.filter((one) => isHeld(one, day));
    const next = own.find((one) => !isHeld(one, day) && text(one, "held_on") >= day) ?? null;
    const is_today = next !== null && text(next, "held_on") === day;
    const state = is_today ? "today" : held.some((one) => isThisYears(one, day)) ? "held" : next !== null ? "planned" : "none";
    return { unit, state, last: held[held.length - 1] ?? null, next };
  });
}

export interface Profile {
  households: number | null;
  citizens: number | null;
  /** how many are needed, and of what; null where the office has not said it */
  quorum: { needed: number; percent: number; basis: string } | null;
  governor: string;
  about: string;
  hearings: number;
  proposals: number;
  unanswered: number;
  works: number;
  works_done: number;
}

/** What is known of a unit on this tablet. */
export function profileOf(app: App, unit: RecordView, day: string): Profile {
  const of = { unit: unit.id };
  const proposals = standingOf(app, of).filter((one) => statusOf(one) !== "merged");
  const held = new Set(app.list("hearing", of).filter((one) => isHeld(one, day)).map(({ id }) => id));
  const works = app.list("work", of);
  const rule = ruleOf(unit.values, null);
  const figure = (path: string): number | null => (typeof unit.values.get(path) === "number" ? Number(unit.values.get(path)) : null);
  return {
    households: figure("households"), citizens: figure("citizens"), quorum: typeof rule === "string" ? null : rule, governor: governorOf(app, unit.id),
    about: text(unit, "profile"), hearings: held.size, proposals: proposals.length,
    unanswered: proposals.filter((one) => isUnanswered(one) && held.has(text(one, "hearing"))).length,
    works: works.length, works_done: works.filter((one) => text(one, "state") === "done").length,
  };
}

/** Who was there as governor at the unit's latest hearing that had one. */
function governorOf(app: App, unit: string): string {
  const came = app.list("attendance", { unit, role: "governor" });
  const day = (one: RecordView): string => text(app.record(text(one, "hearing")), "held_on");
  const last = came.filter((one) => text(one, "name_as_given") !== "" || app.record(text(one, "person")) !== null).sort((a, b) => (day(a) > day(b) ? -1 : 1))[0];
  return last === undefined ? "" : nameOf(app, last);
}

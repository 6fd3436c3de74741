/** The person's hearings in time: which is today's, which is next, how many baghs have had theirs, and what order they rest on. */
import { ordinal } from "../../dates";
import { language } from "../../i18n";
import type { RecordView } from "../../view";

const text = (view: RecordView, path: string): string => {
  const value = view.values.get(path);
  return typeof value === "string" ? value : "";
};

export interface Schedule {
  today: RecordView[];
  coming: RecordView[];
  past: RecordView[];
}

/** By day: today's, then those to come (the nearest first, then those without a day), and the past ones (the latest first). */
export function scheduleOf(hearings: readonly RecordView[], day: string): Schedule {
  const on = (view: RecordView): string => text(view, "held_on");
  const sorted = [...hearings].sort((a, b) => on(a).localeCompare(on(b)) || a.id.localeCompare(b.id));
  return {
    today: sorted.filter((view) => on(view) === day),
    coming: [...sorted.filter((view) => on(view) > day), ...sorted.filter((view) => on(view) === "")],
    past: sorted.filter((view) => on(view) !== "" && on(view) < day).reverse(),
  };
}

/** Whether a hearing has been held: sealed or closed, or its day is over. */
export function isHeld(view: RecordView, day: string): boolean {
  return text(view, "stage") === "sealed" || text(view, "closed_at") !== "" || (text(view, "held_on") !== "" && text(view, "held_on") < day);
}

/** Whether a hearing is of the year in which `day` lies: plans and orders are made by the year. */
export const isThisYears = (view: RecordView, day: string): boolean => text(view, "held_on").slice(0, 4) === day.slice(0, 4);

/** In how many of `units` a hearing was held this year: «9 / 12 багт болсон». Null where there is only one to count. */
export function coverage(hearings: readonly RecordView[], units: readonly string[], day: string): { held: number; of: number } | null {
  if (units.length < 2) return null;
  const held = new Set(hearings.filter((view) => isThisYears(view, day) && isHeld(view, day)).map((view) => text(view, "unit")));
  return { held: units.filter((unit) => held.has(unit)).length, of: units.length };
}

/**
 * «Засаг даргын 2026 оны А/118 дугаар захирамж»: year, number and its ordinal stand before the last word, the kind of act. The
 * kind is a Mongolian document's name in English too.
 */
export function orderText(view: RecordView): string {
  const [kind, number, on] = [text(view, "order_kind"), text(view, "order_number"), text(view, "order_on")];
  if (number === "") return kind;
  if (language() === "en") return [kind, `№\u00a0${number}`, on.slice(0, 4)].filter(Boolean).join(", ");
  const words = kind.split(" ");
  const act = words.pop() ?? "";
  const last = /(\d+)\D*$/.exec(number)?.[1];
  const spoken = last === undefined ? `№\u00a0${number}` : `${number}${ordinal(Number(last)).replace(String(Number(last)), "")}`;
  return [...words, on && `${on.slice(0, 4)} оны`, spoken, act].filter(Boolean).join(" ");
}

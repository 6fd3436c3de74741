/** A session, its steps and its result in words, for screens and for the record that is printed. Figures are exact until here. */
import type { App } from "../../app";
import { costText, exactly } from "../capture/words";
import { ordinal } from "../../dates";
import { whole } from "../../domain/ranking/session";
import { lot, type Item, type Method, type Result, type Session, type Taken, type Tie, type Values } from "../../domain/ranking/rank";
import { language, t } from "../../i18n";
import { nameOf } from "../parts/types";

export const RESULT_MAX = 10_000; // code points of a text

/** What a proposal was called: the one that stands under `key`. */
export function itemName(app: App, values: Values, key: string): string {
  const id = values.get(`items/${key}`);
  return typeof id === "string" ? nameOf(app, app.record(id)) : key;
}

/** «цэгээр эрэмбэлсэн · хүн бүр 3 оноо». */
export function ruleText(session: Session): string {
  const parts = [t(`tablet.rank.done.${session.method}`)];
  const number = (name: string): string => String(whole(session, name, session.items.length));
  if (session.method === "dot_vote") parts.push(t("tablet.rank.rule.dots", { count: whole(session, "dots", 3) }));
  else if (session.parameters.has("top")) parts.push(t("tablet.rank.rule.top", { count: number("top") }));
  else if (session.parameters.has("max_choices")) parts.push(t("tablet.rank.rule.max_choices", { count: number("max_choices") }));
  const budget = session.parameters.get("budget");
  if (budget !== undefined) parts.push(costText(Number(budget)));
  return parts.join(" · ");
}

/** An exact score for the eye: whole as it is, a fraction to two places. */
export function figure(score: string): string {
  const [above = "0", below] = score.split("/");
  if (below === undefined) return above;
  const hundredths = (BigInt(above) * 200n + BigInt(below)) / (2n * BigInt(below)); // halves up
  const text = `${hundredths / 100n}.${String(hundredths % 100n).padStart(2, "0")}`.replace(/\.?0+$/, "");
  return language() === "en" ? text : text.replace(".", ",");
}

/** A score as a number, for the length of a bar alone. */
export function lengthOf(score: string): number {
  const [above = "0", below = "1"] = score.split("/");
  return Number(above) / Number(below);
}

/** The steps of the tie rule for a method, in order. */
export function policyOf(method: Method): string[] {
  const own: Partial<Record<Method, string[]>> = {
    dot_vote: ["supporters"], borda: ["head_to_head", "first_places"], pairwise: ["margins"], criteria: ["need"], consensus: ["blocks"],
  };
  if (method === "greedy" || method === "equal_shares") return ["votes", "cost", "lot"];
  if (method === "show_of_hands") return ["run_off", "households", "cost", "lot"];
  return [...(own[method] ?? []), "households", "cost", "run_off", "lot"];
}

/** A value of a step as it is shown: money with its unit, a lot by its beginning. */
export function stepValue(step: string, value: string): string {
  if (step === "cost") return exactly(Number(value));
  return step === "lot" ? value.slice(0, 8) : figure(value);
}

/** How a step ended: it parted, they are equal there too, it was passed over, or it is still to be held. */
export function endOf(taken: Taken): "parted" | "equal" | "skipped" | "needed" {
  if (taken.needed === true) return "needed";
  if (taken.groups === undefined) return "skipped";
  return taken.groups.length > 1 ? "parted" : "equal";
}

/** The result as it is printed: one line a place. */
export function resultText(app: App, values: Values, session: Session, result: Result): string {
  const head = `${String(values.get("question") ?? "")}\n${ruleText(session)} · ${t(`tablet.rank.variant.${result.variant}`)}`;
  const lines = result.items.map((item) => `${item.rank ?? "–"}. №${item.item} ${itemName(app, values, item.item)}: ${itemText(result, item)}`);
  return cut([head, ...lines].join("\n"));
}

/** «13 оноо», «28 санал · 18,0 сая ₮». */
export function itemText(result: Result, item: Item): string {
  const cost = item["cost"];
  const points = t(`tablet.rank.points.${result.method}`, { count: figure(item.score) });
  return [points, ...(typeof cost === "number" ? [costText(cost)] : [])].join(" · ");
}

/** The ties as they are printed, step by step; how anyone can draw the lot again. */
export function tieText(app: App, values: Values, result: Result): string {
  if (result.ties.length === 0) return t("tablet.rank.no_ties");
  return cut(result.ties.map((tie) => oneTie(app, values, tie, String(values.get("seed") ?? ""))).join("\n\n"));
}

function oneTie(app: App, values: Values, tie: Tie, seed: string): string {
  const named = (key: string): string => `№${key} ${itemName(app, values, key)}`;
  const steps = tie.steps.map((taken, at) => {
    const shown = (taken.values ?? []).map(([key, value]) => `№${key} ${stepValue(taken.step, value)}`).join(", ");
    const among = taken.values === undefined ? taken.among.map((key) => `№${key}`).join(", ") : shown;
    return `${at + 1}. ${t(`tablet.rank.step.${taken.step}`)}: ${among} — ${t(`tablet.rank.end.${endOf(taken) === "needed" ? "left" : endOf(taken)}`)}`;
  });
  const drawn = tie.steps.some(({ step, values: shown }) => step === "lot" && shown !== undefined);
  return [`${t("tablet.rank.tied")}: ${tie.items.map(named).join("; ")}`, ...steps, ...(drawn ? [drawAgain(seed, tie.items[0] ?? "")] : [])].join("\n");
}

/** How a lot is drawn again, by anyone, with any computer. */
export function drawAgain(seed: string, key: string): string {
  return t("tablet.rank.draw_again", { seed, command: `printf '${seed.replaceAll("'", "'\\''")}\\n${key}' | sha256sum`, begins: lot(seed, key).slice(0, 8) });
}

function cut(text: string): string {
  const points = [...text.normalize("NFC")];
  return points.length <= RESULT_MAX ? points.join("") : `${points.slice(0, RESULT_MAX - 1).join("")}…`;
}

/** «3 дугаар байр», «3, 4 дүгээр байр». */
export function placeText(from: number, count: number): string {
  const last = from + count - 1;
  return t("tablet.rank.place", { nth: count > 1 ? `${Array.from({ length: count - 1 }, (_, at) => from + at).join(", ")}, ${ordinal(last)}` : ordinal(from) });
}

/** «9F3A 71C0»: what two people compare aloud. */
export function hashText(hash: string): string {
  return `${hash.slice(0, 4)} ${hash.slice(4, 8)}`.toUpperCase();
}

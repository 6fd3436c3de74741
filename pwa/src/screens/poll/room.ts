/**
 * A poll of three questions, before and after (T13). Hands are counted once for the hall, in one record; a tablet that is handed
 * round counts in a record of its own, so that two tablets never count over each other. What is shown is all of them together.
 */
import type { App, Saved } from "../../app";
import type { Value } from "../../domain/op";
import { t } from "../../i18n";
import type { RecordView } from "../../view";

export const QUESTIONS = ["q1", "q2", "q3"] as const;
export type Moment = "before" | "after";
/** How one answers; a poll that does not say was by hands. */
export type Way = "hands" | "tablet";

export interface Poll {
  /** by way: the record that this tablet counts in */
  own: Record<Way, RecordView | null>;
  asked: number;
  /** by question: how many said yes */
  yes: Record<string, number>;
}

export const countOf = (view: RecordView | null, key: string): number => Number(view?.values.get(`counts/${key}`) ?? 0);
const wayOf = (view: RecordView): Way => (view.values.get("way") === "tablet" ? "tablet" : "hands");

export function pollOf(app: App, hearing: string, moment: Moment): Poll {
  const all = app.list("poll", { hearing, moment }).sort((a, b) => (a.id < b.id ? -1 : 1));
  const hands = all.find((view) => wayOf(view) === "hands") ?? null;
  const tablets = all.filter((view) => wayOf(view) === "tablet");
  const counted = hands === null ? tablets : [hands, ...tablets];
  const sum = (key: string): number => counted.reduce((total, view) => total + countOf(view, key), 0);
  const own = { hands, tablet: tablets.find(({ by }) => by === app.me?.inc) ?? null };
  return { own, asked: sum("asked"), yes: Object.fromEntries(QUESTIONS.map((key) => [key, sum(key)])) };
}

/** The words of a question, as they were asked where they were. */
export function questionOf(app: App, hearing: string, key: string): string {
  const asked = app.list("poll", { hearing }).map(({ values }) => values.get(`question/${key}`));
  return String(asked.find((words) => typeof words === "string") ?? t(`tablet.poll.${key}`));
}

/** What a new poll begins with: where it is, and its questions as they are asked now. */
export function beginning(app: App, hearing: string, moment: Moment, way: Way): Record<string, Value> {
  const questions = Object.fromEntries(QUESTIONS.map((key) => [`question/${key}`, questionOf(app, hearing, key)]));
  return { unit: app.record(hearing)?.values.get("unit") ?? null, hearing, moment, way, ...questions };
}

/** One person has answered on this tablet: who he is stands nowhere. */
export function answer(app: App, hearing: string, moment: Moment, yes: ReadonlySet<string>): Promise<Saved> {
  const { tablet } = pollOf(app, hearing, moment).own;
  const counts: Record<string, Value> = { "counts/asked": countOf(tablet, "asked") + 1 };
  for (const key of QUESTIONS) counts[`counts/${key}`] = countOf(tablet, key) + (yes.has(key) ? 1 : 0);
  return app.save("poll", tablet?.id ?? null, { ...(tablet === null && beginning(app, hearing, moment, "tablet")), ...counts });
}

/** Per cent, whole; null of nobody. */
export const share = (yes: number, asked: number): number | null => (asked === 0 ? null : Math.round((100 * yes) / asked));

/** By question: its share before and after; null where one of them was not asked. */
export function changeOf(app: App, hearing: string, key: string): { before: number; after: number } | null {
  const [before, after] = (["before", "after"] as const).map((moment) => {
    const { asked, yes } = pollOf(app, hearing, moment);
    return share(yes[key] ?? 0, asked);
  });
  return typeof before === "number" && typeof after === "number" ? { before, after } : null;
}

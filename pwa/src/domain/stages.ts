/**
 * The thirteen stages of a hearing in their order (DOMAIN §D), and where a hearing stands among them. Which stages a kind does
 * without is ours to say (DOMAIN §A, §C1); such a stage opens like any other, and one that holds something is never left out.
 */
import type { Value } from "./op";
import { msOf } from "./instant";

export const STAGES = [
  "notice", "opening", "check_in", "presentations", "poll_before", "group_work", "plenary", "ranking", "decisions", "poll_after",
  "read_back", "adoption", "sealed",
] as const;
export type StageName = (typeof STAGES)[number];

/**
 * By kind: a public meeting (ИНХ) approves the order of proposals by an agenda; a hearing by law answers each proposal with its
 * reason; a working visit has four parts: profile and past works (presentations), problems (plenary), cooperation (decisions).
 */
const WITHOUT: Readonly<Record<string, ReadonlySet<StageName>>> = {
  public_meeting: new Set(["poll_before", "group_work", "poll_after"]),
  public_hearing: new Set(["poll_before", "group_work", "ranking", "poll_after"]),
  visit: new Set(["poll_before", "group_work", "ranking", "poll_after", "read_back", "adoption"]),
};

/** `now` may also be `returned`; `past` has been gone over without being begun. */
export interface Step {
  name: StageName;
  state: "done" | "now" | "past" | "next";
  is_returned: boolean;
  /** a kind of hearing that does without it, and nothing in it */
  is_without: boolean;
  begun_ms: number | null;
}

/** Where a hearing stands, stage by stage. `holds` says whether a stage has something in it. */
export function spine(hearing: ReadonlyMap<string, Value>, is_sealed: boolean, holds: (stage: StageName) => boolean): Step[] {
  const now = STAGES.indexOf(stageOf(hearing));
  const without = WITHOUT[String(hearing.get("kind"))];
  const begun = STAGES.map((name) => msOf(hearing.get(`steps/${name}`)));
  return STAGES.map((name, place) => {
    const begun_ms = begun[place] ?? null;
    const state = is_sealed ? "done" : place === now ? "now" : begun_ms !== null ? "done" : place < now ? "past" : "next";
    return {
      name,
      state,
      is_returned: state === "now" && begun.some((at, other) => at !== null && other > place),
      is_without: without?.has(name) === true && begun_ms === null && place !== now && !holds(name),
      begun_ms,
    };
  });
}

/** The stage that a hearing is in; a new one is in the first. */
export function stageOf(hearing: ReadonlyMap<string, Value> | null): StageName {
  return STAGES.find((name) => name === hearing?.get("stage")) ?? "notice";
}

/** The stage that follows `stage`, leaving out what the kind does without; null after the last. */
export function nextOf(steps: readonly Step[], stage: StageName): Step | null {
  const at = steps.findIndex(({ name }) => name === stage);
  return steps.slice(at + 1).find(({ is_without }) => !is_without) ?? null;
}

/**
 * What the law on public hearings asks for (2015-07-08, DOMAIN §C1; its articles on days and publication were not readable:
 * every line is a reminder, to be confirmed by the ИТХ's office). Each is kept as the day on which it was met.
 */
export const BY_LAW = ["notice_days", "channel", "materials", "participants", "speakers", "answers", "publication"] as const;

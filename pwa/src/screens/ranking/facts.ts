/** What a ranking needs of the hearing: its sessions, its proposals with what is known of them, who may vote. Read from the app. */
import type { App } from "../../app";
import { sortedBy } from "../../domain/collate";
import type { Value } from "../../domain/op";
import { labelOf } from "../../app";
import type { RecordView } from "../../view";
import { standingOf } from "../capture/merging";
import { attendanceOf, referred } from "../hearing/room";
import { nameOf } from "../parts/types";
import type { Known } from "./setup";

export type State = "open" | "over" | "closed";

/** Whether voting goes on, is over, or the result is written. */
export function stateOf({ values }: RecordView): State {
  if (typeof values.get("closed_at") === "string") return "closed";
  return typeof values.get("counted") === "string" ? "over" : "open";
}

/** The sessions of a hearing: what goes on first, then the closed ones, the last one first. */
export function sessionsOf(app: App, hearing: string): RecordView[] {
  const closed = (view: RecordView): string => String(view.values.get("closed_at") ?? "~");
  return app.list("ranking_session", { hearing }).sort((a, b) => (closed(a) > closed(b) ? -1 : closed(a) < closed(b) ? 1 : a.id < b.id ? -1 : 1));
}

/** The proposals that can be ranked, in the order of the alphabet: those that were merged stand in the other. */
export function rankable(app: App, hearing: string): RecordView[] {
  return sortedBy(standingOf(app, { hearing }), (view) => nameOf(app, view));
}

/** What is known of a proposal now. */
export function knownOf(app: App, view: RecordView): Known {
  const cost = view.values.get("cost");
  const households = householdsBehind(app, view).size;
  return { id: view.id, cost: typeof cost === "number" && cost > 0 ? cost : null, households: households || null };
}

/** The distinct households of those who are known by name to stand behind a proposal, or behind one merged into it. */
function householdsBehind(app: App, view: RecordView): Set<Value> {
  const parts = [view, ...app.list("proposal", { merged_into: view.id })];
  const found = new Set<Value>();
  for (const part of parts) {
    found.add(referred(app, part, "proposer")?.values.get("household") ?? null);
    for (const supporter of app.list("supporter", { proposal: part.id })) {
      found.add(supporter.values.get("household") ?? referred(app, supporter, "person")?.values.get("household") ?? null);
    }
  }
  found.delete(null);
  return found;
}

/** People at the hearing, each once; null where this tablet knows of nobody. */
export function presentIn(app: App, hearing: string): number | null {
  const view = app.record(hearing);
  return view === null ? null : attendanceOf(app, view).total || null;
}

/** The tablets on which votes were taken down: «T-07, T-11». */
export function tabletsOf(app: App, session: string): string {
  const incs = ["ballot", "tally"].flatMap((type) => app.list(type, { session }).map(({ by }) => by));
  return [...new Set(incs.filter((inc) => inc !== ""))].map(labelOf).sort().join(", ");
}

/** Where hands can be counted: the whole hall, or a table. */
export function sourcesOf(app: App, hearing: string): string[] {
  const numbers = app.list("group", { hearing }).map(({ values }) => Number(values.get("number") ?? 0));
  return [...new Set(numbers.filter((number) => number > 0))].sort((a, b) => a - b).map(String);
}

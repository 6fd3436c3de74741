/** What can be shown and read out without a line: materials, who does what, works; and the log of what was (T12). */
import type { App, Saved } from "../../app";
import { sortedBy } from "../../domain/collate";
import { today } from "../../dates";
import type { RecordView } from "../../view";
import { nameOf } from "../parts/types";

export const SHELVES = ["material", "body", "work"] as const;
export type Shelf = (typeof SHELVES)[number];

const KINDS = ["explainer", "concept", "policy", "news", "directory", "form", "map"];

/** What stands on a shelf: materials by kind, bodies by name, works of the unit and of what it belongs to, the latest first. */
export function shelfOf(app: App, hearing: string, shelf: Shelf): RecordView[] {
  const named = sortedBy(app.list(shelf).filter(({ values }) => values.get("hidden") !== true), (view) => nameOf(app, view));
  if (shelf === "material") return named.sort((a, b) => KINDS.indexOf(String(a.values.get("kind"))) - KINDS.indexOf(String(b.values.get("kind"))));
  if (shelf === "body") return named;
  const units = unitsOf(app, hearing);
  const year = ({ values }: RecordView): number => Number(values.get("year") ?? 0);
  return named.filter(({ values }) => units.has(values.get("unit"))).sort((a, b) => year(b) - year(a));
}

/** The unit of a hearing and those that it belongs to. */
function unitsOf(app: App, hearing: string): Set<unknown> {
  const units = new Set<unknown>();
  for (let unit = app.record(hearing)?.values.get("unit"); typeof unit === "string" && !units.has(unit); unit = app.record(unit)?.values.get("parent")) units.add(unit);
  return units;
}

/** The day on which something was shown at this hearing; null where it was not. */
export function shownOn(hearing: RecordView | null, id: string): string | null {
  const day = hearing?.values.get(`presented/${id}`);
  return typeof day === "string" ? day : null;
}

/** Tick that it was shown, or take the tick away. A day and no hour: two tablets that tick it say the same. */
export function tick(app: App, hearing: string, id: string): Promise<Saved> {
  const day = shownOn(app.record(hearing), id) === null ? today(app.ports.clock.now()) : null;
  return app.save("hearing", hearing, { [`presented/${id}`]: day });
}

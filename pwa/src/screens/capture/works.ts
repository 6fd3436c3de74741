/** The works that the office plans or builds, as the map shows them: what the catalogue brought at the last sync (O8). */
import type { Value } from "../../domain/op";
import { readPoint, type Point } from "./point";

export const WORKS_MAX = 300;
const STATES = ["planned", "begun", "done", "stopped"] as const;

export interface WorkPin {
  id: string;
  at: Point;
  name: string;
  year: number | null;
  state: (typeof STATES)[number];
}

export const WORK_PATHS = ["name", "place", "year", "state"] as const;

/** Those of the works that say where they are, the nearest to `middle` first, at most WORKS_MAX. */
export function workPins(rows: Iterable<{ id: string; values: readonly Value[] }>, middle: Point | null): WorkPin[] {
  const found: WorkPin[] = [];
  for (const { id, values: [name, place, year, state] } of rows) {
    const at = readPoint(place);
    if (at === null || Math.abs(at.lat) > 90 || Math.abs(at.lon) > 180) continue;
    found.push({
      id,
      at,
      name: typeof name === "string" ? name : "",
      year: typeof year === "number" ? year : null,
      state: STATES.find((one) => one === state) ?? "planned",
    });
  }
  const far = ({ at }: WorkPin): number =>
    middle === null ? 0 : (at.lat - middle.lat) ** 2 + ((at.lon - middle.lon) * Math.cos((middle.lat * Math.PI) / 180)) ** 2;
  return found.sort((a, b) => far(a) - far(b) || (a.id < b.id ? -1 : 1)).slice(0, WORKS_MAX);
}

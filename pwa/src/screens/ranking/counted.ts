/** The count itself, with how long it took for whoever measures (User Timing; `make bench`, *ranking*). */
import type { Cast } from "../../app";
import { rank, type Result } from "../../domain/ranking/rank";

export const MEASURE = "yavuul rank";

export function counted(cast: Cast): Result {
  const start = performance.now();
  const result = rank(cast.session, cast.ballots, cast.tallies);
  performance.measure(MEASURE, { start });
  return result;
}

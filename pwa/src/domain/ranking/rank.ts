/**
 * Ranking that can be defended (T9, O10): what a meeting's votes come to, exact, the same on every device.
 *
 * Pure functions over the plain values of records; the twin of sync/ranking. Shared vectors, laws and a differential
 * fuzz hold both together.
 */
import type { Value } from "../op";
import { count, reread } from "./counting";
import { decide, type Result } from "./result";
import { read, type Method, type Records, type Values } from "./session";

/** Other methods for which the same ballots can be read, as a second opinion. */
export const ADVISORY: ReadonlyMap<Method, readonly Method[]> = new Map([
  ["dot_vote", ["approval", "greedy", "equal_shares"]],
  ["approval", ["greedy", "equal_shares"]],
  ["greedy", ["approval", "equal_shares"]],
  ["equal_shares", ["approval", "greedy"]],
  ["borda", ["pairwise"]],
  ["pairwise", ["borda"]],
] as const);

/**
 * What the ballots and hand counts of a `ranking_session` come to. `session`: the record's values by path; `ballots`,
 * `tallies`: the values of the records that name it, by id, those deleted left out. Any order, any tablet (I2).
 * RangeError where the session has no method that is known here.
 */
export function rank(session: Values, ballots: Records, tallies: Records): Result {
  const asked = read(session);
  return decide(asked, count(asked, ballots, tallies));
}

/**
 * The same ballots under another `method` of ADVISORY, with `parameters` of its own: an advice, not the decision.
 * A ballot that was invalid stays so. RangeError where the ballots cannot be read that way.
 */
export function advise(
  session: Values,
  ballots: Records,
  tallies: Records,
  method: Method,
  parameters: ReadonlyMap<string, string> = new Map(),
): Result {
  const asked = read(session);
  if (!ADVISORY.get(asked.method)?.includes(method)) {
    throw new RangeError(`ballots of ${asked.method} cannot be read as ${method}`);
  }
  const others = [...session].filter(([path]) => !path.startsWith("parameters/"));
  const given = [...parameters].map(([name, text]) => [`parameters/${name}`, text] as const);
  const other = read(new Map<string, Value>([...others, ...given, ["method", method]]));
  return decide(other, reread(count(asked, ballots, tallies), asked, other), asked.method);
}

export { FAMILIES, whyInvalid, type Reason } from "./ballots";
export { canonical, resultHash, type Item, type Result } from "./result";
export { CRITERIA, PARAMETERS, read } from "./session";
export type { Method, Problem, Records, Session, Values } from "./session";
export { lot, type Taken, type Tie } from "./ties";

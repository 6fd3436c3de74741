/**
 * Hand counts of several tables: added up by the source counted, never overwritten, never doubled (DESIGN §3).
 *
 * The twin of sync/ranking/tallies.py, which says what the keys of a `tally` mean. Two tallies of one source that
 * differ are a problem, and neither counts until one of them is gone.
 */
import { compareText } from "../order";
import { LEVELS } from "./ballots";
import { COUNT_MAX, part, whole, type Problem, type Records, type Session } from "./session";

export const HANDS = ["for", "against", "abstain"] as const;
const CAST = "_cast";
export const INVALID = "_invalid";

/** What the sources add up to; `cast` is null where one does not say how many papers it had. */
export interface Sums {
  readonly counts: ReadonlyMap<string, number>;
  readonly cast: number | null;
  readonly problems: readonly Problem[];
}

export const NO_SUMS: Sums = { counts: new Map(), cast: 0, problems: [] };

/** The sum under `key`. */
export function sumOf({ counts }: Sums, key: string): number {
  return counts.get(key) ?? 0;
}

/** The sums over all sources, and what is wrong with them. */
export function addUp(session: Session, tallies: Records): Sums {
  const { sources, problems } = bySource(tallies);
  const keys = keysOf(session);
  if (sources.size > 0 && keys.size === 0) return { ...NO_SUMS, problems: [{ code: "tallies-not-counted" }] };
  const totals = new Map<string, number>();
  for (const [source, counts] of sources) {
    for (const [key, count] of counts) {
      if (!keys.has(key)) problems.push({ code: "unknown-key", source, key });
      else if (count > COUNT_MAX) problems.push({ code: "bad-count", source, key });
      else totals.set(key, (totals.get(key) ?? 0) + count);
    }
  }
  const knowsCast = [...sources.values()].every((counts) => counts.has(CAST));
  problems.push(...tooMany(session, totals));
  return { counts: totals, cast: knowsCast ? (totals.get(CAST) ?? 0) : null, problems };
}

type Counts = ReadonlyMap<string, number>;

function bySource(tallies: Records): { sources: Map<string, Counts>; problems: Problem[] } {
  const said = new Map<string, Map<string, Counts>>();
  for (const [id, values] of tallies) {
    const counts = part(values, "counts") as Map<string, number>;
    if (counts.size === 0) continue;
    const source = String(values.get("source") || id);
    said.set(source, new Map(said.get(source)).set(JSON.stringify([...counts]), counts));
  }
  const sources = new Map<string, Counts>();
  const twice: string[] = [];
  for (const [source, versions] of said) {
    const [counts, ...others] = versions.values();
    if (counts && others.length === 0) sources.set(source, counts);
    else twice.push(source);
  }
  const problems = twice.sort(compareText).map((source) => ({ code: "counted-twice", source }));
  return { sources, problems };
}

/** The keys that a tally of this method may have; none where it is not counted by hand. */
function keysOf({ method, items }: Session): Set<string> {
  const keys = ((): string[] => {
    switch (method) {
      case "show_of_hands":
        return items.flatMap((item) => HANDS.map((hand) => `${item}.${hand}`));
      case "dot_vote":
        return items.flatMap((item) => [item, `${item}.supporters`]);
      case "approval":
      case "greedy":
        return [...items];
      case "consensus":
        return items.flatMap((item) => LEVELS.map((level) => `${item}.${level}`));
      case "pairwise":
        return items.flatMap((a) => items.filter((b) => b !== a).map((b) => `${a}.${b}`));
      default:
        return [];
    }
  })();
  const isCounted = ["show_of_hands", "dot_vote", "approval", "greedy", "consensus", "pairwise"].includes(method);
  return new Set(isCounted ? [...keys, CAST, INVALID] : []);
}

/** Counts that exceed the people there: nobody votes who is not in the room (DOMAIN §H 10). */
function tooMany(session: Session, totals: Counts): Problem[] {
  const problems: Problem[] = [];
  const [cast, invalid] = [totals.get(CAST) ?? 0, totals.get(INVALID) ?? 0];
  if (invalid > cast) problems.push({ code: "more-invalid-than-cast", counted: invalid, most: cast });
  if (session.eligible === null) return problems;
  for (const [of, keys, each] of groupsOf(session)) {
    const counted = keys.reduce((sum, key) => sum + (totals.get(key) ?? 0), 0);
    const most = each * session.eligible;
    if (counted > most) problems.push({ code: "too-many-hands", of, counted, most });
  }
  return problems;
}

type KeyGroup = readonly [of: string, keys: readonly string[], each: number];

/** Keys that together cannot exceed so many for each person, under a name. */
function groupsOf(session: Session): KeyGroup[] {
  const { items } = session;
  switch (session.method) {
    case "show_of_hands":
      return items.map((item) => [item, HANDS.map((hand) => `${item}.${hand}`), 1]);
    case "consensus":
      return items.map((item) => [item, LEVELS.map((level) => `${item}.${level}`), 1]);
    case "pairwise":
      return items.flatMap((a, at) => items.slice(at + 1).map((b): KeyGroup => [`${a}.${b}`, [`${a}.${b}`, `${b}.${a}`], 1]));
    case "dot_vote":
      return [
        ...items.map((item): KeyGroup => [`${item}.supporters`, [`${item}.supporters`], 1]),
        ["dots", items, whole(session, "dots", 3)],
      ];
    default:
      return items.map((item) => [item, [item], 1]);
  }
}

/** Methods that add up marks (DOMAIN §F); the twin of sync/ranking/scores.py, where each rule is told. */
import { LEVELS } from "./ballots";
import { countBallots, totalOf, type Counted } from "./counting";
import { Fraction, ZERO } from "./fraction";
import { weightsOf, whole, type Session } from "./session";
import { HANDS, sumOf } from "./tallies";
import { knownStep, type Group, type Step } from "./ties";

/** What is printed beside an item; each method gives its own figures. Means are exact, as text. */
export interface Details {
  readonly for?: number;
  readonly against?: number;
  readonly abstain?: number;
  readonly dots?: number;
  readonly supporters?: number | null;
  readonly ticks?: number;
  readonly voters?: number;
  readonly means?: readonly (readonly [criterion: string, mean: string])[];
  readonly levels?: readonly number[];
  readonly least?: number | null;
  readonly blocks?: number;
  readonly first_places?: number;
  readonly margins?: number;
  readonly votes?: number;
  readonly cost?: number | null;
  readonly stage?: "shares" | "fill" | null;
  readonly paid?: readonly Amount[];
}

/** [amount in ₮ with two decimals, how many ballots paid or kept it] */
export type Amount = readonly [amount: string, ballots: number];

export interface Findings {
  readonly condorcet?: string | null;
  readonly cycles?: readonly Group[];
  readonly pairs?: readonly (readonly [a: string, b: string, preferA: number, preferB: number])[];
  readonly share?: string;
  readonly raises?: number;
  readonly stopped?: "nothing-fits" | "overspends" | "limit" | "lot" | null;
  readonly left?: readonly Amount[];
  readonly spent?: number;
}

export type Parameters = Readonly<Record<string, string | number>>;

/** Points by item, the most first; `details` are printed beside them, `own` are the method's second keys. */
export interface Scoring {
  readonly variant: string;
  readonly scores: ReadonlyMap<string, Fraction>;
  readonly details: ReadonlyMap<string, Details>;
  readonly own?: readonly Step[];
  readonly parameters?: Parameters;
  readonly findings?: Findings;
}

/** A value for each item of the session. */
export function forItems<Found>({ items }: Pick<Session, "items">, of: (item: string) => Found): Map<string, Found> {
  return new Map(items.map((item) => [item, of(item)]));
}

/** Hands for each item; those against and abstaining are printed, and count for nothing. */
export function showOfHands(session: Session, { sums }: Counted): Scoring {
  const hands = (item: string, hand: string): number => sumOf(sums, `${item}.${hand}`);
  return {
    variant: "for",
    scores: forItems(session, (item) => Fraction.of(hands(item, "for"))),
    details: forItems(session, (item) => Object.fromEntries(HANDS.map((hand) => [hand, hands(item, hand)]))),
  };
}

/** The sum of dots; among equals, more people who gave it any (where every count says how many these are). */
export function dotVote(session: Session, counted: Counted): Scoring {
  const dots = forItems(session, (item) => totalOf(counted, item));
  const people = forItems(session, (item) => peopleOf(item, counted));
  const known = new Map([...people].filter((entry): entry is [string, number] => entry[1] !== null));
  const each = whole(session, "dots", 3);
  const most = whole(session, "max_per_item", each);
  return {
    variant: most > 1 ? "cumulative" : "one_per_item",
    scores: forItems(session, (item) => Fraction.of(dots.get(item) ?? 0)),
    details: forItems(session, (item) => ({ dots: dots.get(item) ?? 0, supporters: people.get(item) ?? null })),
    own: [knownStep("supporters", known)],
    parameters: { dots: each, max_per_item: most },
  };
}

/** How many gave `item` a dot; null where a table counted its dots and not their givers. */
function peopleOf(item: string, counted: Counted): number | null {
  const byHand = counted.sums.counts.get(`${item}.supporters`);
  if (byHand === undefined && sumOf(counted.sums, item) > 0) return null;
  return countBallots(counted, (marks) => marks.has(item)) + (byHand ?? 0);
}

/** Ticks, one for each item that a ballot likes. */
export function approval(session: Session, counted: Counted): Scoring {
  const ticks = forItems(session, (item) => totalOf(counted, item));
  const most = whole(session, "max_choices", session.items.length);
  return {
    variant: most >= session.items.length ? "unlimited" : "limited",
    scores: forItems(session, (item) => Fraction.of(ticks.get(item) ?? 0)),
    details: forItems(session, (item) => ({ ticks: ticks.get(item) ?? 0 })),
    parameters: { max_choices: most },
  };
}

/**
 * The weighted mean of the criteria's means, over the ballots that scored the item; unscored is 0. Among equals: the
 * higher mean of `need`, if that is among the criteria.
 */
export function criteria(session: Session, counted: Counted): Scoring {
  const weights = weightsOf(session);
  const entire = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
  const [first = ""] = weights.keys();
  const votersOf = (item: string): number => {
    const key = `${item}.${first}`;
    return countBallots(counted, (marks) => marks.has(key));
  };
  const means = forItems(session, (item) => {
    const voters = votersOf(item);
    return [...weights].map(([name, weight]) => {
      return { name, weight, mean: Fraction.of(totalOf(counted, `${item}.${name}`), voters || 1) };
    });
  });
  const score = (item: string): Fraction =>
    (means.get(item) ?? []).reduce((sum, { weight, mean }) => sum.plus(mean.times(weight)), ZERO).over(entire);
  const details = (item: string): Details => ({
    voters: votersOf(item),
    means: (means.get(item) ?? []).map(({ name, mean }) => [name, String(mean)]),
  });
  const needOf = (item: string): Fraction | undefined => means.get(item)?.find(({ name }) => name === "need")?.mean;
  return {
    variant: "weighted_mean",
    scores: forItems(session, score),
    details: forItems(session, details),
    own: [knownStep("need", weights.has("need") ? forItems(session, (item) => needOf(item) ?? ZERO) : new Map())],
    parameters: Object.fromEntries([...weights].map(([name, weight]) => [`weight.${name}`, weight])),
  };
}

/**
 * The mean level, 1 (block) to 5 (full support), of those who showed one; among equals, fewer blocks. A block is
 * printed, never a veto: whether one stops an item is for the meeting to say.
 */
export function consensus(session: Session, counted: Counted): Scoring {
  const at = (item: string, level: number): number =>
    countBallots(counted, (marks) => marks.get(item) === level) + sumOf(counted.sums, `${item}.${level}`);
  const levels = forItems(session, (item) => LEVELS.map((level) => at(item, level)));
  const of = (item: string): number[] => levels.get(item) ?? [];
  const voters = (item: string): number => of(item).reduce((sum, people) => sum + people, 0);
  const sum = (item: string): number => of(item).reduce((total, people, below) => total + people * (below + 1), 0);
  const blocks = (item: string): number => of(item)[0] ?? 0;
  const least = (item: string): number | null => LEVELS.find((level) => (of(item)[level - 1] ?? 0) > 0) ?? null;
  return {
    variant: "mean",
    scores: forItems(session, (item) => Fraction.of(sum(item), voters(item) || 1)),
    details: forItems(session, (item) => {
      return { voters: voters(item), levels: of(item), least: least(item), blocks: blocks(item) };
    }),
    own: [knownStep("blocks", forItems(session, blocks), false)],
  };
}

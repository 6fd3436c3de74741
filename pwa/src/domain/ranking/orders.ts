/** Methods on orders of preference: Borda and pairwise (Copeland), and cycles; the twin of sync/ranking/orders.py. */
import type { Marks } from "./ballots";
import { countBallots, type Counted } from "./counting";
import { Fraction, ZERO } from "./fraction";
import { forItems, type Scoring } from "./scores";
import { choice, topOf, type Session } from "./session";
import { sumOf } from "./tallies";
import { knownStep, type Group, type Step } from "./ties";

/** How many prefer the one to the other, for every ordered pair: what a ballot does not rank is below all it ranks. */
export class Pairs {
  private readonly prefer: Float64Array; // row by row, exact up to 2⁵³
  private readonly place: ReadonlyMap<string, number>;

  constructor(
    readonly items: Group,
    { ballots, sums }: Counted,
  ) {
    const size = items.length;
    this.place = new Map(items.map((item, at) => [item, at]));
    this.prefer = new Float64Array(size * size);
    if (sums.counts.size > 0) {
      items.forEach((a, at) => items.forEach((b, other) => (this.prefer[at * size + other] = sumOf(sums, `${a}.${b}`))));
    }
    for (const marks of ballots) this.add(marks);
  }

  private add(marks: Marks): void {
    const size = this.items.length;
    const places = this.items.map((item) => marks.get(item) ?? Infinity);
    for (let a = 0; a < size; a++) {
      const place = places[a] ?? Infinity;
      if (place === Infinity) continue;
      for (let b = 0; b < size; b++) {
        if (place < (places[b] ?? Infinity)) this.prefer[a * size + b] = (this.prefer[a * size + b] ?? 0) + 1;
      }
    }
  }

  of(a: string, b: string): number {
    return this.prefer[(this.place.get(a) ?? 0) * this.items.length + (this.place.get(b) ?? 0)] ?? 0;
  }

  /** Above 0 where more people prefer `a` to `b`. */
  margin(a: string, b: string): number {
    return this.of(a, b) - this.of(b, a);
  }

  /** 1 for each of `others` that more people put below `item` than above it, ½ where these are equally many. */
  wins(item: string, others: Group): Fraction {
    let halves = 0;
    for (const other of others) if (other !== item) halves += 1 + Math.sign(this.margin(item, other));
    return Fraction.of(halves, 2);
  }
}

/**
 * Points for places; `variant` names the rule. `modified`: m for the first of m = `top` places, m − 1 for the second …,
 * what is not ranked 0. `tournament`: as many points as there are items below, what is not ranked shares the points of
 * the places that are left. Among equals: head to head within the tied, then more first places.
 */
export function borda(session: Session, counted: Counted): Scoring {
  const [variant, top] = [choice(session, "variant"), topOf(session)];
  const scores = forItems(session, () => ZERO);
  for (const marks of counted.ballots) {
    const unranked = variant === "modified" ? ZERO : restOf(marks, session.items.length);
    for (const [item, sum] of scores) {
      const place = marks.get(item);
      const highest = variant === "modified" ? top + 1 : session.items.length;
      scores.set(item, sum.plus(place === undefined ? unranked : Fraction.of(highest - place)));
    }
  }
  const firsts = forItems(session, (item) => countBallots(counted, (marks) => marks.get(item) === 1));
  const pairs = new Pairs(session.items, counted);
  const headToHead: Step = {
    name: "head_to_head",
    valueOf: (group) => new Map(group.map((item) => [item, pairs.wins(item, group)])),
    isMost: true,
  };
  return {
    variant,
    scores,
    details: forItems(session, (item) => ({ first_places: firsts.get(item) ?? 0 })),
    own: [headToHead, knownStep("first_places", firsts)],
    parameters: { variant, top },
  };
}

/** The points that each item gets which a ballot does not rank: the mean of the places that are left. */
function restOf(marks: Marks, items: number): Fraction {
  if (marks.size === items) return ZERO;
  const given = [...marks.values()].reduce((sum, place) => sum + items - place, 0);
  return Fraction.of((items * (items - 1)) / 2 - given, items - marks.size);
}

/**
 * Copeland: 1 for each pair won, ½ for each drawn. Among equals: the sum of margins. Says who wins every pair (the
 * Condorcet winner), and which items beat each other in a circle.
 */
export function pairwise(session: Session, counted: Counted): Scoring {
  const { items } = session;
  const pairs = new Pairs(items, counted);
  const margins = forItems(session, (a) => items.reduce((sum, b) => sum + pairs.margin(a, b), 0));
  const beatsAll = (item: string): boolean => items.every((other) => other === item || pairs.margin(item, other) > 0);
  return {
    variant: "copeland",
    scores: forItems(session, (item) => pairs.wins(item, items)),
    details: forItems(session, (item) => ({ margins: margins.get(item) ?? 0 })),
    own: [knownStep("margins", margins)],
    parameters: { top: topOf(session) },
    findings: {
      condorcet: (items.length > 1 ? items.find(beatsAll) : undefined) ?? null,
      cycles: cyclesOf(pairs),
      pairs: items.flatMap((a, at) => items.slice(at + 1).map((b) => [a, b, pairs.of(a, b), pairs.of(b, a)] as const)),
    },
  };
}

/** Items that beat each other in a circle, largest circles whole (strongly connected parts of «beats»). */
export function cyclesOf(pairs: Pairs): Group[] {
  const { items } = pairs;
  const reach = new Map(items.map((a) => [a, new Set(items.filter((b) => pairs.margin(a, b) > 0))]));
  for (const middle of items) {
    for (const [item, reached] of reach) {
      if (item !== middle && reached.has(middle)) for (const end of reach.get(middle) ?? []) reached.add(end);
    }
  }
  const found = items.map((a) => items.filter((b) => reach.get(a)?.has(b) && reach.get(b)?.has(a)));
  return found.filter((circle, at) => circle[0] === items[at]);
}

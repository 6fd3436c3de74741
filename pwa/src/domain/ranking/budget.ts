/** Greedy choice within a budget: the best first, while it fits; the twin of sync/ranking/budget.py. */
import { totalOf, type Counted } from "./counting";
import { Fraction } from "./fraction";
import { forItems, type Details, type Findings, type Parameters } from "./scores";
import { choice, whole, type Problem, type Session } from "./session";
import { budgetPolicy, lotStep, parted, settle, type Group, type Taken, type Tie } from "./ties";

type Points = ReadonlyMap<string, Fraction>;
type Numbers = ReadonlyMap<string, number>;

/** What is bought, in order (equals together where their order is of no account), for how much, and the ties. */
export interface Choice {
  readonly variant: string;
  readonly scores: Points;
  details: ReadonlyMap<string, Details>;
  parameters: Parameters;
  findings: Findings;
  order: Group[];
  ties: Tie[];
  isOpen: boolean; // a lot is needed; what comes after it is not known
  spent: number;
}

/** The limit, in whole ₮; 0 where none is given (which is a problem of the session). */
export function budgetOf(session: Session): number {
  return whole(session, "budget", 0);
}

/** Items that cannot be bought because nobody says for how much. */
export function costProblems({ items, costs }: Session): Problem[] {
  return items.filter((item) => !costs.get(item)).map((item) => ({ code: "no-cost", item }));
}

/** Votes of the items that have both votes and a cost: nothing is bought that nobody wants. */
export function votesOf(session: Session, counted: Counted): Map<string, number> {
  const votes = session.items.map((item) => [item, totalOf(counted, item)] as const);
  return new Map(votes.filter(([item, number]) => number > 0 && session.costs.get(item)));
}

/** Nothing bought yet. */
export function emptyChoice(session: Session, counted: Counted, variant: string, scores: Points): Choice {
  const costOf = (item: string): number | null => session.costs.get(item) ?? null;
  const details = forItems(session, (item) => ({ votes: totalOf(counted, item), cost: costOf(item) }));
  const parameters = { budget: budgetOf(session), max_choices: whole(session, "max_choices", session.items.length) };
  return { variant, scores, details, parameters, findings: {}, order: [], ties: [], isOpen: false, spent: 0 };
}

export function chosenOf({ order }: Choice): Set<string> {
  return new Set(order.flat());
}

function pointsFor(by: string, votes: number, cost: number): Fraction {
  if (by === "votes_per_cost") return Fraction.of(votes, cost);
  return by === "votes" ? Fraction.of(votes) : Fraction.of(votes).times(cost);
}

/** The item with the most points of `by` first, then the next; one that no longer fits is passed over. */
export function greedy(session: Session, counted: Counted): Choice {
  const by = choice(session, "by");
  const votes = votesOf(session, counted);
  const points = (item: string, number: number): Fraction => pointsFor(by, number, session.costs.get(item) ?? 0);
  const scores = new Map([...votes].map(([item, number]) => [item, points(item, number)]));
  const bought = emptyChoice(session, counted, by, scores);
  buy(bought, session, votes, scores);
  bought.parameters = { ...bought.parameters, by };
  bought.findings = { spent: bought.spent };
  return bought;
}

/**
 * Buy on into `bought` the items of `votes` not yet bought, the most points first, while they fit. Equals that all fit,
 * or of which none fits, need no lot.
 */
export function buy(bought: Choice, session: Session, votes: Numbers, points: Points): void {
  const chosen = chosenOf(bought);
  const left = session.items.filter((item) => votes.has(item) && !chosen.has(item));
  const votesAndCost = budgetPolicy(session, votes).slice(0, 2);
  for (const tied of parted(left, points)) {
    const [groups, taken] = settle(tied, votesAndCost);
    const drawn = groups.flatMap((group) => buyEquals(bought, session, group));
    if (taken.length + drawn.length > 0) bought.ties.push({ items: tied, steps: [...taken, ...drawn] });
    if (bought.isOpen) return;
  }
}

/** Buys items with equal points, votes and cost: together if all fit, else as the lot has it; returns its step. */
function buyEquals(bought: Choice, session: Session, group: Group): readonly Taken[] {
  const cost = session.costs.get(group[0] ?? "") ?? 0;
  const fitting = Math.floor((budgetOf(session) - bought.spent) / cost);
  if (bought.isOpen || fitting === 0) return [];
  const [groups, drawn] = fitting < group.length ? settle(group, [lotStep(session)]) : [[group], []];
  bought.isOpen = fitting < group.length && groups.length === 1;
  const taken = bought.isOpen ? [] : groups.slice(0, fitting);
  bought.order.push(...taken);
  bought.spent += cost * taken.flat().length;
  return drawn;
}

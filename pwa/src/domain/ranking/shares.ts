/**
 * The Method of Equal Shares with cost utility, completed by add-1 and by votes.
 *
 * The twin of sync/ranking/shares.py, which tells the rule and its source. Whole numbers over one common denominator, as
 * there: exact, and quick.
 */
import type { Marks } from "./ballots";
import { budgetOf, buy, chosenOf, emptyChoice, votesOf, type Choice } from "./budget";
import type { Counted } from "./counting";
import { ceilDiv, Fraction, gcd } from "./fraction";
import type { Amount, Details, Findings } from "./scores";
import { choice, whole, type Session } from "./session";
import { budgetPolicy, pick, type Step, type Tie } from "./ties";

export const RAISES_MAX = 2_000;
type Supporters = readonly number[]; // purses, by place
type Price = readonly [need: bigint, rich: number];

/** Amounts and how many ballots each; all amounts are divided by `of`. */
interface Amounts {
  readonly amounts: readonly (readonly [amount: bigint, ballots: number])[];
  readonly of: bigint;
}

/** What each ballot has left. Equal ballots always pay the same, so they share a purse: `people` says how many. */
class Purses {
  private held: bigint[];
  of: bigint;

  constructor(
    share: Fraction,
    private readonly people: readonly number[],
  ) {
    this.held = people.map(() => share.n);
    this.of = share.d;
  }

  private heldAt(at: number): bigint {
    return this.held[at] ?? 0n;
  }

  private peopleAt(at: number): number {
    return this.people[at] ?? 0;
  }

  /** The most that one supporter pays: what the rich pay together over `of`, and how many these are; or null. */
  price(cost: number, supporters: Supporters): Price | null {
    let need = BigInt(cost) * this.of;
    let rich = supporters;
    while (rich.length > 0) {
      let number = 0;
      for (const at of rich) number += this.peopleAt(at);
      const least = ceilDiv(need, BigInt(number));
      const richer = rich.filter((at) => this.heldAt(at) >= least);
      if (richer.length === rich.length) return [need, number];
      for (const at of rich) if (this.heldAt(at) < least) need -= this.heldAt(at) * BigInt(this.peopleAt(at));
      rich = richer;
    }
    return null;
  }

  /** Takes the price from the supporters; what each of them paid. */
  pay([need, rich]: Price, supporters: Supporters): Amounts {
    const factor = BigInt(rich) / gcd(need, BigInt(rich));
    if (factor > 1n) this.held = this.held.map((purse) => purse * factor);
    this.of *= factor;
    const most = (need * factor) / BigInt(rich);
    const amounts = supporters.map((at): [bigint, number] => {
      const purse = this.heldAt(at);
      const amount = purse < most ? purse : most;
      this.held[at] = purse - amount;
      return [amount, this.peopleAt(at)];
    });
    return { amounts, of: this.of };
  }

  /** What each has left. */
  left(): Amounts {
    return { amounts: this.held.map((purse, at) => [purse, this.peopleAt(at)]), of: this.of };
  }
}

/** [amount in ₮, how many ballots], the most first; for print, so rounded to hundredths (halves up). */
function listed({ amounts, of }: Amounts): Amount[] {
  const ballots = new Map<bigint, number>();
  for (const [exact, people] of amounts) {
    const amount = (200n * exact + of) / (2n * of);
    ballots.set(amount, (ballots.get(amount) ?? 0) + people);
  }
  const most = [...ballots].sort(([a], [b]) => (a > b ? -1 : 1));
  return most.map(([amount, people]) => [`${amount / 100n}.${String(amount % 100n).padStart(2, "0")}`, people]);
}

/** Who is there and what is to be bought: the same in every run. */
interface Room {
  readonly people: readonly number[]; // how many ballots each purse stands for
  readonly supporters: ReadonlyMap<string, Supporters>;
  readonly votes: ReadonlyMap<string, number>;
  readonly costs: ReadonlyMap<string, number>;
}

/** The room for items that have votes and do not alone exceed the budget. */
function roomOf(ballots: readonly Marks[], votes: Room["votes"], costs: Room["costs"], budget: number): Room {
  const equal = new Map<string, { marks: Marks; people: number }>();
  for (const marks of ballots) {
    const key = [...marks.keys()].sort().join("/");
    equal.set(key, { marks, people: (equal.get(key)?.people ?? 0) + 1 });
  }
  const purses = [...equal.values()];
  const bought = [...votes.keys()].filter((item) => (costs.get(item) ?? 0) <= budget);
  const supportersOf = (item: string): Supporters => purses.flatMap(({ marks }, at) => (marks.has(item) ? [at] : []));
  const supporters = new Map(bought.map((item) => [item, supportersOf(item)]));
  return { people: purses.map(({ people }) => people), supporters, votes, costs };
}

/** One run with a fixed share: what was bought in order, who paid, the purses after it, and the ties on the way. */
interface Run {
  readonly share: Fraction;
  readonly purses: Purses;
  readonly order: readonly string[];
  readonly paid: ReadonlyMap<string, Amounts>;
  readonly ties: readonly Tie[];
  readonly isOpen: boolean;
}

/** Equal Shares without completion; `steps` part items of equal ρ. */
function run(room: Room, share: Fraction, steps: readonly Step[]): Run {
  const purses = new Purses(share, room.people);
  const order: string[] = [];
  const paid = new Map<string, Amounts>();
  const ties: Tie[] = [];
  let isOpen = false;
  let left = [...room.supporters.keys()].sort((a, b) => (room.votes.get(b) ?? 0) - (room.votes.get(a) ?? 0));
  while (!isOpen) {
    const found = cheapest(room, purses, left);
    if (found.tied.size === 0) break;
    const items = [...found.tied.keys()].sort();
    const [winner, taken] = pick(items, steps);
    if (taken.length > 0) ties.push({ items, steps: taken });
    const price = winner === null ? undefined : found.tied.get(winner);
    isOpen = winner === null;
    if (winner === null || price === undefined) break;
    order.push(winner);
    paid.set(winner, purses.pay(price, room.supporters.get(winner) ?? []));
    left = found.left.filter((item) => item !== winner);
  }
  return { share, purses, order, paid, ties, isOpen };
}

/**
 * The items with the least ρ and their prices; `left` without those that can never be paid any more. `left` begins with
 * the most votes: 1 ÷ votes is the least that ρ can be, so the search ends early.
 */
function cheapest(room: Room, purses: Purses, left: string[]): { tied: ReadonlyMap<string, Price>; left: string[] } {
  let tied = new Map<string, Price>();
  let [best, of, fewest] = [1n, 0n, 0]; // ρ of the best so far is best ÷ of ÷ purses.of; with fewer votes none is as good
  const lost = new Set<string>();
  for (const item of left) {
    if ((room.votes.get(item) ?? 0) < fewest) break;
    const cost = room.costs.get(item) ?? 0;
    const price = purses.price(cost, room.supporters.get(item) ?? []);
    if (price === null) {
      lost.add(item);
      continue;
    }
    const [need, weight] = [price[0], BigInt(price[1]) * BigInt(cost)];
    const difference = tied.size === 0 ? -1n : need * of - best * weight;
    if (difference > 0n) continue;
    if (difference < 0n) {
      [tied, best, of] = [new Map(), need, weight];
      fewest = Number(ceilDiv(weight * purses.of, need));
    }
    tied.set(item, price);
  }
  return { tied, left: lost.size === 0 ? left : left.filter((item) => !lost.has(item)) };
}

/** Equal Shares and its completion; `findings` has the last share and what is left of it. */
export function equalShares(session: Session, counted: Counted): Choice {
  const [budget, completion] = [budgetOf(session), choice(session, "completion")];
  const votes = votesOf(session, counted);
  const points = new Map([...votes].map(([item, number]) => [item, Fraction.of(number)]));
  const bought = emptyChoice(session, counted, `cost_${completion}`, points);
  const share = Fraction.of(budget, counted.ballots.length || 1);
  const percent = ceilDiv(share.n, share.d * 100n);
  const unit = whole(session, "unit", Math.max(1, Number(percent)));
  const room = roomOf(counted.ballots, votes, session.costs, budget);
  const steps = budgetPolicy(session, votes);
  const first = run(room, share, steps);
  const isCompleted = completion !== "none" && !first.isOpen;
  const { done, raises, stopped } = isCompleted
    ? completed(room, first, unit, budget, steps)
    : { done: first, raises: 0, stopped: null };
  take(bought, done, session.costs);
  if (completion === "add1_utilitarian" && !done.isOpen) buy(bought, session, votes, points);
  const chosen = chosenOf(bought);
  const stageOf = (item: string): Details => {
    const paid = done.paid.get(item);
    return paid ? { stage: "shares", paid: listed(paid) } : { stage: chosen.has(item) ? "fill" : null };
  };
  bought.details = new Map([...bought.details].map(([item, details]) => [item, { ...details, ...stageOf(item) }]));
  bought.parameters = { ...bought.parameters, completion, ...(completion === "none" ? {} : { unit }) };
  const left = listed(done.purses.left());
  bought.findings = { share: String(done.share), raises, stopped, left, spent: bought.spent };
  return bought;
}

interface Completed {
  readonly done: Run;
  readonly raises: number;
  readonly stopped: NonNullable<Findings["stopped"]>;
}

/** The last run that stands, how often the share was raised, and why no further. */
function completed(room: Room, first: Run, unit: number, budget: number, steps: readonly Step[]): Completed {
  const spent = (order: readonly string[]): number => order.reduce((sum, item) => sum + (room.costs.get(item) ?? 0), 0);
  let done = first;
  for (let raises = 0; raises < RAISES_MAX; raises++) {
    const { paid, order, share } = done;
    const rest = budget - spent(order);
    const isFull = [...room.supporters.keys()].every((item) => paid.has(item) || (room.costs.get(item) ?? 0) > rest);
    if (isFull) return { done, raises, stopped: "nothing-fits" };
    const further = run(room, share.plus(Fraction.of(unit)), steps);
    if (further.isOpen) {
      const ties = [...done.ties, ...further.ties.slice(-1)];
      return { done: { ...done, ties, isOpen: true }, raises, stopped: "lot" };
    }
    if (spent(further.order) > budget) return { done, raises, stopped: "overspends" };
    done = further;
  }
  return { done, raises: RAISES_MAX, stopped: "limit" };
}

function take(bought: Choice, done: Run, costs: Room["costs"]): void {
  bought.order = done.order.map((item) => [item]);
  bought.spent = done.order.reduce((sum, item) => sum + (costs.get(item) ?? 0), 0);
  bought.ties.push(...done.ties);
  bought.isOpen = done.isOpen;
}

"""The Method of Equal Shares with cost utility, completed by add-1 and by votes (DOMAIN §F, §F1).

D. Peters, G. Pierczyński, P. Skowron: Proportional Participatory Budgeting with Additive Utilities (NeurIPS 2021);
completion as described at equalshares.net. Every valid ballot gets budget ÷ ballots. In each round the item whose
supporters can pay it together at the least price per unit of utility is bought; with the cost as utility that price is
ρ = p ÷ cost, where p is the most that one supporter pays, and poorer ones pay all they have. Equal ρ: more votes, lower
cost, lot.

`completion`: `none` · `add1`: raise every share by `unit` and begin anew, until nothing more fits or one raise more
would overspend · `add1_utilitarian`: then fill what is left by votes. The published unit is 1 of the currency; code
published there raises by 1 %. Here `unit` is in ₮; where none is given it is 1 % of a share, rounded up. No more than
RAISES_MAX raises.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import gcd

from sync.ranking.ballots import Marks
from sync.ranking.budget import Choice, budget_of, buy, empty_choice, votes_of
from sync.ranking.counting import Counted
from sync.ranking.session import Session
from sync.ranking.ties import Step, budget_policy, pick

RAISES_MAX = 2_000
Supporters = tuple[int, ...]  # purses, by place
Amounts = tuple[list[tuple[int, int]], int]  # (amount, how many ballots) …, and what the amounts are divided by


class Purses:
    """What each ballot has left, as whole numbers over one common denominator: exact, and quick.

    Equal ballots always pay the same, so they share a purse: `people` says how many each purse stands for.
    """

    def __init__(self, share: Fraction, people: Sequence[int]) -> None:
        self.people = people
        self.held, self.of = [share.numerator] * len(people), share.denominator

    def price(self, cost: int, supporters: Supporters) -> tuple[int, int] | None:
        """The most that one supporter pays, as (what the rich pay together over `of`, how many these are).

        None where the supporters cannot pay `cost` together.
        """
        need, rich = cost * self.of, supporters
        while rich:
            number = sum(self.people[at] for at in rich)
            least = -(-need // number)
            richer = tuple(at for at in rich if self.held[at] >= least)
            if len(richer) == len(rich):
                return need, number
            need -= sum(self.held[at] * self.people[at] for at in rich if self.held[at] < least)
            rich = richer
        return None

    def pay(self, price: tuple[int, int], supporters: Supporters) -> Amounts:
        """Take the price from the supporters; what each of them paid."""
        need, rich = price
        factor = rich // gcd(need, rich)
        self.held, self.of = [purse * factor for purse in self.held], self.of * factor
        most = need * factor // rich
        paid = [(min(self.held[at], most), self.people[at]) for at in supporters]
        for at in supporters:
            self.held[at] -= min(self.held[at], most)
        return paid, self.of

    def left(self) -> Amounts:
        """What each has left."""
        return list(zip(self.held, self.people, strict=True)), self.of


def listed(amounts: Amounts) -> list[list[object]]:
    """[amount in ₮, how many ballots], the most first; for print, so rounded to hundredths (halves up)."""
    ballots = Counter()
    for amount, people in amounts[0]:
        ballots[(200 * amount + amounts[1]) // (2 * amounts[1])] += people
    return [[f"{amount // 100}.{amount % 100:02}", ballots[amount]] for amount in sorted(ballots, reverse=True)]


@dataclass(frozen=True, slots=True)
class Room:
    """Who is there and what is to be bought: the same in every run."""

    people: tuple[int, ...]  # how many ballots each purse stands for
    supporters: Mapping[str, Supporters]
    votes: Mapping[str, int]
    costs: Mapping[str, int]


def room_of(ballots: Sequence[Marks], votes: Mapping[str, int], costs: Mapping[str, int], budget: int) -> Room:
    """The room for items that have votes and do not alone exceed the budget."""
    equal = Counter(frozenset(marks) for marks in ballots)
    bought = [item for item in votes if costs[item] <= budget]
    supporters = {item: tuple(at for at, marks in enumerate(equal) if item in marks) for item in bought}
    return Room(tuple(equal.values()), supporters, votes, costs)


@dataclass(slots=True)
class Run:
    """One run with a fixed share: what was bought in order, who paid, the purses after it, and the ties on the way."""

    share: Fraction
    purses: Purses
    order: list[str] = field(default_factory=list)
    paid: dict[str, Amounts] = field(default_factory=dict)
    ties: list[dict[str, object]] = field(default_factory=list)
    is_open: bool = False


def run(room: Room, share: Fraction, steps: Sequence[Step]) -> Run:
    """Equal Shares without completion; `steps` part items of equal ρ."""
    purses = Purses(share, room.people)
    done = Run(share, purses)
    left = sorted(room.supporters, key=lambda item: -room.votes[item])
    while tied := _cheapest(room, purses, left):
        winner, taken = pick(sorted(tied), steps)
        if taken:
            done.ties.append({"items": sorted(tied), "steps": taken})
        if winner is None:
            done.is_open = True
            break
        done.order.append(winner)
        done.paid[winner] = purses.pay(tied[winner], room.supporters[winner])
        left.remove(winner)
    return done


def _cheapest(room: Room, purses: Purses, left: list[str]) -> dict[str, tuple[int, int]]:
    """The items with the least ρ and their prices. Takes those off `left` that can never be paid any more.

    `left` begins with the most votes: 1 ÷ votes is the least that ρ can be, so the search ends early.
    """
    tied: dict[str, tuple[int, int]] = {}
    best, of, fewest = 1, 0, 0  # ρ of the best so far is best ÷ of ÷ purses.of; with fewer votes none is as good
    for item in list(left):
        if room.votes[item] < fewest:
            break
        price = purses.price(room.costs[item], room.supporters[item])
        if price is None:
            left.remove(item)
            continue
        need, weight = price[0], price[1] * room.costs[item]
        if not tied or need * of < best * weight:
            tied, best, of, fewest = {}, need, weight, -(-weight * purses.of // need)
        if need * of == best * weight:
            tied[item] = price
    return tied


def equal_shares(session: Session, counted: Counted) -> Choice:
    """Equal Shares and its completion; `findings` has the last share and what is left of it."""
    budget, completion = budget_of(session), session.choice("completion")
    votes = votes_of(session, counted)
    points = {item: Fraction(number) for item, number in votes.items()}
    choice = empty_choice(session, counted, f"cost_{completion}", points)
    choice.details = {item: details | {"stage": None} for item, details in choice.details.items()}
    share = Fraction(budget, len(counted.ballots) or 1)
    unit = session.whole("unit", max(1, -(-share.numerator // (share.denominator * 100))))
    room = room_of(counted.ballots, votes, session.costs, budget)
    steps = budget_policy(session, votes)
    done, raises, stopped = run(room, share, steps), 0, None
    if completion != "none" and not done.is_open:
        done, raises, stopped = completed(room, done, unit, budget, steps)
    _take(choice, done, session.costs)
    if completion == "add1_utilitarian" and not done.is_open:
        buy(choice, session, votes, points)
        for item in choice.chosen - done.paid.keys():
            choice.details[item]["stage"] = "fill"
    choice.parameters |= {"completion": completion, "max_choices": session.whole("max_choices", len(session.items))}
    choice.parameters |= {} if completion == "none" else {"unit": unit}
    choice.findings = {
        "share": str(done.share),
        "raises": raises,
        "stopped": stopped,
        "left": listed(done.purses.left()),
        "spent": choice.spent,
    }
    return choice


def completed(room: Room, first: Run, unit: int, budget: int, steps: Sequence[Step]) -> tuple[Run, int, str]:
    """The last run that stands, how often the share was raised, and why no further.

    `nothing-fits`, `overspends`, `limit`, or `lot`: a tie in the next run needs one.
    """
    done = first
    for raises in range(RAISES_MAX):
        rest = budget - sum(room.costs[item] for item in done.order)
        if all(item in done.paid or room.costs[item] > rest for item in room.supporters):
            return done, raises, "nothing-fits"
        further = run(room, done.share + unit, steps)
        if further.is_open:
            done.ties.append(further.ties[-1])
            done.is_open = True
            return done, raises, "lot"
        if sum(room.costs[item] for item in further.order) > budget:
            return done, raises, "overspends"
        done = further
    return done, RAISES_MAX, "limit"


def _take(choice: Choice, done: Run, costs: Mapping[str, int]) -> None:
    choice.order = [[item] for item in done.order]
    choice.spent = sum(costs[item] for item in done.order)
    choice.ties += done.ties
    choice.is_open = done.is_open
    for item, paid in done.paid.items():
        choice.details[item] |= {"stage": "shares", "paid": listed(paid)}

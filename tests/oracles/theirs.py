"""What pabutools and pref_voting say of a meeting, in the form of ours.py."""

from collections import Counter
from fractions import Fraction

from pabutools.election import ApprovalBallot, ApprovalProfile, Cardinality_Sat, Cost_Sat, Instance, Project
from pabutools.rules import greedy_utilitarian_welfare, method_of_equal_shares
from pabutools.tiebreaking import TieBreakingRule
from pref_voting.profiles_with_ties import ProfileWithTies
from pref_voting.scoring_methods import symmetric_borda_scores

votes_then_cost = TieBreakingRule(lambda _, profile, project: (-profile.approval_score(project), project.cost))


def answers(meeting: dict) -> dict:
    """What the oracles say."""
    return _budget_answers(meeting) if meeting["kind"] == "budget" else _places_answers(meeting)


def _budget_answers(meeting: dict) -> dict:
    projects = {item: Project(item, cost) for item, cost in meeting["costs"].items()}
    instance = Instance(projects.values(), budget_limit=meeting["budget"])
    ballots = [ApprovalBallot(projects[item] for item in ballot) for ballot in meeting["ballots"]]
    profile = ApprovalProfile(ballots, instance=instance)
    tie_rule = {"tie_breaking": votes_then_cost}

    def shares(**options):
        return method_of_equal_shares(instance, profile, Cost_Sat, **tie_rule, **options)

    # Greedy there goes by satisfaction per cost: with the cost as satisfaction that is votes.
    def greedy(sat_class, **options):
        return greedy_utilitarian_welfare(instance, profile, sat_class, **tie_rule, **options)

    add1 = shares(voter_budget_increment=meeting["unit"])
    return {
        "greedy_votes": _named(greedy(Cost_Sat)),
        "greedy_votes_per_cost": _named(greedy(Cardinality_Sat)),
        "mes_none": _named(shares()),
        "mes_none_left": _left(shares(analytics=True)),
        "mes_add1": _named(add1),
        "mes_add1_utilitarian": _named(greedy(Cost_Sat, initial_budget_allocation=add1)),
    }


def _named(projects) -> list[str]:
    return sorted(project.name for project in projects)


def _left(allocation) -> list[list[object]]:
    """What the voters have left after the last round, in hundredths, halves up."""
    left = Counter()
    for purse in allocation.details.iterations[-1].voters_budget:
        left[int(Fraction(int(purse.numerator), int(purse.denominator)) * 100 + Fraction(1, 2))] += 1
    return [[f"{amount // 100}.{amount % 100:02}", left[amount]] for amount in sorted(left, reverse=True)]


def _places_answers(meeting: dict) -> dict:
    items, ballots = meeting["items"], meeting["ballots"]
    orders = [{int(item): place for place, item in enumerate(ballot, 1)} for ballot in ballots]
    profile = ProfileWithTies(orders, candidates=[int(item) for item in items])
    profile.use_extended_strict_preference()
    # Symmetric Borda is items below minus items above: the tournament's points but for scale.
    symmetric, most = symmetric_borda_scores(profile), len(ballots) * (len(items) - 1)
    copeland = profile.copeland_scores(scores=(1, 0.5, 0))
    winner = profile.condorcet_winner()
    return {
        "borda": {item: str(Fraction(int(symmetric[int(item)]) + most, 2)) for item in items},
        "copeland": {item: str(Fraction(copeland[int(item)])) for item in items},
        "condorcet": None if winner is None else str(winner),
        "cycles": len(profile.cycles()) > 0,
    }

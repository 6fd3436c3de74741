"""Cases of the ranking: every method, every step of a tie, every reason, what tables say. Python states the result."""

from collections.abc import Iterator

from sync.ranking import ADVISORY, canonical, result_hash
from tests.sync.answers import ranked
from tests.sync.ranking_build import hands, levels, marks, orders, session, ticks

WELL_TO_SCHOOL = {"1": 12_000_000, "2": 6_500_000, "3": 6_500_000}  # ₮


def _asked(name: str, asked: dict, ballots: dict | None = None, tallies: dict | None = None, **more) -> dict:
    return {"name": name, "ranking": {"session": asked, "ballots": ballots or {}, "tallies": tallies or {}, **more}}


def _ordering() -> Iterator[dict]:
    by_hand = {"t1": hands("1-р ширээ", {"1": (9, 2, 1), "2": (5, 5, 2), "3": (5, 0, 0)})}
    yield _asked(
        "hands of two tables add up",
        session("show_of_hands", "123", eligible=38),
        tallies=by_hand | {"t2": hands("2-р ширээ", {"1": (4, 0, 0), "2": (8, 1, 0), "3": (1, 2, 3)})},
    )
    yield _asked(
        "one table counted twice",
        session("show_of_hands", "12"),
        tallies={"t1": hands("1", {"1": (9, 0, 0)}), "t2": hands("1", {"1": (8, 0, 0)})},
    )
    yield _asked(
        "39 hands of 38 people",
        session("show_of_hands", "1", eligible=38),
        tallies={"t1": hands("1", {"1": (20, 12, 7)})},
    )
    yield _asked(
        "dots",
        session("dot_vote", "123", {"dots": "3", "max_per_item": "2"}, seed="Алтай"),
        marks({"1": 2, "2": 1}, {"1": 1, "3": 2}, {"2": 2}, {"1": 3}, {"2": 2, "3": 2}, {}),
    )
    yield _asked(
        "dots of a table that did not count their givers",
        session("dot_vote", "12", seed="x"),
        marks({"1": 2}),
        {"t": {"counts/1": 1, "counts/2": 3, "counts/_cast": 2, "counts/_invalid": 1}},
    )
    yield _asked("ticks", session("approval", "1234", {"max_choices": "2"}), ticks("12", "13", "1", "4", "123", ""))
    for variant in ("modified", "tournament"):
        given = {"variant": variant, "top": "3"}
        yield _asked(f"borda {variant}", session("borda", "1234", given), orders("123", "214", "3", "41"))
        yield _asked(
            f"minimal_Borda.soc of pref_voting, {variant}",
            session("borda", "012", {"variant": variant}),
            orders("120", "120", "201"),
        )
    yield _asked("a circle", session("pairwise", "1234", seed="Дөрвөн уул"), orders("1234", "2314", "3124"))
    yield _asked("pairs by hand", session("pairwise", "12"), tallies={"t": {"counts/1.2": 7, "counts/2.1": 5}})
    yield _asked(
        "criteria",
        session("criteria", "12", {"weight.need": "3", "weight.cost": "1"}),
        marks({"1.need": 5, "1.cost": 1, "2.need": 4, "2.cost": 4}, {"1.need": 4, "1.cost": 2}, {"1.need": 4}),
    )
    yield _asked(
        "levels", session("consensus", "12"), levels("55", "51", "35"), {"t": {"counts/1.5": 2, "counts/2.4": 2}}
    )


def _ties() -> Iterator[dict]:
    tied = ticks("123", "123", "4")
    households = {"1": 2, "2": 2, "3": 1, "4": 1}
    yield _asked("nothing known: a run-off is needed", session("approval", "1234"), tied)
    yield _asked(
        "households, then cost", session("approval", "1234", households=households, costs=WELL_TO_SCHOOL), tied
    )
    yield _asked(
        "the cost of one is not known",
        session("approval", "1234", costs={"1": 5}, run_off={"1": 3, "2": 9, "3": 4}),
        tied,
    )
    yield _asked(
        "a run-off still equal: a lot is needed", session("approval", "123", run_off={"1": 3, "2": 9, "3": 3}), tied
    )
    yield _asked(
        "too many hands in the run-off", session("approval", "123", run_off={"1": 9, "2": 8, "3": 7}, eligible=5), tied
    )
    for seed in ("Жаргалант", " Жаргалант ", "Ховд 2026"):
        yield _asked(
            f"a lot with the seed «{seed}»", session("approval", "1234", {"run_off": "skipped"}, seed=seed), tied
        )


def _money() -> Iterator[dict]:
    hand = ticks(*["ab"] * 6, *["cd"] * 4)
    costs = {"a": 60, "b": 50, "c": 40, "d": 30}
    for by in ("votes", "votes_per_cost", "votes_times_cost"):
        yield _asked(f"greedy by {by}", session("greedy", "abcd", {"budget": "100", "by": by}, costs=costs), hand)
    for completion in ("none", "add1", "add1_utilitarian"):
        given = {"budget": "100", "completion": completion, "unit": "1"}
        yield _asked(f"shares {completion}", session("equal_shares", "abcd", given, costs=costs), hand)
    equal = {"a": 50, "b": 50}
    for method in ("greedy", "equal_shares"):
        yield _asked(
            f"{method}: equals need a lot", session(method, "ab", {"budget": "60"}, costs=equal), ticks("ab", "ab")
        )
        yield _asked(
            f"{method}: drawn", session(method, "ab", {"budget": "60"}, costs=equal, seed="x"), ticks("ab", "ab")
        )
        yield _asked(f"{method}: no cost, no budget", session(method, "ab", costs={"a": 5}), ticks("ab"))
    millions = {"1": 240_000_000, "2": 90_000_000, "3": 33_000_001}
    given = {"budget": "300000000"}
    yield _asked(
        "millions", session("equal_shares", "123", given, costs=millions), ticks("12", "12", "1", "3", "13", "23", "3")
    )


def _wrong() -> Iterator[dict]:
    split = {**ticks("1", "2"), "c1": {"marks/1": 1, "corrects": "b0"}, "c2": {"marks/2": 1, "corrects": "b0"}}
    yield _asked("corrected twice, differently", session("approval", "12"), split)
    again = {**ticks("1"), "c1": {"marks/2": 1, "corrects": "b0"}, "c2": {"marks/2": 1, "corrects": "b0"}}
    yield _asked("corrected twice, alike", session("approval", "12"), again)
    yield _asked(
        "declared invalid, unknown, out of range",
        session("approval", "12"),
        {"b": {"invalid": True, "marks/1": 1}, **marks({"9": 1}, {"1": 2}, {"1": -1})},
    )
    yield _asked("the same place twice", session("borda", "123"), marks({"1": 1, "2": 1}, {"1": 1, "2": 3}))
    yield _asked("bad parameters and keys", session("dot_vote", ["1", "a.b", "_c"], {"dots": "0", "colour": "red"}))
    yield _asked(
        "figures that no meeting has",
        session("approval", "12", run_off={"1": 10**12}),
        tallies={"t": {"counts/1": 10**10, "counts/9": 1, "counts/_invalid": 2}},
    )
    yield _asked("ballots where hands are counted", session("show_of_hands", "1"), ticks("1"))
    yield _asked("hand counts where ballots are", session("borda", "12"), tallies={"t": {"counts/1": 3}})
    yield _asked("more ballots than people", session("approval", "1", eligible=1), ticks("1", "1"))


def _advice() -> Iterator[dict]:
    given = {"greedy": {"budget": "100"}, "equal_shares": {"budget": "100", "completion": "add1"}}
    for method, others in ADVISORY.items():
        ballots = orders("123", "21", "3") if method in ("borda", "pairwise") else ticks("12", "13", "1")
        asked = session(method, "123", given.get(method), costs={"1": 60, "2": 50, "3": 40})
        for other in others:
            advise = {"method": other, "parameters": given.get(other, {})}
            yield _asked(f"{method} as {other}", asked, ballots, advise=advise)


def ranking_cases() -> list[dict]:
    """Sessions with the canonical result and its hash."""
    cases = [*_ordering(), *_ties(), *_money(), *_wrong(), *_advice()]
    for case in cases:
        result = ranked(case["ranking"])
        case |= {"hash": result_hash(result), "result": canonical(result).decode()}
    return cases

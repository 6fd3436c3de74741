"""Ranking sessions, ballots and hand counts for tests, in the plain values that records show."""

from collections.abc import Iterable

from sync.ranking.tallies import HANDS


def session(method: str, items: Iterable[str] = "abc", parameters: dict | None = None, **fields) -> dict:
    """A session; `costs`, `households`, `run_off` by item; other fields as they are."""
    values: dict = {"method": method, **{f"items/{item}": "p" for item in items}}
    maps = {"parameters": parameters or {}}
    maps |= {name: fields.pop(name) for name in ("costs", "households", "run_off") if name in fields}
    values |= {f"{name}/{key}": value for name, entries in maps.items() for key, value in entries.items()}
    return values | fields


def marks(*ballots: dict[str, int]) -> dict[str, dict]:
    """Ballots b0, b1 … with these marks."""
    return {f"b{at}": {f"marks/{key}": mark for key, mark in ballot.items()} for at, ballot in enumerate(ballots)}


def ticks(*ballots: str) -> dict[str, dict]:
    """Ballots that tick the items named by one letter each."""
    return marks(*(dict.fromkeys(ballot, 1) for ballot in ballots))


def orders(*ballots: str) -> dict[str, dict]:
    """Ballots that rank the items named by one letter each, the best first."""
    return marks(*({item: place for place, item in enumerate(ballot, 1)} for ballot in ballots))


def levels(*ballots: str) -> dict[str, dict]:
    """Ballots with a level for items 1, 2 …: `53` is 5 for the first, 3 for the second."""
    return marks(*({str(at): int(level) for at, level in enumerate(ballot, 1)} for ballot in ballots))


def hands(source: str | None, counted: dict[str, tuple[int, int, int]]) -> dict:
    """A tally of hands for, against and abstaining."""
    counts = {
        f"counts/{item}.{hand}": number for item in counted for hand, number in zip(HANDS, counted[item], strict=True)
    }
    return counts | ({"source": source} if source else {})


def order_of(result: dict) -> list[tuple[int | None, str]]:
    """Rank and item, in the order of the result."""
    return [(entry["rank"], entry["item"]) for entry in result["items"]]


def steps_of(result: dict) -> list[str]:
    """The names of all steps taken for ties, those passed over or needed with a mark."""
    return [
        step["step"] + ("!" if "needed" in step else "?" if "skipped" in step else "")
        for tie in result["ties"]
        for step in tie["steps"]
    ]

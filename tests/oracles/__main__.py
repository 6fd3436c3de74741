"""Compare, and keep some of the answers: `python -m tests.oracles [meetings [seed]]`, as `make oracles` calls it.

Asks about random meetings of two sorts and about the real elections of tests/vectors/ranking_elections.json. Prints
each difference with its meeting, exits 1 if there is one. The first KEPT of each sort are written to
tests/vectors/ranking_oracles.json with the versions that answered; `make test` holds both our engines to them.
"""

import json
import random
import sys
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

from tests.oracles import ours, theirs

KEPT = 150
VECTORS = Path(__file__).resolve().parents[1] / "vectors"


def elections() -> Iterable[dict]:
    """The real elections as budget meetings."""
    for election in json.loads((VECTORS / "ranking_elections.json").read_text(encoding="utf-8"))[1:]:
        ballots = [ballot.split() for ballot, count in election["ballots"].items() for _ in range(count)]
        asked = {key: election[key] for key in ("budget", "costs")}
        yield {"kind": "budget", "unit": 1, "ballots": ballots, **asked}


def compare(name: str, meetings: Iterable[dict]) -> tuple[int, list[dict]]:
    """How many differ, and the meetings with the oracles' answers."""
    answered = [meeting | {"answers": theirs.answers(meeting)} for meeting in meetings]
    differing = [meeting for meeting in answered if ours.answers(meeting) != meeting["answers"]]
    for meeting in differing:
        print(f"differs: {json.dumps(meeting)}\n  ours: {ours.answers(meeting)}")
    print(
        f"{name}: {len(answered) - len(differing)} of {len(answered)} agree, {len(answered[0]['answers'])} answers each"
    )
    return len(differing), answered


def main(meetings: int = 1000, seed: int = 20261122) -> int:
    """Ask about `meetings` of each sort."""
    rng = random.Random(seed)
    programs = {name: version(name) for name in ("pabutools", "pref_voting")}
    kept: list[dict] = [{"kind": "provenance", "programs": programs, "seed": seed}]
    different, _ = compare("real elections", elections())
    for draw in (ours.budget_meeting, ours.places_meeting):
        more, answered = compare(draw.__name__, [draw(rng) for _ in range(meetings)])
        different += more
        kept += answered[:KEPT]
    lines = ",\n".join(json.dumps(entry, separators=(",", ":")) for entry in kept)
    (VECTORS / "ranking_oracles.json").write_text(f"[\n{lines}\n]\n", encoding="utf-8")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))

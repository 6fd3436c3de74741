"""`python -m tests.bench [--only NAME] [--quick]`."""

import argparse
import contextlib
import json
import os
import sys

from tests.bench import (
    board,
    change,
    clusters,
    conflict,
    day,
    exports,
    first_load,
    office,
    onboard,
    public,
    push,
    ranking,
    room,
    wire,
)
from tests.bench.figure import Figure, progress

GROUPS = {
    "wire": wire.measure,
    "change": change.measure,
    "push": push.measure,
    "conflict": conflict.measure,
    "first_load": first_load.measure,
    "onboard": onboard.measure,
    "board": board.measure,
    "day": day.measure,
    "office": office.measure,
    "exports": exports.measure,
    "clusters": clusters.measure,
    "ranking": ranking.measure,
    "room": room.measure,
    "public": public.measure,
}


def main() -> int:
    """Measure; 1 where a bound does not hold."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench", description="Measure what a sync costs and how soon the office answers."
    )
    parser.add_argument("--only", choices=GROUPS, help="measure this group of figures alone")
    parser.add_argument("--quick", action="store_true", help="smaller stores and fewer records: a try-out")
    said = parser.parse_args()
    figures: list[Figure] = []
    with open(os.devnull, "w") as nowhere, contextlib.redirect_stderr(nowhere):  # the app's own log lines
        for name in [said.only] if said.only else GROUPS:
            progress(name)
            figures += GROUPS[name](said.quick)
    for figure in figures:
        mark = "       " if figure.bound is None else "holds  " if figure.holds else "FAILS  "
        progress(f"{mark}{figure.name}: {figure.value} {figure.unit} {figure.bound or ''}")
    print(json.dumps({"figures": [figure.as_json() for figure in figures]}, ensure_ascii=False, indent=1))
    return 0 if all(figure.holds for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main())

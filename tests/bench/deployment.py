"""A fresh deployment in a temporary directory, and what tablets do in it over and over."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from server import acts
from tests.bench import words
from tests.tablet import Answer, Tablet
from tests.world import World

BAGHS = ("Рашаант", "Бугат", "Буянт", "Жаргалан", "Наран", "Хайрхан", "Тахилт", "Бичигт")


@contextmanager
def fresh(database_url: str = "") -> Iterator[World]:
    """A migrated deployment with a tenant and its baghs; gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="yavuul-bench-") as folder:
        world = World(Path(folder), database_url).migrate().found(baghs=BAGHS)
        try:
            yield world
        finally:
            world.close()


def hearing(world: World, bagh: str) -> str:
    """A hearing in a bagh; its id."""
    said = {"unit": world.units[bagh], "title": f"{bagh} багийн хэлэлцүүлэг", "held_on": "2026-11-22"}
    return world.state(acts.creation("hearing", said))


def propose(tablet: Tablet, count: int, unit: str, of_hearing: str, is_on_map: bool = False) -> list[dict[str, object]]:
    """Let a tablet write new proposals; returns them as plain records: type, id, values. `is_on_map`: every second."""
    made = []
    for number in range(count):
        values = words.proposal(tablet.random, unit, of_hearing)
        if is_on_map and number % 2:
            values["place"] = f"{tablet.random.uniform(45, 50):.5f},{tablet.random.uniform(89, 115):.5f}"
        tablet.at += tablet.random.randrange(90_000)
        made.append({"type": "proposal", "id": tablet.say("proposal", **values), **values})
    return made


def edit(tablet: Tablet, record: str, path: str, value: object, bases: tuple[str, ...], n: int = 0) -> str:
    """Let a tablet change one field, having seen `bases` there; returns the op's id."""
    tablet.at += tablet.random.randrange(90_000)
    tablet.say("proposal", record, _bases={path: bases}, _n=n, **{path: value})
    return tablet.op_id(len(tablet.lines))


def drain(world: World, tablet: Tablet) -> list[Answer]:
    """Sync until the tablet has said everything and heard everything."""
    answers = [world.sync(tablet)]
    while answers[-1].head.get("more") or tablet.sent < len(tablet.lines):
        answers.append(world.sync(tablet))
    return answers

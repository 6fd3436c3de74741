"""What is alike, out of 100 000 proposals: for one of them, and over the whole list (O3).

The index alone, filled with wishes as people put them: every title of the demo with places, numbers and slips of the
pen, so that some words stand in thousands of wishes and some in one.
"""

import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

from server.demo.voices import VOICES
from server.search import alike
from server.search.index import Index, count_roots
from server.search.near import Wish, groups, near
from tests.bench.figure import Figure, at_most, beside, progress
from tests.world import World

WISHES, WISHES_QUICK, UNITS = 100_000, 5_000, 60
MS_MAX = 200
ASKED = 60
SYLLABLES = [one + vowel for one in "бдгхлмнрст" for vowel in "ауо"]


def measure(is_quick: bool) -> list[Figure]:
    """One index, asked in three ways."""
    count = WISHES_QUICK if is_quick else WISHES
    with tempfile.TemporaryDirectory(prefix="yavuul-clusters-") as folder:
        world = World(Path(folder)).migrate().found()
        index, dice = Index(world.data_dir), Random(7)
        began = time.perf_counter()
        _fill(index, world.tenant, count, dice)
        progress(f"{count} wishes: {time.perf_counter() - began:.1f} s")
        asked = [_said(dice) for _ in range(ASKED)]
        common = [Wish(text) for text in ("Худаг", "Сургууль", "Багийн төв", "Хог", "Гэрэлтүүлэг тавих")] * 4
        with world.app.app_context():
            found = sum(bool(near(index, world.tenant, wish)) for wish in asked)
            figures = [
                _figure("what is like one", lambda wish: near(index, world.tenant, wish), asked),
                _figure("what is like one common word", lambda wish: near(index, world.tenant, wish), common),
                _figure("wishes of several units", lambda _: groups(index, world.tenant), asked[:20]),
            ]
        world.close()
    return [*figures, beside("clusters, wishes that have others like them", found / len(asked), "of 1")]


def _said(dice: Random) -> Wish:
    """A wish with what people add to it: a place, a number, a slip."""
    voice = dice.choice(VOICES)
    words = voice.title.split()
    if dice.random() < 0.5:
        words.insert(0, "".join(dice.choice(SYLLABLES) for _ in range(3)).capitalize() + dice.choice(("", "ын", "д")))
    if dice.random() < 0.2:
        words.append(str(dice.randrange(90)))
    text = " ".join(words)
    if dice.random() < 0.3:
        place = dice.randrange(1, len(text) - 1)
        text = text[:place] + text[place + 1 :]
    return Wish(text, voice.category)


def _fill(index: Index, tenant: str, count: int, dice: Random) -> None:
    said = [_said(dice) for _ in range(count)]
    roots = [alike.roots(wish.text) for wish in said]
    rows = [
        (place, tenant, f"{place:026}", f"unit-{dice.randrange(UNITS)}", wish.category, alike.sign(found))
        for place, (wish, found) in enumerate(zip(said, roots, strict=True), 1)
    ]
    with index.open() as connection:
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany("INSERT INTO wish VALUES (?, ?, ?, ?, ?, ?)", rows)
        texts = ((place, " ".join(found)) for place, found in enumerate(roots, 1))
        connection.executemany("INSERT INTO wished (rowid, said) VALUES (?, ?)", texts)
        count_roots(connection)
        connection.execute("COMMIT")


def _figure(name: str, ask: Callable, asked: list) -> Figure:
    spans = []
    for one in asked:
        began = time.perf_counter()
        ask(one)
        spans.append((time.perf_counter() - began) * 1000)
    p95 = sorted(spans)[-(-len(spans) * 95 // 100) - 1]
    progress(f"{name}: {p95:.0f} ms")
    return at_most(f"clusters, {name}: 95 of 100 within", p95, "ms", MS_MAX)

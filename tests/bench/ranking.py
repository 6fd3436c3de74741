"""A ranking of forty proposals by 120 ballots on a tablet six times slower: the count alone, and the whole wait.

Ballots are sealed to the session's lock as a tablet seals them, come by sync, and are opened and counted in the page
when the result is opened; the count says how long it took by User Timing.
"""

import random
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright
from sqlalchemy import select

from server import acts, ballot_box
from server.models.projections import TABLES
from server.store import records
from server.store.subjects import SubjectKeys
from server.store.unit_of_work import reading
from sync.chain import from_base64url
from tests.bench.figure import Figure, at_most, beside
from tests.bench.slow_tablet import SLOWER, SlowTablet, slow_tablet
from tests.browser.evening import in_office
from tests.browser.hall import TENANT, Hall
from tests.browser.ranking import Ranking, hearing_to_rank
from tests.vectors.cases_ballots import seal

ITEMS, BALLOTS = 40, 120
RANK_S_MAX = 0.2
SEED = 7
SPANS = "() => performance.getEntriesByName('yavuul rank').map(({ duration }) => duration / 1000)"
METHODS = {
    "dot_vote": {"run_off": "skipped"},
    "borda": {"run_off": "skipped"},
    "criteria": {"run_off": "skipped"},
    "equal_shares": {"budget": "60", "completion": "add1_utilitarian"},
}


class SlowRanking(SlowTablet, Ranking):
    """A slow tablet in a hearing that ranks."""


def measure(is_quick: bool) -> list[Figure]:
    """The longest count of each method, and from the button to the board."""
    figures = []
    with tempfile.TemporaryDirectory(prefix="yavuul-ranking-") as folder, sync_playwright() as driver:
        hall = Hall(Path(folder))
        hall.found()
        hall.start()
        try:
            chance = random.Random(SEED)
            titles = [f"Санал {number:02}" for number in range(1, ITEMS + 1)]
            costs = {title: chance.randrange(1, 30) * 500_000 for title in titles}
            hearing = hearing_to_rank(hall, titles, BALLOTS, costs)
            with slow_tablet(driver, Path(folder) / "profile") as bare:
                tablet = SlowRanking(bare.page)
                tablet.page.goto(hall.settings.origin("app"))
                tablet.enrol(hall.yavuul("enrol-code", "bold@jargalant.example").strip())
                tablet.hearing = hearing
                for method in list(METHODS)[: 1 if is_quick else None]:
                    figures += _one(hall, tablet, method, chance)
        finally:
            hall.stop()
    return figures


def _one(hall: Hall, tablet: SlowRanking, method: str, chance: random.Random) -> list[Figure]:
    session = tablet.begin(method, **METHODS[method])
    tablet.send_now()
    in_office(hall, lambda unit: _cast(session, unit, tablet.hearing, method, chance))
    tablet.send_now()
    tablet.to_result()
    tablet.on("cast").get_by_text(str(BALLOTS), exact=True).wait_for()
    tablet.tap("close-session")
    tablet.page.evaluate("() => performance.clearMeasures()")
    tablet.slow_down()
    board_s = tablet.pressed("[data-testid=close-sure]", "[data-testid=board], [data-testid=lot]")
    spans = tablet.page.evaluate(SPANS)
    tablet.full_speed()
    name = f"{ITEMS} proposals by {BALLOTS} ballots, {method}, {SLOWER}x slower"
    return [
        at_most(f"a count of {name}: longest of {len(spans)}", max(spans), "s", RANK_S_MAX),
        beside(f"box opened, counted, written, drawn: {name}", board_s, "s"),
    ]


def _cast(session: str, unit: str, hearing: str, method: str, chance: random.Random) -> None:
    """Everybody present votes."""
    with reading() as connection:
        found = records.load(connection, TENANT, [session], SubjectKeys(connection, TENANT))[session]
        proposals = connection.execute(select(TABLES["proposal"].c.id)).scalars().all()
    assert len(proposals) == ITEMS
    lock = ballot_box.keys.public_key(from_base64url(str(ballot_box.values_of(found)["lock"])))
    place = {"unit": unit, "hearing": hearing, "session": session}
    ballots = []
    for _ in range(BALLOTS):
        ballot = acts.new_id()
        sealed = seal(_marks(method, chance), ballot, to=lock)
        ballots.append(acts.creation("ballot", place | {"sealed": sealed}, ballot))
    acts.state(TENANT, "", ballots)


def _marks(method: str, chance: random.Random) -> bytes:
    keys = [f"{number:02}" for number in range(1, ITEMS + 1)]
    match method:
        case "dot_vote":
            marks = dict.fromkeys(chance.sample(keys, 5), 1)
        case "borda":
            marks = {key: place for place, key in enumerate(chance.sample(keys, 5), 1)}
        case "criteria":
            names = ("need", "beneficiaries", "cost", "readiness")
            marks = {f"{key}.{name}": chance.randint(1, 5) for key in keys for name in names}
        case _:
            marks = dict.fromkeys(chance.sample(keys, chance.randint(4, 15)), 1)
    return str(marks).replace("'", '"').encode()

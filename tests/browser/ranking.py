"""Ranking on a tablet, as a person does it by touch: set up, vote, count hands, close, look at the board."""

import re

from playwright.sync_api import expect

from server import acts
from tests.browser.evening import TITLE, Evening, in_office
from tests.browser.hall import TENANT

# In the order of the alphabet, so their keys are 01, 02, 03, 04.
PROPOSALS = ("Багийн эмчийн байрыг засварлах", "Гар худаг гаргах", "Трансформатор нэмэх", "Хогийн цэг хашаажуулах")
COST = 6_000_000


def hearing_to_rank(hall, titles=PROPOSALS, present=38, costs=None):
    """The office makes a hearing with people checked in, two tables, proposals; `costs` by title, else COST."""

    def work(unit):
        hearing = acts.creation(
            "hearing", {"unit": unit, "title": TITLE, "kind": "discussion", "held_on": "2026-11-22", "stage": "ranking"}
        )
        said = {"unit": unit, "hearing": hearing.record}
        people = [acts.creation("attendance", said | {"role": "citizen"}) for _ in range(present)]
        proposals = [
            acts.creation(
                "proposal", said | {"title": title, "kind": "proposal", "cost": (costs or {}).get(title, COST)}
            )
            for title in titles
        ]
        tables = [acts.creation("group", said | {"number": number}) for number in (1, 2)]
        acts.state(TENANT, "", [hearing, *people, *proposals, *tables])
        return hearing.record

    return in_office(hall, work)


class Ranking(Evening):
    """One tablet in a hearing that ranks."""

    session = ""

    def begin(self, method, budget="", **choices):
        """From the stage: choose a method and begin; numbers are typed, choices pressed."""
        self.go("rank")
        self.tap(f"method-{method}")
        if budget:
            self.on("field-budget").fill(budget)
        for name, said in choices.items():
            field = self.on(f"field-{name}")
            if field.evaluate("(field) => field.tagName") == "FIELDSET":
                field.get_by_test_id(f"choice-{said}").tap()
            else:
                field.fill(str(said))
        self.tap("begin-session")
        self.on("eligible").wait_for()
        self.session = self.page.url.rpartition("/")[2]
        return self.session

    def turnout(self):
        """Eligible, cast, invalid, as the screen shows them."""
        return tuple(int(self.on(name).inner_text()) for name in ("eligible", "cast", "invalid"))

    def vote(self, *ballots):
        """Ballots on the tablet that is handed round: item → dots, or items in the order of taps."""
        self.tap("vote")
        for number, ballot in enumerate(ballots):
            if number:
                self.tap("next-person")
            self.on("ballot").wait_for()
            self.mark(ballot)
            self.tap("look")
            self.tap("put")
            self.on("next").wait_for()
        self.tap("done")
        self.on("cast").wait_for()

    def mark(self, ballot):
        """Mark the ballot that is on the screen."""
        if isinstance(ballot, dict):
            for key, mark in ballot.items():
                for _ in range(mark):
                    self.tap(f"more-{key}")
        else:
            for key in ballot:
                self.tap(f"mark-{key}")

    def count(self, source, counts):
        """Write what a table counted; as it stands, unsaved."""
        self.tap(f"source-{source}")
        for key, count in counts.items():
            self.page.locator(f"[data-testid='field-{key}']").fill(str(count))

    def close(self):
        """Open the result: asked once."""
        self.tap("close-session")
        self.on("ask").wait_for()
        self.tap("close-sure")

    def board(self):
        """Places on the board: (rank, key, score)."""
        self.on("board").wait_for()
        rows = self.on("place").all()
        return [
            (row.get_attribute("data-rank"), row.get_attribute("data-item"), row.locator(".pts").inner_text())
            for row in rows
        ]

    def to_result(self, session=""):
        """To a session from anywhere."""
        self.go("rank", session or self.session)

    def check_number(self):
        """The check number at the foot of the board."""
        return re.search(r"[0-9A-F]{4} [0-9A-F]{4}", self.on("board").inner_text())[0]

    def step(self, name):
        """How a step of the (first) tie ended."""
        return self.on(f"step-{name}").first.get_attribute("data-s")

    def has_no_ranks(self):
        """Nothing of a result is on the screen."""
        expect(self.on("board")).to_have_count(0)
        expect(self.on("place")).to_have_count(0)

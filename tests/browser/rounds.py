"""What the office has told of an earlier hearing, and the screen that it is read out from (T4)."""

from playwright.sync_api import expect

from server import acts

SPRING = "2026-05-12"
SAID = {  # the proposals of last time in the order in which they are read out, and where each stands
    "Ус түгээх байрны хөлдөлтийг арилгах": {"status": "done", "category": "water", "supporters": 20},
    "Эмнэлгийн замыг гэрэлтүүлэх": {"status": "done", "category": "lighting", "supporters": 12},
    "Буянт голын явган хүний гүүрийг засах": {"status": "planned", "status_reason": "2027 он", "category": "roads"},
    "Шатсан чийдэнг солих": {"status": "forwarded", "category": "lighting"},
}
MEASURE = "Эмнэлгийн замд 6 гэрэлтүүлэг тавьж, асаасан."


def last_spring(unit: str) -> list[acts.Statement]:
    """A sealed hearing of the unit with its answers: a measure with its work, a letter that waits."""
    hearing = acts.creation(
        "hearing",
        {"unit": unit, "title": "Хаврын танхим", "kind": "discussion", "held_on": SPRING, "stage": "sealed"},
    )
    body = acts.creation("body", {"name": "Сумын ЗДТГ"})
    told = [hearing, body]
    for title, values in SAID.items():
        proposal = {"unit": unit, "hearing": hearing.record, "title": title, "kind": "proposal"} | values
        told.append(acts.creation("proposal", proposal))
        of = {"unit": unit, "proposal": told[-1].record, "body": body.record}
        if title.startswith("Эмнэлгийн"):
            work = acts.creation("work", {"unit": unit, "name": title, "amount": 7_200_000, "funding/ldf": 7_200_000})
            measure = {"text": MEASURE, "taken_on": "2026-09-18", "work": work.record}
            told += [work, acts.creation("measure", of | measure)]
        if values["status"] == "forwarded":
            told.append(acts.creation("referral", of | {"sent_on": "2026-05-16", "due_on": "2026-12-04"}))
    return told


class LastTime:
    """«Өнгөрсөн удаа та юу хэлсэн бэ?» on one page, worked by touch."""

    def __init__(self, page) -> None:
        self.page = page

    def open(self) -> None:
        """From a stage that has the way there."""
        self.page.locator("[data-testid=to-last-time]").tap()
        self.page.wait_for_selector("[data-testid=focus]")

    def raise_hands(self, yes: int, no: int) -> None:
        """Count them."""
        self.page.fill("[data-testid=field-yes]", str(yes))
        self.page.fill("[data-testid=field-no]", str(no))

    def choose(self, title: str) -> None:
        """Turn to one of the list."""
        self.page.locator("[data-testid=last-item]", has=self.page.get_by_text(title, exact=True)).tap()
        expect(self.page.locator("[data-testid=being-read]")).to_have_text(title)

    def onward(self, deed: str) -> None:
        """The button under the thumb, which must do `deed`."""
        button = self.page.locator("[data-testid=onward]")
        expect(button).to_have_attribute("data-deed", deed)
        button.tap()

    def reopen(self, why: str) -> None:
        """Open it again, with the reason."""
        self.page.locator("[data-testid=reopen]").tap()
        self.page.fill("[data-testid=why]", why)
        self.page.locator("[data-testid=reopen-do]").tap()
        self.page.wait_for_selector("[data-testid=why]", state="detached")

    def now(self) -> str:
        """Which is being read."""
        return self.page.inner_text("[data-testid=being-read]")

    def count(self) -> str:
        """«Уншсан 2 / 4»."""
        return self.page.inner_text("[data-testid=read-count]")

    def states(self) -> list[str]:
        """How each stands, in the order of the list."""
        rows = self.page.locator("[data-testid=last-item]").all()
        return [row.get_attribute("data-state") or "" for row in rows]

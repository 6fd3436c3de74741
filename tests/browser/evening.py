"""The end of a hearing and its evening, as a person does it on a tablet: decide, sign, seal, send, leave, wipe."""

from playwright.sync_api import expect

from server import acts
from server.app import create_app
from server.extensions import db
from tests.browser.hall import TENANT
from tests.browser.hands import PIN, Page

TITLE = "Рашаант багийн хэлэлцүүлэг"
NAME = "Рашаант, 11.22"
LANDSCAPE, PORTRAIT = {"width": 1280, "height": 800}, {"width": 800, "height": 1280}


def in_office(hall, work):
    """Do `work(unit)` with the server's own code, in the hall's deployment; returns what it returns."""
    app = create_app(hall.settings)
    with app.app_context():
        unit = next(iter(db.session.execute(db.text("SELECT unit FROM account_unit")).scalars()))
        result = work(unit)
        db.session.remove()
        db.engine.dispose()
    return result


def hearing_of(hall, present=0, **more):
    """The office makes a hearing (with `more` fields) and `present` people checked in; returns its id."""

    def work(unit):
        hearing = acts.creation(
            "hearing", {"unit": unit, "title": TITLE, "kind": "discussion", "held_on": "2026-11-22"} | more
        )
        said = {"unit": unit, "hearing": hearing.record, "role": "citizen"}
        people = [acts.creation("attendance", said | {"sex": "female"}) for _ in range(present)]
        acts.state(TENANT, "", [hearing, *people])
        return hearing.record

    return in_office(hall, work)


class Evening(Page):
    """One page with a finger."""

    hearing = ""

    def on(self, testid):
        """The element with this test id."""
        return self.page.locator(f"[data-testid={testid}]")

    def tap(self, testid):
        """Touch it."""
        self.on(testid).first.tap()

    def go(self, *parts):
        """To a place within the hearing; without parts of it, to the sending."""
        place = "/".join(["/hearing", self.hearing, *parts]) if parts else "/sending"
        self.page.evaluate("(place) => { location.hash = place; }", place)
        if not parts:
            self.on("sending").wait_for()

    def open_again(self):
        """Load the page anew and open it with the PIN."""
        self.page.reload()
        self.page.fill("[data-testid=pin]", PIN)
        self.page.click("[data-testid=unlock]")
        self.on("line").wait_for()

    def decide(self, text, *votes):
        """Write a decision, with hands for, against, abstained; back to the list when it is saved."""
        self.go("decide", "new")
        self.on("field-text").fill(text)
        for path, count in zip(("votes_for", "votes_against", "votes_abstain"), votes, strict=False):
            self.on(f"field-{path}").fill(str(count))
        self.on("saved-note").wait_for()
        self.tap("done")
        self.on("others").wait_for()

    def decisions(self):
        """The words of the decisions, in their order."""
        self.go("decisions")
        self.on("others").wait_for()
        return self.on("row").locator(".title").all_inner_texts()

    def draw(self):
        """A line on the glass."""
        sheet = self.on("signature-sheet")
        sheet.scroll_into_view_if_needed()
        box = sheet.bounding_box()
        self.page.mouse.move(box["x"] + 40, box["y"] + 40)
        self.page.mouse.down()
        for step in range(12):
            self.page.mouse.move(box["x"] + 40 + step * 15, box["y"] + 40 + step % 3 * 15)
        self.page.mouse.up()

    def sign(self, slot, name):
        """Sign with the finger."""
        self.go("adoption")
        self.tap(f"sign-{slot}")
        self.on("signer-name").fill(name)
        self.draw()
        self.tap("sign-save")
        expect(self.on("signing")).to_have_count(0)

    def standing(self):
        """Records on the tablet, arrived, safe, as the page of the sending says."""
        self.go()
        words = self.on("words")
        return tuple(int(words.get_attribute(f"data-{name}")) for name in ("on-tablet", "arrived", "safe"))

    def send_now(self):
        """Press the button, and wait until the line rests again."""
        self.go()
        expect(self.on("send")).to_be_enabled()
        with self.page.expect_response("**/api/v1/sync"):
            self.tap("send")
        self.page.wait_for_selector("[data-testid=line][data-line=idle], [data-testid=line][data-line=revoked]")

    def sees_hearing(self):
        """Whether the first screen lists the hearing."""
        self.page.evaluate("() => { location.hash = '/'; }")
        self.on("hearings").wait_for()
        return self.on("hearings").get_by_text(TITLE).count() > 0

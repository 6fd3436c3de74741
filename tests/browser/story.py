"""One tablet of a whole hearing, worked by touch: join, register, capture, pass on, write, adopt, seal, give slips."""

import os
import re
from pathlib import Path
from typing import ClassVar

from playwright.sync_api import expect

from tests.browser.evening import LANDSCAPE, PORTRAIT
from tests.browser.hands import Tablet
from tests.browser.ranking import Ranking
from tests.browser.rooms import Room

HERE = {"latitude": 48.00556, "longitude": 91.64194, "accuracy": 12}


class Seat(Tablet, Ranking):
    """A tablet with its person, who is called `who`."""

    held: ClassVar[dict] = {"has_touch": True, "timezone_id": "Asia/Hovd"}

    def __init__(self, driver, folder: Path, url: str, who: str) -> None:
        self.who, self.folder = who, folder
        folder.mkdir()
        super().__init__(driver, folder / "profile", url)

    def install(self) -> None:
        """Make the app one of the home screen, whose storage the browser promises to keep."""
        session = self._context.new_cdp_session(self.page)
        whose = session.send("Target.getTargetInfo")["targetInfo"]["browserContextId"]
        wish = {"permissions": ["durableStorage"], "origin": self._url, "browserContextId": whose}
        session.send("Browser.grantPermissions", wish)
        self.page.reload()

    def home(self) -> None:
        """To the first screen."""
        self.page.evaluate("() => { location.hash = '/'; }")
        self.on("language").wait_for()

    def begin_stage(self, stage: str) -> None:
        """The button under the thumb, which must lead to `stage`."""
        self.page.evaluate("(place) => { location.hash = place; }", f"/hearing/{self.hearing}")
        self.tap("begin")
        expect(self.on(f"stage-{stage}")).to_have_attribute("aria-current", "step")

    # --- the room ----------------------------------------------------------------------------------------------

    def open_room(self) -> str:
        """Make the code of the room; returns what is read out."""
        self.go("room")
        self.tap("open-room")
        self.on("room-code").wait_for()
        return " ".join(self.on("room-code").locator("span").all_inner_texts())

    def give(self) -> Path:
        """A file with everything that this tablet has of the hearing."""
        self.go("room")
        return Room(self.page).give(self.folder)

    def take(self, file: Path) -> str:
        """Take a file; what the screen then says."""
        self.go("room")
        return Room(self.page).take(file)

    def enter_joined(self, file: Path, hearing: str) -> str:
        """Where the code is in: take the leader's file, and open the hearing."""
        said = Room(self.page).take(file)
        self.hearing = hearing
        self.tap("open-joined")
        self.on("stage-notice").wait_for()
        return said

    # --- people and words --------------------------------------------------------------------------------------

    def register(self, *people: dict[str, str]) -> None:
        """Check people in, one after the other; back to the stage."""
        self.go("check-in")
        for fields in people:
            self.check_in(**fields)
        self.tap("back-to-stage")
        self.on("figures").wait_for()

    def turnout_here(self) -> tuple[int, int]:
        """Distinct people and check-ins, as this tablet counts them."""
        self.go("check_in")
        self.on("figures").wait_for()
        return int(self.on("people").inner_text()), int(self.on("check-ins").inner_text())

    def capture(self, **fields: str) -> None:
        """Write a proposal down; its screen stays open."""
        self.go("group_work")
        self.proposals.begin()
        self.proposals.fill(**fields)
        self.proposals.saved()

    def add_photo(self, file: dict) -> None:
        """A photo to the proposal that is open."""
        self.page.set_input_files("[data-testid=photo-input]", file)
        self.page.locator("[data-testid=media-photo] img").wait_for()

    def add_voice(self) -> None:
        """A second of what the microphone hears."""
        self.tap("voice-start")
        expect(self.on("voice-time")).to_contain_text("0:01")
        self.tap("voice-stop")
        self.tap("voice-keep")
        self.on("media-voice").wait_for()

    def add_point(self) -> None:
        """Where the tablet stands."""
        self.page.context.grant_permissions(["geolocation"])
        self.page.context.set_geolocation(HERE)
        self.tap("place")
        self.page.locator("[data-testid=map][data-ready=true]").wait_for()
        self.tap("gps")
        expect(self.on("middle")).to_have_text("48.00556,91.64194")
        self.tap("keep-place")
        self.on("place-picture").wait_for()
        self.proposals.saved()

    def listed(self, stage: str) -> list[str]:
        """The proposals of a stage."""
        self.go(stage)
        self.on("rows").wait_for()
        return sorted(self.proposals.titles())

    def poll(self, moment: str, asked: int, *yes: int) -> None:
        """Hands for each of the three questions."""
        self.go(f"poll_{moment}")
        for name, count in zip(("asked", "q1", "q2", "q3"), (asked, *yes), strict=True):
            self.on(f"field-{name}").fill(str(count))
        self.on("poll-found").wait_for()
        self.on("saved-note").wait_for()

    def decide_who_and_when(self, text: str, votes: tuple[int, int, int], who: str, due_on: str) -> None:
        """A decision with hands, who does it and by when; back to the list."""
        self.go("decide", "new")
        self.on("field-text").fill(text)
        for path, count in zip(("votes_for", "votes_against", "votes_abstain"), votes, strict=True):
            self.on(f"field-{path}").fill(str(count))
        self.on("field-body").get_by_role("checkbox", name=who).tap()
        self.on("field-due_on").fill(due_on)
        self.on("saved-note").wait_for()
        self.tap("done")
        self.on("others").wait_for()

    def close_session(self) -> None:
        """Open the result of the vote."""
        Ranking.close(self)

    # --- the minutes and the end -------------------------------------------------------------------------------

    def write(self, words: str, at_end: bool = True) -> None:
        """Type into the minutes, at their end or at their beginning."""
        self.go("minutes")
        self.on("minutes-text").focus()
        self.page.keyboard.press("Control+End" if at_end else "Control+Home")
        self.page.keyboard.type(words)
        self.on("saved-note").wait_for()

    def minutes(self) -> str:
        """What stands in the minutes, open to be written."""
        self.go("minutes")
        return self.on("minutes-text").input_value()

    def adopt(self, *hands: int) -> None:
        """The hall adopts the minutes that were read to it."""
        self.go("adoption")
        for path, count in zip(("votes_for", "votes_against", "votes_abstain"), hands, strict=False):
            self.on(f"field-{path}").fill(str(count))
        self.tap("adopt-do")
        self.on("adopted-at").wait_for()

    def seal(self) -> str:
        """Seal the hearing; returns its hash."""
        self.go("sealed")
        self.tap("seal")
        self.tap("seal-sure")
        expect(self.on("hash")).to_have_text(re.compile(r"^[0-9A-F]{4}( [0-9A-F]{4}){3}$"))
        return self.on("hash").inner_text()

    def give_slips(self) -> dict[str, str]:
        """Give every proposal its slip; their codes by their words."""
        given = {}
        self.go("code")
        self.on("given").wait_for()
        for _ in range(int(self.on("given").inner_text().rpartition("/")[2])):
            self.tap("code-give")
            self.on("paper-code").wait_for()
            given[self.on("paper-title").inner_text()] = self.on("paper-code").inner_text()
            self.tap("code-next")
            expect(self.on("paper-code")).to_have_count(0)
        return given

    def is_done(self) -> None:
        """This tablet's work is done: its manifest."""
        self.go("sealed")
        self.tap("manifest-do")
        self.on("manifest").first.wait_for()


def pass_on(giver: Seat, *takers: Seat) -> None:
    """One gives a file, which the others take: all of it is let in."""
    file = giver.give()
    for taker in takers:
        said = taker.take(file)
        assert giver.who in said or "Шинэ зүйл алга" in said, said


class Album:
    """Pictures of the story in both orientations, where `YAVUUL_STORY_PICTURES` names a folder for them."""

    def __init__(self) -> None:
        self._folder, self._count = os.environ.get("YAVUUL_STORY_PICTURES"), 0

    def take(self, seat: Seat, name: str, at: str = "") -> None:
        """The tablet's screen, across and upright: its beginning, or where the element of test id `at` is seen."""
        self._count += 1
        if self._folder is None:
            return
        folder = Path(self._folder)
        folder.mkdir(parents=True, exist_ok=True)
        for held, size in (("upright", PORTRAIT), ("across", LANDSCAPE)):
            seat.page.set_viewport_size(size)
            seat.page.evaluate("() => document.querySelectorAll('*').forEach((one) => { one.scrollTop = 0; })")
            if at:
                seat.on(at).first.scroll_into_view_if_needed()
            path = folder / f"{self._count:02}-{name}-{held}.png"
            seat.page.screenshot(path=path, animations="disabled", scale="css")

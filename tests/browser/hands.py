"""A person with a tablet: a Chromium with a profile of its own on disk, worked only through what its screens show."""

import os
import re
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

from playwright.sync_api import expect

from tests import chromium
from tests.browser.proposals import Proposals, names_of

PIN = "194873"
TIMEOUT_S = 60
SCREEN = {"width": 1280, "height": 800}
STAGE_OF = {"attendance": "check_in", "proposal": "group_work", "decision": "decisions"}  # else «Бусад бичлэг»


class Page:
    """The app on one page, worked only through what its screens show."""

    def __init__(self, page) -> None:
        self.page = page
        self._section = "proposal"
        self.proposals = Proposals(page)
        self.page.set_default_timeout(TIMEOUT_S * 1000)

    # --- who is at work ----------------------------------------------------------------------------------------

    def enrol(self, code: str, before_pin: Callable[[], None] = lambda: None) -> None:
        """Connect with the office's code, choose a PIN, wait for what the server has."""
        self._is_kept_offline()
        self.page.fill("[data-testid=code]", code)
        self.page.click("[data-testid=enrol]")
        self.page.wait_for_selector("[data-testid=pin-again]")
        before_pin()
        self.page.fill("[data-testid=pin]", PIN)
        self.page.fill("[data-testid=pin-again]", PIN)
        self.page.click("[data-testid=set-pin]")
        self.page.wait_for_selector("[data-testid=line][data-line=idle]")
        self.page.wait_for_selector('[data-testid=ready]:not([data-lacks~="never"]):not([data-lacks~="arriving"])')

    def unlock(self) -> None:
        """Open with the PIN."""
        self.page.fill("[data-testid=pin]", PIN)
        self.page.click("[data-testid=unlock]")
        self.page.wait_for_selector("[data-testid=language]")

    def _is_kept_offline(self) -> None:
        self.page.evaluate(  # no wait_for_function: it needs eval, which the policy refuses
            "navigator.serviceWorker.controller ? true : new Promise((done) => "
            "navigator.serviceWorker.addEventListener('controllerchange', () => done(true), {once: true}))"
        )

    # --- writing -----------------------------------------------------------------------------------------------

    def open_hearing(self, title: str, section: str = "proposal") -> None:
        """From the first screen to a section of the hearing."""
        self.home()
        self._row(title).click()
        self.page.wait_for_selector("[data-testid=stage-notice]")
        self.to(section)

    def to(self, section: str) -> None:
        """To a stage of the open hearing (by its id, or by the records that stand in it), or to its other records."""
        self._section = section
        stage = self.page.locator(f"[data-testid=stage-{STAGE_OF.get(section, section)}]")
        if not stage.count() and self.page.locator("[data-testid=unfold]").count() and section in STAGE_OF:
            self.page.click("[data-testid=unfold]")  # a working visit's other stages
        if stage.count():
            stage.click()
            expect(stage).to_have_attribute("aria-pressed", "true")
        else:
            self.page.click("[data-testid=others]")
            self.page.click(f"[data-testid=other-{section}]")

    def new_hearing(self, **fields: str) -> None:
        """Make a hearing, of the only unit where none is offered, on a day that the person confirms."""
        self.page.click("[data-testid=new-hearing]")
        self.page.wait_for_selector("[data-testid=sure]")
        offered = self.page.locator("[data-testid=field-unit]").count() > 0
        self._fill({name: said for name, said in fields.items() if name != "unit" or offered})
        self.page.click("[data-testid=sure]")
        self.page.click("[data-testid=save]")
        self.page.wait_for_selector("[data-testid=stage-notice]")
        self.to("proposal")

    def check_in(self, name: str, role: str = "Иргэн", is_known: bool = False, **fields: str) -> None:
        """Find or write down one person, and register him; the screen is then ready for the next."""
        self.page.fill("[data-testid=find]", name)
        if is_known:
            self.page.locator("[data-testid=candidate]", has=self.page.get_by_text(name, exact=True)).click()
        else:
            self.page.click("[data-testid=new-person]")
        self._fill(fields)
        chosen = self.page.locator("[data-testid=field-role]").get_by_role("checkbox", name=role, exact=True)
        if chosen.get_attribute("aria-checked") != "true":
            chosen.click()
        self.page.click("[data-testid=register]")
        self.page.wait_for_selector("[data-testid=find]")

    def add(self, *records: dict[str, str]) -> None:
        """Add records to the section that is open, one after the other, each saved."""
        if self._section == "proposal":
            return self.proposals.add(*records)
        self.page.click("[data-testid=add]")
        if self._section == "attendance":
            for fields in records:
                self.check_in(**fields)
            self.page.click("[data-testid=back-to-stage]")
            self.page.wait_for_selector("[data-testid=figures]")
            return
        for number, fields in enumerate(records):
            if number:
                self.page.click("[data-testid=again]")
            self._fill(fields)
            self.save()
        self.back_to_hearing()

    def save(self) -> None:
        """Save the form (proposal and decision save themselves), and wait until the screen says that it is saved."""
        if self._section not in ("proposal", "decision"):
            self.page.click("[data-testid=save]")
        self.page.wait_for_selector("[data-testid=saved-note]")

    def change(self, name: str, **fields: str) -> None:
        """Open a row of the list and change fields of it."""
        self._row(name).click()
        self._fill(fields)
        self.save()
        self.back_to_hearing()

    def begin(self, fields: dict[str, str]) -> None:
        """Write a new record without saving it; a proposal is saved at the next pause all the same."""
        self.page.click("[data-testid=add]")
        if self._section == "attendance":
            self.page.click("[data-testid=new-person]")
        self._fill(fields)

    def _fill(self, fields: dict[str, str]) -> None:
        """Fill inputs; of a field that offers buttons press the one with that word."""
        for name, said in fields.items():
            field = self.page.locator(f"[data-testid=field-{name}]")
            if field.evaluate("(field) => field.tagName") == "FIELDSET":
                field.get_by_role("checkbox", name=said, exact=True).click()
            else:
                field.fill(said)

    def _row(self, name: str):
        return self.page.locator("[data-testid=row]", has=self.page.get_by_text(name, exact=True))

    # --- reading -----------------------------------------------------------------------------------------------

    def home(self) -> None:
        """To the first screen."""
        if self.page.locator("[data-testid=stage-notice]").count():
            self._back("language")
        self.page.wait_for_selector("[data-testid=language]")

    def back_to_hearing(self) -> None:
        """From a record to its list."""
        self._back("stage-notice")

    def _back(self, to: str) -> None:
        self.page.click("[data-testid=back]")
        self.page.wait_for_selector(f"[data-testid={to}]")

    def has(self, section: str) -> int:
        """How many check-ins or other records of a section the open hearing counts."""
        self.to(section)
        place = "[data-testid=check-ins]" if section == "attendance" else f"[data-testid=other-{section}] .count"
        return int(self.page.inner_text(place))

    def names(self) -> list[str]:
        """The rows of the open list."""
        return names_of(self.page)

    def offers(self, words: str) -> None:
        """The button at the first screen says so. Ask while no server is there: a tablet also sends by itself."""
        self.home()
        expect(self.page.locator("[data-testid=send]")).to_have_text(re.compile(rf"^\s*{words}\s*$"))

    def send(self) -> None:
        """Press the button at the first screen, and wait until the line rests."""
        self.home()
        button = self.page.locator("[data-testid=send]")
        expect(button).to_be_enabled()
        with self.page.expect_response("**/api/v1/sync"):
            button.click()
        self.page.wait_for_selector("[data-testid=line][data-line=idle]")

    def counts(self) -> dict[str, int]:
        """Where the person's facts are, as the first screen says."""
        self.home()
        chips = self.page.locator("[data-testid=counts] b").all_inner_texts()
        return dict(zip(("tablet", "arrived", "safe"), map(int, chips), strict=True))

    def collision(self, title: str, name: str, is_open: bool = True) -> list[str]:
        """The values that the page of a proposal shows side by side, while it is open."""
        self.open_hearing(title)
        self._row(name).click()
        sides = self.page.locator("[data-testid=collision] [data-testid=side] .value")
        self.page.locator("[data-testid=field-title]").wait_for()
        if is_open:
            sides.first.wait_for()  # it is drawn after the upper half of the screen
        found = sides.all_inner_texts()
        self.back_to_hearing()
        return sorted(found)

    def value(self, title: str, name: str, field: str) -> str:
        """What stands in a field of a proposal."""
        self.open_hearing(title)
        self._row(name).click()
        found = self.page.input_value(f"[data-testid=field-{field}]")
        self.back_to_hearing()
        return found

    def slips(self) -> list[list[str]]:
        """What the person is told of collisions that were decided: his value, the other, what was kept, by whom."""
        self.home()
        self.page.click("[data-testid=to-attention]")
        slips = self.page.locator("[data-testid=slip]").all()
        found = [slip.get_by_test_id("said").all_inner_texts() for slip in slips]
        self._back("language")
        return found


class Tablet(Page):
    """One tablet. `profile` outlives the browser, as a tablet's storage outlives the battery."""

    held: ClassVar[dict] = {}  # what else its browser is told

    def __init__(self, driver, profile: Path, url: str) -> None:
        self._driver, self._profile, self._url = driver, profile, url
        self.start()

    def start(self, *switches: str) -> None:
        """Start the browser on the profile, with more `switches` where its devices are played, and open the app."""
        options = chromium.launch_options()
        options["args"] += switches
        self._context = self._driver.chromium.launch_persistent_context(
            str(self._profile), viewport=SCREEN, locale="mn-MN", **self.held, **options
        )
        super().__init__(self._context.pages[0])
        self.page.goto(self._url)

    def kill(self) -> None:
        """SIGKILL to every process of this browser, as when the battery falls out. None ends in order."""
        for pid in (own := _processes_of(self._profile)):
            os.kill(pid, signal.SIGKILL)
        assert own
        deadline = time.monotonic() + TIMEOUT_S
        while _processes_of(self._profile):
            assert time.monotonic() < deadline
            time.sleep(0.05)

    def close(self) -> None:
        """Put the tablet away."""
        self._context.close()


def _processes_of(profile: Path) -> list[int]:
    """The processes of the browser that was started on this profile: those that name it, and all below them."""
    parents, named = {}, set()
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            words = (folder / "cmdline").read_bytes().split(b"\0")
            state, parent = (folder / "stat").read_text().rpartition(")")[2].split()[:2]
        except OSError:
            continue  # gone meanwhile
        if state == "Z":
            continue
        parents[int(folder.name)] = int(parent)
        if f"--user-data-dir={profile}".encode() in words:
            named.add(int(folder.name))
    return sorted(pid for pid in parents if _is_below(pid, parents, named))


def _is_below(pid: int, parents: dict[int, int], named: set[int]) -> bool:
    while pid in parents and pid not in named:
        pid = parents[pid]
    return pid in named

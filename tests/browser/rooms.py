"""A hearing's room on one page: its code, giving and taking, through what the screens show."""

from pathlib import Path

from playwright.sync_api import expect

from tests.browser.proposals import names_of


class Room:
    """What a person does with other tablets in the room, on one page."""

    def __init__(self, page) -> None:
        self.page = page

    def open(self) -> str:
        """From the hearing: make its code; returns what a person reads out."""
        self.enter()
        self.page.click("[data-testid=open-room]")
        self.page.wait_for_selector("[data-testid=room-code]")
        return " ".join(self.page.locator("[data-testid=room-code] span").all_inner_texts())

    def enter(self) -> None:
        """From the hearing to its room."""
        self.page.click("[data-testid=to-room]")
        self.page.wait_for_selector("[data-testid=room-tablets]")

    def join(self, code: str) -> None:
        """From the first screen: join by the typed code."""
        self.page.click("[data-testid=to-join]")
        self.page.fill("[data-testid=code]", code)
        self.page.click("[data-testid=join]")
        self.page.wait_for_selector("[data-testid=joined]")

    def give(self, folder: Path) -> Path:
        """Give as a file, which lands in `folder`."""
        with self.page.expect_download() as download:
            self.page.click("[data-testid=give-file]")
        self.page.wait_for_selector("[data-testid=given]")
        path = folder / download.value.suggested_filename
        download.value.save_as(path)
        return path

    def take(self, path: Path) -> str:
        """Take a file; what the screen then says."""
        self.page.set_input_files("[data-testid=file]", path)
        return self.came()

    def show(self) -> list[str]:
        """Show the bundle as codes until each was on the screen; what they say."""
        self.page.click("[data-testid=give]")
        showing = self.page.locator("[data-testid=showing]")
        count, said = int(showing.get_attribute("data-count")), set()
        while len(said) < count:
            said.add(showing.locator("[data-testid=qr]").get_attribute("data-text"))
        self.page.click("[data-testid=shown]")
        return sorted(said)

    def read_codes(self) -> str:
        """Let the camera read what another tablet shows; what the screen then says."""
        self.page.click("[data-testid=read-codes]")
        return self.came()

    def came(self) -> str:
        """What the screen says of what was taken last."""
        said = self.page.locator("[data-testid=came] .hint-box")
        expect(said).to_have_count(1)
        return said.inner_text().strip()

    def leave(self) -> None:
        """Back to the hearing."""
        self.page.click("[data-testid=back]")
        self.page.wait_for_selector("[data-testid=stage-notice]")

    def names(self) -> list[str]:
        """The proposals of the stage that is open."""
        return sorted(names_of(self.page))

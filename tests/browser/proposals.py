"""Proposals as a person writes them down: the capture screen and the list of its stage, through what they show."""

import re

from playwright.sync_api import expect


def names_of(page) -> list[str]:
    """The names in the list that is open, when all of it is drawn."""
    rows, everything = page.locator("[data-testid=rows][data-of]"), page.locator("[data-testid=all-rows]")
    if rows.count():
        said = int(rows.get_attribute("data-of"))
        while rows.locator("> li").count() < said:
            if everything.count():
                everything.click()
            page.wait_for_timeout(20)
    return page.locator("[data-testid=row] .title").all_inner_texts()


class Proposals:
    """The capture screen on one page."""

    def __init__(self, page) -> None:
        self.page = page

    # --- writing ----------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """From the list to an empty proposal; the field of the words has the focus."""
        self.page.click("[data-testid=add]")
        expect(self.page.locator("[data-testid=field-title]")).to_be_focused()

    def fill(self, **fields: str) -> None:
        """Words and figures by what is typed; kind, category and flags by the word on the button."""
        for name, said in fields.items():
            field = self.page.locator(f"[data-testid=field-{name}]")
            if field.evaluate("(field) => field.tagName") == "FIELDSET":
                field.get_by_role("checkbox", name=said, exact=True).click()
            else:
                field.fill(said)

    def saved(self) -> str:
        """Wait until the bar says that all of it is saved; returns what it says."""
        return self.page.wait_for_selector("[data-testid=saved-note]").inner_text()

    def next(self) -> None:
        """«Хадгалаад шинээр нэмэх»: what stood there is saved, an empty one is ready."""
        self.page.click("[data-testid=next]")
        expect(self.page.locator("[data-testid=field-title]")).to_have_value("")

    def add(self, *proposals: dict[str, str]) -> None:
        """Write proposals down one after the other, and go back to the list."""
        self.begin()
        for number, fields in enumerate(proposals):
            if number:
                self.next()
            self.fill(**fields)
            self.saved()
        self.leave()

    def change(self, title: str, **fields: str) -> None:
        """Change what stands in a proposal of the list."""
        self.open(title)
        self.fill(**fields)
        self.saved()
        self.leave()

    # --- moving -----------------------------------------------------------------------------------------------

    def row(self, title: str):
        """The row of the list with just this title."""
        whole = re.compile(rf"^{re.escape(title)}$")
        return self.page.locator("[data-testid=row]", has=self.page.locator(".title", has_text=whole))

    def open(self, title: str) -> None:
        """From the list to a proposal."""
        self.row(title).click()
        self.page.wait_for_selector("[data-testid=field-title]")

    def leave(self) -> None:
        """Back to the list of the stage."""
        self.page.click("[data-testid=back]")
        self.page.wait_for_selector("[data-testid=stage-notice]")

    # --- reading ----------------------------------------------------------------------------------------------

    def titles(self) -> list[str]:
        """The rows of the list."""
        return names_of(self.page)

    def value(self, field: str) -> str:
        """What stands in a field of the open proposal."""
        return self.page.input_value(f"[data-testid=field-{field}]")

"""Pictures of what the office reports, and of every paper that its pages lead to: set anew, a picture for each page."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from unittest.mock import patch

from server.app import create_app
from server.papers import setting
from server.store import letters
from tests.server.conftest import browser_on

PPI = 80


def take(album, page, origin: str, sizes) -> None:
    """A sheet that went out and the draft of a report; `page` is an administrator's, signed in."""
    page.goto(f"{origin}/reports/sheets")
    page.locator("tbody td a").first.click()
    album.take(page, "office-report-sheet", sizes)
    page.goto(f"{origin}/reports")
    page.locator("tbody a.btn").first.click()
    album.take(page, "office-report-draft", sizes)


def drawn(settings, email: str, password: str, paths: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """(name, picture) of each page of the papers at `paths`, as the server sets them for this person."""
    client = browser_on(create_app(settings), "office")
    client.sign_in(email, password)
    for path in sorted(paths):
        with _asked() as asked, patch.object(letters, "paper", lambda *_: None):
            answer = client.get(path)
        assert (answer.status_code, len(asked)) == (200, 1), path
        for number, picture in enumerate(setting.png(*asked[0], PPI), 1):
            yield f"paper-{asked[0][0]}-{number}", picture


@contextmanager
def _asked() -> Iterator[list]:
    """(template, data) of what is set meanwhile."""
    asked, compiled = [], setting._compile

    def compile_too(template, data, **how):
        asked.append((template, data))
        return compiled(template, data, **how)

    with patch.object(setting, "_compile", compile_too):
        yield asked

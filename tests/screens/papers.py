"""Pictures of what the office reports and takes out: the pages of both rooms, and the papers as they are set."""

from server.app import create_app
from server.exports import minutes
from server.office.hearings import service
from server.office.hearings.desk import Desk
from server.office.reports import frozen, papers
from server.papers import png
from server.store import records, reports
from server.store.unit_of_work import reading
from server.who import ADMINISTRATOR, Actor

PAGES = (("reports", "/reports"), ("report-sheets", "/reports/sheets"), ("exports", "/exports"))
PPI = 80


def take(album, page, origin: str, sizes) -> None:
    """The pages; `page` is an administrator's, signed in."""
    for name, path in PAGES:
        page.goto(origin + path)
        album.take(page, f"office-{name}", sizes)
    page.goto(f"{origin}/reports/sheets")
    page.locator("tbody td a").first.click()
    album.take(page, "office-report-sheet", sizes)
    page.goto(f"{origin}/reports")
    page.locator("tbody a.btn").first.click()
    album.take(page, "office-report-draft", sizes)


def papers_of(settings, tenant: str) -> dict[str, bytes]:
    """The first page of each kind of paper, by name, from what the demo holds."""
    app = create_app(settings)
    found: dict[str, bytes] = {}
    with app.app_context(), reading() as connection:
        for kind in ("fortnight", "monthly_sheet"):
            for one in reports.issued(connection, tenant, None, [kind], 1):
                content = frozen.unpack(records.load_open(connection, tenant, [one.id])[one.id])
                found[f"paper-{kind.replace('_', '-')}"] = png(kind, papers.data(content), PPI)[0]
        desk = Desk(connection, Actor("account", tenant, "", ADMINISTRATOR, None))
        for hearing in reports.of_unit(connection, tenant, "hearing", reports.units_of_level(
            connection, tenant, None, ["bagh"])):  # fmt: skip
            made = minutes.data(desk, service.find_hearing(desk, hearing))
            if made["foot"]["lines"] and made["decisions"]["rows"] and made["ranking"]["rows"]:
                found["paper-minutes"] = png("minutes", made, PPI)[0]
                break
    return found

"""What the office reports: to the citizens of each bagh every 15 days, one of them late, and last month's sheet."""

from datetime import date, timedelta

from werkzeug.datastructures import MultiDict

from server.demo import days
from server.demo.days import standing_at
from server.demo.jargalant import ZONE, Soum
from server.demo.places import BAGHS
from server.demo.room import Room
from server.office.reports import decisions, fortnight, frozen, sheet
from server.store import records
from server.store.unit_of_work import reading

HEAD = {
    "office": "Ховд аймгийн Жаргалант сумын Засаг даргын Тамгын газар",
    "to": "Аймгийн ЗДТГ-ын Хөгжлийн бодлого, төлөвлөлтийн хэлтэст",
    "post": "Сумын Засаг дарга",
    "name": "Ж.Мөнхжаргал",
    "checked_post": "Хянасан: төвийн ажилтан",
    "checked_name": "Б.Болд",
}

NOTE = "Дараагийн мэдээллийг самбар, цахим хуудсаар гаргана."
TERM = 15
TOLD = {  # bagh → so many days ago; the last of the first is late by two days
    "Рашаант": range(TERM * 13 + 2, TERM, -TERM),
    "Наран": range(TERM * 2 - 12, 0, -TERM),
    "Тахилт": (5,),
}
IN_2015 = (TERM + 3, 2 * TERM + 3)  # days after the hearing; the second tells the end


def tell(soum: Soum) -> None:
    """Told last, of days that have passed."""
    today, _ = days.latest(ZONE)
    _reports(soum, [(today - timedelta(days=ago), soum.units[bagh]) for bagh, agos in TOLD.items() for ago in agos])
    with standing_at(days.at_ms(today.replace(day=1), "17:40", ZONE)):
        report = _sheet(soum, today.replace(day=1) - timedelta(days=1))
    with standing_at(days.at_ms(today, "09:30", ZONE)):
        _came_back(soum, report, today)


def of_2015(soum: Soum, held: list[Room]) -> None:
    """What the baghs heard in that year: every 15 days from the letters to the end."""
    baghs = {soum.units[bagh] for bagh in BAGHS}
    _reports(
        soum,
        [(room.day + timedelta(days=after), room.unit) for room in held for after in IN_2015 if room.unit in baghs],
    )


def _reports(soum: Soum, wanted: list[tuple[date, str]]) -> None:
    """A report on each day to its unit, where something was forwarded."""
    actor = soum.office.actor("administrator")
    for day, unit in sorted(wanted):
        with standing_at(days.at_ms(day, "16:00", ZONE)):
            with reading() as connection:
                found = fortnight.draft(connection, actor, unit)
            if found.cycle.since:
                form = MultiDict([*HEAD.items(), ("last", found.last), ("note", NOTE if found.changes else "")])
                form.setlist("take", [change.record for change in found.changes])
                fortnight.issue(actor, unit, form)


def _sheet(soum: Soum, last_day: date) -> str:
    said = {"unit": soum.units["Жаргалант"], "month": f"{last_day:%Y-%m}", "last": ""}
    actor = soum.office.actor("administrator")
    with reading() as connection:
        found = sheet.draft(connection, actor, said["unit"], said["month"])
    funding = {f"funding-{line.proposal}": "ОНХС" for line in found.lines}
    return sheet.issue(actor, said | HEAD | funding)


def _came_back(soum: Soum, report: str, today: date) -> None:
    """Decisions on the first two lines, where there are so many."""
    with reading() as connection:
        content = frozen.unpack(records.load_open(connection, soum.office.tenant, [report])[report])
    answers = (("planned", "Ирэх оны төсвийн төсөлд тусгана."), ("postponed", "Зураг төсөв бүрдсэний дараа хэлэлцэнэ."))
    for line, (outcome, text) in zip(content["lines"], answers, strict=False):
        said = {"line": str(line["no"]), "outcome": outcome, "text": text, "decided_on": today.isoformat()}
        decisions.enter(soum.office.actor("officer"), report, said | {"act_number": "2/418"})

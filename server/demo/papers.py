"""What the office reports: to two baghs every 15 days, one of them late, and last month's sheet of investments."""

from datetime import date, timedelta

from werkzeug.datastructures import MultiDict

from server.demo import days
from server.demo.days import standing_at
from server.demo.jargalant import ZONE, Soum
from server.demo.places import BAGHS
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
LAST_YEAR_DAYS = 400


def tell(soum: Soum) -> None:
    """Told last, of days that have passed."""
    today, _ = days.latest(ZONE)
    told = {"Рашаант": 17, "Тахилт": 5}  # the first is late by two days
    told |= {bagh: 3 + place for place, bagh in enumerate(one for one in BAGHS if one not in told)}
    for bagh, ago in sorted(told.items(), key=lambda pair: -pair[1]):
        with standing_at(days.at_ms(today - timedelta(days=ago), "16:00", ZONE)):
            _report(soum, soum.units[bagh], NOTE)
    with standing_at(days.at_ms(today.replace(day=1), "17:40", ZONE)):
        report = _sheet(soum, today.replace(day=1) - timedelta(days=1))
    with standing_at(days.at_ms(today, "09:30", ZONE)):
        _came_back(soum, report, today)


def _report(soum: Soum, unit: str, note: str) -> None:
    actor = soum.office.actor("administrator")
    with reading() as connection:
        found = fortnight.draft(connection, actor, unit)
    form = MultiDict([*HEAD.items(), ("last", found.last), ("note", note)])
    since = days.after(date.fromisoformat(found.to_on), -LAST_YEAR_DAYS)
    form.setlist("take", [change.record for change in found.changes if change.on >= since])
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

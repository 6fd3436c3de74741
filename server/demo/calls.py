"""What the demo's office calls from proposals: a campaign for water under way, and an initiative of citizens (O11)."""

from server.demo.jargalant import Soum
from server.office.campaigns import service
from server.office.proposals import listing
from server.store.unit_of_work import reading

WATER = {
    "kind": "campaign",
    "state": "begun",
    "title": "Баг бүрд цэвэр ус",
    "target": "Сумын ИТХ",
    "message": "Худаг, ус түгээх байрны саналыг ирэх жилийн төсөвт тусгуулъя.",
    "needs": "Усны шинжилгээний дүн\nНасосны үнийн санал",
    "doers": "Багийн ИНХ\nНийтийн аж ахуйн ОНӨҮГ",
}
TREES = {
    "kind": "initiative",
    "state": "planned",
    "title": "Гол дагуу мод тарих",
    "message": "Хаврын нэг өдөр айл бүрээс нэг хүн гарч мод тарина.",
    "needs": "200 суулгац\nУсны машин нэг өдөр",
    "doers": "Багийн залуучууд",
}


def tell(soum: Soum) -> None:
    """Both, by the officer; the campaign is built on this year's proposals about water."""
    officer = soum.office.actor("officer")
    with reading() as connection:
        view = listing.listed(connection, officer, {"category": "water"})
    service.save(officer, "", WATER, [row.record.id for row in view.cut.rows])
    unit = {"unit": soum.units["Рашаант"]} if "Рашаант" in soum.units else {}
    service.save(officer, "", TREES | unit, [])

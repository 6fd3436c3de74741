"""What tablets brought from beside the hearings, in the office: by kind, counted by bagh, within one's units (T21)."""

import pytest

from server.office.sheets import service
from server.who import ADMINISTRATOR
from tests.office.conftest import make_officer

WISHES = {"wishes/1": "Гар худаг", "categories/1": "water"}


@pytest.fixture
def brought(desk):
    """(hall, browse): a sheet, another of its household, an invalid one, an interview, a petition, a counter."""
    hall, _, browse = desk
    here = {"unit": hall.unit, "hearing": hall.hearing}
    house = hall.ana.say("household", unit=hall.unit, number="12")
    sheet = here | {"form": "household_sheet"}
    hall.ana.say("survey", **sheet, **WISHES, number="7", household=house)
    hall.ana.say("survey", **sheet, number="8", household=house)
    hall.ana.say("survey", **sheet, number="9", invalid=True, reason="Гараар засварласан")
    hall.ana.say("survey", **here, form="group_interview", who="Малчид", people=6, note="Бэлчээр")
    hall.ana.say("petition", **here, kind="complaint", addressee="Засаг дарга", substance="Зам эвдэрсэн")
    hall.ana.say("service", **here, number=3, _personal={"matter": "Халамж", "name": "Дорж"}, outcome="advised")
    hall.world.sync(hall.ana)
    return hall, browse


def test_each_kind_is_listed_and_counted_by_bagh_within_reach(brought):
    hall, browse = brought
    officer, stranger = browse("officer"), browse("officer", "Бугат")
    said = {
        "household_sheet": ("№ <bdi>7", "Гар худаг", "Гараар засварласан", "Давхардсан өрх"),
        "group_interview": ("Малчид", "Бэлчээр"),
        "petition": ("Гомдол", "Зам эвдэрсэн", "Засаг дарга"),
        "service": ("№ 3", "Халамж", "Зөвлөгөө өгсөн"),
    }
    for kind, words in said.items():
        page = officer.get("/sheets" if kind == "household_sheet" else f"/sheets/{kind}").text
        assert [one for one in words if one not in page] == []
        other = stranger.get(f"/sheets/{kind}", follow_redirects=True).text
        assert "Одоогоор ирээгүй" in other, kind
        assert words[-1] not in other or kind == "household_sheet"
    with hall.world.connection() as connection:
        view = service.listed(connection, make_officer(hall.world, ADMINISTRATOR).actor(), "household_sheet", {})
    assert view.counts == {hall.unit: {"": 3, "valid": 1, "invalid": 1, "repeated": 1}}


def test_filters_narrow_and_nonsense_harms_nothing(brought):
    hall, browse = brought
    officer = browse("officer")
    assert "№ <bdi>8" not in officer.get("/sheets?stands=invalid").text
    assert "№ <bdi>9" in officer.get(f"/sheets?stands=invalid&hearing={hall.hearing}").text
    assert "Тохирох" in officer.get("/sheets/service?since=2999-01-01").text
    for wrong in ("?since=x&until=y", "?stands=no&page=999", "?unit=" + "a" * 200, "?hearing='"):
        assert officer.get("/sheets" + wrong).status_code == 200, wrong
    assert officer.get("/sheets/nothing").status_code == 404

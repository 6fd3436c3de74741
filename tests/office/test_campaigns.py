"""Campaigns: made of a selection, with the hearing they call; proposals off and back; evidence without names (O11)."""

from server.office.campaigns import service
from server.office.hearings.desk import Desk
from tests.office.conftest import make_officer


def _proposals(hall, *titles):
    made = [
        hall.ana.say("proposal", unit=hall.unit, hearing=hall.hearing, title=title, category="water", supporters=5)
        for title in titles
    ]
    hall.world.sync(hall.ana)
    return made


def _campaigns(hall, actor):
    with hall.world.connection() as connection:
        return service.campaigns(Desk(connection, actor), {})


def test_a_thematic_hearing_is_called_from_a_filter_of_the_list(desk):
    hall, reviewer, browse = desk
    well, pump = _proposals(hall, "Гар худаг гаргах", "Насос тавих")
    officer = browse("officer")
    page = officer.get("/campaigns/new?category=water").text
    assert well in page
    assert pump in page
    form = {
        "page": "/campaigns/new",
        "kind": "thematic",
        "title": "Цэвэр ус",
        "state": "planned",
        "needs": "насос\nхоолой",
    }
    form |= {"pick": [well, pump, hall.hearing], "held_on": "2026-12-10", "message": "Худагтай болъё"}
    nowhere = officer.submit("/campaigns", **form)
    assert nowhere.status_code == 422  # a hearing is held somewhere
    assert "насос" in nowhere.text
    made = officer.submit("/campaigns", **form, unit=hall.unit)
    assert made.status_code == 303
    chief = make_officer(hall.world, "administrator").actor()
    (campaign,) = _campaigns(hall, chief)
    assert service.lines_of(campaign, "needs") == ["насос", "хоолой"]
    with hall.world.connection() as connection:
        seen = Desk(connection, chief)
        assert {one.id for one in service.proposals_of(seen, campaign)} == {well, pump}
        hearing = seen.load([str(service.value_of(campaign, "calls"))]).popitem()[1]
    said = {path: service.value_of(hearing, path) for path in ("kind", "held_on", "unit", "theme", "stage")}
    assert list(said.values()) == ["thematic", "2026-12-10", hall.unit, "Худагтай болъё", "notice"]

    off = officer.submit(f"{made.location}/proposals", made.location, proposal=well)
    assert f'value="{well}"' in officer.get(off.location).text
    assert officer.get(made.location).text.count("lineoff") == 1
    officer.submit(f"{made.location}/proposals", made.location, proposal=well, deed="add")
    assert officer.get(made.location).text.count("lineoff") == 2
    assert reviewer.submit(f"{made.location}/proposals", "/me", proposal=well).status_code == 403
    assert browse("officer", "Бугат").get(made.location).status_code == 404


def test_the_evidence_says_voices_and_sums_but_no_name(desk):
    hall, reviewer, browse = desk
    person = hall.ana.say("person", unit=hall.unit, _personal={"given_name": "Дулмаа", "phone": "99112233"})
    voice = hall.ana.say(
        "proposal",
        unit=hall.unit,
        hearing=hall.hearing,
        title="Гэрэл",
        body="Гудамж харанхуй",
        proposer=person,
        supporters=7,
    )
    hall.world.sync(hall.ana)
    made = browse("officer").submit(
        "/campaigns", "/campaigns/new", kind="campaign", title="Гэрэлтэй гудамж", state="begun", pick=voice
    )
    page = reviewer.get(f"{made.location}/evidence").text
    assert "Гудамж харанхуй" in page
    assert "<b>7</b>" in page
    assert "Дулмаа" not in page
    assert "99112233" not in page
    assert "Гэрэлтэй гудамж" in reviewer.get("/campaigns?state=begun").text
    assert "Гэрэлтэй гудамж" not in reviewer.get("/campaigns?kind=thematic").text

"""Works of Jargalant: a package of two works, progress, the plan of next year, this year of the local fund (O8–O10)."""

import random
from datetime import date

from server.demo import days, pictures
from server.demo.days import standing_at
from server.demo.jargalant import ZONE, Soum
from server.demo.room import Room
from server.office.works import funds, photos, plans, service
from server.office.works.service import Wish
from server.store import works as stored
from server.store.unit_of_work import reading
from sync import ranking
from sync.merge import value_of

LIMIT = "150,0 сая"
SHEETS = 14
PACKAGE = {"package": "Улс, нийслэл, орон нутгийн ОНХС", "amount": "670,0 сая"}
SOURCES = {"funding/ldf_state": "400,0 сая", "funding/ldf": "270,0 сая"}
COSTS = (24_000_000, 55_000_000, 25_000_000, 45_000_000, 12_000_000)


def vote(room: Room) -> None:
    """Papers of an approval vote for the fund, two ticks each, and the survey sheets that came before."""
    chance = random.Random(len(room.proposals))
    keys = {str(number): one for number, one in enumerate(room.proposals[: len(COSTS)], 1)}
    asked = {"method": "approval", "question": "ОНХС-аар хийх ажил", "eligible": len(room.came), "seed": "ОНХС"}
    asked |= {"parameters/max_choices": "2", "parameters/run_off": "skipped"}
    asked |= {f"items/{key}": one for key, one in keys.items()}
    asked |= {f"costs/{key}": cost for key, cost in zip(keys, COSTS, strict=True)}
    session = room.here(room.team.lead, "ranking_session", **asked)
    papers = [{f"marks/{key}": 1 for key in _ticks(chance, number, list(keys))} for number in range(30)]
    for marks in papers:
        room.here(room.team.second, "ballot", session=session, **marks)
    found = ranking.rank(asked, {str(number): marks for number, marks in enumerate(papers)}, {})
    ended = {"closed_at": room.instant("13:05"), "cast": len(papers), "invalid": 0}
    room.say(room.team.lead, "ranking_session", session, **ended, result_hash=ranking.result_hash(found))
    for number in range(1, SHEETS + 1):
        more = {"invalid": True, "reason": "Гарын үсэггүй"} if number in (5, 11) else {}
        sheet = {"form": "household_sheet", "number": str(number), "wishes/1": "Гар худаг", "people": 4}
        room.here(room.team.clerk, "survey", **sheet, **more)


def _ticks(chance: random.Random, number: int, keys: list[str]) -> list[str]:
    """Two of three want what the centre wants; the others live far off and want the rest."""
    return sorted(chance.sample(keys[:3] if number % 3 else keys[3:], 2))


def works(soum: Soum, today: date) -> None:
    """What the office made of the season's proposals."""
    officer = soum.office.actor("officer")
    north, east = soum.points["Жаргалант"].split(",")
    place = f"{float(north) + 0.004:.5f},{float(east) - 0.006:.5f}"
    build = {"unit": soum.units["Жаргалан"], "year": str(today.year), "contractor": "Ховд Барилга ХХК"}
    build |= PACKAGE | SOURCES
    school = {"name": "100 хүүхдийн цэцэрлэг", "capacity": "100 хүүхэд", "place": place, "state": "begun"}
    school |= {"citizens_part": "Иргэдийн хяналтын баг сард нэг удаа явцтай танилцана."}
    rooms = {room.unit: room for room in soum.rooms}
    wanted = rooms.get(soum.units["Жаргалан"])
    from_here = tuple(wanted.proposals[1:2]) if wanted else ()
    with standing_at(days.at_ms(today, "08:20", ZONE)):
        body = soum.body("education")
        garden, _ = service.save(officer, "", Wish(build | school, (body, soum.bodies[0]), from_here))
        service.save(officer, "", Wish(build | {"name": "Нийтийн бие засах газар"}, (), ()))
        for percent, told, ago in (("15", "Суурийн ажил дууссан.", -60), ("48", "Хоёр давхрын хана өрөгдсөн.", -6)):
            service.progress(officer, garden, {"percent": percent, "text": told, "on": days.after(today, ago)})
        with reading() as connection:
            steps = stored.ids(connection, officer.tenant, "work_progress", None, {"work": garden})
        for number, (caption, is_public) in enumerate((("Хана өрөлт", "1"), ("Барилгын талбай, хүмүүстэй", "0"))):
            said = {"caption": caption, "publish": is_public}
            photos.add(officer, steps[number % len(steps)], said, pictures.photo("house", 60 + number))
        tahilt = rooms.get(soum.units["Тахилт"])
        if tahilt:
            _plan(soum, officer, tahilt, today.year + 1)
        if wanted:
            _fund(soum, officer, wanted, today)


def _plan(soum: Soum, officer, room: Room, year: int) -> None:
    plans.take_up(officer, room.unit, year, room.proposals[:5])
    owners = (("Багийн Засаг дарга", "Даргын орлогч", "2"), ("Зохион байгуулагч", "Мэргэжилтэн", "3"))
    with reading() as connection:
        view = plans.shown(connection, officer, {"unit": room.unit, "year": str(year)})
    for line, (here, there, quarter) in zip(view["lines"], owners, strict=False):
        typed = {"title": value_of(line, "title"), "owner_here": here, "owner_there": there}
        typed |= {"quarter": quarter, "state": "planned", "body": soum.body("water"), "seen": view["seen"][line.id]}
        plans.save(officer, line.id, typed)


def _fund(soum: Soum, officer, room: Room, today: date) -> None:
    year = room.day.year
    window = {"opens_on": f"{year}-01-01", "closes_on": max(f"{year}-05-31", room.day.isoformat())}
    typed = {"year": str(year), "limit": LIMIT, "unit": soum.units["Жаргалант"]}
    cycle, _ = funds.save(officer, "", typed | window)
    view = _view(officer, cycle)
    papers = [one.record.id for one in view["sessions"] if one.values.get("method") == "approval"]
    funds.choose(officer, cycle, {"seen": view["seen"]}, papers)
    view = _view(officer, cycle)
    lines = sorted(view["lines"], key=lambda line: line.citizens)
    order = [*lines[1:2], *lines[:1], *lines[2:]]
    said = {f"place/{line.proposal}": str(place) for place, line in enumerate(order, 1)}
    first, second = (line.proposal for line in order[:2])
    why = {f"reason/{first}": "Зураг төсөв нь бэлэн.", f"reason/{second}": "Зураг төсөв хийгдэж байна."}
    funds.order(officer, cycle, {"seen": view["seen"]} | said | why)


def _view(officer, cycle: str) -> dict:
    with reading() as connection:
        return funds.one(connection, officer, cycle)

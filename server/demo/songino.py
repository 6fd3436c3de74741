"""Songinokhairkhan district, 27 December 2017 (DOMAIN §A2): twelve khoroos on one day, by one order.

Six heads of units work alone with one tablet each, two khoroos a day; the same evening all of it is merged.
"""

import random
from datetime import date

from server import acts
from server.demo import days, pictures, sitting
from server.demo.days import standing_at
from server.demo.desk import Office
from server.demo.room import Room, Team
from server.demo.voices import VOICES
from server.text import says
from sync.op import Value

TENANT, NAME, ZONE = "songinokhairkhan", "Сонгинохайрхан дүүрэг", "Asia/Ulaanbaatar"
HELD_ON = date(2017, 12, 27)
KHOROOS = 12
CENTRE = (47.913, 106.80)
BODIES = (
    ("Дүүргийн Засаг даргын Тамгын газар", "Дүүргийн төсөв, тохижилт"),
    ("Нийслэлийн Засаг даргын Тамгын газар", "Хөрөнгө оруулалтын шийдвэр"),
    ("Хот байгуулалт төлөвлөлтийн газар", "Газрын зохион байгуулалт, барилгажилтын төлөвлөлт"),
    ("Тохижилт үйлчилгээний газар", "Хог тээвэр, гэрэлтүүлэг, зам талбайн цэвэрлэгээ"),
)
HEADS = ("Б.Эрдэнэ", "Ц.Оюун", "Д.Мөнх", "Л.Сарантуяа", "Ж.Бат", "Я.Туяа")
ATTENDED = ("governor", "organizer", "social_worker", "state_registrar", "welfare_specialist", *["section_leader"] * 4)
AGENDA = (
    "Хорооны товч танилцуулга",
    "Өнгөрсөн онд хийгдсэн ажил",
    "Тулгамдаж байгаа асуудал",
    "Цаашид хамтран ажиллах талаар харилцан санал солилцох",
)
HANDED = (
    ("«Зөв эхлэл, сайн гараа» сэтгүүл", 20),
    ("«Хот нийтийн аж ахуйн онцлох 225 ажил» ном", 5),
    ("2016–2020 оны үйл ажиллагааны хөтөлбөр", 1),
)


def tell(client: object, chance: random.Random, khoroos: int = KHOROOS) -> tuple[Office, list[Room]]:
    """The first so many khoroos; returns the office and the hearings."""
    with standing_at(days.at_ms(date(2017, 12, 20), "09:00", ZONE)):
        office = Office(TENANT, NAME, ZONE)
        units, bodies = _prepare(office, chance)
        office.account("admin@songino.example", "Г.Наранцэцэг", "administrator", None)
        office.account("office@songino.example", "О.Батбаяр", "officer", None)
        office.account("review@songino.example", "С.Алтанцэцэг", "reviewer", None)
        for number, name in enumerate(HEADS):
            office.account(f"head{number + 1}@songino.example", name, "facilitator", units[number * 2 : number * 2 + 2])
    tablets = {}
    rooms = []
    for number, unit in enumerate(units[:khoroos]):
        head = number // 2 + 1
        with standing_at(days.at_ms(HELD_ON, "07:45", ZONE)):
            if head not in tablets:
                tablets[head] = office.enrol(f"head{head}@songino.example", client, chance.random())
        team = Team(tablets[head], tablets[head], tablets[head], client)
        rooms.append(_hold(Room(team, unit, HELD_ON, ZONE, random.Random(chance.random())), number))
    _forward(office, bodies, rooms)
    return office, rooms


def _prepare(office: Office, chance: random.Random) -> tuple[list[str], list[str]]:
    """Capital, district, khoroos and bodies; the package of works of 670,0 сая ₮. Ids of khoroos and of bodies."""
    capital = acts.creation("unit", {"name": "Улаанбаатар", "level": "capital", "zone": ZONE})
    north, east = CENTRE
    town = {"name": "Сонгинохайрхан", "level": "district", "parent": capital.record, "zone": ZONE}
    district = acts.creation("unit", town | {"place": f"{north},{east}"})
    khoroos = []
    for number in range(1, KHOROOS + 1):
        name = f"{says.ordinal(number)} хороо"
        place = f"{north + chance.uniform(-0.04, 0.04):.5f},{east + chance.uniform(-0.09, 0.09):.5f}"
        values = {"name": name, "level": "khoroo", "parent": district.record, "zone": ZONE, "place": place}
        khoroos.append(acts.creation("unit", values | {"households": 2400, "citizens": 8600}))
    bodies = [acts.creation("body", {"name": name, "mandate": mandate}) for name, mandate in BODIES]
    package = {"package": "Улс, нийслэлийн ОНХС 2018", "year": 2018, "state": "planned", "unit": khoroos[0].record}
    works = [
        acts.creation(
            "work", package | {"name": "100 хүүхдийн цэцэрлэг", "capacity": "100 хүүхэд", "amount": 670_000_000}
        ),
        acts.creation("work", package | {"name": "Нийтийн бие засах газар"}),
    ]
    office.state(capital, district, *khoroos, *bodies, *works)
    return [one.record for one in khoroos], [one.record for one in bodies]


def _hold(room: Room, number: int) -> Room:
    """A working visit: who came by role, four parts, proposals, what was handed over."""
    hour = 9 if number % 2 == 0 else 14
    order: dict[str, Value] = {"order_kind": "Нийслэлийн Засаг даргын захирамж", "order_number": "А/918"}
    title = f"{says.ordinal(number + 1)} хороо: ажлын уулзалт"
    room.open(
        title, f"{hour:02}:00", kind="visit", place="Хорооны Засаг даргын байр", theme="Хуваарь батлах тухай", **order
    )
    room.stage("opening", f"{hour:02}:10")
    sitting.agenda(room, *AGENDA)
    for role in ATTENDED:
        room.walk_in(1, role=role, stands_for=role == "section_leader")
    voices = [VOICES[(number * 5 + step * 13) % len(VOICES)] for step in range(4 + number % 3)]
    room.capture(voices, place=f"{CENTRE[0]},{CENTRE[1]}")
    for what, quantity in HANDED:
        given = {"what": what, "quantity": quantity, "receiver": room.came[0].id, "pass_on_to": "Хорооны иргэдэд"}
        room.here(room.team.lead, "handover", **given)
    sitting.decide(room, 1, "Зураглалд тэмдэглэгдсэн санал бүрийг ажил болгохын төлөө хамтран ажиллах", 0, 0)
    sitting.decide(room, 2, "15 хоног тутамд эргэн мэдээлэх", 0, 0, due_on=days.after(HELD_ON, 15))
    if number % 4 == 0:
        room.media(room.team.lead, pictures.photo("map", 100 + number), room.proposals[0], caption="Зураглал")
    if number == 4:
        room.must_wait(room.team.lead, "proposal", room.proposals[0], status="planned")
    sitting.close(room, f"{hour + 2:02}:30", is_sealed=number != 4)
    room.send(f"{hour + 3:02}:10")
    return room


def _forward(office: Office, bodies: list[str], rooms: list[Room]) -> None:
    """The next morning: letters to the bodies, and the visits approved where nothing waits."""
    with standing_at(days.at_ms(date(2017, 12, 28), "10:00", ZONE)):
        said, status = [], {}
        for room in rooms:
            for number, proposal in enumerate(room.proposals[:2]):
                letter = {"unit": room.unit, "proposal": proposal, "body": bodies[(number + len(said)) % len(bodies)]}
                said.append(acts.creation("referral", letter | {"sent_on": "2017-12-28", "due_on": "2018-03-27"}))
                status[proposal] = {"status": "forwarded"}
        office.state(*said)
        office.amend(status)
        for room in rooms:
            if not room.aside:
                office.judge(room.hearing, "approved")

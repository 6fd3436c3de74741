"""This season in Jargalant, told from the day on which the demo is filled: what was held, what waits, what is planned.

Each hearing shows the office something of its own: see the first line of each function.
"""

from collections.abc import Callable
from datetime import date, timedelta

from server import acts
from server.demo import days, monday, pictures, sitting, sounds, works
from server.demo.days import standing_at
from server.demo.jargalant import ZONE, Soum
from server.demo.places import PROPOSALS
from server.demo.room import Room
from server.demo.voices import ALIKE, BY_CATEGORY, OTHER_KINDS, Voice
from server.text import says

MONTH_AHEAD = 30
PROMISE = "Ажлын төлөвлөгөөнд орууллаа. Явцыг багийн самбарт мэдээлнэ."


def tell(soum: Soum, only: tuple[str, ...] = ()) -> None:
    """All of SEASON in its order, or those that `only` names: of it, or beside it."""
    today, _ = days.latest(ZONE)
    for hold in (*SEASON, monday.twelve):
        if hold.__name__ in only or (not only and hold in SEASON):
            hold(soum, today)


def _voices(*categories: str) -> list[Voice]:
    """The first of each category, the second where it is named again, and so on."""
    return [BY_CATEGORY[name][categories[:place].count(name)] for place, name in enumerate(categories)]


def _minutes(room: Room, decided: str) -> None:
    head = f"{says.formal_day(room.day.isoformat())}. {room.title}.\n"
    came = f"Ирсэн: {len(room.came)}. Санал: {len(room.proposals)}.\n"
    written = sitting.minutes(room, head + came, f"ШИЙДВЭРЛЭСЭН НЬ: {decided}.\n")
    sitting.sign(room, written)


def spring(soum: Soum, today: date) -> None:
    """Last time in Рашаант: each proposal has its answer, to be read out today and confirmed or opened again (T4)."""
    room = soum.room("first", "Рашаант", today - timedelta(days=206))
    room.open("Хаврын танхим: Рашаант", theme="Усан хангамж, зам", place="Рашаант багийн төв")
    room.stage("opening", "10:00")
    room.stage("check_in", "10:05")
    room.check_in(soum.of_register("Рашаант", 26))
    voices = _voices("water", "roads", "lighting", "pasture", "health", "waste")
    room.stage("plenary", "11:10")
    room.capture(voices, place=soum.points["Рашаант"])
    room.stage("decisions", "13:15")
    sitting.decide(room, 1, "Саналуудыг сумын ЗДТГ-т уламжлах", due_on=days.after(room.day, 30))
    _minutes(room, "саналуудыг уламжлах")
    for proposal in room.proposals:
        room.slip(proposal)
    sitting.close(room, "14:00")
    room.send()
    ends = (
        ("done", "Өрмийн ажил дууссан, худаг ус гарч байна."),
        ("in_progress", "4 км-ийн 2,5 км-д хайрга дэвссэн."),
        ("done", "12 гэрэл тавьсан."),
        ("planned", "Ирэх оны төлөвлөгөөнд тусгасан."),
        ("declined", "Эмчийн байр түрээсийнх тул засвар хийх эрхгүй."),
        ("answered", "Хогийн цэгийн хуваарийг самбарт байршуулсан."),
    )
    sent, said, status, answers = [], [], {}, {}
    for number, (proposal, voice, (state, why)) in enumerate(zip(room.proposals, voices, ends, strict=True), 1):
        body = soum.body(voice.category)
        letter = {"unit": room.unit, "proposal": proposal, "body": body, "letter_number": f"2/{number:02}"}
        is_work = state in ("done", "in_progress")
        letter |= {"sent_on": days.after(room.day, 4), "due_on": days.after(room.day, 94)}
        sent.append(acts.creation("referral", letter))
        answer = {"answer": "final", "answer_text": PROMISE if is_work else why}
        answers[sent[-1].record] = answer | dict.fromkeys(("answered_on", "closed_on"), days.after(room.day, 80))
        if is_work:
            work = {"unit": room.unit, "name": voice.title, "year": today.year, "place": soum.points["Рашаант"]}
            work |= {
                "state": "done" if state == "done" else "begun",
                "progress_percent": 100 if state == "done" else 62,
            }
            work |= {"amount": voice.cost, "funding/ldf": voice.cost, "proposals/a": proposal}
            said.append(acts.creation("work", work))
            measure = {"unit": room.unit, "proposal": proposal, "text": why, "taken_on": days.after(room.day, 150)}
            said.append(acts.creation("measure", measure | {"body": body, "work": said[-1].record}))
        status[proposal] = {"status": state, "status_reason": why}
    with standing_at(days.at_ms(room.day + timedelta(days=4), "10:20", ZONE)):
        soum.office.state(*sent)
        soum.office.judge(room.hearing, "approved")
    with standing_at(days.at_ms(room.day + timedelta(days=80), "10:20", ZONE)):
        soum.office.amend(answers)
    with standing_at(days.at_ms(room.day + timedelta(days=151), "10:20", ZONE)):
        soum.office.state(*said)
        soum.office.amend(status)


def visit(soum: Soum, today: date) -> None:
    """A working visit by an order: the four parts, the roles of those who came, what was handed over."""
    room = soum.room("second", "Наран", today - timedelta(days=34))
    order = {"order_kind": "Сумын Засаг даргын захирамж", "order_number": "А/45", "order_on": days.after(today, -48)}
    room.open("Наран баг: ажлын уулзалт", kind="visit", place="Багийн Засаг даргын байр", **order)
    sitting.agenda(room, "Товч танилцуулга", "Өнгөрсөн онд хийсэн ажил", "Тулгамдсан асуудал", "Хамтран ажиллах нь")
    room.stage("opening", "10:00")
    for role in ("governor", "organizer", "social_worker", "state_registrar", "welfare_specialist", "section_leader"):
        room.walk_in(1, role=role, stands_for=True)
    room.stage("plenary", "11:00")
    room.capture([*_voices("energy", "it", "culture"), OTHER_KINDS[0]], place=soum.points["Наран"])
    given = {"what": "ОНХС-ийн танилцуулга", "quantity": 40, "pass_on_to": "Багийн иргэдэд"}
    room.here(room.team.lead, "handover", **given)
    _beside(room)
    room.stage("decisions", "12:20")
    sitting.decide(room, 1, "Хамтран ажиллах төлөвлөгөөний төслийг 15 хоногт бэлтгэх", against=0, abstain=0)
    sitting.close(room, "13:00", is_sealed=False)
    room.send("16:10")


def _beside(room: Room) -> None:
    """What was written beside the visit: an interview with a group, a petition, a counter of services (T21)."""
    talk = {
        "form": "group_interview",
        "who": "Малчид",
        "people": 6,
        "note": "Отрын бүсэд нутаглах журмыг мэдэхгүй байна.",
    }
    room.here(room.team.second, "survey", **talk)
    asked = {"kind": "complaint", "addressee": "Сумын Засаг дарга", "signed_on": room.day.isoformat()}
    room.here(
        room.team.lead, "petition", substance="Өвөл зам хаагдаж, хүүхдүүд сургуульдаа явж чадахгүй байна.", **asked
    )
    name = {"matter": "Хүүхдийн мөнгөний бүртгэл", "name": "Дорж"}
    room.here(room.team.clerk, "service", _personal=name, number=1, outcome="advised")


def forwarded(soum: Soum, today: date) -> None:
    """A hearing that went well: ranked, decided, sealed, approved; its proposals are forwarded, clocks are running."""
    room = soum.room("second", "Тахилт", today - timedelta(days=24))
    room.open("Тахилт багийн хэлэлцүүлэг", place="Тахилт багийн төв", theme="ОНХС, тулгамдсан асуудал")
    room.stage("opening", "10:00")
    room.stage("check_in", "10:05")
    room.check_in(soum.of_register("Тахилт", 28))
    sitting.poll(room, "before", (0.2, 0.3, 0.35))
    room.stage("group_work", "11:00")
    tables = sitting.groups(room, "Ус", "Зам, гэрэл", "Бэлчээр")
    voices = [ALIKE[0], *_voices("roads", "lighting", "pasture", "pasture", "safety"), ALIKE[1], OTHER_KINDS[2]]
    room.capture(voices, tables, soum.points["Тахилт"])
    room.merge(room.proposals[6], room.proposals[0])
    for proposal in room.proposals[:3]:
        room.slip(proposal)
    for number, scene in enumerate(("well", "road", "map")):
        room.media(
            room.team.second, pictures.photo(scene, 24 + number), room.proposals[number], caption="Одоогийн байдал"
        )
    room.media(room.team.lead, sounds.voice(5, 24), room.proposals[3])
    room.stage("ranking", "12:50")
    sitting.rank(room, "ОНХС-д дэмжих эхний гурав", 3)
    room.stage("decisions", "13:45")
    sitting.decide(
        room, 1, "Гар худгийн саналыг нэгдүгээрт эрэмбэлж уламжлах", due_on=days.after(room.day, MONTH_AHEAD)
    )
    sitting.decide(room, 2, "Бэлчээр өнжөөх хуваарийг багийн ИНХ-аар батлах", against=3, abstain=4)
    sitting.poll(room, "after", (0.8, 0.75, 0.6))
    _minutes(room, "гурван саналыг уламжлах")
    sitting.close(room, "15:20")
    room.send("21:30", fast_ms=26 * 3600 * 1000)  # the leader's clock is 26 h ahead (scenario 4)
    with standing_at(days.at_ms(room.day + timedelta(days=5), "11:40", ZONE)):
        soum.office.judge(room.hearing, "approved")
        letters = {"unit": room.unit, "sent_on": days.after(room.day, 5), "due_on": days.after(room.day, 95)}
        said = [
            acts.creation(
                "referral",
                letters | {"proposal": proposal, "body": soum.body(voice.category), "letter_number": f"3/{number:02}"},
            )
            for number, (proposal, voice) in enumerate(zip(room.proposals[:5], voices, strict=False), 1)
        ]
        soum.office.state(*said)
        soum.office.amend({proposal: {"status": "forwarded"} for proposal in room.proposals[:5]})


def meeting(soum: Soum, today: date) -> None:
    """A public meeting without its quorum: 70 of 71 households stood for (scenario 11); sent back with a comment."""
    room = soum.room("second", "Жаргалан", today - timedelta(days=15))
    room.open("Жаргалан багийн ИНХ", kind="public_meeting", place="Соёлын төв", theme="ОНХС-ийн эрэмбэ батлах")
    one_of_each = {person.household: person for person in soum.register.people[room.unit]}
    room.stage("opening", "10:00")
    room.stage("check_in", "10:05")
    room.check_in(list(one_of_each.values())[:70])
    room.stage("plenary", "11:10")
    room.capture(
        [ALIKE[1], *_voices("education", "toilets", "culture"), *OTHER_KINDS[:2]], place=soum.points["Жаргалан"]
    )
    room.stage("ranking", "12:40")
    sitting.rank(room, "ОНХС-ийн саналын эрэмбэ", 4)
    works.vote(room)
    decided = "2027 оны ОНХС-аар хийх ажлын эрэмбийг дэмжих".replace("2027", str(today.year + 1))
    room.stage("decisions", "13:15")
    sitting.decide(room, 1, decided, against=11, abstain=9, sheets_valid=64, sheets_invalid=3)
    sitting.close(room, "14:50", is_sealed=False)
    room.send("18:20")
    with standing_at(days.at_ms(room.day + timedelta(days=2), "09:15", ZONE)):
        soum.office.judge(
            room.hearing, "returned", "Ирц хүрээгүй: 71 өрхөөс 70. Шийдвэрийг дахин хуралдуулж батална уу."
        )


def thematic(soum: Soum, today: date) -> None:
    """A thematic hearing, counted by heads, at least; held until a question is answered; a photo has not come."""
    room = soum.room("second", "Наран", today - timedelta(days=9))
    room.open(
        "Наран баг: цэвэр усны сэдэвчилсэн хэлэлцүүлэг", kind="thematic", theme="Цэвэр ус", place="Сургуулийн заал"
    )
    heads = {"head_counts/female.35_54": 14, "head_counts/male.35_54": 9, "head_counts/female.55_plus": 7}
    room.say(room.team.lead, "hearing", room.hearing, at_least=True, **heads)
    room.stage("opening", "10:00")
    room.stage("check_in", "10:05")
    room.check_in(soum.of_register("Наран", 12))
    room.stage("plenary", "11:10")
    room.capture([ALIKE[3], ALIKE[2], *_voices("water", "water", "water")], place=soum.points["Наран"])
    room.collide(room.proposals[2], "supporters", 21, 26)
    room.media(room.team.second, pictures.photo("ger", 9), room.proposals[0])
    sitting.close(room, "16:00", is_sealed=False)
    room.send("20:15", files=False)  # the words came, the photo is still on the tablet
    with standing_at(days.at_ms(room.day + timedelta(days=1), "14:30", ZONE)):
        soum.office.judge(room.hearing, "held", "Тоолсон 30 хүний нэрсийг багаас лавлаж байна.")
        soum.office.comment(room.proposals[1], "title", "«егөөч» гэснийг «өгөөч» болгох уу?")


def late_note(soum: Soum, today: date) -> None:
    """Sealed; then a tablet that the seal had not seen brings a note and one more proposal: kept beside it (M15)."""
    room = soum.room("second", "Буянт", today - timedelta(days=4))
    room.open("Буянт багийн хэлэлцүүлэг", place="Буянт багийн төв", theme="Хог хаягдал, ариун цэвэр")
    room.stage("opening", "10:00")
    room.stage("check_in", "10:05")
    room.check_in(soum.of_register("Буянт", 40), twice=2)
    tables = sitting.groups(room, "Хог", "Ариун цэвэр")
    voices = [*_voices("waste", "waste", "toilets", "toilets", "energy"), OTHER_KINDS[0], OTHER_KINDS[4]]
    room.stage("plenary", "11:10")
    room.capture(voices, tables, soum.points["Буянт"])
    for number, scene in enumerate(("hall", "ger")):
        room.media(room.team.lead, pictures.photo(scene, 4 + number), room.proposals[number], caption="Танхимд")
    room.media(room.team.second, sounds.voice(4, 4), room.proposals[2])
    room.stage("decisions", "13:15")
    sitting.decide(room, 1, "Хог ачих хуваарийг сар бүр самбарт тавих", due_on=days.after(room.day, 20))
    _minutes(room, "хуваарь гаргах")
    room.collide(room.proposals[0], "cost", 15_000_000, 13_500_000)
    room.collide(room.proposals[2], "title", "Нийтийн бие засах газар барих", "Нийтийн жорлон шинээр барих")
    sitting.close(room, "15:10")
    added = "Голын эргийн хогийг цэвэрлэх"
    room.say(room.team.second, "proposal", room.proposals[1], solution="Айл бүр сард нэг удаа цэвэрлэнэ.")
    room.here(room.team.second, "proposal", title=added, category="waste", kind="proposal", supporters=7)
    room.send("22:05")


def not_home(soum: Soum, today: date) -> None:
    """45 of 48 check-ins have arrived: the rest is on the clerk's tablet, which has not come home (S8)."""
    room = soum.room("bugat", "Бугат", today - timedelta(days=2))
    room.open("Бугат багийн хэлэлцүүлэг", place="Бугат багийн төв", theme="Зам, эрчим хүч")
    room.stage("opening", "11:00")
    sitting.agenda(room, "ОНХС-ийн тухай", "Бүлгийн ажил", "Шийдвэр")
    room.stage("plenary", "11:40")
    room.capture([*_voices("roads", "energy", "roads", "safety"), ALIKE[1]], place=soum.points["Бугат"])
    room.media(room.team.lead, pictures.photo("road", 1), room.proposals[0], caption="Шороон замын эхлэл")
    room.must_wait(
        room.team.clerk, "decision", number=1, unit=room.unit, hearing=room.hearing, text="Замыг нэн тэргүүнд"
    )
    room.stage("check_in", "13:05")
    people = soum.of_register("Бугат", min(48, len(soum.register.people[room.unit])))
    room.walk_in(48 - len(people))
    room.check_in(people)
    sitting.close(room, "16:30", is_sealed=False)
    room.send("18:45", keeps=3)


def today_in_rashaant(soum: Soum, today: date) -> None:
    """Today's, still open: 41 check-ins of 38 people, eleven proposals, edits that collided, an op that waits."""
    _, hour = days.latest(ZONE)
    room = soum.room("first", "Рашаант", today)
    place = {"place": "Рашаант багийн төв", "place_point": soum.points["Рашаант"]}
    room.open("Рашаант багийн хэлэлцүүлэг", f"{hour:02}:00", **place)
    room.stage("opening", f"{hour:02}:05")
    room.check_in(soum.of_register("Рашаант", 33), twice=3)
    room.walk_in(5)
    voices = [Voice(title, category, cost) for title, category, cost, _ in PROPOSALS]
    room.capture(voices, sitting.groups(room, "Ус", "Зам", "Боловсрол", "Бусад"), soum.points["Рашаант"])
    for record, (*_, supporters) in zip(room.proposals, PROPOSALS, strict=True):
        room.say(room.team.second, "proposal", record, supporters=supporters)
    room.stage("plenary", f"{hour:02}:40")
    room.collide(room.proposals[0], "cost", 18_000_000, 16_500_000)
    room.must_wait(room.team.lead, "proposal", room.proposals[3], status="accepted")
    for number, scene in enumerate(("well", "road", "house", "hall")):
        of = room.proposals[number + number // 2]
        room.media(room.team.lead, pictures.photo(scene, 40 + number), of, caption="Рашаант")
    room.media(room.team.second, sounds.voice(6, 1), room.proposals[4])
    last = [one for one in soum.rooms if one.unit == room.unit and one is not room]
    for proposal, finding in zip(
        last[-1].proposals if last else (), ("confirmed", "reopened", "confirmed"), strict=False
    ):
        hands = (
            {"count_for": 31, "count_against": 2} if finding == "confirmed" else {"count_for": 4, "count_against": 27}
        )
        room.here(room.team.lead, "verification", proposal=proposal, finding=finding, **hands)
    sitting.decide(room, 1, "Гар худгийн саналыг нэгтгэж, сумын ЗДТГ-т уламжлах", due_on=days.after(today, MONTH_AHEAD))
    sitting.close(room, f"{hour:02}:55", is_sealed=False)
    room.send("23:59")


def planned(soum: Soum, today: date) -> None:
    """What comes next, by the schedule of an order: three hearings that their teams have on board."""
    coming = (("Бичигт", 3, "discussion"), ("Цамбагарав", 9, "discussion"), ("Хайрхан", 16, "thematic"))
    order = {
        "order_kind": "Сумын ИТХ-ын Тэргүүлэгчдийн тогтоол",
        "order_number": "38",
        "order_on": days.after(today, -12),
    }
    for unit, ahead, kind in coming:
        values = {"unit": soum.units[unit], "title": f"{unit} багийн хэлэлцүүлэг", "kind": kind, "stage": "notice"}
        values |= {"held_on": days.after(today, ahead), "place": f"{unit} багийн төв", "theme": "ОНХС-ийн санал"}
        soum.office.state(acts.creation("hearing", values | order))


SEASON: tuple[Callable[[Soum, date], None], ...] = (
    *(spring, visit, forwarded, meeting, thematic, late_note, not_home, today_in_rashaant, planned, works.works),
)

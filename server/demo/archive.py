"""The programme of 2015 (DOMAIN §A1): every bagh and four institutions, more than 430 attendances, all of it closed.

Each hearing was sealed with a manifest and approved; every proposal has an end state and a reason (scenario 25).
"""

from datetime import date, timedelta

from server import acts, enrol
from server.demo import days, papers, sitting
from server.demo.days import standing_at
from server.demo.jargalant import ZONE, Soum
from server.demo.places import BAGHS, INSTITUTIONS, TEAMS
from server.demo.room import Room
from server.demo.voices import ALIKE, VOICES, Voice
from server.text import says
from sync.op import Value

FIRST_ON = date(2015, 4, 14)
SENT_AFTER, ANSWERED_AFTER = 3, 30  # days after the hearing
THEMES = ("Иргэдийн танхим — Иргэдийн оролцоо", "Иргэдийн бүтээлч оролцоо")
PEOPLE, STAFF, PER_HEARING = 28, 24, 5  # 12 × 28 + 4 × 24 = 432 attendances
ENDS: tuple[tuple[str, str], ...] = (  # status → why, in the order in which proposals meet them
    ("confirmed", "Ажил дууссан. Багийн хуралд танилцуулж, иргэд баталгаажуулсан."),
    ("done", "2016 оны ОНХС-ийн хөрөнгөөр хийгдсэн."),
    ("done", "Сумын 2016 оны хөгжлийн төлөвлөгөөнд тусгаж, хийсэн."),
    ("declined", "Нэг өрхөд зориулсан тул ОНХС-аар хийх боломжгүй."),
    ("answered", "Хуваарь гаргаж, багийн самбарт байршуулсан."),
    ("not_competent", "Аймгийн ЗДТГ-ын харьяаллын асуудал тул тийш нь уламжилсан."),
)


def tell(soum: Soum, hearings: int = len(BAGHS) + len(INSTITUTIONS)) -> None:
    """The first so many hearings of the year, then the answers."""
    places = [*((bagh, "") for bagh in BAGHS), *(("Жаргалант", name) for name in INSTITUTIONS)]
    held = [
        _hold(soum, number, unit, institution, FIRST_ON + timedelta(days=13 * number))
        for number, (unit, institution) in enumerate(places[:hearings])
    ]
    _answer(soum, held)
    papers.of_2015(soum, [room for room, _ in held])
    with standing_at(days.at_ms(date(2016, 4, 5), "13:14", ZONE)):
        for account in set(TEAMS["archive"]):  # the programme is over, its tablets are handed in
            enrol.revoke(soum.office.actor("administrator"), soum.tablets.pop(account).inc)


def _hold(soum: Soum, number: int, unit: str, institution: str, day: date) -> tuple[Room, list[Voice]]:
    room = soum.room("archive", unit, day)
    theme = THEMES[number % 2]
    place = institution or f"{unit} багийн төв"
    title = f"{institution or unit + ' баг'}: {theme}"
    told = {"theme": theme, "place": place, "programme": soum.programme, "place_point": soum.points[unit]}
    room.open(title, **told)
    room.stage("opening", "10:00")
    room.stage("check_in", "10:05")
    if institution:
        room.walk_in(STAFF, organisation=institution)
    else:
        room.check_in(soum.of_register(unit, PEOPLE))
    room.stage("group_work", "11:00")
    tables = sitting.groups(room, "Тулгамдсан асуудал", "Гол шалтгаан, шийдэл")
    voices = [VOICES[(number * 7 + step * 11) % len(VOICES)] for step in range(PER_HEARING)]
    if number % 4 == 0:
        voices[0] = ALIKE[number // 4 % len(ALIKE)]
    room.capture(voices, tables, soum.points[unit])
    sitting.poll(room, "before", (0.18, 0.22, 0.3))
    room.stage("ranking", "12:40")
    sitting.rank(room, "Эхний гурван асуудал")
    room.stage("decisions", "13:45")
    sitting.decide(room, 1, "Эрэмбийн эхний гурван саналыг сумын ИТХ-д уламжлах", due_on=days.after(day, 30))
    sitting.poll(room, "after", (0.71, 0.64, 0.58))
    head = f"{says.formal_day(day.isoformat())}. {place}.\nИрсэн: {len(room.came)}.\n"
    sitting.minutes(room, head, f"Хэлэлцсэн нь: {theme}.\nШийдвэрлэсэн нь: эхний гурван саналыг уламжлах.\n")
    sitting.close(room, "15:00")
    room.send()
    return room, voices


def _answer(soum: Soum, held: list[tuple[Room, list[Voice]]]) -> None:
    """Letters three days after each hearing; a month after it answers, measures, states; then it is approved."""
    count = 0
    for room, voices in held:
        letters: list[acts.Statement] = []
        said: list[acts.Statement] = []
        answers: dict[str, dict[str, Value]] = {}
        status: dict[str, dict[str, Value]] = {}
        for proposal, voice in zip(room.proposals, voices, strict=True):
            state, why = ENDS[count % len(ENDS)]
            count += 1
            letters.append(_letter(soum, room, proposal, voice, count))
            answers[letters[-1].record] = _reply(room, state, why)
            said += _done(soum, room, proposal, voice, why) if state in ("confirmed", "done") else []
            status[proposal] = {"status": state, "status_reason": why}
        with standing_at(days.at_ms(room.day + timedelta(days=SENT_AFTER), "10:20", ZONE)):
            soum.office.state(*letters)
        with standing_at(days.at_ms(room.day + timedelta(days=ANSWERED_AFTER + 1), "11:00", ZONE)):
            soum.office.amend(answers)
            soum.office.state(*said)
            soum.office.amend(status)
            soum.office.judge(room.hearing, "approved")


def _letter(soum: Soum, room: Room, proposal: str, voice: Voice, number: int) -> acts.Statement:
    """The referral, as it went out."""
    values = {"unit": room.unit, "proposal": proposal, "body": soum.body(voice.category)}
    values |= {"letter_number": f"1/{number:03}", "sent_on": days.after(room.day, SENT_AFTER)}
    return acts.creation("referral", values | {"due_on": days.after(room.day, 93)})


def _reply(room: Room, state: str, why: str) -> dict[str, Value]:
    """What the body answered."""
    day = days.after(room.day, ANSWERED_AFTER)
    values: dict[str, Value] = {"answer": "final", "answer_text": why, "answered_on": day, "closed_on": day}
    if state == "not_competent":
        whose = "Аймгийн ЗДТГ-ын Хөгжлийн бодлого, төлөвлөлтийн хэлтэс"
        values |= {"answer": "not_competent", "competent_body": whose}
    return values


def _done(soum: Soum, room: Room, proposal: str, voice: Voice, why: str) -> list[acts.Statement]:
    """The measure and the work of what was done."""
    measure = {"unit": room.unit, "proposal": proposal, "text": why, "body": soum.body(voice.category)}
    measure["taken_on"] = days.after(room.day, ANSWERED_AFTER)
    work = {"unit": room.unit, "name": voice.title, "year": 2016, "state": "done", "progress_percent": 100}
    work |= {"amount": voice.cost, "funding/ldf": voice.cost} if voice.cost else {}
    return [acts.creation("measure", measure), acts.creation("work", work | {"proposals/a": proposal})]

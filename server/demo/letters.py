"""What became of this season's proposals: rules of routing, letters, replies by link and on paper, clocks that run.

Each letter shows the office something of its own; a part of the season that was not told has none.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from server import acts
from server.demo import days
from server.demo.days import standing_at
from server.demo.jargalant import ZONE, Soum
from server.demo.places import BODY_OF
from server.demo.room import Room
from server.office.clocks import extension
from server.office.hearings.desk import Desk
from server.office.letters import deeds, issue, links, replies, view
from server.office.letters.replies import Wish
from server.store import letters as store
from server.store import settings as own
from server.store.unit_of_work import reading
from server.texts import translations
from sync.merge import value_of

SETTINGS = {
    "letter.organisation": "Ховд аймгийн Жаргалант сумын | иргэдийн Төлөөлөгчдийн Хурал",
    "letter.signer_post": "Нарийн бичгийн дарга",
    "letter.signer_name": "Г.Энхтуяа",
    "letter.address": "Хаяг: Ховд аймаг, Жаргалант сум, сумын ИТХ-ын ажлын алба.",
    "letter.place": "Жаргалант сум",
}


def tell(soum: Soum, today: date) -> None:
    """Settings and rules, then the letters of the hearings that were told."""
    _prepare(soum, today)
    held = {room.title: room for room in soum.rooms}
    for title, send in (
        ("Наран баг: ажлын уулзалт", _visited),
        ("Жаргалан багийн ИНХ", _extended),
        ("Наран баг: цэвэр усны сэдэвчилсэн хэлэлцүүлэг", _edited),
    ):
        if title in held:
            send(soum, held[title], today)


def _prepare(soum: Soum, today: date) -> None:
    office = soum.office
    with reading() as connection:
        tenant = own.house(connection, office.tenant).id
    with standing_at(days.at_ms(today - timedelta(days=40), "09:00", ZONE)):
        office.amend({tenant: {f"settings/{key}": value for key, value in SETTINGS.items()}})
        rules = [{"category": category, "body": soum.bodies[place]} for category, place in BODY_OF.items()]
        rules.append({"category": "roads", "place": soum.units["Рашаант"], "body": soum.bodies[0]})
        rules.append({"place": soum.units["Жаргалант"], "body": soum.bodies[0]})
        office.state(*(acts.creation("route", rule) for rule in rules))


def _send(soum: Soum, proposals: Sequence[str]) -> list[str]:
    """Letters to the bodies that the rules name."""
    officer = soum.office.actor("officer")
    with reading() as connection:
        found = deeds.drafted(connection, officer, list(proposals))
    speak = translations("mn").ugettext
    bodies = {one.record.id: one.rule.body for one in found["draft"].chosen if one.rule and one.rule.body}
    return issue.issue(officer, issue.Wish(bodies, speak("letter.subject.usual"), speak("letter.text.usual")))


def _referral(soum: Soum, proposal: str) -> tuple[str, str]:
    """The last referral of a proposal, and the letter that carries it."""
    with reading() as connection:
        sent = view.of_proposal(Desk(connection, soum.office.actor("officer")), proposal)
    return sent[0].record.id, str(value_of(sent[0].record, "letter"))


def _by_link(soum: Soum, proposal: str, wish: Wish) -> tuple[str, str]:
    """The body replies by the link of its letter; returns referral and reply."""
    referral, letter = _referral(soum, proposal)
    with reading() as connection:
        serial = store.link(connection, soum.office.tenant, letter).serial
    token = links.token(soum.office.tenant, letter, serial)
    return referral, replies.by_link(soum.office.tenant, token, referral, wish)


def _visited(soum: Soum, room: Room, today: date) -> None:
    """Sent a month ago: one answered by the link and to be read, one in between, one not theirs, one overdue."""
    energy, internet, culture, waste = room.proposals[:4]
    officer = soum.office.actor("officer")
    with standing_at(days.at_ms(today - timedelta(days=31), "10:10", ZONE)):
        _send(soum, [energy, internet, culture, waste])
    with standing_at(days.at_ms(today - timedelta(days=12), "15:30", ZONE)):
        text = "Үүрэн холбооны операторуудтай хэлэлцэж байна. Эцсийн хариуг дараа сард өгнө."
        said = Wish("interim", text, number="4/61", signer="Тамгын газрын дарга")
        replies.enter(officer, _referral(soum, internet)[0], said)
    with standing_at(days.at_ms(today - timedelta(days=8), "11:00", ZONE)):
        text = "Соёлын төвийн тоног төхөөрөмж нь сумын төсвийн асуудал тул манай чиг үүрэгт хамаарахгүй."
        whose = "Сумын Засаг даргын Тамгын газар"
        said = Wish("not_competent", text, competent_body=whose, signer="Мэргэжилтэн", number="1/208")
        referral, reply = _by_link(soum, culture, said)
    with standing_at(days.at_ms(today - timedelta(days=7), "09:20", ZONE)):
        replies.publish(officer, referral, reply, text, "")
    with standing_at(days.at_ms(today - timedelta(days=1), "16:45", ZONE)):
        text = "2 дугаар улиралд трансформаторыг 250 кВА болгож өргөтгөнө. Хөрөнгийг төлөвлөгөөнд тусгасан."
        _by_link(soum, energy, Wish("final", text, signer="Техникийн бодлогын албаны дарга", number="7/1140"))


def _extended(soum: Soum, room: Room, today: date) -> None:
    """A complaint and a question have thirty days; the head extends one of them, with reason and notice."""
    complaint, question = room.proposals[4:6]
    with standing_at(days.at_ms(today - timedelta(days=12), "14:00", ZONE)):
        _send(soum, [complaint, question])
    with standing_at(days.at_ms(today - timedelta(days=2), "10:30", ZONE)):
        notice = "Таны гомдлыг шийдвэрлэх хугацааг хуулийн дагуу 30 хоногоор сунгалаа. Шинэ хуваарь гармагц мэдээлнэ."
        to = days.after(room.day, 60)
        why = "Тээвэрлэлтийн шинэ гэрээ байгуулах хугацаа шаардлагатай."
        extension.extend(soum.office.actor("officer"), _referral(soum, complaint)[0], to, "Засаг дарга", why, notice)


def _edited(soum: Soum, room: Room, today: date) -> None:
    """Forwarded; then the tablet of the second facilitator brings what she had added meanwhile (scenario 3)."""
    with standing_at(days.at_ms(today - timedelta(days=6), "10:00", ZONE)):
        _send(soum, room.proposals[2:5])
    tablet, proposal = room.team.second, room.proposals[3]
    room.say(tablet, "proposal", proposal, solution="Нарны зайгаар ажиллах насостой байвал өвөл ч хөлдөхгүй.")
    with standing_at(days.at_ms(today - timedelta(days=1), "12:00", ZONE)):
        answer = tablet.sync(room.team.client, at=days.clock.now_ms(), about={"ops": 0})
        assert answer.status == 200, answer.head

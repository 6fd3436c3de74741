"""What the demo's office keeps for all: clusters of wishes that several baghs have, goals that they serve (O3, O17)."""

from server import acts
from server.demo.jargalant import Soum
from server.office.clusters import service
from server.office.hearings.desk import Desk
from server.search import alike
from server.store import records
from server.store.subjects import SubjectKeys
from server.store.unit_of_work import reading, write
from sync.merge import is_deleted, value_of

DOCUMENT = "Сумын хөгжлийн үндсэн чиглэл"
CLUSTERS = (  # title, the wish, a note, the goal that it serves
    (
        "Гар худаг",
        "Гар худаг гаргах",
        "Өрмийн машин нэг ирэхдээ хэдэн багт ажиллаж болно.",
        "Айл өрхийг цэвэр усаар хангах",
    ),
    ("Үерийн далан, суваг", "Үерийн далан барих", "", "Үерийн аюулаас сэргийлэх"),
    ("Гудамжны гэрэлтүүлэг", "Гудамжинд нарны гэрэлтүүлэг тавих", "", "Гудамж, талбайг гэрэлтүүлэх"),
)
UNSERVED = "Залуучуудын ажлын байрыг нэмэгдүүлэх"
OFFICIALS = (("Дарга", "Б.Оюунчимэг"), ("Мэргэжилтэн", "Д.Мөнхбат"), ("Хэлтсийн дарга", "Ч.Ганзориг"))  # invented


def tell(soum: Soum) -> None:
    """Three clusters with a goal each, a goal that nothing serves; other wishes are left for somebody to find."""
    actor = soum.office.actor("officer")
    goals = [
        acts.creation("goal", {"number": f"1.{place}", "title": title, "document": DOCUMENT})
        for place, title in enumerate((*(goal for *_, goal in CLUSTERS), UNSERVED), 1)
    ]
    soum.office.state(*goals)
    soum.office.amend(
        {body: {"post": post, "official": who} for body, (post, who) in zip(soum.bodies, OFFICIALS, strict=False)}
    )
    with reading() as connection:
        known = Desk(connection, actor).load({one for room in soum.rooms for one in room.proposals})
    said = {
        one.id: alike.roots(str(value_of(one, "title") or ""))
        for one in known.values()
        if not is_deleted(one) and value_of(one, "merged_into") is None
    }
    for (title, wish, note, _), goal in zip(CLUSTERS, goals, strict=False):
        mine = alike.roots(wish)
        found = sorted(one for one, theirs in said.items() if alike.compare(mine, theirs).score >= alike.LIKE_MIN)
        if found:
            cluster = service.found(actor, found, title)
            if note:
                service.change(actor, cluster, "9", {"title": title, "note": note})
            _serve(soum, found, goal.record)


def _serve(soum: Soum, proposals: list[str], goal: str) -> None:
    def work(connection) -> None:
        known = records.load(connection, soum.office.tenant, proposals, SubjectKeys(connection, soum.office.tenant))
        said = [acts.change(one, {f"goals/{goal}": goal}) for one in known.values()]
        acts.state_in(connection, soum.office.tenant, soum.office.actor("officer").id, said)

    write(work)

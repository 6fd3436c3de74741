"""What the demo's office keeps for all: clusters of wishes that several baghs have (O3)."""

from server.demo.jargalant import Soum
from server.office.clusters import service
from server.office.hearings.desk import Desk
from server.search import alike
from server.store.unit_of_work import reading
from sync.merge import is_deleted, value_of

CLUSTERS = (  # title, the wish, a note
    ("Гар худаг", "Гар худаг гаргах", "Өрмийн машин нэг ирэхдээ хэдэн багт ажиллаж болно."),
    ("Үерийн далан, суваг", "Үерийн далан барих", ""),
    ("Гудамжны гэрэлтүүлэг", "Гудамжинд нарны гэрэлтүүлэг тавих", ""),
)


def tell(soum: Soum) -> None:
    """Three clusters; other wishes of several baghs are left for somebody to find."""
    actor = soum.office.actor("officer")
    with reading() as connection:
        known = Desk(connection, actor).load({one for room in soum.rooms for one in room.proposals})
    said = {
        one.id: alike.roots(str(value_of(one, "title") or ""))
        for one in known.values()
        if not is_deleted(one) and value_of(one, "merged_into") is None
    }
    for title, wish, note in CLUSTERS:
        mine = alike.roots(wish)
        found = sorted(one for one, theirs in said.items() if alike.compare(mine, theirs).score >= alike.LIKE_MIN)
        if found:
            cluster = service.found(actor, found, title)
            if note:
                service.change(actor, cluster, "9", {"title": title, "note": note})

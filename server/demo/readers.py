"""Who reads the public pages in the demo: remarks that wait and one that was published, voices by code."""

from server.demo.jargalant import Soum
from server.public import remarks, voices
from server.public.reader import Reader
from server.store.unit_of_work import reading

REMARKS = (  # text, may it be published
    ("Худгийн ус тунгалаг, хүүхэд, хөгшид ч авч чадаж байна. Баярлалаа.", True),
    ("Өвөл худгийн амыг хэн мөстөхөөс хамгаалах вэ?", True),
    ("Гэрлийн хоёр нь дахиад унтарсан байна.", False),
)


def tell(soum: Soum) -> None:
    """Citizens of Рашаант look at what became of last spring's proposals."""
    slips = next((room.slips for room in soum.rooms if len(room.slips) > 2), [])
    tenant, reviewer = soum.office.tenant, soum.office.actor("reviewer")
    if not slips:
        return
    with reading() as connection:
        reader = Reader(connection, tenant)
        well, _, lights = (reader.of_code(code) for code in slips[:3])
    if well is None or lights is None or well.get("status") != "done":
        return
    voices.say(tenant, slips[0], well, "confirmed", "")
    voices.say(tenant, slips[2], lights, "not_done", REMARKS[2][0])
    for text, may_publish in REMARKS[:2]:
        remarks.add(tenant, well.id, "comment", text, may_publish)
    with reading() as connection:
        first = remarks.listed(connection, reviewer, remarks.WAITING)
    thanks = next(one for one in first if one.text == REMARKS[0][0])
    remarks.decide(reviewer, thanks.id, remarks.PUBLISHED)

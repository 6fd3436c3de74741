"""Who reads the public pages in the demo: remarks that wait and one that was published, voices by code."""

from server.demo import pictures
from server.demo.jargalant import Soum
from server.media import given
from server.public import remarks, voices
from server.public.reader import Reader
from server.public.voices import Beside
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
    well_today = Beside(REMARKS[0][0], given.look(pictures.photo("well", 16)), REMARKS[0][1])
    voices.say(tenant, slips[0], well, "confirmed", well_today)
    voices.say(tenant, slips[2], lights, "not_done", Beside(REMARKS[2][0], given.look(pictures.photo("road", 17))))
    remarks.add(tenant, well.id, "comment", *REMARKS[1])
    with reading() as connection:
        first = remarks.listed(connection, reviewer, remarks.WAITING)
    thanks = next(one for one in first if one.text == REMARKS[0][0])
    remarks.decide(reviewer, thanks.id, remarks.PUBLISHED)

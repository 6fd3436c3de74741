"""What a sheet may hold, and its columns found by the words of their headings, in any order. Pure."""

from typing import NamedTuple

from server.register.letters import repaired
from server.search.words import stem, words

SHEETS = {  # what a sheet holds → field → words that a heading of it may begin with; what is narrower stands first
    "hearing": {
        "unit": ("баг", "хороо", "unit"),
        "held_on": ("болох өдөр", "өдөр", "огноо", "date"),
        "title": ("нэр", "хэлэлцүүлэг", "гарчиг", "title"),
        "place": ("байр", "газар", "place"),
        "theme": ("сэдэв", "theme"),
    },
    "proposal": {
        "unit": ("баг", "хороо", "unit"),
        "title": ("санал", "гарчиг", "title"),
        "body": ("тайлбар", "агуулга", "text"),
        "cost": ("төсөвт өртөг", "өртөг", "үнэ", "cost"),
        "supporters": ("дэмжигч", "supporters"),
        "received_on": ("огноо", "өдөр", "ирсэн", "date"),
    },
    "work": {
        "unit": ("баг", "хороо", "unit"),
        "name": ("ажлын нэр", "төсөл арга хэмжээ", "ажил", "төсөл", "нэр", "name"),
        "purpose": ("зорилго", "зориулалт", "purpose"),
        "capacity": ("хүчин чадал", "чадал", "багтаамж", "capacity"),
        "place": ("байршил", "газар", "place"),
        "year": ("он", "жил", "year"),
        "package": ("багц", "package"),
        "amount": ("төсөвт өртөг", "нийт өртөг", "нийт дүн", "өртөг", "дүн", "amount"),
        "funding/ldf_state": ("улсын ОНХС",),
        "funding/ldf_capital": ("нийслэлийн ОНХС",),
        "funding/ldf": ("ОНХС", "орон нутгийн ОНХС", "орон нутгийн хөгжлийн сан"),
        "funding/state": ("улсын төсөв", "улс"),
        "funding/capital": ("нийслэлийн төсөв",),  # with the word: a bare «сум» names the place of a work
        "funding/aimag": ("аймгийн төсөв",),
        "funding/soum": ("сумын төсөв", "сум дүүргийн төсөв", "дүүргийн төсөв"),
        "funding/private": ("хувийн хөрөнгө", "хувийн хэвшил"),
        "funding/ppp": ("төр хувийн хэвшил",),
        "funding/donor": ("хандивлагч", "хандив"),
        "funding/citizens": ("иргэдийн хувь нэмэр", "иргэд"),
        "contractor": ("гүйцэтгэгч", "contractor"),
        "state": ("төлөв", "байдал", "state"),
        "progress_percent": ("явц", "гүйцэтгэл", "хувь", "progress"),
    },
    "unit": {
        "parent": ("харьяа", "дээд нэгж", "parent"),
        "level": ("төрөл", "түвшин", "нэгжийн түвшин", "kind", "level"),
        "name": ("нэр", "нэгж", "баг", "хороо", "name", "unit"),
        "households": ("өрх", "households"),
        "citizens": ("иргэд", "иргэн", "хүн ам", "citizens", "people"),
        "quorum_basis": ("ирцийн суурь", "ирцийг юугаар", "quorum basis"),
        "quorum_percent": ("ирцийн хувь", "ирц", "quorum"),
        "zone": ("цагийн бүс", "zone"),
        "place": ("байршил", "солбицол", "place"),
    },
    "user": {
        "name": ("нэр", "овог нэр", "name"),
        "email": ("цахим шуудан", "имэйл", "и мэйл", "мэйл", "e mail", "email"),
        "role": ("үүрэг", "эрх", "role"),
        "units": ("нэгж", "баг", "хороо", "units"),
    },
}
NEEDED = {
    "hearing": ("unit", "held_on"),
    "proposal": ("unit", "title"),
    "work": ("unit", "name"),
    "unit": ("name", "level"),
    "user": ("name", "email", "role", "units"),
}
TUGRUG = "төгрөг"
SUMS_IN = {"мян": "мянга", "мянга": "мянга", "мянган": "мянга", "сая": "сая", "тэрбум": "тэрбум"}
SUMS_IN |= {"төг": TUGRUG, "төгрөг": TUGRUG, "төгрөгөөр": TUGRUG}


class Head(NamedTuple):
    """Field → column, and field → in what its heading says that sums are: «Төсөвт өртөг, мян.төг»."""

    place: dict[str, int]
    sums_in: dict[str, str]


def read(kind: str, heading: list[str]) -> Head:
    """What a row of headings names."""
    plain = [words(repaired(cell)) for cell in heading]
    said = [[stem(word) for word in cell] for cell in plain]
    found: dict[str, int] = {}
    for name, ways in SHEETS[kind].items():
        for way in ways:
            wanted = [stem(word) for word in words(way)]
            free = (at for at, cell in enumerate(said) if at not in found.values() and cell[: len(wanted)] == wanted)
            if (at := next(free, None)) is not None:
                found[name] = at
                break
    sums_in = {}
    for name, at in found.items():
        units = sorted((SUMS_IN[word] for word in plain[at] if word in SUMS_IN), key=lambda unit: unit == TUGRUG)
        if units:
            sums_in[name] = units[0]
    return Head(found, sums_in)

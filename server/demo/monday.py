"""An officer's Monday: the hearings of all twelve baghs came in last week, and nobody has answered anything yet.

Told alone (`yavuul demo --monday`), to learn the office's work on: from hearings to letters, replies, works, reports.
"""

from datetime import date, timedelta

from server.demo import sitting
from server.demo.jargalant import Soum
from server.demo.places import BAGHS

WISHES = ("Гар худаг гаргах", "Гар худаг шинээр гаргуулах", "гар худаг гаргаж егөөч")
ROAD, GARDEN = "Багийн төв хүртэлх замыг хайргаар хучих", "100 хүүхдийн цэцэрлэг барих"
COSTLY = {  # bagh → what it wants besides a well: title, category, cost in ₮
    "Бугат": (ROAD, "roads", 95_000_000),
    "Наран": (GARDEN, "education", 670_000_000),
}
CAME, FIRST_AGO = 3, 12


def twelve(soum: Soum, today: date) -> None:
    """Two baghs a day; a well is wanted everywhere, by two people each, a road and a kindergarten once."""
    for number, bagh in enumerate(BAGHS):
        room = soum.room("archive", bagh, today - timedelta(days=FIRST_AGO - number // 2))
        room.open(f"{bagh} багийн хэлэлцүүлэг", place=f"{bagh} багийн төв")
        room.stage("opening", "10:00")
        room.check_in(soum.of_register(bagh, CAME))
        first, second = (person.id for person in room.came[:2])
        well = {"category": "water", "kind": "proposal", "proposer": first}
        room.proposals = [room.here(room.team.lead, "proposal", title=WISHES[number % len(WISHES)], **well)]
        room.here(room.team.clerk, "supporter", proposal=room.proposals[0], person=second)
        if bagh in COSTLY:
            title, category, cost = COSTLY[bagh]
            asked = {"category": category, "kind": "proposal", "cost": cost, "needs_investment": True}
            room.proposals.append(room.here(room.team.second, "proposal", title=title, **asked))
        sitting.close(room, "12:00")
        room.send()

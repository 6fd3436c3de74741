"""Pictures for where an address is shared (P8): the size that is asked for, public words alone, drawn once."""

import re
import struct

from server.public import cards
from tests.public.walk import ORIGIN

HOSTILE = '#panic("x") $x$ *[<b>]* 🙂 ' + "Х" * 120


def size(answer):
    assert answer.status_code == 200 and answer.content_type == "image/png", answer.text
    return struct.unpack(">II", answer.data[16:24])


def test_a_page_names_its_picture_which_is_drawn_once_and_says_only_what_is_public(soum, reader, monkeypatch):
    told = []
    monkeypatch.setattr(cards.papers, "png", lambda _, said, ppi: told.append(said) or [b"x"])
    person = soum.say("person", _personal={"given_name": "Айгүл"})
    well = soum.say("proposal", title="Гар худаг", proposer=person, supporters=12, addendum="Нууц")
    for _ in range(3):
        soum.say("attendance")
    soum.send()
    assert reader.ask(f"/jargalant/proposals/{well}/card.png").status_code == 404
    soum.approve()
    soum.amend(well, status="done")
    for place in (f"proposals/{well}", f"hearings/{soum.hearing}"):
        page = reader.ask(f"/jargalant/{place}", headers={"Accept-Language": "mn"}).text
        address = re.search(r'<meta property="og:image" content="([^"]+)"', page)[1]
        assert address == f"{ORIGIN}/jargalant/{place}/card.png"
        first = reader.ask(address.removeprefix(ORIGIN))
        again = reader.ask(address.removeprefix(ORIGIN), headers={"If-None-Match": first.headers["ETag"]})
        assert (first.status_code, again.status_code) == (200, 304)
    assert [(one["title"], one["about"]) for one in told] == [
        ("Гар худаг", "Рашаант · 12 хүн"),
        ("Рашаант багийн хэлэлцүүлэг", "Рашаант"),
    ]
    assert "Айгүл" not in str(told) and "Нууц" not in str(told)


def test_h24_what_people_wrote_is_only_text_and_fits(soum, reader):
    well = soum.say("proposal", title=HOSTILE)
    soum.approve()
    assert size(reader.ask(f"/jargalant/proposals/{well}/card.png")) == (1200, 630)


def test_who_has_many_drawn_is_told_to_wait(soum, reader, monkeypatch):
    monkeypatch.setattr(cards, "DRAWN_MAX", 1)
    monkeypatch.setattr(cards, "_drawn", lambda _: b"x")
    path = f"/jargalant/hearings/{soum.hearing}/card.png"
    soum.send()
    assert [reader.ask(path).status_code for _ in range(2)] == [200, 429]

"""Photos and voice notes on the page of a merged hearing, and their bytes (O1; F54; H58, H59)."""

import io
import re

import pytest
from PIL import Image

from server.text.labels import tablet_label
from tests.media_lane import Lane, photo, voice
from tests.office.conftest import HALL
from tests.server.conftest import browser_on


@pytest.fixture
def lane(desk):
    hall, _, _ = desk
    found = Lane(hall.ana, hall.world.client)
    found.say = lambda data, type_name, **values: found.media(
        hall.unit, data, type_name, hearing=hall.hearing, **values
    )
    return found


def test_the_page_shows_what_came_and_says_what_did_not(desk, lane):
    """F54."""
    hall, browser, _ = desk
    assert "Зураг, дуу бүртгээгүй" in browser.get(f"/hearings/{hall.hearing}/media").text
    came = [lane.say(photo(seed=31), "image/jpeg"), lane.say(voice(pitch=0.02), "audio/webm")]
    away = [lane.say(photo(seed=32), "image/jpeg"), lane.say(voice(pitch=0.021), "audio/webm")]
    refused = lane.say(b"\x89PNG\r\n\x1a\nno picture", "image/png")
    hall.world.sync(hall.ana)
    for piece in (*came, refused):
        lane.send(piece)
    page = browser.get(f"/hearings/{hall.hearing}/media").text
    assert f'src="/media/{came[0].record}/thumb"' in page
    assert f'src="/media/{came[1].record}/file"' in page
    assert page.count("Зураг ирээгүй") == 1 and page.count("Дуу ирээгүй") == 1
    assert f'src="/media/{away[0].record}' not in page
    assert "Авсангүй" in page
    browser.submit("/language", page="/hearings", language="en")
    assert "The voice note has not come" in browser.get(f"/hearings/{hall.hearing}/media").text


def test_h59_only_what_was_written_anew_is_served_and_nothing_in_it_runs(desk, lane):
    hall, browser, _ = desk
    page = b"<html><script>alert(1)</script></html>"
    sent = lane.say(photo(1200, 900, seed=33) + page, "image/jpeg", caption="<script>alert(1)</script>")
    spoken = lane.say(voice(pitch=0.04) + page, "audio/webm")
    hall.world.sync(hall.ana)
    for piece in (sent, spoken):
        assert lane.send(piece).status_code == 204
    for part, most in (("thumb", 320), ("file", 1600)):
        answer = browser.get(f"/media/{sent.record}/{part}")
        assert (answer.status_code, answer.mimetype) == (200, "image/jpeg")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert answer.headers["Content-Disposition"].startswith("inline")
        assert answer.headers["Cache-Control"] == "no-store"
        assert b"script" not in answer.data
        assert max(Image.open(io.BytesIO(answer.data)).size) <= most
    answer = browser.get(f"/media/{spoken.record}/file")
    assert (answer.mimetype, b"script" in answer.data) == ("audio/webm", False)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert browser.get(f"/media/{spoken.record}/thumb").status_code == 404
    assert "<script>alert" not in browser.get(f"/hearings/{hall.hearing}/media").text


def test_files_outside_the_units_cannot_be_told_from_none(desk, lane):
    hall, _, browse = desk
    piece = lane.say(photo(seed=34), "image/jpeg")
    hall.world.sync(hall.ana)
    lane.send(piece)
    stranger, neighbour = browse("reviewer", "Бугат"), browse("officer", HALL)
    nowhere = stranger.get(f"/media/{'z' * 26}/file")
    there = stranger.get(f"/media/{piece.record}/file")
    assert (nowhere.status_code, nowhere.text) == (there.status_code, there.text)
    assert there.status_code == 404
    assert neighbour.get(f"/media/{piece.record}/thumb").status_code == 200
    proposal, _ = hall.collide()
    assert neighbour.get(f"/media/{proposal}/file").status_code == 404


def test_nobody_who_is_not_signed_in_sees_a_file(desk, lane):
    hall, _, _ = desk
    piece = lane.say(photo(seed=35), "image/jpeg")
    hall.world.sync(hall.ana)
    lane.send(piece)
    answer = browser_on(hall.world.app, "office").get(f"/media/{piece.record}/file")
    assert (answer.status_code, re.match("/sign-in", answer.location)[0]) == (302, "/sign-in")
    assert browser_on(hall.world.app, "").get(f"/media/{piece.record}/file").status_code == 404


def test_a_voice_note_is_served_in_pieces_and_to_those_within_reach_alone(desk, lane):
    hall, browser, browse = desk
    spoken = lane.say(voice(pitch=0.05), "audio/webm")
    hall.world.sync(hall.ana)
    lane.send(spoken)
    whole = browser.get(f"/media/{spoken.record}/file")
    assert (whole.status_code, whole.headers["Accept-Ranges"]) == (200, "bytes")
    piece = browser.get(f"/media/{spoken.record}/file", headers={"Range": "bytes=10-29"})
    assert (piece.status_code, piece.data) == (206, whole.data[10:30])
    assert piece.headers["Content-Range"] == f"bytes 10-29/{len(whole.data)}"
    assert browser.get(f"/media/{spoken.record}/file", headers={"Range": "bytes=-5"}).data == whole.data[-5:]
    beyond = browser.get(f"/media/{spoken.record}/file", headers={"Range": f"bytes={len(whole.data)}-"})
    assert beyond.status_code == 416
    stranger = browse("reviewer", "Бугат")
    assert stranger.get(f"/media/{spoken.record}/file", headers={"Range": "bytes=0-9"}).status_code == 404


def test_a_proposal_shows_its_own_files_and_says_which_tablet_has_what_is_missing(desk, lane):
    hall, browser, _ = desk
    proposal, _ = hall.collide(title="Худаг")
    here = lane.say(photo(seed=41), "image/jpeg", of=proposal, caption="Худгийн газар")
    away = lane.say(voice(pitch=0.06), "audio/webm", of=proposal)
    other = lane.say(photo(seed=42), "image/jpeg")
    hall.world.sync(hall.ana)
    for piece in (here, other):
        lane.send(piece)
    page = browser.get(f"/records/{proposal}").text
    assert 'data-photo="Худгийн газар"' in page and f'src="/media/{here.record}/thumb"' in page
    assert f"/media/{away.record}/file" not in page and "Дуу ирээгүй" in page
    assert f"{tablet_label(hall.ana.inc)} дээр байна: Б.Болд." in page
    assert f"/media/{other.record}/" not in page

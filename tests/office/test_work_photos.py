"""Photos of a work's progress: brought, shown, taken back; hostile files refused with words (O8, H58 to H65)."""

import io

import pytest
from PIL import Image

from server.office.works import service
from server.office.works.service import Wish
from server.store import media, works
from server.who import OFFICER
from tests.media_lane import photo
from tests.office.conftest import make_officer
from tests.public.conftest import Citizen

EXIF = Image.Exif()
EXIF[0x010F] = "Tattletale 9000"


@pytest.fixture
def site(desk):
    """(browser, work, step): a work with one step, and an officer at its page."""
    hall, _, browse = desk
    officer = make_officer(hall.world, OFFICER).actor()
    with hall.world.app.app_context():
        work = service.save(officer, "", Wish({"unit": hall.unit, "name": "Гүүр"}))[0]
        service.progress(officer, work, {"percent": "30", "text": "Багана босгов"})
    with hall.world.connection() as connection:
        step = works.ids(connection, hall.world.tenant, "work_progress", None, {"work": work})[0]
    return hall, browse("officer", "Рашаант"), work, step


def _bring(site, data, name="a.jpg", **typed):
    _, browser, work, step = site
    said = {
        "csrf_token": browser.form_token(f"/works/{work}"),
        "work": work,
        "photo": (io.BytesIO(data), name),
        **typed,
    }
    return browser.post(f"/works/progress/{step}/photos", data=said, content_type="multipart/form-data")


def _photo_of(site):
    hall, _, work, _ = site
    with hall.world.connection() as connection:
        return works.ids(connection, hall.world.tenant, "work_photo", None, {"work": work})


def test_a_photo_is_written_anew_shown_in_the_office_and_public_only_when_marked(site):
    hall, browser, work, _ = site
    answer = _bring(site, photo(exif=EXIF.tobytes()), caption="Багана")
    assert answer.status_code == 303 and "done=office-" in answer.location
    (one,) = _photo_of(site)
    page = browser.get(f"/works/{work}").text
    assert f"/media/{one}/thumb" in page and "Багана" in page and "Зөвхөн албанд" in page
    shown = browser.get(f"/media/{one}/file")
    assert shown.mimetype == "image/jpeg" and b"Tattletale" not in shown.data
    everybody, there = Citizen(hall.world.app), f"/jargalant/works/{work}"
    small = f"{there}/photos/small-{one}.jpg"
    assert one not in everybody.ask(there).text and everybody.ask(small).status_code == 404

    seen = page.split(f'action="/works/photos/{one}"')[1].split('name="seen" value="')[1].split('"')[0]
    said = {"work": work, "seen": seen, "caption": "Багана ба дам нуруу", "publish": "1"}
    done = browser.submit(f"/works/photos/{one}", f"/works/{work}", **said)
    assert done.status_code == 303
    assert browser.submit(f"/works/photos/{one}", f"/works/{work}", **said).status_code == 409  # the page is old
    told = everybody.ask(there).text
    assert small in told and "Багана ба дам нуруу" in told
    answer = everybody.ask(small)
    assert answer.status_code == 200 and b"Tattletale" not in everybody.ask(f"{there}/photos/{one}.jpg").data
    assert everybody.ask(small, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    op = done.location.split("done=")[1].partition("#")[0]
    assert browser.submit(f"/works/undo/{op}", f"/works/{work}", here=f"/works/{work}").status_code == 303
    assert everybody.ask(small).status_code == 404 and one not in everybody.ask(there).text


def test_a_photo_is_taken_off_and_that_is_taken_back(site):
    _, browser, work, _ = site
    _bring(site, photo())
    (one,) = _photo_of(site)
    done = browser.submit(f"/works/photos/{one}/removal", f"/works/{work}", work=work)
    assert one not in browser.get(f"/works/{work}").text and _photo_of(site) == []
    op = done.location.split("done=")[1].partition("#")[0]
    assert browser.submit(f"/works/undo/{op}", f"/works/{work}", here=f"/works/{work}").status_code == 303
    assert f"/media/{one}/thumb" in browser.get(f"/works/{work}").text


def test_the_same_bytes_for_two_steps_are_kept_once_and_shown_at_both(site):
    hall, browser, *_ = site
    for _ in range(2):
        assert _bring(site, photo()).status_code == 303
    both = _photo_of(site)
    assert len(both) == 2 and all(browser.get(f"/media/{one}/thumb").status_code == 200 for one in both)
    with hall.world.app.app_context(), hall.world.connection() as connection:
        assert len(media.files_here(connection, hall.world.tenant)) == 1


def _flat(*size):
    """A picture of few bytes and many pixels."""
    out = io.BytesIO()
    Image.new("1", size).save(out, "PNG")
    return out.getvalue()


HOSTILE = (
    (b"", 422),
    (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", 415),
    (b"%PDF-1.7", 415),
    (b"\xff\xd8\xff\xe0" + b"\0" * 400, 415),
    (b"RIFF\x10\0\0\0AVI LIST", 415),
    (photo()[:600], 422),
    (b"\xff\xd8\xff" + b"\0" * (12 * 1024 * 1024), 413),
    (_flat(8000, 5100), 422),
)


@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_h58_h65_what_is_no_photo_is_refused_with_words(site, number):
    data, status = HOSTILE[number]
    answer = _bring(site, data, name="../../etc/passwd\0.jpg")
    assert answer.status_code == status, answer.status_code
    assert 'class="wrong" role="alert"' in answer.text and "таблетад" not in answer.text
    assert _photo_of(site) == []


def test_who_may_not_change_works_brings_none_and_another_house_sees_none(site, desk):
    _, _, work, step = site
    _bring(site, photo())
    (one,) = _photo_of(site)
    _, reviewer, browse = desk
    said = {"csrf_token": reviewer.form_token("/me"), "photo": (io.BytesIO(photo()), "a.jpg"), "work": work}
    assert reviewer.post(f"/works/progress/{step}/photos", data=said).status_code == 403
    neighbour = browse("officer", "Бугат")
    assert neighbour.get(f"/media/{one}/file").status_code == 404
    said = {"csrf_token": neighbour.form_token("/me"), "photo": (io.BytesIO(photo()), "a.jpg"), "work": work}
    assert neighbour.post(f"/works/progress/{step}/photos", data=said).status_code == 404

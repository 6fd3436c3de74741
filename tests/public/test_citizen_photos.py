"""A citizen's photo beside his word on what was done: held, shown with his tick alone, gone when refused (P6)."""

import io
import json
import re

from PIL import Image

from server.clock import now_ms
from server.media.given import PHOTO_BYTES_MAX
from server.media.prune import prune
from server.media.shelf import Shelf
from server.public import remarks
from server.publish import publish
from tests.media_lane import photo
from tests.public.test_remarks import desk, done, vote

__all__ = ["desk", "done"]
EXIF = Image.Exif()
EXIF[0x010F] = "Tattletale 9000"


def bring(reader, soum, data, finding="yes", headers=None, **said):
    """A voice with a photo, as the form sends it."""
    form = {"code": soum.codes[0], "finding": finding, "photo": (io.BytesIO(data), "../my house.jpg"), **said}
    options = {"base_url": "http://localhost:8000", "content_type": "multipart/form-data", "headers": headers}
    return reader.client.post("/jargalant/follow/verify", data=form, **options)


def files(soum):
    """What stands on the shelf."""
    root = soum.world.app.extensions["yavuul_settings"].data_dir / "media" / "jargalant"
    return sorted(path.name for path in root.rglob("*.*")), Shelf(root)


def decide(desk, remark, state):
    assert desk.submit(f"/remarks/{remark}", "/remarks", state=state).status_code == 303


def test_a_photo_waits_is_shown_with_its_writers_tick_and_goes_when_refused(done, reader, desk, tmp_path):
    form = reader.ask("/jargalant/follow", code=done.codes[0]).text
    assert 'enctype="multipart/form-data"' in form and 'name="photo"' in form and len(form.encode()) < 10_000
    assert bring(reader, done, photo(320, 240, exif=EXIF.tobytes()), publish="yes").status_code == 200
    held = str(done.world.everything())
    assert "Tattletale" not in held and "my house" not in held
    page = f"/jargalant/proposals/{done.well}"
    waiting = desk.get("/remarks").text
    (remark,) = re.findall(r'src="/remarks/([a-z2-7]+)/photo\?small=1"', waiting)
    whole = desk.get(f"/remarks/{remark}/photo")
    assert whole.mimetype == "image/jpeg" and b"Tattletale" not in whole.data and b"Exif" not in whole.data
    assert "sandbox" in whole.headers["Content-Security-Policy"]
    small, large = f"{page}/photos/small-{remark}.jpg", f"{page}/photos/{remark}.jpg"
    assert remark not in reader.ask(page).text and reader.ask(small).status_code == 404

    decide(desk, remark, "published")
    told = reader.ask(page).text
    assert small in told and large in told and 'alt="Иргэний зураг: Гар худаг гаргах"' in told
    taken = reader.ask(large)
    assert taken.status_code == 200 and taken.data == whole.data
    assert reader.ask(small, headers={"If-None-Match": reader.ask(small).headers["ETag"]}).status_code == 304
    other = done.say("proposal", title="Зам засах")
    done.send()
    assert reader.ask(large.replace(done.well, other)).status_code == 404, "of another proposal"
    with done.world.app.app_context():
        publish(done.world.app, tmp_path / "snapshot", "jargalant")
    assert (tmp_path / "snapshot" / large[1:]).read_bytes() == taken.data

    decide(desk, remark, "waiting")
    assert reader.ask(large).status_code == 404 and desk.get(f"/remarks/{remark}/photo").status_code == 200
    names, shelf = files(done)
    assert len(names) == 2 and len(list(shelf.ids())) == 1
    decide(desk, remark, "refused")
    assert files(done)[0] == [] and desk.get(f"/remarks/{remark}/photo").status_code == 404
    assert desk.get("/remarks?state=refused").text.count("/photo") == 0
    erased = json.loads((done.world.app.extensions["yavuul_settings"].data_dir / "erased.json").read_text())
    assert remark in erased["jargalant"], "an older backup is not to bring it back"


def test_a_photo_without_a_tick_is_seen_by_the_office_alone_and_kept_for_its_term(done, reader, desk):
    for code in done.codes:  # the same picture from two people is two files
        assert bring(reader, done, photo(320, 240), "no", code=code).status_code == 200
    first, second = re.findall(r'src="/remarks/([a-z2-7]+)/photo\?small=1"', desk.get("/remarks").text)
    assert 'value="published"' not in desk.get("/remarks").text
    assert desk.submit(f"/remarks/{first}", "/remarks", state="published").status_code == 409
    decide(desk, first, "refused")
    assert desk.get(f"/remarks/{second}/photo").status_code == 200
    with done.world.app.app_context():
        prune("jargalant")
        assert remarks.let_photos_go("jargalant", now_ms() - 1000 * 3600) == 0
        assert remarks.let_photos_go("jargalant", now_ms() + 1) == 1
    assert files(done)[0] == [] and desk.get(f"/remarks/{second}/photo").status_code == 404
    assert second in desk.get("/remarks").text


def _flat(*size):
    """A picture of few bytes and many pixels."""
    out = io.BytesIO()
    Image.new("1", size).save(out, "PNG")
    return out.getvalue()


def test_h54_h58_h65_what_is_no_photo_is_refused_with_words_and_nothing_is_kept(done, reader, monkeypatch):
    monkeypatch.setattr("server.public.follow.VOICES_MAX", 100)
    hostile = [
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", 415),
        (b"\xff\xd8\xff\xe0" + b"\0" * 400, 415),
        (photo()[:600], 422),
        (_flat(8000, 5100), 422),
        (b"\xff\xd8\xff" + b"\0" * PHOTO_BYTES_MAX, 413),
        (b"\xff\xd8\xff" + b"\0" * (PHOTO_BYTES_MAX + 70_000), 413),
    ]
    for data, status in hostile:
        answer = bring(reader, done, data, "no", note="Ус гарахгүй")
        assert answer.status_code == status and "хариу илгээгдээгүй" in answer.text, data[:20]
        if len(data) < PHOTO_BYTES_MAX:
            assert "Ус гарахгүй</textarea>" in answer.text and 'value="no" checked' in answer.text
    assert bring(reader, done, photo(320, 240), headers={"Origin": "http://evil.example"}).status_code == 403
    rows = done.world.everything()
    assert not rows["public_remark"] and not rows["public_voice"] and not rows["media_file"]
    assert files(done)[0] == []
    assert bring(reader, done, photo(320, 240), website="http://spam.example").status_code == 200
    assert not done.world.everything()["public_voice"], "a machine hears thanks"


def test_an_address_sends_so_many_large_forms_and_words_go_on(done, reader):
    large = b"\0" * 70_000
    answers = [bring(reader, done, large, code="0" * 13).status_code for _ in range(remarks.BY_ADDRESS + 1)]
    assert answers == [200] * remarks.BY_ADDRESS + [429]
    assert bring(reader, done, b"").status_code == 200, "a form whose file was left empty"
    assert vote(reader, done.codes[1], "yes").status_code == 200
    assert not done.world.everything()["public_remark"]

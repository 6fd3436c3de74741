"""What must not get in by the media lane, and what it may not cost (H58, H65–H70). `nothing`: the store stays so."""

import json
import re

import pytest

from server.media import prune, uploads
from server.media.metadata import MEDIA_BYTES_MAX
from tests.media_lane import PIECE_TYPE, ROOT, Lane, Piece, b64, checksum, code_of, metadata, photo

RECORD = "a" * 26
NAMES = [
    "../../etc/x",
    "C:\\x",
    "CON",
    "n" * 2000,
    "a\0.jpg",
    "\u202egpj.exe",
    "'; DROP TABLE media_file; --",
    "%2e%2e/",
]


@pytest.fixture
def lane(world):
    return Lane(world.enrol(), world.client)


def of(data, type_name="image/jpeg"):
    return Piece(data, type_name, RECORD)


def on_disk(world):
    return sorted(path for path in (world.data_dir / "media").rglob("*") if path.is_file())


def refused(world, lane, piece, *codes):
    """Send it; it must be refused with one of these codes, be remembered as such, and leave nothing behind."""
    answer = lane.send(piece)
    assert answer.status_code in (415, 422), (answer.status_code, answer.data)
    assert code_of(answer) in codes
    assert lane.state(piece) == code_of(answer)
    assert on_disk(world) == []


@pytest.mark.parametrize("name", NAMES)
def test_h58_a_files_name_is_never_read(world, lane, name):
    piece = of(photo())
    said = {"sha256": piece.sha256, "type": piece.type, "record": piece.record}
    where = lane.create(piece, Upload_Metadata=metadata(filename=name, name=name, **said)).headers["Location"]
    assert re.fullmatch(r"/api/v1/media/[a-z2-7]{26}", where)
    assert lane.patch(where, 0, piece.data).status_code == 204
    for path in on_disk(world):
        assert re.fullmatch(r"[a-z2-7]{26}\.(original|shown|thumb)", path.name)
        assert path.resolve().is_relative_to(world.data_dir / "media" / world.tenant)


def test_h58_an_upload_id_is_no_path(lane):
    for where in ("..%2f..%2fkeys.json", "../../../keys.json", "%00", "a" * 26, "states/../x", "a" * 4000):
        answer = lane.ask("HEAD", f"{ROOT}/{where}")
        assert answer.status_code in (400, 401, 404, 405, 414), where


@pytest.mark.parametrize(
    ("headers", "status", "code"),
    [
        ({"Upload_Length": str(10 * 1024**3)}, 413, "media-too-large"),
        ({"Upload_Length": str(MEDIA_BYTES_MAX + 1)}, 413, "media-too-large"),
        ({"Upload_Length": "-1"}, 400, "bad-header"),
        ({"Upload_Length": "0"}, 400, "bad-header"),
        ({"Upload_Length": ""}, 400, "bad-header"),
        ({"Upload_Length": "1e6"}, 400, "bad-header"),
        ({"Upload_Length": "9" * 400}, 400, "bad-header"),
        ({"Upload_Defer_Length": "1"}, 400, "bad-header"),
    ],
)
def test_h65_a_length_that_cannot_be_is_refused(nothing, lane, headers, status, code):
    with nothing():
        answer = lane.create(of(photo()), **headers)
    assert (answer.status_code, code_of(answer)) == (status, code)


def test_h65_h68_letters_that_no_header_may_hold_are_refused_with_the_signature_over_them(nothing, lane):
    """WSGI hands such bytes on as Latin-1: what was signed is not what came."""
    for headers in ({"Upload_Length": "٣".encode().decode("latin-1")}, {"Upload_Metadata": "sha256 é"}):
        with nothing():
            answer = lane.create(of(photo()), **headers)
        assert (answer.status_code, code_of(answer)) in ((401, "bad-signature"), (400, "bad-header"))


def test_h65_an_upload_that_never_ends_expires_after_fourteen_days(world, lane, monkeypatch):
    piece = of(photo())
    where = lane.create(piece).headers["Location"]
    lane.patch(where, 0, piece.data[:100])
    monkeypatch.setenv("YAVUUL_NOW", "+P13D")
    assert lane.offset(where) == 100
    monkeypatch.setenv("YAVUUL_NOW", "+P15D")
    answer = lane.patch(where, 100, piece.data[100:])
    assert (answer.status_code, code_of(answer)) == (410, "upload-expired")
    assert lane.ask("HEAD", where).status_code == 410
    with world.app.app_context():
        assert prune.prune(world.tenant).expired == 1
    assert on_disk(world) == []
    assert lane.send(piece).status_code == 204  # from the start


def test_h66_wrong_offset_wrong_checksum_and_after_the_end(world, lane):
    piece = of(photo(900, 700))
    where = lane.create(piece).headers["Location"]
    assert lane.patch(where, 0, piece.data[:1000]).status_code == 204
    before = world.everything()
    for offset in (0, 999, 1001, 10**9):
        answer = lane.patch(where, offset, piece.data[1000:2000])
        assert (answer.status_code, code_of(answer)) == (409, "wrong-offset"), offset
    for wrong in (checksum(b"other"), "sha256 ", "sha1 " + b64(bytes(20)), "md5 x", ""):
        answer = lane.patch(where, 1000, piece.data[1000:2000], Upload_Checksum=wrong)
        assert answer.status_code in (400, 460), wrong
    too_much = lane.patch(where, 1000, piece.data[1000:] + b"and more")
    assert code_of(too_much) == "bad-header"
    huge = lane.patch(where, 1000, bytes(uploads.PIECE_BYTES_MAX + 1))
    assert (huge.status_code, code_of(huge)) == (413, "too-large")
    kind = lane.patch(where, 1000, piece.data[1000:], Content_Type="application/octet-stream")
    assert kind.status_code == 415
    assert world.everything() == before
    assert lane.patch(where, 1000, piece.data[1000:]).status_code == 204
    answer = lane.patch(where, len(piece.data), b"more")
    assert (answer.status_code, code_of(answer)) == (403, "upload-finished")


def test_h67_another_devices_upload_cannot_be_told_from_none(world, lane):
    piece = of(photo(900, 700))
    where = lane.create(piece).headers["Location"]
    lane.patch(where, 0, piece.data[:1000])
    other = Lane(world.enrol(), world.client)
    before = world.everything()
    for path in (where, f"{ROOT}/{'b' * 26}"):
        for answer in (
            other.ask("HEAD", path),
            other.ask("GET", path),
            other.ask("DELETE", path),
            other.patch(path, 1000, piece.data[1000:2000]),
        ):
            assert answer.status_code == 404
            assert not answer.data or code_of(answer) == "not-found"
    assert world.everything() == before
    assert lane.offset(where) == 1000


def test_h67_a_request_that_another_signed_or_nobody_is_refused(world, lane, nothing):
    piece = of(photo())
    where = lane.create(piece).headers["Location"]
    signed = lane.signed("PATCH", where, {"Upload-Offset": "0", "Upload-Checksum": checksum(piece.data)})
    other = world.enrol()
    stranger = Lane(type(other)(), world.client)
    with nothing():
        for change in (
            {"Yavuul-Inc": other.inc},
            {"Yavuul-Signature": "A" * 86},
            {"Yavuul-Signature": ""},
            {"Yavuul-Inc": ""},
            {"Upload-Offset": "1"},
            {"Upload-Checksum": checksum(b"")},
            {"Upload-Length": "5"},
            {"Upload-Metadata": "a"},
        ):
            headers = {**signed, "Content-Type": PIECE_TYPE, **change}
            answer = world.client.ask("PATCH", where, piece.data, headers)
            assert (answer.status_code, code_of(answer)) == (401, "bad-signature"), change
        as_delete = world.client.ask("DELETE", where, None, signed)
        assert as_delete.status_code == 401  # a signature is of one method and path
        assert code_of(stranger.create(piece)) == "unknown-inc"
        assert world.client.ask("POST", f"{ROOT}?inc={other.inc}", None, signed).status_code == 400


@pytest.mark.parametrize(
    "said",
    [
        "sha256 !!!",
        "sha256",
        "",
        ",",
        "sha256 YQ==,sha256 YQ==",
        ",".join(f"k{i} YQ==" for i in range(10_000)),
        ",".join(f"k{i} YQ==" for i in range(17)),
        "sha256 " + b64(b"\xff\xfe"),
        metadata(sha256="A" * 64, type="image/jpeg", record=RECORD),
        metadata(sha256="a" * 64, type="image/jpeg", record="../x"),
        metadata(sha256="a" * 64, type="image/jpeg"),
        metadata(sha256="a" * 63, type="image/jpeg", record=RECORD),
        "x" * 8000,
    ],
)
def test_h68_metadata_that_cannot_be_read_is_refused(nothing, lane, said):
    with nothing():
        answer = lane.create(of(photo()), Upload_Metadata=said)
    assert (answer.status_code, code_of(answer)) == (400, "bad-header"), said[:40]


def test_h69_one_device_has_so_many_uploads_open_and_no_more(world, lane):
    made = [lane.create(Piece(bytes([i]) * 10, "image/jpeg", RECORD)) for i in range(uploads.OPEN_MAX + 3)]
    assert [answer.status_code for answer in made] == [201] * uploads.OPEN_MAX + [429] * 3
    assert code_of(made[-1]) == "too-many-uploads"
    assert int(made[-1].headers["Retry-After"]) > 0
    assert Lane(world.enrol(), world.client).create(of(photo())).status_code == 201
    assert lane.ask("DELETE", made[0].headers["Location"]).status_code == 204
    assert lane.create(of(photo())).status_code == 201


def test_h70_bytes_that_are_not_what_the_hash_claims_are_dropped(world, lane):
    true, false = photo(seed=5), photo(seed=6)
    piece = of(true)
    where = lane.create(piece, Upload_Length=str(len(false))).headers["Location"]
    answer = lane.patch(where, 0, false)
    assert (answer.status_code, code_of(answer)) == (460, "wrong-media-hash")
    assert on_disk(world) == []
    assert world.everything()["media_file"] == []
    assert lane.ask("HEAD", where).status_code == 404
    assert lane.state(piece) == "missing"
    assert lane.send(piece).status_code == 204


@pytest.mark.parametrize(
    ("kind", "claimed"), [("PNG", "image/jpeg"), ("JPEG", "image/webp"), ("WEBP", "image/png"), ("JPEG", "audio/webm")]
)
def test_h70_a_photo_that_is_not_of_the_type_it_says_is_refused(world, lane, kind, claimed):
    refused(world, lane, of(photo(kind=kind), claimed), "not-what-it-says")


def test_every_answer_speaks_tus_and_every_refusal_is_a_problem(world, lane):
    able = world.client.ask("OPTIONS", ROOT, None, {})
    assert able.status_code == 204
    assert able.headers["Tus-Version"] == "1.0.0"
    assert set(able.headers["Tus-Extension"].split(",")) == {"creation", "checksum", "termination", "expiration"}
    assert (able.headers["Tus-Max-Size"], able.headers["Tus-Checksum-Algorithm"]) == (str(MEDIA_BYTES_MAX), "sha256")
    old = lane.create(of(photo()), Tus_Resumable="0.2.2")
    assert (old.status_code, code_of(old)) == (412, "wrong-tus-version")
    for answer in (able, old, lane.ask("PUT", ROOT), lane.ask("HEAD", f"{ROOT}/x"), lane.create(of(photo()))):
        assert answer.headers["Tus-Resumable"] == "1.0.0"
    assert json.loads(old.data)["type"] == "urn:yavuul:problem:wrong-tus-version"

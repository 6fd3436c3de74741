"""Files that are not what they say, or want more than they may: written anew or refused (H59–H64).

On SQLite alone: what is in a file does not depend on the store.
"""

import io
import os
import struct
import subprocess
import sys
import zlib

import pytest
from PIL import Image

from server.media import shelf, vouch
from server.media.finish import part_name
from server.store import media
from server.store.subjects import SubjectKeys
from tests.hostile.test_media import of, refused
from tests.media_lane import Lane, code_of, photo, voice
from tests.stores import sqlite_world

__all__ = ["sqlite_world"]


@pytest.fixture
def world(sqlite_world):
    return sqlite_world


@pytest.fixture
def lane(world):
    return Lane(world.enrol(), world.client)


def parts(world, piece):
    """What is kept of an arrived file, opened: part → bytes."""
    with world.connection() as connection:
        (file,) = media.files_by_hash(connection, world.tenant, [piece.sha256])
        keys = SubjectKeys(connection, world.tenant)
        kept = {part: shelf.shelf(world.tenant).get(file.id, part) for part in shelf.PARTS}
        return {
            part: keys.open(file.record, sealed, part_name(file.id, part)) for part, sealed in kept.items() if sealed
        }


PAGE = b"<html><body><script>alert(1)</script></body></html>"
ARCHIVE = b"PK\x03\x04" + bytes(300) + b"PK\x05\x06" + bytes(18)
JPEG, PNG = "image/jpeg", "image/png"


def _with_chunk(png, name, data):
    chunk = struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
    return png[:33] + chunk + png[33:]


POLYGLOTS = {  # two things at once: a photo among them is written anew, the rest is refused
    "jpeg with html behind it": (photo() + PAGE, JPEG, True),
    "jpeg with html in a comment": (photo(comment=PAGE), JPEG, True),
    "jpeg with a zip behind it": (photo() + ARCHIVE, JPEG, True),
    "png with html in a chunk": (_with_chunk(photo(kind="PNG"), b"tEXt", b"Comment\0" + PAGE), PNG, True),
    "pdf with javascript": (b"%PDF-1.7\n1 0 obj<</S/JavaScript/JS(app.alert(1))>>endobj\n%%EOF", JPEG, False),
    "gif and jar": (photo(kind="GIF") + ARCHIVE, PNG, False),
    "html that says it is a photo": (PAGE, JPEG, False),
}


@pytest.mark.parametrize("name", POLYGLOTS)
def test_h59_a_polyglot_is_written_anew_or_refused(world, lane, name):
    data, type_name, is_photo = POLYGLOTS[name]
    piece = of(data, type_name)
    if not is_photo:
        refused(world, lane, piece, "media-not-taken")
        return
    assert lane.send(piece).status_code == 204
    kept = parts(world, piece)
    assert kept["original"] == data  # evidence, sealed, never served
    for part in ("shown", "thumb"):
        assert kept[part].startswith(b"\xff\xd8")
        assert b"script" not in kept[part] and b"PK\x03\x04" not in kept[part]


@pytest.mark.parametrize(
    "type_name",
    [
        "image/svg+xml",
        "text/html",
        "application/pdf",
        "image/gif",
        "image/tiff",
        "video/webm",
        "audio/mpeg",
        "x",
        "*/*",
    ],
)
def test_h60_a_type_that_is_not_taken_is_refused_before_a_byte(nothing, lane, type_name):
    svg = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    with nothing():
        answer = lane.create(of(svg, type_name))
    assert (answer.status_code, code_of(answer)) == (415, "media-not-taken")


def test_h60_svg_under_another_name_is_refused(world, lane):
    refused(world, lane, of(b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'), "media-not-taken")


def test_h61_too_many_pixels_are_refused_from_the_header(world, lane):
    """50 000 × 50 000 pixels, in a file of a few bytes that could never be decoded."""
    head = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0)
    png = b"\x89PNG\r\n\x1a\n"
    for name, data in ((b"IHDR", head), (b"IDAT", zlib.compress(bytes(1000))), (b"IEND", b"")):
        png += struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
    refused(world, lane, of(png, "image/png"), "too-many-pixels")


@pytest.mark.parametrize(("kind", "type_name"), [("PNG", "image/png"), ("WEBP", "image/webp")])
def test_h61_more_than_one_frame_is_refused(world, lane, kind, type_name):
    frames = [Image.new("RGB", (20, 20), (i * 20, 0, 0)) for i in range(10)]
    out = io.BytesIO()
    frames[0].save(out, kind, save_all=True, append_images=frames[1:])
    refused(world, lane, of(out.getvalue(), type_name), "too-many-frames")


def test_h61_a_gif_of_many_frames_is_no_photo(world, lane):
    refused(world, lane, of(photo(kind="GIF"), "image/png"), "media-not-taken")


@pytest.mark.parametrize(
    "data",
    [
        b"SIMPLE  =                    T" + b" " * 50 + b"BITPIX  =                    8",
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
        b"II*\0" + b"\0" * 200,
        b"BM" + b"\0" * 200,
        b"\0\0\1\0" + b"\0" * 200,
    ],
    ids=["fits", "eps", "tiff", "bmp", "ico"],
)
def test_h62_other_image_readers_are_never_woken(world, lane, data):
    refused(world, lane, of(data), "media-not-taken")


def test_h63_exif_place_comment_and_profile_do_not_pass(world, lane):
    exif = Image.Exif()
    exif[0x010E] = "canary-description"
    exif[0x0112] = 6  # turned
    exif.get_ifd(0x8825).update({1: "N", 2: (47.0, 55.0, 1.0)})
    data = photo(800, 600, exif=exif.tobytes(), icc_profile=b"canary-profile" * 40, comment=b"canary-comment")
    assert data.count(b"canary") > 2
    piece = of(data)
    assert lane.send(piece).status_code == 204
    for part in ("shown", "thumb"):
        clean = parts(world, piece)[part]
        found = Image.open(io.BytesIO(clean))
        assert b"canary" not in clean and b"Exif" not in clean and b"ICC_PROFILE" not in clean
        assert not found.getexif() and "icc_profile" not in found.info and "comment" not in found.info
        assert found.size[0] < found.size[1]  # upright, though nothing says so any more


def test_h63_more_than_64_kib_beside_the_picture_is_refused(world, lane):
    many = b"".join(b"\xff\xe1\xff\xfe" + b"Exif\0\0" + os.urandom(65_532 - 6) for _ in range(160))
    plain = photo()
    refused(world, lane, of(plain[:2] + many + plain[2:]), "too-much-metadata", "bad-media")
    refused(world, lane, of(photo(icc_profile=os.urandom(200_000))), "too-much-metadata")


def peak_bytes(folder, data, type_name):
    """The most memory that the child had resident while it looked at this."""
    (file := folder / "given").write_bytes(data)
    with file.open("rb") as given:
        child = subprocess.Popen([sys.executable, "-I", vouch.CHILD, type_name], stdin=given, stdout=subprocess.DEVNULL)
        _, child.returncode, used = os.wait4(child.pid, 0)
    return used.ru_maxrss * 1024


def test_h63_a_profile_that_wants_to_grow_is_left_small(world, lane, tmp_path):
    """200 MB of zeros in 200 kB."""
    plain, bomb = photo(kind="PNG"), b"icc\0\0" + zlib.compress(bytes(200 * 1024 * 1024), 9)
    data = _with_chunk(plain, b"iCCP", bomb)
    assert peak_bytes(tmp_path, data, "image/png") - peak_bytes(tmp_path, plain, "image/png") < 20 * 1024 * 1024
    refused(world, lane, of(data, "image/png"), "bad-media")


def test_h63_a_second_picture_behind_the_first_is_left_out(world, lane):
    """MPF, as phones write it: the first picture is taken."""
    out = io.BytesIO()
    first, second = Image.new("RGB", (64, 48), "red"), Image.new("RGB", (64, 48), "blue")
    first.save(out, "MPO", save_all=True, append_images=[second])
    piece = of(out.getvalue())
    assert lane.send(piece).status_code == 204
    kept = parts(world, piece)["shown"]
    assert b"MPF" not in kept and Image.open(io.BytesIO(kept)).getpixel((5, 5))[0] > 200


def _fake_duration(data, seconds):
    """A WebM whose header says another duration."""
    place = data.index(b"\x44\x89\x88") + 3
    return data[:place] + struct.pack(">d", seconds * 1000.0) + data[place + 8 :]


def test_h64_a_duration_of_a_billion_seconds_is_refused(world, lane):
    refused(world, lane, of(_fake_duration(voice(), 1e9), "audio/webm"), "voice-too-long")


@pytest.mark.parametrize(
    ("name", "type_name", "make"),
    [
        ("mp3 as webm", "audio/webm", lambda: voice(1, "mp3", "libmp3lame")),
        ("ogg as webm", "audio/webm", lambda: voice(1, "ogg")),
        ("webm as mp4", "audio/mp4", lambda: voice(1, "webm")),
        ("photo as webm", "audio/webm", photo),
        ("a playlist that names a file", "audio/webm", lambda: b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n"),
        ("vorbis", "audio/ogg", lambda: b"OggS" + bytes(23) + b"\x1e\x01vorbis" + bytes(400)),
        ("noise behind the first bytes", "audio/webm", lambda: b"\x1a\x45\xdf\xa3" + os.urandom(4000)),
        ("noise that says it is mp4", "audio/mp4", lambda: b"\0\0\0\x18ftypisom" + os.urandom(4000)),
        ("cut in the header", "audio/webm", lambda: voice(1)[:60]),
    ],
)
def test_h64_what_is_no_voice_note_is_refused(world, lane, name, type_name, make):
    refused(world, lane, of(make(), type_name), "not-what-it-says", "bad-media")


def test_h64_a_voice_note_whose_tablet_died_is_taken_as_far_as_it_goes(world, lane):
    whole = voice(4.0)
    piece = of(whole[: len(whole) * 3 // 4], "audio/webm")
    assert lane.send(piece).status_code == 204
    with world.connection() as connection:
        (file,) = media.files_by_hash(connection, world.tenant, [piece.sha256])
    assert 1_000 < file.length_ms < 4_000


def test_h64_the_child_bounds_itself_and_its_end_is_no_ones_fault_but_the_files(world, lane, tmp_path, monkeypatch):
    greedy = tmp_path / "greedy.py"
    source = vouch.CHILD.read_text().replace("data = sys.stdin.buffer.read()", "data = bytes(2**40)")
    greedy.write_text(source)
    with monkeypatch.context() as patch:
        patch.setattr(vouch, "CHILD", greedy)
        refused(world, lane, of(photo(seed=3)), "bad-media")
    endless = tmp_path / "endless.py"
    text = vouch.CHILD.read_text().replace("CPU_S = 60", "CPU_S = 1")
    endless.write_text(text.replace("data = sys.stdin.buffer.read()", "while True: pass"))
    with monkeypatch.context() as patch:
        patch.setattr(vouch, "CHILD", endless)
        refused(world, lane, of(photo(seed=4)), "bad-media")

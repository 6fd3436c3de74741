"""The media lane on both stores: uploads, receipts, what records show, under whose key it stands (F53–F55; I1, I7)."""

import errno
import json
from hashlib import sha256

import pytest
from sqlalchemy import update

from server import acts
from server.media import prune, shelf, shown
from server.models.tablets import Tablet as TabletRow
from server.store import media, records
from server.store.subjects import SubjectKeys
from server.store.unit_of_work import write
from tests.media_lane import PIECE, ROOT, Lane, Piece, checksum, code_of, metadata, photo, voice


@pytest.fixture
def lane(world):
    return Lane(world.enrol(), world.client)


@pytest.fixture
def unit(world):
    return world.units["Бугат"]


def shown_of(world, *ids):
    with world.connection() as connection:
        found = records.load(connection, world.tenant, ids, SubjectKeys(connection, world.tenant))
        return shown.of_records(connection, world.tenant, found.values())


def opened(world, record, thumbnail=False):
    with world.connection() as connection:
        found = records.load(connection, world.tenant, [record], SubjectKeys(connection, world.tenant))
        return shown.open_part(connection, world.tenant, found[record], thumbnail)


def files_on_disk(world):
    return sorted(path for path in (world.data_dir / "media").rglob("*") if path.is_file())


def test_a_photo_that_came_whole_has_arrived_and_is_shown_by_its_record(world, lane, unit):
    piece = lane.media(unit, photo())
    world.sync(lane.tablet)
    assert lane.state(piece) == "missing"
    assert lane.send(piece).status_code == 204
    assert lane.state(piece) == "arrived"
    found = shown_of(world, piece.record)[piece.record]
    assert (found.kind, found.state, found.bytes, found.has_thumbnail) == ("photo", "arrived", len(piece.data), True)
    kind, small = opened(world, piece.record, thumbnail=True)
    assert kind == "image/jpeg" and small.startswith(b"\xff\xd8")
    assert len(small) < len(opened(world, piece.record)[1])


@pytest.mark.parametrize(
    ("container", "codec", "type_name"),
    [("webm", "libopus", "audio/webm;codecs=opus"), ("ogg", "libopus", "audio/ogg"), ("mp4", "aac", "audio/mp4")],
)
def test_a_voice_note_is_written_anew_as_opus(world, lane, unit, container, codec, type_name):
    piece = lane.media(unit, voice(2.0, container, codec), type_name)
    world.sync(lane.tablet)
    assert lane.send(piece).status_code == 204
    found = shown_of(world, piece.record)[piece.record]
    assert (found.kind, found.state, found.type) == ("voice", "arrived", "audio/webm")
    assert 1_900 <= found.length_ms <= 2_100
    assert opened(world, piece.record)[1].startswith(b"\x1a\x45\xdf\xa3")


def test_f54_a_file_before_its_record_is_held_and_shown_when_the_record_comes(world, lane, unit):
    piece = lane.media(unit, photo(seed=2))
    assert lane.send(piece).status_code == 204
    assert lane.state(piece) == "arrived"
    world.sync(lane.tablet)
    assert shown_of(world, piece.record)[piece.record].is_here


def test_f54_a_record_whose_file_never_comes_says_so(world, lane, unit):
    piece = lane.media(unit, voice(), "audio/webm")
    world.sync(lane.tablet)
    found = shown_of(world, piece.record)[piece.record]
    assert (found.kind, found.state, found.is_here) == ("voice", "missing", False)
    assert opened(world, piece.record) is None


def test_a_lost_answer_to_a_creation_makes_no_second_upload(world, lane, unit):
    piece = lane.media(unit, photo())
    first, again = lane.create(piece), lane.create(piece)
    assert first.headers["Location"] == again.headers["Location"]
    lane.send(piece)
    assert lane.create(piece).headers["Location"] == first.headers["Location"]
    assert lane.offset(first.headers["Location"]) == len(piece.data)
    assert len(world.everything()["media_file"]) == 1
    assert world.everything()["media_upload"] == []


def test_f53_two_resumers_make_one_whole_file(world, lane, unit):
    """The wrong offset is 409, the wrong checksum 460, and what was held stays as it was."""
    piece = lane.media(unit, photo(900, 700))
    one = lane.create(piece).headers["Location"]
    two = Lane(lane.tablet, world.client)
    assert lane.patch(one, 0, piece.data[:PIECE]).status_code == 204
    late = two.patch(one, 0, piece.data[:PIECE])
    assert (late.status_code, code_of(late)) == (409, "wrong-offset")
    torn = two.patch(one, PIECE, piece.data[PIECE : 2 * PIECE], Upload_Checksum="sha256 " + "A" * 43 + "=")
    assert (torn.status_code, code_of(torn)) == (460, "wrong-checksum")
    assert two.offset(one) == PIECE
    rest = piece.data[PIECE:]
    assert two.patch(one, PIECE, rest).status_code == 204
    late = lane.patch(one, PIECE, rest)
    assert (late.status_code, code_of(late)) == (403, "upload-finished")
    with world.app.app_context():
        (file,) = world.everything()["media_file"]
        assert sha256(piece.data).hexdigest() in file
    assert lane.state(piece) == "arrived"


def test_f53_a_second_writer_at_the_same_moment_is_told_to_wait(world, lane, unit):
    from server.media import drafts

    piece = lane.media(unit, photo())
    where = lane.create(piece).headers["Location"]
    with world.app.app_context(), drafts.locked(world.tenant, where.rpartition("/")[2]):
        answer = lane.patch(where, 0, piece.data[:100])
    assert (answer.status_code, code_of(answer)) == (423, "upload-locked")
    assert int(answer.headers["Retry-After"]) > 0
    assert lane.send(piece).status_code == 204


def test_f55_a_revoked_tablet_still_hands_in_its_files_and_gets_receipts_only(world, lane, unit):
    piece = lane.media(unit, photo(seed=5))
    with world.app.app_context():
        row = update(TabletRow.__table__).where(TabletRow.inc == lane.tablet.inc).values(revoked_at=1)
        write(lambda connection: connection.execute(row))
    pushed = world.sync(lane.tablet)
    assert pushed.head["outcomes"] == {"1": ["parked", "revoked"]}
    assert pushed.rows == []
    assert lane.send(piece).status_code == 204
    assert lane.state(piece) == "arrived"


def test_files_of_another_inc_cannot_be_told_from_none(world, lane, unit):
    piece = lane.media(unit, photo(seed=6))
    lane.send(piece)
    other = Lane(world.enrol(), world.client)
    assert other.state(piece) == "missing"
    assert other.create(piece).headers["Location"] != lane.create(piece).headers["Location"]


def test_a_hash_heard_elsewhere_shows_nothing(world, lane, unit):
    """A record shows a file that was brought for it, or by the inc that said its hash."""
    piece = lane.media(unit, voice(pitch=0.03), "audio/webm")
    lane.send(piece)
    world.sync(lane.tablet)
    thief = world.enrol("Рашаант")
    stolen = thief.say("media", unit=world.units["Рашаант"], kind="voice", sha256=piece.sha256)
    again = lane.tablet.say("media", unit=unit, kind="voice", sha256=piece.sha256)
    world.sync(thief)
    world.sync(lane.tablet)
    assert shown_of(world, stolen)[stolen].state == "missing"
    assert opened(world, stolen) is None
    assert shown_of(world, again)[again].is_here


def test_nothing_of_a_file_is_on_disk_in_the_clear(world, lane, unit):
    """I7: neither what was kept nor an upload that is open."""
    done, begun = lane.media(unit, photo(seed=7)), lane.media(unit, photo(seed=8))
    lane.send(done)
    where = lane.create(begun).headers["Location"]
    lane.patch(where, 0, begun.data[:1000])
    found = files_on_disk(world)
    assert len(found) == 4
    for path in found:
        raw = path.read_bytes()
        assert b"JFIF" not in raw and done.data[64:128] not in raw and begun.data[64:128] not in raw


def test_m19_an_erased_record_takes_its_file_with_it(world, lane, unit):
    piece = lane.media(unit, voice(pitch=0.07), "audio/webm")
    late = lane.media(unit, voice(pitch=0.08), "audio/webm")
    world.sync(lane.tablet)
    lane.send(piece)
    half = lane.create(late).headers["Location"]
    lane.patch(half, 0, late.data[:1000])
    for record in (piece.record, late.record):
        world.state(acts.Statement("media", record, {"_erased": (True, ())}))
    assert opened(world, piece.record) is None
    assert lane.state(piece) == "gone"
    refused = lane.patch(half, 1000, late.data[1000:])
    assert (refused.status_code, code_of(refused)) == (410, "gone")
    with world.app.app_context():
        assert len(prune.prune(world.tenant).erased) == 1
    assert [path for path in files_on_disk(world) if "open" not in path.parts] == []
    assert code_of(lane.create(piece)) == "gone"


def test_f48_a_file_that_the_server_lost_is_missing_and_can_be_sent_again(world, lane, unit):
    piece = lane.media(unit, photo(seed=9))
    world.sync(lane.tablet)
    lane.send(piece)
    first = lane.create(piece).headers["Location"]
    with world.app.app_context():
        shelf.shelf(world.tenant).remove(first.rpartition("/")[2])
    assert lane.state(piece) == "missing"
    assert shown_of(world, piece.record)[piece.record].state == "missing"
    assert lane.send(piece).status_code == 204
    assert lane.state(piece) == "arrived"
    assert opened(world, piece.record) is not None


def test_f48_an_upload_whose_draft_was_lost_begins_again(world, lane, unit):
    piece = lane.media(unit, photo(900, 700, seed=10))
    where = lane.create(piece).headers["Location"]
    lane.patch(where, 0, piece.data[:PIECE])
    for path in files_on_disk(world):
        path.unlink()
    assert lane.offset(where) == 0
    assert lane.send(piece).status_code == 204
    assert lane.state(piece) == "arrived"


def test_a_torn_append_is_cut_off_by_the_next_one(world, lane, unit):
    piece = lane.media(unit, photo(900, 700, seed=11))
    where = lane.create(piece).headers["Location"]
    lane.patch(where, 0, piece.data[:PIECE])
    (draft,) = files_on_disk(world)
    with draft.open("ab") as file:
        file.write(b"half a frame that no row speaks of")
    assert lane.offset(where) == PIECE
    assert lane.patch(where, PIECE, piece.data[PIECE:]).status_code == 204
    assert lane.state(piece) == "arrived"


def test_an_upload_given_up_is_gone_and_what_arrived_stays(world, lane, unit):
    piece = lane.media(unit, photo(seed=12))
    where = lane.create(piece).headers["Location"]
    lane.patch(where, 0, piece.data[:100])
    assert lane.ask("DELETE", where).status_code == 204
    assert lane.ask("HEAD", where).status_code == 404
    assert files_on_disk(world) == []
    lane.send(piece)
    where = lane.create(piece).headers["Location"]
    assert code_of(lane.ask("DELETE", where)) == "upload-finished"
    assert lane.state(piece) == "arrived"


def test_a_refusal_is_remembered_and_told(world, lane, unit):
    piece = lane.media(unit, b"\xff\xd8\xff" + b"no photo at all" * 40)
    answer = lane.send(piece)
    assert (answer.status_code, code_of(answer)) == (415, "media-not-taken")
    assert lane.state(piece) == "media-not-taken"
    assert code_of(lane.create(piece)) == "media-not-taken"
    assert files_on_disk(world) == []


def test_a_full_disk_takes_no_media_and_still_takes_words(world, lane, unit, monkeypatch):
    """What is kept free belongs to ops."""
    monkeypatch.setattr(shelf, "RESERVE_BYTES", 2**62)
    piece = lane.media(unit, photo(seed=13))
    answer = lane.create(piece)
    assert (answer.status_code, code_of(answer)) == (507, "store-full")
    assert world.sync(lane.tablet).head["arrived"]


def test_f31_a_disk_that_fills_while_we_keep_a_file_acknowledges_nothing(world, lane, unit, monkeypatch):
    piece = lane.media(unit, photo(seed=18))
    where = lane.create(piece).headers["Location"]
    half = len(piece.data) // 2
    lane.patch(where, 0, piece.data[:half])

    def is_full(path, data):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(shelf, "write_file", is_full)
        answer = lane.patch(where, half, piece.data[half:])
    assert (answer.status_code, code_of(answer)) == (507, "store-full")
    assert lane.offset(where) == half
    assert lane.state(piece) == "uploading"
    assert lane.patch(where, half, piece.data[half:]).status_code == 204
    assert lane.state(piece) == "arrived"


def test_what_is_over_is_removed(world, lane, unit, monkeypatch):
    piece = lane.media(unit, photo(seed=14))
    where = lane.create(piece).headers["Location"]
    lane.patch(where, 0, piece.data[:100])
    folder = world.data_dir / "media" / world.tenant
    (folder / "ab").mkdir(parents=True)
    (folder / "ab" / "abcdef.original").write_bytes(b"nobody names me")
    with world.app.app_context():
        assert prune.prune(world.tenant) == (0, [], 0)
        monkeypatch.setenv("YAVUUL_NOW", "+P15D")
        monkeypatch.setattr(prune, "GRACE_S", -1)
        assert prune.prune(world.tenant) == (1, [], 2)
    assert files_on_disk(world) == []
    monkeypatch.delenv("YAVUUL_NOW")
    assert lane.ask("HEAD", where).status_code == 404


def test_what_is_asked_about_is_bound_to_the_signature(world, lane):
    body = json.dumps({"sha256": []}).encode()
    answer = lane.ask("POST", f"{ROOT}/states", body, Content_Type="application/json", Upload_Checksum="")
    assert (answer.status_code, code_of(answer)) == (400, "bad-header")
    for wrong in ({"sha256": ["x"]}, {"sha256": ["a" * 64] * 201}, {}, [], 7):
        body = json.dumps(wrong).encode()
        said = {"Content_Type": "application/json", "Upload_Checksum": checksum(body)}
        assert lane.ask("POST", f"{ROOT}/states", body, **said).status_code == 422, wrong
    for wrong in (b"{", b"[" * 30_000, b"\xff"):
        said = {"Content_Type": "application/json", "Upload_Checksum": checksum(wrong)}
        assert lane.ask("POST", f"{ROOT}/states", wrong, **said).status_code == 400, wrong[:9]
    assert lane.states() == {}


def test_an_upload_says_until_when_it_lives(lane, unit):
    piece = lane.media(unit, photo(900, 700, seed=15))
    answer = lane.create(piece)
    assert answer.headers["Upload-Expires"].endswith("GMT")
    assert "Upload-Expires" in lane.patch(answer.headers["Location"], 0, piece.data[:PIECE]).headers
    assert lane.ask("HEAD", answer.headers["Location"]).headers["Cache-Control"] == "no-store"


def test_metadata_keys_that_nobody_knows_are_ignored(lane, unit):
    piece = Piece(photo(seed=16), "image/jpeg", "a" * 26)
    said = metadata(filename="../../etc/x", sha256=piece.sha256, type=piece.type, record=piece.record)
    assert lane.create(piece, Upload_Metadata=said).status_code == 201


def test_the_store_counts_files_by_state(world, lane, unit):
    lane.send(lane.media(unit, photo(seed=17)))
    with world.connection() as connection:
        assert media.counts(connection, world.tenant) == {"arrived": 1}

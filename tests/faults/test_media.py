"""The media lane on a bad line and under a dying server, against a real gunicorn (F52, F53; I1, R8)."""

import os
import signal
import threading
from http.client import HTTPException

import pytest

from server.media import shelf
from server.media.finish import part_name
from server.media.uploads import PIECE_BYTES_MAX
from server.store import media
from server.store.subjects import SubjectKeys
from tests.faults.cutting_link import cutting_link
from tests.hooks import MEDIA
from tests.media_lane import Lane, photo
from tests.serving import Server, serve, until

CUT = 64 * 1024
BROKEN = (OSError, HTTPException)


def kept(world, piece):
    """The original as the server keeps it, opened."""
    with world.connection() as connection:
        (file,) = media.files_by_hash(connection, world.tenant, [piece.sha256])
        sealed = shelf.shelf(world.tenant).get(file.id, shelf.ORIGINAL)
        return SubjectKeys(connection, world.tenant).open(file.record, sealed, part_name(file.id, shelf.ORIGINAL))


def resume(lane, where, piece):
    """Ask how far it is, and send the rest."""
    while (offset := lane.offset(where)) < len(piece.data):
        assert lane.patch(where, offset, piece.data[offset : offset + PIECE_BYTES_MAX]).status_code == 204


@pytest.fixture
def big(sqlite_world):
    """A tablet's lane, and a photo of several pieces whose record is on the server."""
    lane = Lane(sqlite_world.enrol(), sqlite_world.client)
    piece = lane.media(sqlite_world.units["Бугат"], photo(1000, 800, seed=41, kind="PNG"), "image/png")
    sqlite_world.sync(lane.tablet)
    assert len(piece.data) > 2 * PIECE_BYTES_MAX
    return lane, piece


def test_f52_a_patch_cut_at_each_64_kib_resumes_and_the_file_is_whole(sqlite_world, big):
    lane, piece = big
    with serve(sqlite_world) as server, cutting_link(server.port) as link:
        lane.client = Server(link.port, server.process)
        where = lane.create(piece).headers["Location"]
        offset = cuts = 0
        while offset < len(piece.data):
            part = piece.data[offset : offset + PIECE_BYTES_MAX]
            for link.cut_after in range(CUT, len(part), CUT):
                with pytest.raises(BROKEN):
                    lane.patch(where, offset, part)
                link.cut_after = None
                assert lane.offset(where) == offset  # a piece is whole or nothing
                cuts += 1
            link.cut_after = None
            assert lane.patch(where, offset, part).status_code == 204
            offset += len(part)
        assert cuts >= 6
        assert lane.state(piece) == "arrived"
    assert kept(sqlite_world, piece) == piece.data


def test_f52_a_lost_204_costs_one_question_and_no_byte(sqlite_world, big):
    lane, piece = big
    with serve(sqlite_world) as server, cutting_link(server.port) as link:
        lane.client = Server(link.port, server.process)
        link.lose_answer = True
        with pytest.raises(BROKEN):
            lane.create(piece)
        link.lose_answer = False
        where = lane.create(piece).headers["Location"]
        offset = 0
        while offset < len(piece.data):
            part = piece.data[offset : offset + PIECE_BYTES_MAX]
            link.lose_answer = True
            with pytest.raises(BROKEN):
                lane.patch(where, offset, part)
            link.lose_answer = False
            offset += len(part)
            assert lane.offset(where) == offset
        assert lane.state(piece) == "arrived"
    assert len(sqlite_world.everything()["media_file"]) == 1
    assert sqlite_world.everything()["media_upload"] == []
    assert kept(sqlite_world, piece) == piece.data


def test_f53_two_clients_that_resume_at_once_end_with_one_whole_file(sqlite_world, big):
    lane, piece = big
    statuses = set()
    with serve(sqlite_world, workers=2) as server:
        lane.client = server
        where = lane.create(piece).headers["Location"]

        def push():
            while (offset := lane.offset(where)) < len(piece.data):
                statuses.add(lane.patch(where, offset, piece.data[offset : offset + CUT]).status_code)

        both = [threading.Thread(target=push) for _ in range(2)]
        for one in both:
            one.start()
        for one in both:
            one.join(60)
        assert statuses <= {204, 403, 409, 423}
        assert lane.state(piece) == "arrived"
    assert kept(sqlite_world, piece) == piece.data


@pytest.mark.slow
def test_f27_f52_a_worker_killed_anywhere_leaves_an_upload_that_goes_on(sqlite_world, big, tmp_path):
    """Before the offset is committed nothing moved; after it nothing is asked for twice; the file is there once."""
    lane, _ = big
    pauses = tmp_path / "pauses"
    pauses.mkdir()
    unit = sqlite_world.units["Бугат"]
    with serve(sqlite_world, workers=2, YAVUUL_TEST_PAUSES=str(pauses)) as server:
        for seed, point in enumerate(MEDIA, 50):
            piece = lane.media(unit, photo(700, 500, seed=seed))
            lane.client = server
            where = lane.create(piece).headers["Location"]
            half = len(piece.data) // 2
            if point not in ("drafted", "moved"):
                assert lane.patch(where, 0, piece.data[:half]).status_code == 204
            kill_at(server, pauses, point, lane, where, piece)
            offset = lane.offset(where)
            assert offset == {"drafted": 0, "finished": len(piece.data), "moved": 0}.get(point, half), point
            resume(lane, where, piece)
            assert lane.state(piece) == "arrived", point
            assert kept(sqlite_world, piece) == piece.data
    assert len(sqlite_world.everything()["media_file"]) == len(MEDIA)


def kill_at(server, folder, point, lane, where, piece):
    """Send what is left (half of it, from nothing), and kill the worker when it has come to `point`."""
    offset = lane.offset(where)
    part = piece.data[offset : offset + len(piece.data) - len(piece.data) // 2]
    note = folder / point
    failures = []

    def push():
        paused = Lane(lane.tablet, Server(server.port, server.process, {"X-Test-Pause": point}))
        try:
            paused.patch(where, offset, part)
        except BROKEN as error:
            failures.append(error)

    pushing = threading.Thread(target=push)
    pushing.start()
    worker = int(until(lambda: note.exists() and note.read_text(), f"the request to reach {point}"))
    os.kill(worker, signal.SIGKILL)
    pushing.join(60)
    assert failures, f"{point}: an answer came all the same"

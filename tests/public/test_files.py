"""Large public files: written once per version, given packed, bounded however often anybody asks (P8, H84)."""

import fcntl
import gzip
import os
import time

import pytest

from server.problems import Problem
from server.public import files
from server.public.files import CHEAP_MS, REST_S_MAX, Copy

PLACE = "jargalant/list.csv"


class Written:
    """A file whose writing is counted: `written.ask("1")` is its answer at version 1."""

    def __init__(self, app) -> None:
        self.app, self.times, self.text = app, 0, "нэг,хоёр\r\n"

    def fill(self, file) -> None:
        self.times += 1
        file.write(self.text.encode() * 1000)

    def ask(self, version, fill=None, **headers):
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        with self.app.test_request_context("/", headers=named):
            answer = files.send(PLACE, version, fill or self.fill, "text/csv")
            answer.direct_passthrough = False
            return answer.status_code, answer.get_data(), answer.headers

    @property
    def folder(self):
        return self.app.extensions["yavuul_settings"].data_dir / files.FOLDER / PLACE


@pytest.fixture
def written(sqlite_world):
    return Written(sqlite_world.app)


def test_a_file_is_written_once_for_each_version_and_given_as_it_is_taken(written):
    _, plain, headers = written.ask("1")
    _, packed, packed_headers = written.ask("1", accept_encoding="gzip")
    assert gzip.decompress(packed) == plain == written.text.encode() * 1000
    assert (headers.get("Content-Encoding"), packed_headers["Content-Encoding"]) == (None, "gzip")
    assert [int(one["Content-Length"]) for one in (headers, packed_headers)] == [len(plain), len(packed)]
    assert headers["ETag"] != packed_headers["ETag"] and written.times == 1
    assert written.ask("1", if_none_match=headers["ETag"])[0] == 304
    written.text = "өөр\r\n"
    assert written.ask("2")[1] == "өөр\r\n".encode() * 1000 and written.times == 2
    assert len(list(written.folder.glob("*.gz"))) == 1


def test_what_is_written_anew_and_is_the_same_is_not_sent_again(written):
    headers = written.ask("1")[2]
    assert written.ask("2", if_none_match=headers["ETag"])[0] == 304 and written.times == 2


def test_while_one_writes_others_get_the_copy_before_or_are_asked_to_come_again(written):
    written.folder.mkdir(parents=True)
    with (written.folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(Problem, match="too-many-requests"):
            written.ask("1")
    first = written.ask("1")[1]
    written.text = "өөр\r\n"
    with (written.folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert written.ask("2")[1] == first
    assert written.ask("2")[1] != first


def test_a_dear_copy_rests_before_it_is_written_anew_and_a_cheap_one_never():
    now = time.time()
    assert Copy("", "1", CHEAP_MS * 15, "", now - REST_S_MAX / 2).may_serve("2")
    assert not Copy("", "1", CHEAP_MS * 15, "", now - REST_S_MAX - 1).may_serve("2")
    assert not Copy("", "1", CHEAP_MS * 2, "", now - 41).may_serve("2")
    assert not Copy("", "1", CHEAP_MS - 1, "", now).may_serve("2")
    assert Copy("", "1", CHEAP_MS * 15, "", now - 10 * REST_S_MAX).may_serve("1")


def test_a_copy_of_an_earlier_program_is_not_trusted(written):
    written.ask("1")
    for path in written.folder.glob("*.gz"):
        os.utime(path, (1, 1))
    assert written.ask("1")[0] == 200 and written.times == 2


def test_a_file_that_could_not_be_written_is_no_answer_and_the_next_one_is_whole(written):
    def broken(file):
        file.write(b"half")
        raise OSError("disk")

    with pytest.raises(OSError, match="disk"):
        written.ask("1", fill=broken)
    assert written.ask("1")[1] == written.text.encode() * 1000

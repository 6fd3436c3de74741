"""A stranger's client speaks with us: tuspy, which knows nothing of Yavuul but to sign, sends and resumes (F52; S6)."""

import hashlib
import io

import pytest
import requests
from tusclient.client import TusClient
from tusclient.exceptions import TusUploadFailed
from tusclient.uploader import Uploader

from tests.faults.cutting_link import cutting_link
from tests.faults.test_media import kept
from tests.media_lane import PIECE, ROOT, Lane, photo, voice
from tests.serving import serve


class OurUploader(Uploader):
    """tuspy, told which checksum we take."""

    CHECKSUM_ALGORITHM_PAIR = ("sha256", hashlib.sha256)


@pytest.fixture
def signing(sqlite_world, monkeypatch):
    """A lane whose tablet signs whatever `requests` is about to send."""
    lane = Lane(sqlite_world.enrol(), sqlite_world.client)
    send = requests.Session.send

    def signed(session, prepared, **options):
        prepared.headers.update(lane.signed(prepared.method, prepared.path_url, prepared.headers))
        return send(session, prepared, **options)

    monkeypatch.setattr(requests.Session, "send", signed)
    return lane


def uploader(port, piece, url=None):
    """tuspy for one file, by the link at `port`."""
    client = TusClient(f"http://127.0.0.1:{port}{ROOT}", headers={"Host": f"app.localhost:{port}"})
    said = {"sha256": piece.sha256, "type": piece.type, "record": piece.record, "filename": "зураг.jpg"}
    stream = io.BytesIO(piece.data)
    return OurUploader(
        file_stream=stream, client=client, url=url, chunk_size=PIECE, metadata=said, upload_checksum=True
    )


@pytest.mark.parametrize(
    ("make", "type_name"), [(lambda: photo(1200, 900, seed=42), "image/jpeg"), (lambda: voice(30.0), "audio/webm")]
)
def test_tuspy_sends_a_file_whole(sqlite_world, signing, make, type_name):
    piece = signing.media(sqlite_world.units["Бугат"], make(), type_name)
    with serve(sqlite_world) as server:
        uploader(server.port, piece).upload()
        signing.client = server
        assert signing.state(piece) == "arrived"
    assert kept(sqlite_world, piece) == piece.data


def test_tuspy_resumes_after_the_line_broke_in_a_piece(sqlite_world, signing):
    piece = signing.media(sqlite_world.units["Бугат"], photo(1200, 900, seed=43, quality=95))
    assert len(piece.data) > 3 * PIECE
    with serve(sqlite_world) as server, cutting_link(server.port) as link:
        first = uploader(link.port, piece)
        first.upload(stop_at=2 * PIECE)
        link.cut_after = PIECE // 2
        with pytest.raises(TusUploadFailed):
            first.upload()
        link.cut_after = None
        second = uploader(link.port, piece, url=first.url)
        assert second.offset == 2 * PIECE
        second.upload()
        signing.client = server
        assert signing.state(piece) == "arrived"
    assert kept(sqlite_world, piece) == piece.data

"""What a sync costs on the wire: against the same records as plain JSON lines packed by gzip, and in requests."""

import gzip
import json
import socket

from sync.op import dump
from tests.bench import words
from tests.bench.deployment import BAGHS, drain, edit, fresh, hearing, propose
from tests.bench.figure import Figure, at_most, beside, exactly
from tests.bench.gunicorn import serve
from tests.tablet import MEDIA_TYPE, Answer, Tablet
from tests.world import World

RECORDS = 300
CHANGED = 20
SALT_BYTES = 16  # as written, in base64url; nothing can pack it
RATIO_MAX = 1.25
IDLE_BYTES_MAX = 200
CHANGED_BYTES_MAX = 3_000


def measure(_is_quick: bool) -> list[Figure]:
    """All figures of the wire; they take a second."""
    with fresh() as world:
        author, reader = world.enrol(BAGHS[0]), world.enrol(BAGHS[0])
        of_hearing = hearing(world, BAGHS[0])
        for tablet in (author, reader):
            drain(world, tablet)
        proposals = propose(author, RECORDS, world.units[BAGHS[0]], of_hearing)
        figures = _compare(world, author, reader, "proposals", proposals, 0)
        people = _enter_people(author, world.units[BAGHS[0]])
        figures += _compare(world, author, reader, "persons", people, SALT_BYTES * RECORDS)
        figures += _small(world, author, reader, [record["id"] for record in proposals])
        figures += _idle(world, author)
    return figures


def _enter_people(tablet: Tablet, unit: str) -> list[dict[str, object]]:
    made = []
    household = ""
    for place in range(RECORDS):
        household = household if place % 3 else tablet.new_id()
        values, personal = words.person(tablet.random, unit, household)
        tablet.at += tablet.random.randrange(90_000)
        record = tablet.say("person", _personal=personal, **values)
        made.append({"type": "person", "id": record, **values, **personal})
    return made


def _compare(world: World, author: Tablet, reader: Tablet, what: str, records: list[dict], salts: int) -> list[Figure]:
    """Push `records` and pull them; `salts`: bytes of the push that no packing could save."""
    plain = b"".join(dump(record) + b"\n" for record in records)
    packed = len(gzip.compress(plain, 9, mtime=0))
    pushed, pulled = drain(world, author), drain(world, reader)
    assert sum(len(answer.rows) for answer in pulled) == len(records)
    name = f"{len(records)} new {what}"
    return [
        beside(f"{name}: plain JSON per record", len(plain) / len(records), "bytes"),
        beside(f"{name}: packed plain JSON per record", packed / len(records), "bytes"),
        at_most(f"{name}: pushed / packed plain", (_bytes(pushed) - salts) / packed, "ratio", RATIO_MAX),
        at_most(f"{name}: pulled / packed plain", _bytes(pulled) / packed, "ratio", RATIO_MAX),
    ]


def _bytes(answers: list[Answer]) -> int:
    """Bodies, up and down."""
    return sum(answer.sent_bytes + answer.got_bytes for answer in answers)


def _small(world: World, author: Tablet, reader: Tablet, ids: list[str]) -> list[Figure]:
    """Two edits; then twenty changed records to another tablet. The author made `ids` as its first ops."""
    for seq in (1, 2):
        edit(author, ids[seq - 1], "supporters", 41, (author.op_id(seq),))
    edits = drain(world, author)
    drain(world, reader)
    for seq in range(RECORDS - CHANGED, RECORDS):
        edit(author, ids[seq - 1], "supporters", 41 + seq, (author.op_id(seq),))
    proposals = _pulled(world, author, reader)
    _change_an_evening(world, author, reader)
    evening = _pulled(world, author, reader)
    name = f"{CHANGED} changed records of an evening pulled"
    return [
        exactly("two edits: requests", len(edits), "requests", 1),
        beside("two edits: bodies up and down", _bytes(edits), "bytes"),
        exactly(f"{name}: requests", len(evening), "requests", 1),
        beside(f"{name}: body of the answer", sum(a.got_bytes for a in evening), "bytes"),
        exactly(f"{CHANGED} changed proposals of 500 bytes pulled: requests", len(proposals), "requests", 1),
        at_most(
            f"{CHANGED} changed proposals of 500 bytes pulled: body of the answer",
            sum(a.got_bytes for a in proposals),
            "bytes",
            CHANGED_BYTES_MAX,
        ),
    ]


def _pulled(world: World, author: Tablet, reader: Tablet) -> list[Answer]:
    """The answers by which `reader` hears the CHANGED edits that `author` has not sent yet."""
    drain(world, author)
    answers = drain(world, reader)
    assert sum(len(answer.rows) for answer in answers) == CHANGED
    return answers


def _change_an_evening(world: World, author: Tablet, reader: Tablet) -> None:
    """Records as a hearing makes them, 41 check-ins to 38 people to 11 proposals, each then changed in one field."""
    unit, of_hearing = world.units[BAGHS[0]], hearing(world, BAGHS[0])
    made = [(record["id"], "supporters", 77) for record in propose(author, 3, unit, of_hearing)]
    for place in range(8):
        values, personal = words.person(author.random, unit, author.new_id())
        person = author.say("person", _personal=personal, **values)
        made.append((person, "language", "kk"))
        made.append(
            (author.say("attendance", unit=unit, hearing=of_hearing, person=person, role="citizen"), "role", "guest")
        )
        if place == 7:
            made.append(
                (
                    author.say("attendance", unit=unit, hearing=of_hearing, person=person, role="guest"),
                    "role",
                    "official",
                )
            )
    first = len(author.lines) - len(made) + 1
    drain(world, author)
    drain(world, reader)
    kinds = {seq: json.loads(author.lines[seq - 1][0]) for seq in range(first, len(author.lines) + 1)}
    for seq, said in kinds.items():
        path, value = next((path, value) for record, path, value in made if record == said["id"])
        author.say(said["type"], said["id"], _bases={path: (author.op_id(seq),)}, **{path: value})


def _idle(world: World, tablet: Tablet) -> list[Figure]:
    answers = drain(world, tablet)
    body = tablet.body(1, 0)
    with serve("server.app:create_app()", world) as server:
        up, down = _heads(server.port, body)
    return [
        exactly("idle sync: requests", len(answers), "requests", 1),
        at_most("idle sync: bodies up and down", _bytes(answers), "bytes", IDLE_BYTES_MAX),
        beside("idle sync: HTTP head of the request, as short as it can be", up, "bytes"),
        beside("idle sync: HTTP head of the answer", down, "bytes"),
    ]


def _heads(port: int, body: bytes) -> tuple[int, int]:
    """The sizes of both HTTP heads of one request to the real server."""
    head = (
        f"POST /api/v1/sync HTTP/1.1\r\nHost: app.localhost:8000\r\nContent-Type: {MEDIA_TYPE}\r\n"
        f"Accept-Encoding: gzip, br\r\nContent-Length: {len(body)}\r\n\r\n"
    ).encode()
    with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        connection.sendall(head + body)
        answer = b""
        while b"\r\n\r\n" not in answer:
            answer += connection.recv(65536)
    assert answer.startswith(b"HTTP/1.1 200"), answer[:200]
    return len(head), answer.index(b"\r\n\r\n") + 4

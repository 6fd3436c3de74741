"""P10 at the public host: heads, paths, and proofs that hold without any server."""

import json
from hashlib import sha256

import pytest
from click.testing import CliRunner

from server import acts, keys
from server.cli import program
from server.store import records
from server.store.unit_of_work import reading
from sync import log_head, merkle, opset
from sync.chain import base64url, from_base64url
from tests.stores import sqlite_world

__all__ = ["sqlite_world"]

DAY = "2026-11-%d" + "T10:00:00+07:00"


@pytest.fixture
def world(sqlite_world):
    """On SQLite; the tree and its heads are asked of both stores in tests/exchange/test_verifiable.py."""
    return sqlite_world


@pytest.fixture
def sealed(world):
    """A sealed hearing with adopted minutes; a person's name stands among its ops."""
    bold, unit = world.enrol(), world.units["Бугат"]
    hearing = bold.say("hearing", unit=unit, title="Бугат багийн хэлэлцүүлэг", held_on="2026-11-20")
    chair = bold.say("person", unit=unit, _personal={"given_name": "Айгүл", "phone": "99112233"})
    bold.say("decision", unit=unit, hearing=hearing, text="Худаг гаргах", person=chair)
    bold.say("minutes", unit=unit, hearing=hearing, adopted_hash=sha256("Тэмдэглэл".encode()).hexdigest())
    bold.say(
        "seal",
        unit=unit,
        hearing=hearing,
        seen=opset.encode([bold.op_id(n) for n in range(1, 5)]),
        content_hash="ab" * 32,
    )
    world.sync(bold)
    approve(world, hearing)
    return hearing


def approve(world, hearing):
    with world.app.app_context():
        with reading() as connection:
            record = records.load_open(connection, world.tenant, [hearing])[hearing]
        acts.state(world.tenant, "", [acts.change(record, {"review": "approved"})])


def read(citizen, path):
    answer = citizen.ask(path)
    assert answer.status_code == 200, (path, answer.text)
    return answer


def point(world):
    with world.app.app_context():
        return keys.point(keys.current().signing)


def test_the_days_head_is_signed_and_stands_on_the_page(world, citizen):
    answer = read(citizen, "/jargalant/log/head.json")
    head = log_head.read(answer.data)
    assert keys.is_signed(point(world), head.text, head.sig)
    page = read(citizen, "/jargalant/log").text
    assert base64url(head.root) in page and base64url(point(world)) in page
    assert "Set-Cookie" not in answer.headers and "<script" not in page
    etag = answer.headers["ETag"]
    client = world.app.test_client()
    same = client.get("/jargalant/log/head.json", base_url="http://localhost:8000", headers={"If-None-Match": etag})
    assert same.status_code == 304 and not same.data


def test_anybody_can_prove_that_the_log_goes_on_from_the_head_that_he_kept(world, citizen, sealed, monkeypatch):
    monkeypatch.setenv("YAVUUL_NOW", DAY % 22)
    kept = log_head.read(read(citizen, "/jargalant/log/head.json").data)
    bold = world.enrol()
    bold.say("proposal", unit=world.units["Бугат"], title="Зам")
    world.sync(bold)
    monkeypatch.setenv("YAVUUL_NOW", DAY % 23)
    newest = log_head.read(read(citizen, "/jargalant/log/head.json").data)
    told = read(citizen, f"/jargalant/log/consistency?from={kept.size}&to={newest.size}").json
    path = [from_base64url(step) for step in told["path"]]
    assert kept.size < newest.size
    assert merkle.is_consistent(kept.size, kept.root, newest.size, newest.root, path)
    heads = read(citizen, "/jargalant/log/heads.json").json["heads"]
    assert [head["size"] for head in heads] == [newest.size, kept.size]


def test_what_a_sealed_hearing_came_to_is_proved_by_files_alone(world, citizen, sealed, tmp_path):
    """Seal, minutes and decision each have one; a line is in it only where all that it says is public (I7)."""
    page = read(citizen, f"/jargalant/log/hearings/{sealed}").text
    files = [part.split('"')[0] for part in page.split('href="') if ".json" in part]
    assert len(files) == 3 and "Худаг гаргах" in page
    paths, lines = [], []
    for number, address in enumerate(files):
        answer = read(citizen, address)
        assert "Айгүл" not in answer.text and "99112233" not in answer.text
        found = log_head.read(answer.data)
        assert found.holds
        lines.append(json.loads(found.line)["type"] if found.line else None)
        paths.append(tmp_path / f"{number}.json")
        paths[-1].write_bytes(answer.data)
    assert lines == ["seal", "minutes", None]  # the decision's line names a person
    key = base64url(point(world))
    good = CliRunner().invoke(program, ["verify", "--key", key, *map(str, paths)])
    assert good.exit_code == 0 and good.output.count("ok ") == 3, good.output
    paths[0].write_text(paths[0].read_text().replace("abab", "abac"))
    bad = CliRunner().invoke(program, ["verify", "--key", key, *map(str, paths)])
    assert bad.exit_code == 1 and "is not in the log" in bad.output
    stranger = base64url(keys.point(keys.create().signing))
    assert (
        "not signed with this key" in CliRunner().invoke(program, ["verify", "--key", stranger, str(paths[1])]).output
    )
    assert CliRunner().invoke(program, ["verify", str(paths[1])]).exit_code == 1


def test_nothing_is_proved_of_a_hearing_that_is_not_sealed(world, citizen, sealed):
    bold = world.enrol()
    other = bold.say("hearing", unit=world.units["Бугат"], title="Нээлттэй")
    bold.say("decision", unit=world.units["Бугат"], hearing=other, text="Хараахан биш")
    world.sync(bold)
    for path in (other, other[:-1], "x" * 26, sealed + "/a.1.b.json", sealed + f"/{bold.op_id(2)}.json"):
        assert citizen.ask(f"/jargalant/log/hearings/{path}").status_code == 404, path


@pytest.mark.parametrize(
    "query", ["from=-1", "from=a", "from=1&from=2", "from=9999", "to=99999", "from=3&to=1", "to=1e3", "from=٣"]
)
def test_h36_sizes_that_are_none_are_refused(citizen, query):
    assert citizen.ask("/jargalant/log/consistency?" + query).status_code == 422


def test_an_organisation_that_is_not_here_has_no_log(citizen):
    for path in ("log", "log/head.json", "log/heads.json", "log/consistency", "log/hearings/" + "a" * 26):
        assert citizen.ask(f"/nobody/{path}").status_code == 404


def test_a_proof_is_made_also_for_what_came_after_the_days_head(world, citizen, sealed):
    before = log_head.read(read(citizen, "/jargalant/log/head.json").data)
    bold = world.enrol()
    hearing = bold.say("hearing", unit=world.units["Бугат"], title="Дараагийнх")
    bold.say("seal", unit=world.units["Бугат"], hearing=hearing, content_hash="cd" * 32)
    world.sync(bold)
    assert citizen.ask(f"/jargalant/log/hearings/{hearing}").status_code == 404  # not approved yet
    approve(world, hearing)
    found = log_head.read(read(citizen, f"/jargalant/log/hearings/{hearing}/{bold.op_id(2)}.json").data)
    assert found.holds and found.head.size > before.size

"""P10: the tree over the log is caught up beside the push, and `yavuul verify` finds any change to the past (I12)."""

import json
import random
import secrets

import pytest
from click.testing import CliRunner
from sqlalchemy import select, update

from server import keys, log_heads, verify
from server.cli import program
from server.extensions import db
from server.models.log import batches, ops
from server.models.tree import heads, tiles, trees
from server.store import log_heads as stored
from server.store import tree
from server.store.unit_of_work import write
from sync import log_head, merkle
from sync.chain import base64url, from_base64url
from sync.log_head import Head
from sync.op import dump
from tests.stores import sqlite_world
from tests.tablet import MEDIA_TYPE

__all__ = ["sqlite_world"]
TAMPERINGS = 500
TAMPERED = "line hash personal personal_digest drop invent move order cut tile head size"
TENANT = "jargalant"


def say_some(world, tablet, count=5):
    unit = world.units["Бугат"]
    for number in range(count):
        tablet.say("person", unit=unit, _personal={"given_name": f"Хүн {number}"})
        tablet.say("proposal", unit=unit, title=f"Санал {number}")
    world.sync(tablet)


def all_leaves(world):
    with world.connection() as connection:
        last = connection.execute(select(batches.c.n).order_by(batches.c.n.desc())).scalars().all()
        return [leaf for n in sorted(last) for leaf in tree.leaves_of(connection, TENANT, n)]


def root_of(leaves):
    return merkle.root(merkle.over(leaves), len(leaves))


def head_of(world, at=None):
    with world.app.app_context():
        return log_heads.today(TENANT) if at is None else log_heads.publish(TENANT, at)


def findings(world, *witnessed):
    with world.app.app_context():
        return verify.check(TENANT, witnessed).findings


def test_the_tree_holds_the_log_in_the_order_of_arrival(world):
    """Across tiles and their edges; a tablet that sends more adds to it and changes nothing of it."""
    bold, ana = world.enrol(), world.enrol()
    known: list[bytes] = []
    for count in (5, 140, 1, 130):
        say_some(world, bold, count)
        say_some(world, ana, 2)
        head, leaves = head_of(world, len(known) + 1), all_leaves(world)
        assert (head.size, head.root) == (len(leaves), root_of(leaves))
        assert leaves[: len(known)] == known
        with world.connection() as connection:
            kept = tree.Tree(connection, TENANT)
            path = log_heads.consistency(connection, TENANT, len(known), head.size)
            assert merkle.is_consistent(len(known), root_of(known), head.size, head.root, path)
            assert [kept.root(size) for size in (1, 255, 256, 257) if size <= len(leaves)] == [
                root_of(leaves[:size]) for size in (1, 255, 256, 257) if size <= len(leaves)
            ]
        known = leaves
    assert findings(world) == []


def test_catching_up_twice_at_once_adds_nothing_twice(world):
    bold = world.enrol()
    say_some(world, bold)
    leaves = [(leaf, 1) for leaf in all_leaves(world)]
    with world.app.app_context():
        size = tree.catch_up(TENANT)
        write(lambda connection: tree._add(connection, TENANT, (0, 0), 1, leaves))
        assert tree.catch_up(TENANT) == size == len(leaves)
    assert findings(world) == []


def test_a_head_is_published_once_a_day_and_again_in_a_new_history(world, monkeypatch):
    monkeypatch.setenv("YAVUUL_NOW", "2026-11-22T10:00:00+07:00")
    first = head_of(world)
    say_some(world, world.enrol())
    assert head_of(world) == first
    monkeypatch.setenv("YAVUUL_NOW", "2026-11-23T10:00:00+07:00")
    second = head_of(world)
    assert second.size > first.size
    monkeypatch.setenv("YAVUUL_NOW", "2026-11-23T10:00:01+07:00")
    with world.app.app_context():
        from server.store import tenants

        write(lambda connection: tenants.begin_epoch(connection, TENANT, "abcdef"))
    assert head_of(world).epoch == "abcdef"
    assert findings(world, first, second) == []


def test_erasing_a_person_leaves_every_head_valid(world):
    """M19: the leaf knows the digest of what is gone."""
    bold = world.enrol()
    say_some(world, bold)
    head = head_of(world)
    with world.app.app_context():
        from server.store.subjects import SubjectKeys

        with world.connection() as connection:
            row = connection.execute(select(ops).where(ops.c.personal.is_not(None)).limit(1)).one()
        person = row.line.decode().partition('"id":"')[2][:26]
        write(lambda connection: SubjectKeys(connection, TENANT).destroy(person))
    assert findings(world, head) == []


def flipped(draw, raw):
    raw = bytearray(raw)
    raw[draw.randrange(len(raw))] ^= 1 << draw.randrange(8)
    return bytes(raw)


def tamper(draw, connection):
    """One change to the past as a hand with access to the database makes it; what it was."""
    row = draw.choice(connection.execute(select(ops).where(ops.c.tenant == TENANT)).all())
    here = (ops.c.inc == row.inc, ops.c.seq == row.seq)
    what = draw.choice(TAMPERED.split())
    if what in ("line", "hash"):
        connection.execute(update(ops).where(*here).values({what: flipped(draw, getattr(row, what))}))
    elif what in ("personal", "personal_digest"):
        row = draw.choice(connection.execute(select(ops).where(ops.c.personal.is_not(None))).all())
        here = (ops.c.inc == row.inc, ops.c.seq == row.seq)
        connection.execute(update(ops).where(*here).values({what: flipped(draw, getattr(row, what))}))
    elif what == "drop":
        connection.execute(ops.delete().where(*here))
    elif what == "invent":
        connection.execute(ops.insert().values(**row._asdict() | {"seq": row.seq + 1000}))
    elif what == "move":
        connection.execute(update(ops).where(*here).values(batch=row.batch % 4 + 1))
    elif what == "order":
        one, other = draw.sample(range(1, 7), 2)
        for old, new in ((one, 99), (other, one), (99, other)):
            connection.execute(update(batches).where(batches.c.n == old).values(n=new))
            connection.execute(update(ops).where(ops.c.batch == old).values(batch=new))
    elif what == "cut":
        last = connection.execute(select(batches.c.n).order_by(batches.c.n.desc())).scalars().first()
        connection.execute(ops.delete().where(ops.c.batch == last))
        connection.execute(batches.delete().where(batches.c.n == last))
        connection.execute(update(trees).values(size=0, batch=0))
    elif what == "tile":
        raw = connection.execute(select(tiles.c.hashes).where(tiles.c.level == 0)).scalar_one()
        connection.execute(update(tiles).where(tiles.c.level == 0).values(hashes=flipped(draw, raw)))
    elif what == "size":
        connection.execute(update(trees).values(size=trees.c.size + draw.randrange(1, 9)))
    else:
        name = draw.choice(["size", "root", "sig", "at", "epoch"])
        found = connection.execute(select(heads.c[name])).scalars().first()
        changed = {int: lambda: found + 1, bytes: lambda: flipped(draw, found), str: lambda: "zzzzzz"}[type(found)]()
        connection.execute(update(heads).values({name: changed}))
    return what, row.seq


def test_f62_random_tampering_with_the_log_is_found(sqlite_world):
    """I12: lines, chains, personal lines, order, the tail, the tree and heads; each alone, and then undone."""
    seed = secrets.randbits(32)
    print(f"seed {seed}")
    draw = random.Random(seed)
    for tablet in (sqlite_world.enrol(), sqlite_world.enrol()):
        say_some(sqlite_world, tablet, 4)
        say_some(sqlite_world, tablet, 3)
    head_of(sqlite_world)
    assert findings(sqlite_world) == []
    with sqlite_world.app.app_context(), db.engine.connect() as connection:
        for _ in range(TAMPERINGS):
            with connection.begin() as transaction:
                what = tamper(draw, connection)
                assert verify.check_in(connection, TENANT).findings, (seed, what)
                transaction.rollback()
    assert findings(sqlite_world) == []


def test_a_log_that_was_wholly_written_anew_is_found_by_a_head_that_others_kept(sqlite_world):
    """Whoever holds the keys too can make all of it fit again, but not what tablets and citizens have."""
    bold = sqlite_world.enrol()
    say_some(sqlite_world, bold)
    kept = head_of(sqlite_world)
    with sqlite_world.app.app_context():

        def rewrite(connection):
            connection.execute(update(ops).where(ops.c.inc == bold.inc).values(personal_digest=None, personal=None))
            for table in (tiles, trees, heads):
                connection.execute(table.delete())

        write(rewrite)
    head_of(sqlite_world)
    assert any("does not begin with it" in line for line in findings(sqlite_world, kept))


def test_verify_says_what_it_found_and_exits_with_1(sqlite_world, monkeypatch, tmp_path):
    monkeypatch.setattr("server.commands.app_context", sqlite_world.app.app_context)
    say_some(sqlite_world, sqlite_world.enrol())
    head = head_of(sqlite_world)
    kept = tmp_path / "head.json"
    kept.write_text(sqlite_world.app.json.dumps(head.to_json()))
    good = CliRunner().invoke(program, ["verify", "--against", str(kept)])
    assert good.exit_code == 0 and f"ok   jargalant: {head.size} ops begin with 1 heads" in good.output
    with sqlite_world.app.app_context():
        write(lambda connection: connection.execute(update(ops).where(ops.c.seq == 3).values(line=b"{}")))
    bad = CliRunner().invoke(program, ["verify"])
    assert bad.exit_code == 1 and "is not what stood at place" in bad.output
    stranger = Head("songino", head.epoch, 1, head.root, 1, head.sig)
    kept.write_text(sqlite_world.app.json.dumps(stranger.to_json()))
    assert "no such organisation" in CliRunner().invoke(program, ["verify", "--against", str(kept)]).output


@pytest.mark.parametrize("size", [0, 256, 10_000])
def test_a_head_that_the_log_does_not_begin_with_is_told(sqlite_world, size):
    say_some(sqlite_world, sqlite_world.enrol())
    head_of(sqlite_world)
    with sqlite_world.connection() as connection:
        assert not log_heads.begins_with(connection, TENANT, size, bytes(32))


def showing(tablet, size, root):
    """A signed question that shows a head."""
    head = dump({"catalogue": 1, "inc": tablet.inc, "witness": [size, base64url(root)]})[:-1]
    return head + b',"sig":"' + tablet.sign(head).encode() + b'"}'


def shown(world, tablet, size, root):
    answer = world.client.post("/api/v1/witness", showing(tablet, size, root), {"Content-Type": MEDIA_TYPE})
    assert answer.status_code == 200, answer.data
    return json.loads(answer.data)


def test_a_tablet_is_told_the_head_and_the_path_from_the_one_it_keeps(world, monkeypatch):
    monkeypatch.setenv("YAVUUL_NOW", "2026-11-22T10:00:00+07:00")
    bold = world.enrol()
    first = shown(world, bold, 0, merkle.EMPTY)["head"]
    say_some(world, bold, 30)
    monkeypatch.setenv("YAVUUL_NOW", "2026-11-23T10:00:00+07:00")
    answer = shown(world, bold, first["size"], from_base64url(first["root"]))
    head = log_head.read(json.dumps(answer["head"]).encode())
    path = [from_base64url(step) for step in answer["path"]]
    assert answer["agrees"] and head.size > first["size"]
    assert merkle.is_consistent(first["size"], from_base64url(first["root"]), head.size, head.root, path)
    with world.app.app_context():
        assert log_heads.is_signed(head, keys.point(keys.current().signing))


def test_a_tablet_that_saw_another_log_is_told_and_noted(world):
    """The log forgot, or the tablet was lied to: who runs `yavuul verify` learns which tablet says so."""
    bold = world.enrol()
    assert shown(world, bold, 1, bytes(32)) | {"server_time": 0, "head": 0} == {
        "server_time": 0, "head": 0, "agrees": False, "path": [],
    }  # fmt: skip
    assert shown(world, bold, 2**40, bytes(32))["agrees"] is False
    assert any(bold.inc in line for line in findings(world))
    with world.connection() as connection:
        assert stored.witnessed(connection, TENANT, 0) == (0, 1)


@pytest.mark.parametrize("said", [[], [1], [-1, "A" * 43], [1, "A"], [True, "A" * 43], "x", {"a": 1}])
def test_a_head_that_is_none_is_refused(sqlite_world, said):
    bold = sqlite_world.enrol()
    head = dump({"catalogue": 1, "inc": bold.inc, "witness": said})[:-1]
    body = head + b',"sig":"' + bold.sign(head).encode() + b'"}'
    before = sqlite_world.everything()
    answer = sqlite_world.client.post("/api/v1/witness", body, {"Content-Type": MEDIA_TYPE})
    assert answer.status_code == 400 and sqlite_world.everything() == before


def test_only_the_witness_call_takes_a_head(sqlite_world):
    body = showing(sqlite_world.enrol(), 0, merkle.EMPTY)
    assert sqlite_world.client.post("/api/v1/sync", body, {"Content-Type": MEDIA_TYPE}).status_code == 400
    forged = body.replace(b'"witness":[0', b'"witness":[1')
    assert sqlite_world.client.post("/api/v1/witness", forged, {"Content-Type": MEDIA_TYPE}).status_code == 401

"""A tablet becomes known by a one-time code (H41–H46), on both databases."""

from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from sqlalchemy import Engine, event, select

from server import certificates, enrol, keys
from server.app import create_app
from server.clock import now_ms
from server.extensions import db
from server.models.tablets import EnrolCode, Tablet
from server.who import Actor
from sync.chain import base64url, from_base64url, inc_of_key
from tests.server import tables

PATH = "/api/v1/enrol"


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def app(request, settings):
    """The app on each database."""
    if request.param == "postgres":
        settings = replace(settings, database_url=request.getfixturevalue("postgres_url"))
        app = create_app(settings)
        tables.make_tables(app)
    else:
        app = create_app(settings)
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def facilitator(add_account):
    """Somebody who will carry a tablet."""
    return add_account("facilitator", units=["u" * 26])


def make_code(app, account, tenant=tables.TENANT):
    with app.app_context():
        boss = Actor("account", tenant, "b" * 26, "officer", None)
        return enrol.create_code(boss, account.id)


def new_key():
    return ec.generate_private_key(ec.SECP256R1())


def request_of(code, key, **other):
    """What a tablet with `key` sends."""
    public_key = base64url(keys.point(key))
    sig = base64url(keys.sign(key, enrol.signed_text(code, public_key)))
    return {"code": code, "public_key": public_key, "sig": sig, "app_version": "1.0.0"} | other


def rows(app, model):
    with app.app_context():
        return db.session.scalars(select(model)).all()


def test_a_code_makes_a_key_an_inc(app, client, facilitator):
    key = new_key()
    answer = client.post(PATH, json=request_of(make_code(app, facilitator), key))
    assert answer.status_code == 201
    said = answer.json
    assert said["inc"] == inc_of_key(keys.point(key))
    assert (said["tenant"], said["person"], said["name"]) == (tables.TENANT, facilitator.id, facilitator.name)
    assert (said["role"], said["units"], said["cursor"]) == ("facilitator", ["u" * 26], f"{tables.EPOCH}.0")
    with app.app_context():
        certificate = certificates.verify(said["certificate"], now_ms())
        body = said["certificate"].split(".")[0].encode()
        signature = from_base64url(said["certificate"].split(".")[1])
        assert keys.is_signed(from_base64url(said["server_signing_key"]), body, signature)
        assert from_base64url(said["sealing_key"]) == keys.point(keys.current().sealing)
    assert (certificate.inc, certificate.person, certificate.units) == (said["inc"], facilitator.id, {"u" * 26})
    (tablet,) = rows(app, Tablet)
    assert (tablet.inc, tablet.units, tablet.app_version) == (said["inc"], "u" * 26, "1.0.0")


def test_an_account_of_all_units_gives_a_tablet_of_all_units(app, client, add_account):
    said = client.post(PATH, json=request_of(make_code(app, add_account("check_in_clerk")), new_key())).json
    assert (said["role"], said["units"]) == ("check_in_clerk", None)


@pytest.mark.parametrize("typed", [str.lower, lambda code: code.replace("-", " "), lambda code: f" {code} "])
def test_a_code_is_known_however_it_is_typed(app, client, facilitator, typed):
    code = typed(make_code(app, facilitator))
    assert client.post(PATH, json=request_of(code, new_key())).status_code == 201


def test_letters_that_look_alike_are_forgiven():
    assert enrol.normalise("oil-АВС") == "011ABC"


def test_the_database_does_not_hold_the_code(app, facilitator):
    code = make_code(app, facilitator).replace("-", "")
    (row,) = rows(app, EnrolCode)
    assert row.handle == code[:6]
    assert code[6:].encode() not in bytes(row.hmac)
    assert len(code) == 32
    assert 0 < row.expires_at - now_ms() <= 15 * 60 * 1000


def refused(client, request):
    answer = client.post(PATH, json=request)
    return answer.status_code, answer.json


def test_used_expired_unknown_and_strange_codes_get_one_answer(app, client, add_account, facilitator, monkeypatch):
    """H42: one answer, which tells a guesser nothing."""
    used, switched_off = make_code(app, facilitator), make_code(app, add_account("check_in_clerk"))
    client.post(PATH, json=request_of(used, new_key()))
    with app.app_context():
        row = db.session.get(EnrolCode, (tables.TENANT, switched_off[:4] + switched_off[5:7]))
        owner = db.session.get(type(facilitator), (tables.TENANT, row.account))
        owner.active = False
        db.session.commit()
    expired = make_code(app, facilitator)
    unknown = "0" * 32
    answers = [refused(client, request_of(code, new_key())) for code in (used, switched_off, unknown)]
    monkeypatch.setenv("YAVUUL_NOW", "+PT16M")
    answers.append(refused(client, request_of(expired, new_key())))
    assert answers[0][0] == 404
    assert answers[0][1]["code"] == "bad-code"
    assert all(answer == answers[0] for answer in answers)
    assert len(rows(app, Tablet)) == 1


def test_a_used_code_does_not_serve_a_second_tablet_even_at_once(app, facilitator):
    """H42: a code serves once."""
    code = make_code(app, facilitator)
    with app.app_context():
        taken = [enrol.Request(**request_of(code, new_key())) for _ in range(2)]
        assert enrol.enrol(taken[0], "10.0.0.1")
        with pytest.raises(enrol.Problem):
            enrol.enrol(taken[1], "10.0.0.2")
    assert len(rows(app, Tablet)) == 1


def test_five_misses_burn_the_code(app, client, facilitator):
    """H41: the code is burnt, wherever the guesses come from."""
    code = make_code(app, facilitator)
    for i in range(5):
        client.environ_base["REMOTE_ADDR"] = f"10.0.0.{i}"
        wrong = code[:-1] + ("0" if code[-1] != "0" else "1")
        assert refused(client, request_of(wrong, new_key()))[0] == 404
    client.environ_base["REMOTE_ADDR"] = "10.0.0.99"
    assert refused(client, request_of(code, new_key()))[1]["code"] == "bad-code"
    assert rows(app, Tablet) == []


def test_five_misses_close_the_address_for_a_while(app, client, facilitator, monkeypatch):
    """H41: one address guesses five times."""
    code = make_code(app, facilitator)
    for _ in range(5):
        assert refused(client, request_of("1" * 32, new_key()))[0] == 404
    status, said = refused(client, request_of(code, new_key()))
    assert (status, said["code"], said["do"]) == (429, "too-many-requests", "retry")
    assert said["retry_after"] > 0
    monkeypatch.setenv("YAVUUL_NOW", "+PT16M")
    assert client.post(PATH, json=request_of(make_code(app, facilitator), new_key())).status_code == 201


def bad_keys():
    """Keys that are none: off the curve, infinity, other curve, compressed, long, no base64."""
    point = keys.point(new_key())
    other = ec.generate_private_key(ec.SECP384R1()).public_key().public_numbers()
    return {
        "off the curve": base64url(point[:-1] + bytes([point[-1] ^ 1])),
        "infinity": base64url(b"\0"),
        "zeros": base64url(b"\4" + bytes(64)),
        "other curve": base64url(b"\4" + other.x.to_bytes(48, "big") + other.y.to_bytes(48, "big")),
        "compressed": base64url(b"\2" + point[1:33]),
        "long": "A" * 10_240,
        "empty": "",
        "no base64": "я" * 87,
    }


@pytest.mark.parametrize("kind", sorted(bad_keys()))
def test_a_key_that_is_none_is_refused(app, client, facilitator, kind):
    """H43: low order, another curve, far too long."""
    code = make_code(app, facilitator)
    status, said = refused(client, request_of(code, new_key(), public_key=bad_keys()[kind]))
    assert (status, said["code"]) == (422, "bad-key")
    assert client.post(PATH, json=request_of(code, new_key())).status_code == 201, "the code is still good"


def test_a_key_that_the_sender_does_not_hold_is_refused(app, client, facilitator):
    code, key = make_code(app, facilitator), new_key()
    for sig in (base64url(keys.sign(new_key(), b"x")), request_of("1" * 32, key)["sig"], "", "я", "A" * 10_240):
        status, said = refused(client, request_of(code, key, sig=sig))
        assert (status, said["code"]) == (401, "bad-signature")
    assert rows(app, Tablet) == []


def test_a_replayed_request_gives_no_second_certificate(app, client, facilitator):
    """H45: the answer says that it stands, and nothing more."""
    request = request_of(make_code(app, facilitator), new_key())
    assert client.post(PATH, json=request).status_code == 201
    status, said = refused(client, request)
    assert (status, said["code"]) == (409, "already-enrolled")
    assert "certificate" not in said


def test_an_inc_that_exists_keeps_its_owner(app, client, facilitator, add_account):
    """H44: an inc is the digest of its key and stays with its first owner."""
    key = new_key()
    client.post(PATH, json=request_of(make_code(app, facilitator), key))
    other = add_account("facilitator", "other@buyant.example", tables.OTHER_TENANT)
    code = make_code(app, other, tables.OTHER_TENANT)
    assert refused(client, request_of(code, key))[0] == 409
    (tablet,) = rows(app, Tablet)
    assert (tablet.tenant, tablet.account) == (tables.TENANT, facilitator.id)
    assert client.post(PATH, json=request_of(code, new_key())).json["tenant"] == tables.OTHER_TENANT


def test_nobody_makes_a_code_for_another_tenants_account(app, facilitator):
    with pytest.raises(enrol.Problem) as raised:
        make_code(app, facilitator, tables.OTHER_TENANT)
    assert raised.value.code == "not-found"


def test_a_revoked_tablet_stays_revoked(app, client, facilitator):
    inc = client.post(PATH, json=request_of(make_code(app, facilitator), new_key())).json["inc"]
    with app.app_context():
        stranger = Actor("account", tables.OTHER_TENANT, "c" * 26, "officer", None)
        with pytest.raises(enrol.Problem):
            enrol.revoke(stranger, inc)
        boss = Actor("account", tables.TENANT, "b" * 26, "officer", None)
        enrol.revoke(boss, inc)
        first = enrol.listed(boss)[0].revoked_at
        enrol.revoke(boss, inc)
        assert enrol.listed(boss)[0].revoked_at == first
        assert enrol.listed(stranger) == []


def test_a_known_handle_and_an_unknown_one_cost_the_same_work(app, client, facilitator):
    code = make_code(app, facilitator)
    client.post(PATH, json=request_of("1" * 32, new_key()))  # the first miss of an address also sweeps
    done = {}
    for tried in (code[:-2] + "00", "2" * 32):
        statements = done[tried] = []

        def note(_connection, _cursor, statement, *_more, statements=statements):
            statements.append(" ".join(statement.split()[:3]))

        event.listen(Engine, "before_cursor_execute", note)
        client.post(PATH, json=request_of(tried, new_key()))
        event.remove(Engine, "before_cursor_execute", note)
    known, unknown = done.values()
    assert [step for step in known if step.startswith("UPDATE")] != []
    assert [step for step in known if not step.startswith("SELECT")] == [
        step for step in unknown if not step.startswith("SELECT")
    ]

"""Sealed frames and new incs: a locked person's facts arrive, a cloned tablet goes on under a new key."""

import gzip
import json
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from server import keys
from server.enrol import renewal_text
from sync.chain import base64url, inc_of_key, tag
from sync.op import dump


def _frame(world, tablet, first, last, number=0):
    """The row of one sealed frame, as pwa/src/store/seal.ts writes it."""
    with world.app.app_context():
        recipient = keys.point(keys.current().sealing)
    ephemeral = ec.generate_private_key(ec.SECP256R1())
    point = keys.point(ephemeral)
    shared = ephemeral.exchange(ec.ECDH(), keys.public_key(recipient))
    secret = HKDF(hashes.SHA256(), 32, salt=point + recipient, info=b"yavuul sealed 1").derive(shared)
    label = dump({"first_seq": first, "prev": base64url(tablet.hashes[first - 1])})
    plain = b"\n".join([label, *[line for op in tablet.lines[first - 1 : last] for line in op], b""])
    bound = f"{tablet.inc}‖{number}".encode()
    sealed = AESGCM(secret).encrypt(number.to_bytes(12, "big"), gzip.compress(plain), bound)
    return dump({"ephemeral": base64url(point), "frame": number, "sealed": base64url(sealed)}) + b"\n"


def _send(world, tablet, rows, **changes):
    rest = b"".join(rows)
    head = dump({"inc": tablet.inc, "frames": len(rows), **changes})[:-1]
    signature = base64url(keys.sign(tablet.key, head + sha256(rest).digest()))
    body = head + b',"sig":"' + signature.encode() + b'"}\n' + rest
    response = world.client.post("/api/v1/sealed", body, {"Content-Type": "application/x-ndjson"})
    return response.status_code, json.loads(response.data)


def test_sealed_facts_of_a_locked_person_arrive_as_the_same_ops(world):
    bold, tuya = world.enrol(), world.enrol()
    said = [bold.say("proposal", unit=world.units["Бугат"], title=f"Санал {i}") for i in range(4)]
    person = bold.say("person", unit=world.units["Бугат"], _personal={"given_name": "Дорж"})
    status, head = _send(world, bold, [_frame(world, bold, 3, 5, 1), _frame(world, bold, 1, 2, 0)])
    assert status == 200
    assert head["arrived"] == [[1, 2, tag(bold.hashes[2])], [1, 5, tag(bold.hashes[5])]]
    assert head["epoch"] == bold.cursor.split(".")[0]
    assert _send(world, bold, [])[1]["held"] == [[1, 5, tag(bold.hashes[5])]]  # a question without frames
    assert {*said, person} <= {row["id"] for row, _ in world.sync(tuya).rows}
    again = world.sync(bold)  # the same ops, sent again in the open, are duplicates
    assert again.head["arrived"] == [[1, 5, tag(bold.hashes[5])]]
    assert len([row for row in world.everything()["op"] if row[1] == bold.inc]) == 5


def test_a_frame_that_was_altered_or_is_anothers_stores_nothing(world):
    bold, tuya = world.enrol(), world.enrol()
    bold.say("proposal", unit=world.units["Бугат"], title="Санал")
    good = _frame(world, bold, 1, 1)
    before = world.everything()
    for rows in ([good.replace(b'"frame":0', b'"frame":7')], [b"{}\n"], [b"\xff\n"], [good[:-9] + b'"}\n']):
        assert _send(world, bold, rows)[0] == 400
    assert _send(world, tuya, [good])[0] == 400  # bound to its inc
    assert _send(world, bold, [good], inc=tuya.inc)[0] == 401
    assert world.everything() == before


def _renew(world, old, key, certificate, signer=None):
    public_key = base64url(keys.point(key))
    text = renewal_text(certificate, public_key)
    said = {
        "certificate": certificate,
        "public_key": public_key,
        "sig": base64url(keys.sign(key, text)),
        "old_sig": base64url(keys.sign(signer or old.key, text)),
        "app_version": "1",
    }
    response = world.client.post("/api/v1/enrol", json.dumps(said).encode(), {"Content-Type": "application/json"})
    return response.status_code, json.loads(response.data)


def test_trap_10_after_a_fork_the_tablet_goes_on_under_a_new_inc(world):
    bold = world.enrol()
    certificate = world.certificate(bold)
    key = ec.generate_private_key(ec.SECP256R1())
    status, grant = _renew(world, bold, key, certificate)
    assert status == 201
    assert grant["inc"] == inc_of_key(keys.point(key))
    assert grant["units"] == sorted(world.units.values())
    assert _renew(world, bold, key, certificate)[0] == 201  # the answer was lost (F21)
    fresh = world.enrol()
    fresh.key, fresh.public_key, fresh.inc, fresh.cursor = key, keys.point(key), grant["inc"], grant["cursor"]
    fresh.hashes = [sha256(fresh.inc.encode()).digest()]
    fresh.say("proposal", unit=world.units["Бугат"], title="Шинэ түлхүүрээр")
    assert world.sync(fresh).head["arrived"][0][:2] == [1, 1]


@pytest.mark.parametrize("wrong", ["signer", "certificate"])
def test_nobody_else_can_renew_an_inc(world, wrong):
    bold = world.enrol()
    certificate = world.certificate(bold)
    stranger = ec.generate_private_key(ec.SECP256R1())
    if wrong == "signer":
        assert _renew(world, bold, stranger, certificate, signer=stranger)[1]["code"] == "bad-signature"
    else:
        assert _renew(world, bold, stranger, certificate[:-6] + "AAAAAA")[1]["code"] == "bad-certificate"

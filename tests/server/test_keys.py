"""The deployment's keys, subjects' keys, signatures, escrow, certificates."""

import stat
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from server import certificates, escrow, keys
from server.certificates import Certificate
from server.problems import Problem
from sync.chain import base64url, from_base64url, inc_of_key

NOW = 1_795_320_000_000


def test_the_file_is_ours_alone_and_never_replaced(tmp_path):
    path = keys.save(keys.create(), tmp_path / "var")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    with pytest.raises(FileExistsError):
        keys.save(keys.create(), tmp_path / "var")


def test_keys_come_back_as_they_were(tmp_path):
    made = keys.create()
    keys.save(made, tmp_path)
    assert keys.to_json(keys.load(tmp_path)) == keys.to_json(made)


def test_keys_do_not_show_themselves():
    made = keys.create()
    assert repr(made) == "Keys(…)"
    assert made.secret_keys[0] not in f"{made} {made!r}"


def test_a_subjects_key_opens_only_for_its_subject(in_app):
    raw = keys.random(32)
    wrapped = keys.wrap(raw, b"jargalant/a")
    assert raw not in wrapped
    assert keys.unwrap(wrapped, b"jargalant/a") == raw
    for bound_to, sealed in ((b"jargalant/b", wrapped), (b"jargalant/a", wrapped[:-1] + b"x"), (b"", b"")):
        with pytest.raises(ValueError, match="open"):
            keys.unwrap(sealed, bound_to)


def test_a_signature_holds_for_its_message_and_key_alone():
    key, other = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    signature = keys.sign(key, b"message")
    assert len(signature) == 64
    assert keys.is_signed(keys.point(key), b"message", signature)
    assert not keys.is_signed(keys.point(other), b"message", signature)
    assert not keys.is_signed(keys.point(key), b"other", signature)
    for bad in (b"", signature[:-1], b"\0" * 64, b"\xff" * 64, signature + b"x"):
        assert not keys.is_signed(keys.point(key), b"message", bad)


def test_codes_of_one_kind_do_not_stand_for_another():
    made = keys.create()
    assert made.hmac("enrol", "X") != made.hmac("tracking", "X")
    assert made.hmac("enrol", "X") != keys.create().hmac("enrol", "X")


def test_the_escrow_opens_with_its_passphrase_however_it_is_typed():
    text, passphrase = keys.to_json(keys.create()), escrow.new_passphrase()
    sealed = escrow.seal(text, passphrase)
    assert "signing" not in sealed
    assert escrow.unseal(sealed, passphrase) == text
    assert escrow.unseal(sealed, passphrase.lower().replace("-", " ")) == text
    with pytest.raises(ValueError, match="open"):
        escrow.unseal(sealed, escrow.new_passphrase())
    with pytest.raises(ValueError, match="escrow"):
        escrow.unseal("something else", passphrase)


@pytest.fixture
def certificate():
    """A certificate to be."""
    point = keys.point(ec.generate_private_key(ec.SECP256R1()))
    return Certificate(
        inc_of_key(point), point, "jargalant", "a" * 26, "Г.Дулмаа", "facilitator", frozenset({"u" * 26}), NOW, "s" * 26
    )


@pytest.mark.parametrize("units", [None, frozenset(), frozenset({"u" * 26, "w" * 26})])
def test_a_certificate_comes_back_as_it_was(in_app, certificate, units):
    certificate = replace(certificate, units=units)
    text = certificates.issue(certificate)
    assert text.isascii()
    assert certificates.verify(text, NOW) == certificate


def test_a_certificate_ends(in_app, certificate):
    with pytest.raises(Problem) as raised:
        certificates.verify(certificates.issue(certificate), NOW + 1)
    assert raised.value.code == "certificate-expired"


def test_an_altered_or_foreign_certificate_is_bad(in_app, certificate):
    body, signature = certificates.issue(certificate).split(".")
    raw = from_base64url(body)
    wider = base64url(raw.replace(b"facilitator", b"check_in_clerk"))
    stranger = base64url(keys.sign(ec.generate_private_key(ec.SECP256R1()), body.encode()))
    wrong_inc = certificates.issue(replace(certificate, inc="x" * 20))
    forged = [f"{wider}.{signature}", f"{body}.{stranger}", f"{body}.{signature}.x", wrong_inc]
    for text in (*forged, body, "", ".", "é.é"):
        with pytest.raises(Problem) as raised:
            certificates.verify(text, NOW)
        assert raised.value.code == "bad-certificate"

"""Cases of ballot boxes: what was sealed to a lock, and what the owner of its key reads. The keys are fixed."""

from collections.abc import Iterator

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from server import ballot_box, keys
from sync.chain import base64url

Key = ec.EllipticCurvePrivateKey
BOX, OTHER, *EPHEMERAL = (ec.derive_private_key(number, ec.SECP256R1()) for number in range(1_000_001, 1_000_020))
LOCK = BOX.public_key()
BALLOT, ANOTHER = "b" * 26, "c" * 26
SAID = [
    b'{"01":2,"07":1}',
    b'{"01":2}' + b" " * 40,
    b"{}",
    '{"үзлэг":1}'.encode(),
    b'{"01.need":5,"01.cost":1}',
    b'{"01":-1}',
    b'{"01":1.5}',
    b'{"01":true}',
    b'{"01":"2"}',
    b'{"01":null}',
    b"[1]",
    b"3",
    b"no json",
    b"",
]


def pkcs8(key: Key) -> str:
    """A private key as `ranking_session.key` has it."""
    return base64url(key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()))


def seal(
    text: bytes, bound_to: str = BALLOT, ephemeral: Key = EPHEMERAL[0], to: ec.EllipticCurvePublicKey = LOCK
) -> str:
    """`text` sealed to a lock, as `ballot.sealed` has it."""
    point, lock = keys.point(ephemeral), to.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    shared = ephemeral.exchange(ec.ECDH(), to)
    secret = HKDF(hashes.SHA256(), 32, salt=point + lock, info=b"yavuul sealed 1").derive(shared)
    frame = AESGCM(secret).encrypt(bytes(12), text, f"{bound_to}‖0".encode())
    return f"{base64url(point)}.{base64url(frame)}"


def _sealed() -> Iterator[tuple[str, str, str]]:
    """Ballot, key, what it carries."""
    for text, ephemeral in zip(SAID, EPHEMERAL, strict=False):
        yield BALLOT, pkcs8(BOX), seal(text, ephemeral=ephemeral)
    whole = seal(SAID[0])
    yield ANOTHER, pkcs8(BOX), whole  # copied from another ballot
    yield BALLOT, pkcs8(OTHER), whole
    for broken in (whole[:-2], whole.partition(".")[0], whole.replace(".", ""), "." + whole, "", "Өө.Өө"):
        yield BALLOT, pkcs8(BOX), broken


def ballot_cases() -> list[dict]:
    """What each ballot says once the box is open; null marks: it counts as invalid."""
    lock = {pkcs8(BOX): base64url(keys.point(BOX)), pkcs8(OTHER): base64url(keys.point(OTHER))}
    cases = []
    for ballot, key, sealed in _sealed():
        said = ballot_box.opened(key, {ballot: {"sealed": sealed}})[ballot]
        marks = {path.removeprefix("marks/"): mark for path, mark in said.items() if path.startswith("marks/")}
        told = None if said.get("invalid") else marks
        cases.append({"ballot": ballot, "key": key, "lock": lock[key], "sealed": sealed, "marks": told})
    return cases

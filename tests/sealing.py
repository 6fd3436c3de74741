"""Sealing a bundle in Python, as pwa/src/exchange/envelope.ts does: for vectors, hostile bundles, the server's door."""

import gzip
from hashlib import sha256

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from server import keys
from sync import bundle

CODE = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
NONCE = bytes(12)


def hearing_key(code: str) -> bytes:
    """The hearing key of a room's code."""
    return HKDF(hashes.SHA256(), 32, salt=None, info=b"yavuul room 1").derive(code.encode())


def seal(
    plain: bytes,
    deployment: bytes,
    code: str = CODE,
    ephemeral: ec.EllipticCurvePrivateKey | None = None,
    key: bytes | None = None,
    packed: bytes | None = None,
) -> bytes:
    """`plain` (or what is `packed` already) for the deployment with this public point, and for the room of `code`."""
    ephemeral = ephemeral or ec.generate_private_key(ec.SECP256R1())
    key = key or AESGCM.generate_key(256)
    point = keys.point(ephemeral)
    head = bundle.MAGIC + sha256(deployment).digest()[:8] + point
    shared = ephemeral.exchange(ec.ECDH(), keys.public_key(deployment))
    server = HKDF(hashes.SHA256(), 32, salt=point + deployment, info=b"yavuul bundle 1 server").derive(shared)
    room = HKDF(hashes.SHA256(), 32, salt=point, info=b"yavuul bundle 1 room").derive(hearing_key(code))
    bound = head + AESGCM(server).encrypt(NONCE, key, head) + AESGCM(room).encrypt(NONCE, key, head)
    return bound + AESGCM(key).encrypt(NONCE, packed or gzip.compress(plain, mtime=0), bound)

"""The deployment's keys: one file, `keys.json` in the data directory, mode 0600, made by `yavuul init`.

| key | what it does |
|---|---|
| secret_keys | sign cookies and forms; the first signs, all verify (rotation) |
| pepper | keys the HMAC of codes and passwords, so that a stolen database alone guesses nothing |
| signing | P-256: certificates, receipts, bundles; tablets pin its public half |
| sealing | P-256: sealed segments and bundles that only the server opens (DESIGN §7) |
| master | AES-256-GCM: wraps the key of each subject; destroying a subject's key erases (DESIGN §3) |

Never logged, never in the environment, never in the database.
"""

import json
import os
import secrets
import stat
from dataclasses import dataclass
from hashlib import sha256
from hmac import digest
from pathlib import Path

from cryptography.exceptions import InvalidSignature, InvalidTag, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app

from server.config import UnsafeSettings
from sync.chain import base64url, from_base64url

FILE = "keys.json"
SECRET_MIN = 32  # characters of a secret key
NONCE_BYTES = 12


@dataclass(frozen=True, slots=True)
class Keys:
    """The deployment's keys. No `repr` of them is ever right, so it shows none."""

    secret_keys: tuple[str, ...]
    pepper: bytes
    signing: ec.EllipticCurvePrivateKey
    sealing: ec.EllipticCurvePrivateKey
    master: bytes

    def __repr__(self) -> str:
        return "Keys(…)"

    def hmac(self, purpose: str, text: str) -> bytes:
        """HMAC-SHA-256 under the pepper; `purpose` keeps codes of one kind from standing for another."""
        return digest(self.pepper, f"{purpose}\n{text}".encode(), "sha256")

    def totp_secret(self) -> str:
        """The key under which the authenticator secrets of accounts are kept."""
        return base64url(self.hmac("totp", "accounts"))

    def sign(self, message: bytes) -> bytes:
        """The deployment's signature of `message`: r‖s, 64 bytes, as WebCrypto writes it."""
        return sign(self.signing, message)


def create() -> Keys:
    """New keys, from the system's randomness."""
    return Keys(
        secret_keys=(secrets.token_urlsafe(48),),
        pepper=secrets.token_bytes(32),
        signing=ec.generate_private_key(ec.SECP256R1()),
        sealing=ec.generate_private_key(ec.SECP256R1()),
        master=AESGCM.generate_key(256),
    )


def save(keys: Keys, data_dir: Path) -> Path:
    """Write the keys into a new file that only we may read. Raises FileExistsError rather than replace
    one."""
    data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = data_dir / FILE
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(to_json(keys))
        file.flush()
        os.fsync(file.fileno())
    return path


def load(data_dir: Path) -> Keys:
    """Read the keys. Raises UnsafeSettings where the file is missing, weak, or readable by others."""
    path = data_dir / FILE
    if not path.exists():
        raise UnsafeSettings(f"{path} is missing. Run `yavuul init` once.")
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise UnsafeSettings(f"{path} may be read by others. Run `chmod 600 {path}`.")
    return from_json(path.read_text())


def to_json(keys: Keys) -> str:
    """The keys as the file and the escrow hold them."""
    said = {
        "secret_keys": list(keys.secret_keys),
        "pepper": base64url(keys.pepper),
        "signing": base64url(_private_bytes(keys.signing)),
        "sealing": base64url(_private_bytes(keys.sealing)),
        "master": base64url(keys.master),
    }
    return json.dumps(said, indent=1) + "\n"


def from_json(text: str) -> Keys:
    """The keys that `to_json` wrote. Raises UnsafeSettings for a secret that protects nothing."""
    said = json.loads(text)
    weak = [key for key in said["secret_keys"] if len(key) < SECRET_MIN or len(set(key)) < SECRET_MIN // 3]
    if weak or not said["secret_keys"]:
        raise UnsafeSettings("A secret key is too short or too plain. Make new keys with `yavuul init`.")
    return Keys(
        secret_keys=tuple(said["secret_keys"]),
        pepper=from_base64url(said["pepper"]),
        signing=serialization.load_der_private_key(from_base64url(said["signing"]), None),
        sealing=serialization.load_der_private_key(from_base64url(said["sealing"]), None),
        master=from_base64url(said["master"]),
    )


def current() -> Keys:
    """The keys of the running app."""
    return current_app.extensions["yavuul_keys"]


def point(key: ec.EllipticCurvePrivateKey) -> bytes:
    """The public half of `key` as uncompressed point, 65 bytes."""
    return key.public_key().public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)


def public_key(raw: bytes) -> ec.EllipticCurvePublicKey:
    """The P-256 key of an uncompressed point. Raises ValueError: wrong length, other curve, not on the curve
    (H43)."""
    if len(raw) != 65 or raw[0] != 4:
        raise ValueError("not an uncompressed P-256 point")
    return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), raw)


def sign(key: ec.EllipticCurvePrivateKey, message: bytes) -> bytes:
    """ECDSA with SHA-256 as r‖s, 64 bytes."""
    r, s = decode_dss_signature(key.sign(message, ec.ECDSA(hashes.SHA256())))
    return r.to_bytes(32, "big") + s.to_bytes(32, "big")


def is_signed(raw_point: bytes, message: bytes, signature: bytes) -> bool:
    """Whether `signature` (r‖s) of `message` is by the key of `raw_point`; False for anything malformed."""
    if len(signature) != 64:
        return False
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    try:
        public_key(raw_point).verify(encode_dss_signature(r, s), message, ec.ECDSA(hashes.SHA256()))
    except (InvalidSignature, ValueError):
        return False
    return True


def wrap(key: bytes, bound_to: bytes) -> bytes:
    """A subject's `key` under the deployment's master key; it opens only with the same `bound_to`."""
    return encrypt(current().master, key, bound_to)


def unwrap(wrapped: bytes, bound_to: bytes) -> bytes:
    """The key that `wrap` was given. Raises ValueError where it was altered or bound to something else."""
    return decrypt(current().master, wrapped, bound_to)


def random(count: int) -> bytes:
    """`count` bytes of the system's randomness."""
    return secrets.token_bytes(count)


def encrypt(key: bytes, plain: bytes, bound_to: bytes) -> bytes:
    """AES-256-GCM: nonce, then ciphertext; it opens only with the same `bound_to`."""
    nonce = random(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, bound_to)


def decrypt(key: bytes, sealed: bytes, bound_to: bytes) -> bytes:
    """What `encrypt` was given. Raises ValueError where it does not open."""
    try:
        return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], bound_to)
    except (InvalidTag, ValueError) as error:
        raise ValueError("does not open with this key") from error


def unseal(key: ec.EllipticCurvePrivateKey, ephemeral: bytes, number: int, bound_to: str, sealed: bytes) -> bytes:
    """What frame `number` of a segment holds that was sealed to `key` (pwa/src/store/seal.ts).

    Raises ValueError where it does not open, or `ephemeral` is no point.
    """
    shared = key.exchange(ec.ECDH(), public_key(ephemeral))
    secret = HKDF(hashes.SHA256(), 32, salt=ephemeral + point(key), info=b"yavuul sealed 1").derive(shared)
    try:
        return AESGCM(secret).decrypt(number.to_bytes(12, "big"), sealed, f"{bound_to}‖{number}".encode())
    except InvalidTag as error:
        raise ValueError("does not open with this key") from error


def private_key(pkcs8: bytes) -> ec.EllipticCurvePrivateKey:
    """The P-256 key of a PKCS #8 structure. Raises ValueError for anything else."""
    try:
        key = serialization.load_der_private_key(pkcs8, None)
    except (TypeError, UnsupportedAlgorithm) as error:
        raise ValueError("no private key") from error
    if not isinstance(key, ec.EllipticCurvePrivateKey) or key.curve.name != "secp256r1":
        raise ValueError("not a P-256 key")
    return key


def fingerprint(raw_point: bytes) -> str:
    """What two people compare aloud: the first 8 bytes of SHA-256, in groups of four hex digits."""
    hexed = sha256(raw_point).hexdigest()[:16]
    return " ".join(hexed[i : i + 4] for i in range(0, 16, 4))


def _private_bytes(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )

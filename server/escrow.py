"""The keys on paper or on a stick in a safe: without them a restored backup opens no personal value (DESIGN
§7).

    yavuul-escrow-1.<base64url of salt ‖ nonce ‖ ciphertext>

The passphrase is made by us, 130 bits, shown once; Argon2id makes a key of it.
"""

import secrets

from argon2.low_level import Type, hash_secret_raw

from server import keys
from sync.chain import base64url, from_base64url

FORM = "yavuul-escrow-1"
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
SALT_BYTES = 16


def new_passphrase() -> str:
    """A random passphrase: 26 Crockford symbols in groups."""
    symbols = "".join(secrets.choice(ALPHABET) for _ in range(26))
    return "-".join(symbols[i : i + 5] for i in range(0, 26, 5))


def seal(text: str, passphrase: str) -> str:
    """`text` under the passphrase."""
    salt = secrets.token_bytes(SALT_BYTES)
    return f"{FORM}.{base64url(salt + keys.encrypt(_key(passphrase, salt), text.encode(), FORM.encode()))}\n"


def unseal(sealed: str, passphrase: str) -> str:
    """What `seal` was given. Raises ValueError for another passphrase or a damaged file."""
    form, _, encoded = sealed.strip().partition(".")
    if form != FORM:
        raise ValueError("no escrow of ours")
    raw = from_base64url(encoded)
    key = _key(passphrase, raw[:SALT_BYTES])
    return keys.decrypt(key, raw[SALT_BYTES:], FORM.encode()).decode()


def _key(passphrase: str, salt: bytes) -> bytes:
    symbols = "".join(passphrase.upper().split()).replace("-", "").encode()
    return hash_secret_raw(symbols, salt, time_cost=3, memory_cost=65536, parallelism=1, hash_len=32, type=Type.ID)

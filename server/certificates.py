"""Certificates: what the deployment says of a tablet's key, so that others can believe it without asking
(DESIGN §5.11).

    <base64url of JSON>.<base64url of r‖s>

The JSON has these keys in this order: inc, public_key, tenant, person, name, role, units (null: all of the
tenant), not_after (ms), serial. Signed are the bytes before the point, as ASCII. Tablets check it with the
pinned signing key.
"""

import json
import secrets
from dataclasses import asdict, dataclass

from server import keys
from server.problems import Problem
from sync.chain import base32, base64url, from_base64url, inc_of_key

VALID_MS = 400 * 24 * 3600 * 1000  # a year and a bit: the office renews by a new code
TEXT_MAX = 8000


@dataclass(frozen=True, slots=True)
class Certificate:
    """Who holds the key `public_key`: `person` is an account's id. `units` None: every unit of the tenant."""

    inc: str
    public_key: bytes
    tenant: str
    person: str
    name: str
    role: str
    units: frozenset[str] | None
    not_after: int
    serial: str


def new_serial() -> str:
    """A random serial number, 26 symbols."""
    return base32(secrets.token_bytes(16))


def issue(certificate: Certificate) -> str:
    """Write and sign `certificate`."""
    said = asdict(certificate) | {
        "public_key": base64url(certificate.public_key),
        "units": None if certificate.units is None else sorted(certificate.units),
    }
    body = base64url(json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode())
    return f"{body}.{base64url(keys.current().sign(body.encode()))}"


def verify(text: str, now_ms: int) -> Certificate:
    """Read a certificate of ours. Raises `bad-certificate`, or `certificate-expired` where only its time is
    over."""
    try:
        body, signature = text[:TEXT_MAX].split(".")
        is_ours = keys.is_signed(keys.point(keys.current().signing), body.encode(), from_base64url(signature))
        said = json.loads(from_base64url(body)) if is_ours else None
    except ValueError:
        raise Problem("bad-certificate") from None
    if said is None:
        raise Problem("bad-certificate")
    units = None if said["units"] is None else frozenset(said["units"])
    found = Certificate(**said | {"public_key": from_base64url(said["public_key"]), "units": units})
    if inc_of_key(found.public_key) != found.inc:
        raise Problem("bad-certificate")
    if now_ms > found.not_after:
        raise Problem("certificate-expired")
    return found

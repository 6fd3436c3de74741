"""Whose request this is: every request but OPTIONS is signed by the inc's key, and carries nothing else to prove it.

Signed is what the request says of itself, one a line: `yavuul-media-1`, method, path, and the tus headers exactly as
sent (empty where absent). There is no clock in it (I10) and needs to be none: a request that comes again meets another
offset, or brings bytes that the sha256 already names.
"""

import re
from collections.abc import Mapping

from server.exchange.recognise import Sender, sender_of
from server.problems import Problem
from sync.chain import from_base64url

SIGNED_HEADERS = ("Upload-Length", "Upload-Offset", "Upload-Metadata", "Upload-Checksum")
_inc = re.compile(r"[a-z2-7]{20}", re.ASCII)


def message(method: str, path: str, headers: Mapping[str, str]) -> bytes:
    """The bytes that a request signs."""
    return "\n".join(["yavuul-media-1", method, path, *(headers.get(name, "") for name in SIGNED_HEADERS)]).encode()


def sender(method: str, path: str, headers: Mapping[str, str]) -> Sender:
    """The inc that signed; a revoked one may send too, as it may send ops (F55)."""
    inc = headers.get("Yavuul-Inc", "")
    try:
        signature = from_base64url(headers.get("Yavuul-Signature", ""))
    except ValueError:
        raise Problem("bad-signature") from None
    if not _inc.fullmatch(inc):
        raise Problem("bad-signature")
    return sender_of(inc, None, message(method, path, headers), signature)

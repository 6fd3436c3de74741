"""Forms of public pages: there is no session to steal, so what is kept off are other sites and machines (H54, H93)."""

from flask import request
from itsdangerous import BadData, URLSafeTimedSerializer

from server import keys
from server.problems import Problem

TRAP = "website"  # a field that people do not see; machines fill it in
TOKEN_S = 24 * 3600


def token(of: str) -> str:
    """What the form of a page carries, good for a day and for that page."""
    return _signer().dumps(of)


def refuse_foreign() -> None:
    """Refuse a form that another site sent; browsers say so in headers that pages cannot write."""
    came_from = request.headers.get("Sec-Fetch-Site", "same-origin")
    origin = request.headers.get("Origin", "null")
    if came_from not in ("same-origin", "none") or origin not in ("null", request.host_url.rstrip("/")):
        raise Problem("bad-form-token")


def check(of: str) -> None:
    """Refuse a form that did not stand on the page of `of`."""
    refuse_foreign()
    try:
        said = _signer().loads(request.form.get("token", "")[:400], max_age=TOKEN_S)
    except BadData:
        raise Problem("bad-form-token") from None
    if said != of:
        raise Problem("bad-form-token")


def is_trapped() -> bool:
    """Whether a machine filled the form in: it hears thanks, and nothing is kept."""
    return bool(request.form.get(TRAP))


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(keys.current().secret_keys[0], salt="public-form")

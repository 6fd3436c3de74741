"""Every route declares its rule, and one `before_request` enforces it before the view runs (I9).

    @blueprint.get("/tablets")
    @rule(Verb.SEE, "tablet")
    def tablets(): ...

A MethodView carries `@rule` on each method or on the class. Views of other packages are declared in FOREIGN.
A route without a rule fails tests/server/test_routes.py, and answers 404 if it should ever be reached. What
the role may do at all is decided here; whether the one thing is within reach is the service's `who.check`.
"""

from collections.abc import Callable
from urllib.parse import quote

from flask import Flask, current_app, redirect, request, url_for
from flask_security import current_user

from server import who
from server.problems import Problem
from server.who import Actor, Verb

Rule = tuple[Verb, str]
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")

_own_session: Rule = (Verb.CHANGE, "session")
_sign_in: Rule = (Verb.CREATE, "session")
FOREIGN: dict[str, Rule] = {
    "security.login": _sign_in,
    "security.verify": _own_session,
    "security.logout": _sign_in,  # signing out twice is no error
    "security.change_password": _own_session,
    "security.two_factor_setup": _own_session,
    "security.two_factor_setup_validate": _own_session,
    "security.two_factor_token_validation": _sign_in,
    "security.two_factor_rescue": (Verb.SEND, "rescue"),
    "security.tf_select": _sign_in,
    "security.wan_register": _own_session,
    "security.wan_register_response": _own_session,
    "security.wan_delete": _own_session,
    "security.wan_signin": _sign_in,
    "security.wan_signin_response": _sign_in,
    "security.wan_verify": _own_session,
    "security.wan_verify_response": _own_session,
    "security.static": (Verb.SEE, "page"),
}


def rule(verb: Verb, type_name: str) -> Callable:
    """Declare who may reach the decorated view or MethodView: whose role RULES grants `verb` on
    `type_name`."""
    assert (type_name, verb) in who.RULES, (verb, type_name)

    def declare(view):
        view.rule = (verb, type_name)
        return view

    return declare


def takes(body_bytes_max: int, of_anybody: bool = False) -> Callable:
    """Let the decorated view have bodies of up to `body_bytes_max`, from those who are signed in, or `of_anybody`."""

    def declare(view):
        view.body_bytes_max, view.takes_of_anybody = body_bytes_max, of_anybody
        return view

    return declare


def widen() -> None:
    """Let the request be as large as its view takes; runs before anything reads the body."""
    view = current_app.view_functions.get(request.endpoint or "")
    most = getattr(view, "body_bytes_max", 0)
    if most and (view.takes_of_anybody or actor() != who.NOBODY):
        request.max_content_length = most


def rule_of(app: Flask, endpoint: str, method: str) -> Rule | None:
    """The rule of a route, or None where nobody declared one."""
    if endpoint in FOREIGN:
        return FOREIGN[endpoint]
    view = app.view_functions.get(endpoint)
    view_class = getattr(view, "view_class", None)
    if view_class:
        handler = getattr(view_class, ("get" if method == "HEAD" else method).lower(), None)
        return getattr(handler, "rule", None) or getattr(view_class, "rule", None)
    return getattr(view, "rule", None)


def actor() -> Actor:
    """Who makes this request: the account that is signed in on the office host, else nobody.

    A tablet proves itself within the exchange, by signature, and never by a cookie.
    """
    if getattr(request, "face", None) != "office" or not current_user.is_authenticated:
        return who.NOBODY
    return current_user.actor()


def register(app: Flask) -> None:
    """Enforce the rules of all routes of `app`."""
    app.before_request(enforce)


def enforce():
    """Let the request pass, send a person to the sign-in page, or raise the Problem."""
    if request.routing_exception is not None:
        return None
    if "\0" in request.path or b"%00" in request.query_string:
        raise Problem("bad-request")  # no name or id has one, and PostgreSQL takes none
    method = "GET" if request.method == "OPTIONS" else request.method
    declared = rule_of(current_app, request.endpoint, method)
    if declared is None:
        raise Problem("not-found")
    verb, type_name = declared
    asking = actor()
    if who.has_role(asking, verb, type_name):
        return None
    if asking.kind == who.ANONYMOUS and request.face == "office" and request.method in SAFE_METHODS:
        return redirect(url_for("security.login") + "?next=" + quote(request.full_path.rstrip("?")))
    raise Problem("sign-in-needed" if asking.kind == who.ANONYMOUS else "forbidden")

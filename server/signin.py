"""Sign-in of the office by Flask-Security, with our pages, limits and one role each.

What it adds: limits by person, address and in all (H47); one answer and one amount of work for an unknown
person and a wrong password (H48); passwords of at most 1 KiB, never cut (H49); a sign-out that ends every
session of the account, also copied cookies (H52); a code of the authenticator app that serves once (H55);
form tokens on every form, and the browser's own word on where a form came from (H54). Passkeys and
authenticator apps are offered, not demanded.
"""

from datetime import timedelta

from flask import Flask, request, session
from flask_login import user_logged_out
from flask_security import SQLAlchemyUserDatastore, current_user, user_authenticated
from flask_wtf.csrf import CSRFError

from server import limits, rules
from server.clock import now_ms
from server.config import Settings
from server.extensions import csrf, db, security
from server.keys import Keys
from server.models.accounts import Account, Passkey, Role
from server.problems import Problem, answer

PASSWORD_BYTES_MAX = 1024
WINDOW_S = 900
BY_PERSON, BY_ADDRESS, IN_ALL = 10, 60, 600  # tries in a window
SESSION_MS_MAX = 12 * 3600 * 1000
IDLE = timedelta(hours=2)
FORM_TYPES = ("application/x-www-form-urlencoded", "multipart/form-data")
SAFE_METHODS = ("GET", "HEAD", "OPTIONS", "TRACE")
GUESSED = (
    "security.login",
    "security.verify",
    "security.two_factor_token_validation",
    "security.change_password",
    "welcome.enter",
)


def flask_settings(settings: Settings, own: Keys) -> dict:
    """What Flask-Security and Flask-WTF are told."""
    said = {
        "SUBDOMAIN": "office",
        "LOGIN_URL": "/sign-in",
        "LOGOUT_URL": "/sign-out",
        "VERIFY_URL": "/sign-in/again",
        "CHANGE_URL": "/password",
        "TWO_FACTOR_SETUP_URL": "/second-step",
        "TWO_FACTOR_TOKEN_VALIDATION_URL": "/sign-in/code",
        "TWO_FACTOR_RESCUE_URL": "/sign-in/rescue",
        "TWO_FACTOR_SELECT_URL": "/sign-in/choose",
        "WAN_REGISTER_URL": "/passkeys",
        "WAN_DELETE_URL": "/passkeys/delete",
        "WAN_SIGNIN_URL": "/sign-in/passkey",
        "WAN_VERIFY_URL": "/sign-in/again/passkey",
        "STATIC_FOLDER_URL": "/sign-in/static",
        "PASSWORD_HASH": "argon2",
        "PASSWORD_SCHEMES": ["argon2"],
        "DEPRECATED_PASSWORD_SCHEMES": [],
        "PASSWORD_SALT": own.hmac("password", "salt").hex(),
        "PASSWORD_HASH_PASSLIB_OPTIONS": {
            "argon2__memory_cost": settings.argon2_memory_kib,
            "argon2__time_cost": settings.argon2_time_cost,
            "argon2__parallelism": 1,
        },
        "PASSWORD_LENGTH_MIN": 10,
        "RETURN_GENERIC_RESPONSES": True,
        "JOIN_USER_ROLES": False,
        "FLASH_MESSAGES": False,
        "CHANGEABLE": True,
        "SEND_PASSWORD_CHANGE_EMAIL": False,
        "EMAIL_VALIDATOR_ARGS": {"check_deliverability": False, "test_environment": True},
        "REDIRECT_ALLOW_SUBDOMAINS": False,
        "TWO_FACTOR": True,
        "TWO_FACTOR_ENABLED_METHODS": ["authenticator"],
        "TWO_FACTOR_ALWAYS_VALIDATE": True,
        "TWO_FACTOR_AUTHENTICATOR_VALIDITY": 30,  # one step to either side
        "TWO_FACTOR_RESCUE_EMAIL": False,
        "TOTP_SECRETS": {"1": own.totp_secret()},
        "TOTP_ISSUER": "Yavuul",
        "WEBAUTHN": True,
        "WAN_RP_NAME": "Yavuul",
        "WAN_ALLOW_USER_HINTS": False,  # would tell which addresses have an account
        "CSRF_COOKIE": {"samesite": "Strict", "httponly": True, "secure": settings.is_https},
    }
    others = {
        "WTF_CSRF_TIME_LIMIT": None,  # as long as the session
        "WTF_CSRF_SSL_STRICT": False,  # wants a Referer, which our pages do not send; see `refuse_foreign`
        "PERMANENT_SESSION_LIFETIME": IDLE,
        "RATELIMIT_STORAGE_URI": "database://",
        "RATELIMIT_STRATEGY": "fixed-window",
    }
    return {f"SECURITY_{name}": value for name, value in said.items()} | others


def register(app: Flask) -> None:
    """Bind sign-in to `app`; its before_request functions run in this order, before the rules of the
    routes."""
    app.before_request(end_old_session)
    security.init_app(app, SQLAlchemyUserDatastore(db, Account, Role, Passkey))
    app.before_request(refuse_foreign)
    app.before_request(rules.widen)
    csrf.init_app(app)
    app.before_request(limit_guesses)
    app.register_error_handler(CSRFError, lambda _error: answer(Problem("bad-form-token")))
    user_authenticated.connect(_begin_session, app)
    user_logged_out.connect(_end_all_sessions, app)


def refuse_foreign() -> None:
    """Refuse a form that another site sent: the browser says so in headers that pages cannot write (H54)."""
    if request.method in SAFE_METHODS or request.face != "office":
        return
    came_from = request.headers.get("Sec-Fetch-Site", "same-origin")
    origin = request.headers.get("Origin", "null")
    if came_from not in ("same-origin", "none") or origin not in ("null", request.host_url.rstrip("/")):
        raise Problem("bad-form-token")


def limit_guesses() -> None:
    """Count a try at a password or code before anything is looked up (H47)."""
    if request.method != "POST" or request.endpoint not in GUESSED:
        return
    if request.mimetype not in FORM_TYPES:
        raise Problem("wrong-content-type")
    for field in ("password", "new_password", "new_password_confirm"):
        if len(request.form.get(field, "").encode()) > PASSWORD_BYTES_MAX:
            raise Problem("password-too-long", max_bytes=PASSWORD_BYTES_MAX)
    limits.hit("sign-in", IN_ALL, WINDOW_S, "all")
    limits.hit("sign-in-address", BY_ADDRESS, WINDOW_S, request.remote_addr or "")
    limits.hit("sign-in-person", BY_PERSON, WINDOW_S, _person_tried())


def _person_tried() -> str:
    if current_user.is_authenticated:
        return current_user.id
    return request.form.get("email", "").strip().lower()[:254] or session.get("tf_user_id", "")


def end_old_session() -> None:
    """Forget who signed in too long ago, busy or not; before anybody asks who it is."""
    signed_in_at = session.get("signed_in_at") if request.face == "office" else None
    if signed_in_at and now_ms() - signed_in_at > SESSION_MS_MAX:
        session.clear()


def _begin_session(_app: Flask, user: Account, **_more) -> None:
    session.permanent = True
    session.pop("csrf_token", None)  # one that somebody knew before is worth nothing after sign-in (H50)
    session["signed_in_at"] = user.signed_in_at = now_ms()
    db.session.commit()


def _end_all_sessions(_app: Flask, user: Account, **_more) -> None:
    if isinstance(getattr(user, "_get_current_object", lambda: user)(), Account):
        security.datastore.set_uniquifier(user)
        db.session.commit()
    session.clear()

"""Security headers of every answer (RELIABILITY 4.7). Answers of the API carry none that only pages need: bytes
cost.

Office pages get a nonce per response: `<script nonce="{{ nonce() }}">`. The tablet's shell and public pages are
cached, so they have no nonce and no inline script; a public page may run none at all, but where its view says so.
"""

import secrets

from flask import Flask, Response, request

from server.config import Settings

APP_CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; font-src 'self'; "
    "img-src 'self' blob:; media-src 'self' blob:; worker-src 'self'; manifest-src 'self'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'; "
    "trusted-types svelte-trusted-html yavuul"
)
ARGON2_CSP = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'"
PAGE_CSP = (
    "default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self'; connect-src 'self'; "
    "font-src 'self'; img-src 'self' data: blob:; media-src 'self'; worker-src 'self' blob:; "
    "manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
PUBLIC_CSP = (
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self' data:; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
ON_APP = "microphone=(self), camera=(self), geolocation=(self)"
NOWHERE = "microphone=(), camera=(), geolocation=()"
CACHED = ("home.static_file", "security.static")
HSTS = "max-age=63072000; includeSubDomains"


def nonce() -> str:
    """The nonce of the answer to this request."""
    return request.environ.setdefault("yavuul.nonce", secrets.token_urlsafe(16))


def register(app: Flask, settings: Settings) -> None:
    """Set the headers on every response of `app`."""
    app.jinja_env.globals["nonce"] = nonce

    @app.after_request
    def set_headers(response: Response) -> Response:
        headers = response.headers
        headers["X-Content-Type-Options"] = "nosniff"
        if settings.is_https:
            headers["Strict-Transport-Security"] = HSTS
        if "json" in (response.mimetype or "") or request.path.startswith("/api/"):
            headers.setdefault("Cache-Control", "no-store")
            return response
        headers["Referrer-Policy"] = "no-referrer"
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        headers["Cross-Origin-Resource-Policy"] = "same-origin"
        headers["X-Frame-Options"] = "DENY"
        headers["Permissions-Policy"] = ON_APP if request.face == "app" else NOWHERE
        headers.setdefault("Content-Security-Policy", _policy())
        if request.face == "office" and request.endpoint not in CACHED:
            headers["Cache-Control"] = "no-store"
        return response


def _policy() -> str:
    fixed = {"app": APP_CSP, "": PUBLIC_CSP}.get(request.face)
    return fixed or PAGE_CSP.format(nonce=nonce())

"""The Flask app: extensions, faces, routes, headers, rules. Start reading the server here.

A request passes: host → face (hosts.py) → session and form token (signin.py) → rule of its route (rules.py) →
the view, which parses, calls one service and answers → headers (headers.py) → log line (logs.py). Every error
is a Problem (problems.py).
"""

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from server import (
    api,
    engine,
    headers,
    keys,
    logs,
    office,
    opened,
    problems,
    public,
    rules,
    shell,
    signin,
    texts,
    texts_over,
)
from server.config import Settings
from server.deadline import BodyDeadline
from server.extensions import db, limiter, migrate, rest
from server.hosts import FaceFlask
from server.privacy import sweep


def create_app(settings: Settings | None = None) -> Flask:
    """Build the app. Raises UnsafeSettings where it would not be safe to start (RELIABILITY 4.10)."""
    settings = (settings or Settings.from_env()).check()
    logs.configure()
    app = FaceFlask("server", static_folder=None, subdomain_matching=True)
    app.extensions["yavuul_settings"] = settings
    app.extensions["yavuul_keys"] = keys.load(settings.data_dir)
    app.config.update(flask_settings(settings, app.extensions["yavuul_keys"]))
    app.json.ensure_ascii = app.json.sort_keys = False
    _bind_extensions(app, settings)
    _bind_routes(app)
    _bind_proxies(app, settings)
    return app


def flask_settings(settings: Settings, own: keys.Keys) -> dict:
    """What Flask and its extensions are told; those of sign-in stand in signin.py."""
    prefix = "__Host-" if settings.is_https else ""
    return {
        "SECRET_KEY": own.secret_keys[0],
        "SECRET_KEY_FALLBACKS": list(own.secret_keys[1:]),
        "DEBUG": settings.debug,
        "PREFERRED_URL_SCHEME": settings.scheme,
        "MAX_CONTENT_LENGTH": settings.body_bytes_max,
        "MAX_FORM_MEMORY_SIZE": settings.body_bytes_max,
        "SESSION_COOKIE_NAME": prefix + "yavuul",
        "SESSION_COOKIE_SECURE": settings.is_https,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SQLALCHEMY_DATABASE_URI": settings.database,
        "SQLALCHEMY_ENGINE_OPTIONS": engine.options(settings),
        "API_TITLE": "Yavuul",
        "API_VERSION": "v1",
        "OPENAPI_VERSION": "3.1.0",
        **signin.flask_settings(settings, own),
    }


def _bind_extensions(app: Flask, settings: Settings) -> None:
    db.init_app(app)
    with app.app_context():
        engine.prepare(db.engine)
        app.config["RATELIMIT_STORAGE_OPTIONS"] = {"engine": db.engine}
    migrate.init_app(app, db)
    limiter.init_app(app)
    rest.init_app(app)
    texts.register(app, settings)
    texts_over.register(app)
    logs.register(app)
    headers.register(app, settings)
    signin.register(app)
    rules.register(app)
    problems.register(app)


def _bind_routes(app: Flask) -> None:
    api.register(app)
    office.register(app)
    public.register(app)
    opened.register(app)
    sweep.register(app)
    app.register_blueprint(shell.blueprint)


def _bind_proxies(app: Flask, settings: Settings) -> None:
    app.wsgi_app = BodyDeadline(app.wsgi_app, settings.body_deadline_s)
    if settings.proxies:
        hops = settings.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)

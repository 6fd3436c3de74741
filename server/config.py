"""Settings: one frozen value, read once from the environment, refused at start-up where unsafe (RELIABILITY
4.10).

Secrets are never settings: they stand in `keys.json` of the data directory (server/keys.py).
Add a setting: a field with its meaning here, its variable in `from_env`, a line in docs.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from flask import current_app

FACES = ("app", "office", "")  # sub-domains of the base name: tablet app and API, office, public pages
PWA_DIR = Path(__file__).resolve().parents[1] / "pwa" / "dist"
STATIC_DIR = Path(__file__).resolve().parent / "static"


class UnsafeSettings(Exception):
    """The program will not start so; the text says what to change."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What an operator may choose. Every field has a default that is right on one's own machine."""

    data_dir: Path = Path("var")
    database_url: str = ""  # empty: SQLite in data_dir
    host: str = "localhost"  # the base name: public pages; app.<host> and office.<host> are the other faces
    port: int = 8000
    scheme: str = "http"
    debug: bool = False
    language: str = "mn"
    zone: str = "Asia/Ulaanbaatar"  # in which pages show times; records carry their own
    proxies: int = 0  # trusted proxies in front, whose X-Forwarded-* headers count (H57)
    workers: int = 2
    threads: int = 32  # per worker
    body_deadline_s: int = 120  # a request body must have come after this time
    body_bytes_max: int = 2 * 1024 * 1024  # of a request, unless its route says otherwise
    statement_timeout_s: int = 30  # PostgreSQL
    lock_timeout_s: int = 10  # both databases
    argon2_memory_kib: int = 19456  # OWASP
    argon2_time_cost: int = 2
    pwa_dir: Path = PWA_DIR

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None) -> "Settings":
        """Read the settings from `environ` (the process's own by default)."""
        said = os.environ if environ is None else environ
        host = said.get("YAVUUL_HOST", "localhost")
        return cls(
            data_dir=Path(said.get("YAVUUL_DATA", "var")).resolve(),
            database_url=said.get("DATABASE_URL", ""),
            host=host,
            port=_number(said, "YAVUUL_PORT", 8000),
            scheme=said.get("YAVUUL_SCHEME", "http" if is_own_machine(host) else "https"),
            debug=said.get("YAVUUL_DEBUG", "") == "1",
            language=said.get("YAVUUL_LANGUAGE", "mn"),
            zone=said.get("YAVUUL_ZONE", "Asia/Ulaanbaatar"),
            proxies=_number(said, "YAVUUL_PROXIES", 0),
            workers=_number(said, "YAVUUL_WORKERS", 2),
            threads=_number(said, "YAVUUL_THREADS", 32),
        )

    @property
    def database(self) -> str:
        """The SQLAlchemy URL."""
        return self.database_url or f"sqlite:///{self.data_dir.resolve() / 'yavuul.sqlite3'}"

    @property
    def is_https(self) -> bool:
        """Whether people reach us by https."""
        return self.scheme == "https"

    def origin(self, face: str = "") -> str:
        """The origin of a face as people type it: `http://app.localhost:8000`."""
        standard = {"http": 80, "https": 443}[self.scheme]
        port = "" if self.is_https or self.port == standard else f":{self.port}"
        return f"{self.scheme}://{face + '.' if face else ''}{self.host}{port}"

    def check(self) -> "Settings":
        """Return the settings, or raise UnsafeSettings."""
        own = is_own_machine(self.host)
        if self.debug and not own:
            raise UnsafeSettings("YAVUUL_DEBUG is on, but YAVUUL_HOST is not this machine. Switch it off.")
        if not self.is_https and not own:
            raise UnsafeSettings("YAVUUL_SCHEME is http: only localhost may do without https.")
        if self.scheme not in ("http", "https"):
            raise UnsafeSettings("YAVUUL_SCHEME must be http or https.")
        if not _is_zone(self.zone):
            raise UnsafeSettings("YAVUUL_ZONE is not the name of a time zone, such as Asia/Hovd.")
        if self.language not in ("mn", "en"):
            raise UnsafeSettings("YAVUUL_LANGUAGE must be mn or en.")
        return self


def is_own_machine(host: str) -> bool:
    """Whether browsers treat `host` as this machine, hence as secure without https."""
    return host == "localhost" or host.endswith(".localhost")


def current() -> Settings:
    """The settings of the running app."""
    return current_app.extensions["yavuul_settings"]


def _is_zone(name: str) -> bool:
    try:
        return bool(ZoneInfo(name))
    except (KeyError, OSError, ValueError):  # no such name, or none that may be one
        return False


def _number(said: Mapping[str, str], name: str, default: int) -> int:
    text = said.get(name, str(default))
    if not text.isascii() or not text.isdigit():
        raise UnsafeSettings(f"{name} must be a whole number.")
    return int(text)

"""Texts of the pages: one gettext catalogue, msgids by meaning, read from the .po files themselves.

Nothing is compiled beforehand: a .po is small, and a compiled file beside it would only grow old. The
tablet's build reads the same files. Languages of the office: mn, en, whole. Public pages speak Kazakh too: its
catalogue has what citizens read there; what it has not would be said in Mongolian (tests/public/test_kazakh.py finds
such places). What a citizen signs in Kazakh stands in the others under `*.kk.*`.
"""

from datetime import datetime
from functools import cache, cached_property
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations
from flask import Flask, current_app, request, session
from flask_babel import Babel, Domain, get_locale
from flask_security import current_user
from markupsafe import escape

from server import config
from server.config import Settings

LANGUAGES = ("mn", "en")
PUBLIC_LANGUAGES = (*LANGUAGES, "kk")
DIRECTORY = Path(__file__).parent / "translations"
EXTENSION = "yavuul_texts_over"  # of the app: language → msgid → what the organisation says (server/texts_over.py)
CATEGORY = "category."
EDITABLE = (  # what citizens read or hear, and an organisation may say in own words
    *("follow.", "landing.", "public.", "tablet.code.slip.", "tablet.code.kk.", "tablet.code.what"),
    *("tablet.consent.read_out", "tablet.consent.text.", "tablet.consent.kk.text."),
)


class Own(str):
    """What an organisation says instead of a text of ours: a template takes it as text, never as markup."""

    __slots__ = ()

    def __html__(self) -> str:
        return escape(str(self))


class Over:
    """The catalogue of a language, with what the organisation of the request says instead."""

    def __init__(self, usual: Translations, language: str) -> None:
        self._usual, self._language = usual, language

    def ugettext(self, message: str) -> str:
        """The text of a msgid."""
        if message.startswith((CATEGORY, *EDITABLE)) and (said_over := current_app.extensions.get(EXTENSION)):
            own = said_over(self._language).get(message)
            return Own(own) if own else self._usual.ugettext(message)
        return self._usual.ugettext(message)

    gettext = ugettext

    def __getattr__(self, name: str):
        return getattr(self._usual, name)


class PoDomain(Domain):
    """The domain `messages`, straight from its .po files."""

    def get_translations(self) -> Over:
        """The texts of the present language, as the organisation says them; msgids where a text is missing."""
        locale = get_locale()
        spoken = locale.language if locale else LANGUAGES[0]
        return Over(translations(spoken), spoken)


class PoBabel(Babel):
    """Flask-Babel with PoDomain as its one domain."""

    @cached_property
    def domain_instance(self) -> Domain:
        """The domain that gettext and the templates ask."""
        return PoDomain()


babel = PoBabel()


@cache
def translations(language: str) -> Translations:
    """The texts of one language, read once in a process."""
    with po_file(language).open("rb") as source:
        catalogue = read_po(source, locale=language)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    found = Translations(compiled)
    if language not in LANGUAGES:
        found.add_fallback(translations(LANGUAGES[0]))
    return found


def po_file(language: str) -> Path:
    """Where the texts of `language` stand."""
    return DIRECTORY / language / "LC_MESSAGES" / "messages.po"


def register(app: Flask, settings: Settings) -> None:
    """Bind the catalogue to `app`."""
    app.config["BABEL_DEFAULT_LOCALE"] = settings.language
    babel.init_app(app, locale_selector=lambda: language(settings.language))
    app.jinja_env.globals["language_tag"] = lambda: str(get_locale())
    app.jinja_env.globals["moment"] = moment


def language(default: str) -> str:
    """What to speak: what was chosen here, else the account's, else the default. On public pages what the address
    says, else the browser."""
    if request.face != "office":
        spoken = PUBLIC_LANGUAGES if request.face == "" else LANGUAGES
        asked = request.args.get("lang") if request.face == "" else None
        return asked if asked in spoken else request.accept_languages.best_match(spoken, default)
    chosen = session.get("language") or getattr(current_user, "language", None)
    return chosen if chosen in LANGUAGES else default


def moment(at_ms: int) -> str:
    """A time as people here read it: `2026-11-22 18:05`, in the deployment's zone."""
    zone = ZoneInfo(config.current().zone)
    return datetime.fromtimestamp(at_ms / 1000, zone).strftime("%Y-%m-%d %H:%M")

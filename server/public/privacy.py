"""What we hold of citizens and for how long, in plain words: Mongolian, English, Kazakh (X1). No script, prints.

GET /<tenant>/privacy            in the reader's language
GET /<tenant>/privacy/<language> in one of three
"""

from flask import Blueprint, render_template
from flask_babel import get_locale

from server.privacy import purposes
from server.problems import Problem
from server.rules import rule
from server.store import settings, tenants
from server.store.settings import House
from server.store.unit_of_work import reading
from server.texts import translations
from server.who import Verb

blueprint = Blueprint("notice", __name__)
LANGUAGES = {"mn": "Монгол", "en": "English", "kk": "Қазақша"}
PARTS = ("what", "why", "who", "where", "rights", "ask", "complain")
MONTHS = {purposes.PARTICIPATION: 36, purposes.ANSWER: 12, purposes.SHOWING: 12}  # as pwa/src/domain/consents.ts


@blueprint.get("/<tenant>/privacy")
@rule(Verb.SEE, "public")
def notice(tenant: str) -> str:
    """In the reader's own language."""
    locale = get_locale()
    return _notice(tenant, locale.language if locale else "mn")


@blueprint.get("/<tenant>/privacy/<language>")
@rule(Verb.SEE, "public")
def notice_in(tenant: str, language: str) -> str:
    """In one of three."""
    if language not in LANGUAGES:
        raise Problem("not-found")
    return _notice(tenant, language)


def _notice(tenant: str, language: str) -> str:
    with reading() as connection:
        if tenant not in tenants.names(connection):
            raise Problem("not-found")
        house = settings.house(connection, tenant)
    prefix = "notice.kk." if language == "kk" else "notice."
    words = translations("mn" if language == "kk" else language)

    def say(name: str, **values: object) -> str:
        text = words.gettext(prefix + name)
        return text % values if values else text

    terms = [(say(f"purpose.{purpose}"), say("months", count=months(house, purpose))) for purpose in MONTHS]
    return render_template(
        "public/privacy.html",
        tenant=tenant,
        house=house.name,
        language=language,
        languages=LANGUAGES,
        say=say,
        parts=PARTS,
        terms=terms,
    )


def months(house: House, purpose: str) -> int:
    """For how many months a consent to `purpose` is asked: the organisation's setting, else ours."""
    said = house.settings.get(f"consent.{purpose}.months", "")
    return int(said) if said.isascii() and said.isdecimal() and 0 < int(said) <= 600 else MONTHS[purpose]

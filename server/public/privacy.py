"""What we hold of citizens and for how long, in plain words: Mongolian, English, Kazakh (X1). No script, prints.

GET /<tenant>/privacy            in the reader's language
GET /<tenant>/privacy/<language> in one of three
"""

from flask import Blueprint, render_template

from server.privacy import purposes
from server.problems import Problem
from server.public.pages import frame, language, page
from server.public.reader import Reader
from server.rules import rule
from server.store import settings
from server.store.settings import House
from server.texts import translations
from server.who import Verb

blueprint = Blueprint("notice", __name__)
LANGUAGES = {"mn": "Монгол", "en": "English", "kk": "Қазақша"}
PARTS = ("what", "why", "who", "where", "rights", "ask", "complain")
MONTHS = {purposes.PARTICIPATION: 36, purposes.ANSWER: 12, purposes.SHOWING: 12}  # as pwa/src/domain/consents.ts


@blueprint.get("/<tenant>/privacy")
@rule(Verb.SEE, "public")
@page
def notice(reader: Reader) -> str:
    """In the reader's own language."""
    return _notice(reader, language())


@blueprint.get("/<tenant>/privacy/<language>")
@rule(Verb.SEE, "public")
@page
def notice_in(reader: Reader, language: str) -> str:
    """In one of three."""
    if language not in LANGUAGES:
        raise Problem("not-found")
    return _notice(reader, language)


def _notice(reader: Reader, spoken: str) -> str:
    house = settings.house(reader.connection, reader.tenant)
    prefix = "notice.kk." if spoken == "kk" else "notice."
    words = translations("mn" if spoken == "kk" else spoken)

    def say(name: str, **values: object) -> str:
        text = words.gettext(prefix + name)
        return text % values if values else text

    terms = [(say(f"purpose.{purpose}"), say("months", count=months(house, purpose))) for purpose in MONTHS]
    return render_template(
        "public/privacy.html",
        **frame(reader),
        house=house.name,
        spoken=spoken,
        languages=LANGUAGES,
        say=say,
        parts=PARTS,
        terms=terms,
    )


def months(house: House, purpose: str) -> int:
    """For how many months a consent to `purpose` is asked: the organisation's setting, else ours."""
    said = house.settings.get(f"consent.{purpose}.months", "")
    return int(said) if said.isascii() and said.isdecimal() and 0 < int(said) <= 600 else MONTHS[purpose]

"""What a message says: a template for each kind and language, the organisation's own before ours.

Setting `message.<language>.<kind>`, such as `message.mn.state.done`; ours stand in the catalogue of texts. A template
may name `%(title)s`, `%(due)s`, `%(house)s`, `%(link)s`; anything else in it stays as it is.
"""

import re
from collections.abc import Mapping

from server import config
from server.messages.causes import KINDS
from server.store.settings import House
from server.text import says
from server.texts import translations

TITLE_MAX = 60
SMS_MAX = 300  # letters; more than four parts of a message in Cyrillic
PLACES = ("title", "due", "house", "link")
_place = re.compile(r"%\((\w+)\)s")


def own(kind: str, language: str) -> str:
    """The template of the catalogue."""
    assert kind in KINDS, kind
    return translations("mn" if language == "kk" else language).gettext(
        f"message.kk.{kind}" if language == "kk" else f"message.{kind}"
    )


def template(kind: str, language: str, settings: Mapping[str, str]) -> str:
    """The organisation's template, else ours."""
    return settings.get(f"message.{language}.{kind}") or own(kind, language)


def text(kind: str, language: str, said: Mapping[str, str], house: House, tenant: str) -> str:
    """The words of one message, in one line (H79)."""
    title = said.get("title", "")
    given = {
        "title": title if len(title) <= TITLE_MAX else title[: TITLE_MAX - 1] + "…",
        "due": says.short_day(said.get("due_on", "")),
        "house": house.name,
        "link": f"{config.current().origin()}/{tenant}/follow",
    }
    line = _place.sub(lambda found: given.get(found[1], found[0]), template(kind, language, house.settings))
    return " ".join(line.split())[:SMS_MAX]

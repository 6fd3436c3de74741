"""What a message says: a template for each kind and language, the organisation's own before ours.

Setting `message.<language>.<kind>`, such as `message.mn.state.done`; ours stand in the catalogue of texts. A template
may name `%(title)s`, `%(due)s`, `%(house)s`, `%(link)s`, and of an extension `%(notice)s`, what the officer wrote to
the citizen, cut to what a message holds; anything else in it stays as it is.
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
    words = template(kind, language, house.settings)
    given = {
        "title": _cut(said.get("title", ""), TITLE_MAX),
        "notice": "",
        "due": says.short_day(said.get("due_on", "")),
        "house": house.name,
        "link": f"{config.current().origin()}/{tenant}/follow",
    }
    if notice := said.get("notice", ""):
        given["notice"] = _cut(" ".join(notice.split()), SMS_MAX - len(_filled(words, given)) - 1)
    return _filled(words, given)[:SMS_MAX]


def _filled(words: str, given: Mapping[str, str]) -> str:
    return " ".join(_place.sub(lambda found: given.get(found[1], found[0]), words).split())


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…" if most > 0 else ""

"""Texts that citizens read or hear, as this organisation says them: over the catalogue's, on tablets and pages (O17).

Only what citizens meet may be changed (EDITABLE), and only in words: the places where a number or a name is filled in
must stay. What is emptied is the catalogue's again.
"""

import re
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import Connection

from server import acts
from server.office.directory.service import changed, plain
from server.problems import Problem
from server.store import directory
from server.store.unit_of_work import write
from server.texts import EDITABLE, LANGUAGES, translations
from server.who import Actor, Thing, Verb, check
from sync.chain import base32
from sync.merge import value_of

TEXT_MAX = 1_000
_places = re.compile(r"%\((\w+)\)s")


@dataclass(frozen=True, slots=True)
class Wording:
    """One text: as the catalogue has it, as this organisation says it (empty: the same), what a form is opened on."""

    key: str
    language: str
    usual: str
    text: str
    token: int


def record_id(key: str, language: str) -> str:
    """The id of a text's record: two officers who edit one at once write into one record."""
    return base32(sha256(f"wording {language} {key}".encode()).digest()[:16])


def all_of(connection: Connection, actor: Actor) -> list[Wording]:
    """Every text that may be edited, in the order of the catalogue."""
    check(actor, Verb.SEE, Thing("settings", actor.tenant))
    said = {one.id: one for one in directory.of_kind(connection, actor.tenant, "wording")}
    found = []
    for key in _keys():
        for language in LANGUAGES:
            record = said.get(record_id(key, language))
            text = str(value_of(record, "text") or "") if record else ""
            found.append(Wording(key, language, _usual(key, language), text, record.top if record else 0))
    return found


def _keys() -> list[str]:
    known = translations(LANGUAGES[0])._catalog  # babel has no other way to its msgids
    return [key for key in known if isinstance(key, str) and key.startswith(EDITABLE)]


def _usual(key: str, language: str) -> str:
    return translations(language).gettext(key)


def save(actor: Actor, key: str, language: str, token: str, text: str) -> None:
    """Say a text in own words. `bad-values` where a place is missing or strange; `stale`; `not-found`."""
    check(actor, Verb.CHANGE, Thing("settings", actor.tenant))
    if key not in _keys() or language not in LANGUAGES:
        raise Problem("not-found")
    said, usual = plain(text, TEXT_MAX), _usual(key, language)
    if said and (set(_places.findall(said)) != set(_places.findall(usual)) or "%" in _places.sub("", said)):
        raise Problem("bad-values", reasons=["text"])
    wished = said if said != usual else ""

    def work(connection: Connection) -> None:
        record = directory.load(connection, actor.tenant, "wording", record_id(key, language), lock=True)
        if record is not None:
            statement = changed(record, {"text": wished or None}, token)
        elif wished:
            values = {"key": key, "language": language, "text": wished}
            statement = acts.creation("wording", values, record_id(key, language))
        else:
            return
        if statement.sets:
            acts.state_in(connection, actor.tenant, actor.id, [statement])

    write(work)

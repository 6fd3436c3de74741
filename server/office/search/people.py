"""People by name or telephone, for those who may see them: entries are opened and compared on the spot.

Names stand in no index, no log and no address (I7), so this search is asked by POST and costs a look at every entry
within reach, at most `people.PEOPLE_MAX`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from server.office.tables import Asked, Cut
from server.search import words
from server.store import hearings, people
from server.store.people import Person
from server.text import collate
from server.who import Actor, Thing, Verb, check

FOUND_MAX = 200
DIGITS_MIN = 4  # of a telephone number
NAMES = ("given_name", "parent_name")


@dataclass(frozen=True, slots=True)
class Found:
    """Who was found. `is_cut`: there are more than are shown."""

    q: str
    unit: str
    cut: Cut
    is_cut: bool
    units: list[tuple[str, str]]


def searched(connection: Connection, actor: Actor, said: Mapping[str, str]) -> Found:
    """The people within reach who fit the words (`q`) and the unit that were `said`, by name."""
    check(actor, Verb.SEE, Thing("person", actor.tenant))
    asked = Asked.of(said, (), ("q", "unit"))
    units = hearings.units(connection, actor.tenant, actor.units)
    query, unit = asked.filters.get("q", ""), asked.filters.get("unit", "")
    wanted = words.words(query)
    digits = re.sub(r"\D", "", query)
    digits = digits if len(digits) >= DIGITS_MIN else ""
    fitting: list[Person] = []
    if (wanted or digits) and (not unit or unit in units):
        for person in people.of_units(connection, actor.tenant, [unit] if unit else actor.units):
            if _fits(person, wanted, digits):
                fitting.append(person)
            if len(fitting) > FOUND_MAX:
                break
    fitting.sort(key=lambda person: [collate.key(str(person.values[path] or "")) for path in NAMES])
    by_name = sorted(units.items(), key=lambda pair: collate.key(pair[1]))
    return Found(query, unit, asked.cut(fitting[:FOUND_MAX]), len(fitting) > FOUND_MAX, by_name)


def _fits(person: Person, wanted: list[str], digits: str) -> bool:
    """Every word begins a name, in any spelling, or is a name with an ending."""
    if digits:
        return digits in str(person.values["phone"] or "")
    names = words.words(" ".join(str(person.values[path] or "") for path in NAMES))
    return all(any(_is_meant(name, word) for name in names) for word in wanted)


def _is_meant(name: str, word: str) -> bool:
    return words.folded(name).startswith(words.folded(word)) or words.stem(name) == words.stem(word)

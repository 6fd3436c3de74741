"""The tiles of the tablets: twelve built in, and what this organisation says of them or adds (O17).

A category is known by its slug for ever; its name, glyph, place and whether it is offered may change, and proposals
keep it. At most SHOWN_MAX are offered: people find them by place.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from flask_babel import gettext
from sqlalchemy import Connection

from server import acts
from server.office.directory.service import changed, plain
from server.office.proposals.listing import CATEGORIES
from server.problems import Problem
from server.store import directory
from server.store.unit_of_work import write
from server.who import Actor, Thing, Verb, check
from sync.chain import base32
from sync.merge import value_of
from sync.op import Value
from sync.record import Record

SHOWN_MAX = 12
LANGUAGES = ("mn", "en", "kk")
GLYPHS = (*CATEGORIES, "other")
NAME_MAX = 40


@dataclass(frozen=True, slots=True)
class Category:
    """One category. `names` by language, empty where the catalogue's stands; `token`: what its form was opened on."""

    slug: str
    names: dict[str, str]
    icon: str
    position: int
    is_hidden: bool
    token: int

    @property
    def is_own(self) -> bool:
        """Whether this organisation added it."""
        return self.slug not in CATEGORIES


def record_id(slug: str) -> str:
    """The id of a category's record: two officers who name one at once write into one record."""
    return base32(sha256(f"category {slug}".encode()).digest()[:16])


def all_of(connection: Connection, tenant: str) -> list[Category]:
    """Every category in the order of the tiles, hidden ones where they would stand."""
    records = {str(value_of(one, "slug")): one for one in directory.of_kind(connection, tenant, "category")}
    own = [slug for slug in records if slug not in CATEGORIES]
    found = [_category(slug, records.get(slug), place) for place, slug in enumerate((*CATEGORIES, *sorted(own)), 1)]
    return sorted(found, key=lambda one: (one.position, not one.is_own, one.slug))


def _category(slug: str, record: Record | None, place: int) -> Category:
    if record is None:
        return Category(slug, {}, slug, place, False, 0)
    names = {language: str(value_of(record, f"name/{language}") or "") for language in LANGUAGES}
    said = value_of(record, "position")
    glyph = str(value_of(record, "icon") or slug)
    is_hidden = value_of(record, "hidden") is True
    return Category(
        slug,
        {language: name for language, name in names.items() if name},
        glyph if glyph in GLYPHS else "other",
        said if type(said) is int else place,
        is_hidden,
        record.top,
    )


def slugs(connection: Connection, tenant: str) -> list[str]:
    """The slugs of all, for filters."""
    return [one.slug for one in all_of(connection, tenant)]


def one(connection: Connection, actor: Actor, slug: str) -> Category | None:
    """A category; None for one that is to be added (no slug). `not-found` for another."""
    check(actor, Verb.SEE, Thing("settings", actor.tenant))
    found = next((one for one in all_of(connection, actor.tenant) if one.slug == slug), None)
    if slug and found is None:
        raise Problem("not-found")
    return found


def save(actor: Actor, slug: str, token: str, said: Mapping[str, str]) -> str:
    """Say what a category is called, its glyph, its place, whether it is offered; a new one where no slug is said.

    `bad-state` where more than SHOWN_MAX would be offered: one has to be hidden first.
    """
    check(actor, Verb.CHANGE, Thing("settings", actor.tenant))

    def work(connection: Connection) -> str:
        before = one(connection, actor, slug)
        values = _values(before, said)
        name = slug or "own_" + acts.new_id()[:10]
        others = sum(not each.is_hidden for each in all_of(connection, actor.tenant) if each.slug != name)
        if not values["hidden"] and (before is None or before.is_hidden) and others >= SHOWN_MAX:
            raise Problem("bad-state", reasons=["too-many"])
        record = directory.load(connection, actor.tenant, "category", record_id(name), lock=True)
        if record is None:
            stated = {path: value for path, value in values.items() if value is not None}
            statement = acts.creation("category", {"slug": name, **stated}, record_id(name))
        else:
            statement = changed(record, values, token)
        if statement.sets:
            acts.state_in(connection, actor.tenant, actor.id, [statement])
        return name

    return write(work)


def _values(before: Category | None, said: Mapping[str, str]) -> dict[str, Value]:
    names = {f"name/{language}": plain(said.get(f"name_{language}", ""), NAME_MAX) or None for language in LANGUAGES}
    place, icon = said.get("position", ""), said.get("icon", "")
    wrong = [name for name, is_bad in (("icon", icon not in GLYPHS), ("position", not _is_place(place))) if is_bad]
    if (before is None or before.is_own) and not names["name/mn"]:
        wrong.append("name_mn")
    if wrong:
        raise Problem("bad-values", reasons=wrong)
    return {**names, "icon": icon, "position": int(place), "hidden": bool(said.get("hidden"))}


def _is_place(text: str) -> bool:
    return text.isascii() and text.isdecimal() and 1 <= int(text[:6]) <= 99


def name(category: Category, language: str) -> str:
    """What it is called: as this organisation says it, else as the catalogue does."""
    return category.names.get(language) or gettext(f"category.{category.slug}")

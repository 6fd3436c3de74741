"""The texts: every msgid that is used or derived stands in both languages, nothing is empty, nothing is fuzzy."""

import ast
import re
import string
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from jinja2 import Environment
from jinja2.ext import babel_extract

from server.office import rooms
from server.problems import TABLE
from server.texts import LANGUAGES, po_file, translations
from server.who import ROLES
from sync.catalogue import RECORDS
from sync.outcome import PARKED, REFUSED

ROOT = Path(__file__).resolve().parents[2]
SERVER = ROOT / "server"
STATES = ("applied", "duplicate", "late", "parked", "refused")


def catalogue(language):
    with po_file(language).open("rb") as source:
        return read_po(source, locale=language)


def derived():
    """Msgids that are put together from declarations."""
    found = {f"record.{record.name}" for record in RECORDS}
    found |= {f"{record.name}.{field.name}" for record in RECORDS for field in record.fields}
    found |= {f"choice.{code}" for record in RECORDS for field in record.fields for code in field.choices}
    found |= {f"outcome.{code}" for code in (*STATES, *PARKED, *REFUSED)}
    found |= {f"problem.{code}" for code in TABLE}
    found |= {f"role.{role}" for role in ROLES}
    found |= {f"app.language.{language}" for language in LANGUAGES}
    names = re.findall(r'^ROOM = (?:rooms\.)?Room\(\s*"([a-z_]+)"', _office_source(), re.M)
    assert names, rooms
    return found | {f"room.{name}" for name in names} | {f"room.{name}.about" for name in names}


def _office_source():
    return "\n".join(path.read_text() for path in sorted((SERVER / "office").rglob("*.py")))


def used_in_python():
    """Constants given to gettext and its kin."""
    for path in sorted(SERVER.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name in ("gettext", "lazy_gettext", "_") and isinstance(node.args[0], ast.Constant):
                yield path, node.args[0].value


def used_in_templates():
    """Constants given to `_()` in templates."""
    Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
    for path in sorted(SERVER.rglob("templates/**/*.html")):
        with path.open("rb") as source:
            for _line, _function, message, _comments in babel_extract(source, ["_", "gettext"], [], {}):
                if isinstance(message, str) and not message.endswith("."):
                    yield path, message


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_derived_text_is_there(language):
    assert sorted(derived() - {message.id for message in catalogue(language)}) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_that_is_used_is_there(language):
    known = {message.id for message in catalogue(language)}
    used = [*used_in_python(), *used_in_templates()]
    assert len(used) > 50
    assert [(path.name, message) for path, message in used if message not in known] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_empty_fuzzy_or_obsolete(language):
    found = catalogue(language)
    assert [message.id for message in found if message.id and (not message.string or message.fuzzy)] == []
    assert not found.obsolete
    assert "#, fuzzy" not in po_file(language).read_text()


def test_both_languages_have_the_same_texts_with_the_same_places():
    mongolian, english = ({message.id: message.string for message in catalogue(language)} for language in LANGUAGES)
    assert list(mongolian) == list(english)
    places = re.compile(r"%\([a-z_]+\)[sd]|\{[a-z_]+\}")
    apart = [key for key in mongolian if set(places.findall(mongolian[key])) != set(places.findall(english[key]))]
    assert apart == []


def test_mongolian_is_cyrillic_and_blames_nobody():
    for message in catalogue("mn"):
        if not message.id or message.id.startswith("app.language."):
            continue
        words = re.sub(r"%\([a-z_]+\)[sd]|\{[a-z_]+\}|<[^>]+>", "", message.string)
        assert not set(words) & set(string.ascii_letters), message.id
        assert "!" not in message.string, message.id


def test_msgids_say_the_meaning():
    for message in catalogue("en"):
        assert not message.id or re.fullmatch(r"[a-z][a-z0-9_.-]*[a-z0-9_]", message.id), message.id


def test_texts_are_read_from_the_files_themselves():
    assert translations("en").gettext("office.sign_in.title") == "Sign in"
    assert translations("mn").gettext("no.such.text") == "no.such.text"
    assert not list(SERVER.rglob("*.mo"))

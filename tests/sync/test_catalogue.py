"""The catalogue is in order: names, references, personal fields, scopes (DESIGN §1)."""

import re

import pytest

from sync import judge
from sync.catalogue import BY_NAME, RECORDS, VERSION, Field
from sync.declare import field as declare_field
from sync.kinds import KINDS
from sync.merge import TEXT_PATHS

FIELDS = [(record, field) for record in RECORDS for field in record.fields]
SLUG = re.compile(r"[a-z][a-z0-9_]{0,39}")
CHOICE = re.compile(r"[a-z0-9][a-z0-9_]{0,39}")  # an age band begins with its age
ANY_TARGET = {("signature", "of"), ("comment", "of"), ("ranking_session", "items"), ("work", "proposals")}
ANY_TARGET |= {("campaign", "proposals"), ("campaign", "cluster")}


def ids(pairs):
    return [f"{record.name}.{field.name}" for record, field in pairs]


every_field = pytest.mark.parametrize(("record", "field"), FIELDS, ids=ids(FIELDS))
every_type = pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.name)


def test_the_version_is_a_whole_number():
    assert type(VERSION) is int
    assert VERSION >= 1


def test_names_are_slugs_and_labels_unique():
    names = [record.name for record in RECORDS]
    labels = [f"{record.name}.{field.name}" for record, field in FIELDS]
    assert len(set(names)) == len(names) == len(BY_NAME)
    assert len(set(labels)) == len(labels)
    assert [name for name in (*names, *(field.name for _, field in FIELDS)) if not SLUG.fullmatch(name)] == []


@every_field
def test_a_field_is_of_a_known_kind_and_of_no_newer_version(record, field):
    assert field.kind in KINDS
    assert 1 <= field.since <= VERSION


@every_field
def test_references_have_a_target_that_exists(record, field):
    if field.kind == "reference" and (record.name, field.name) not in ANY_TARGET:
        assert field.target in BY_NAME
    else:
        assert field.target is None


@every_field
def test_choices_are_slugs_said_once(record, field):
    assert bool(field.choices) is (field.kind == "choice")
    assert len(set(field.choices)) == len(field.choices)
    assert [choice for choice in field.choices if not CHOICE.fullmatch(choice)] == []
    assert [choice for choice in field.choices if field.check(choice)] == []


@every_field
def test_what_is_personal_belongs_to_a_subject_and_is_neither_public_nor_indexed(record, field):
    """A code is indexed as its HMAC (server/projections.py), never as it is."""
    if field.personal:
        assert record.subject
        assert (field.public, field.indexed) == (False, field.kind == "code")


@every_field
def test_a_long_text_is_an_open_field_without_keys_of_no_subject(record, field):
    """The merge knows long texts by their path alone, and erasing reaches none."""
    if field.kind == "long_text":
        assert (field.map, field.personal, record.subject) == (False, False, False)
        assert (record.name, field.name) in TEXT_PATHS


@every_type
def test_a_type_has_a_scope_and_a_unit_if_that_is_its_scope(record):
    assert record.scope in {"tenant", "unit", "office"}
    unit = record.field("unit")
    assert unit is not None if record.scope == "unit" else record.scope == "office" or unit is None
    assert not record.below or (record.scope == "unit" and not record.subject)
    assert unit is None or (unit.target, unit.map, unit.personal) == ("unit", False, False)


@every_type
def test_a_subject_has_personal_fields_and_is_of_a_unit(record):
    assert record.subject is any(field.personal for field in record.fields)
    assert not record.subject or record.scope == "unit"


@every_type
def test_a_type_is_judged_by_its_fields_and_by_what_every_type_has(record):
    names = {name.rstrip("/") for name in judge.RULES[record.name]}
    assert names == {field.name for field in record.fields} | {"_deleted", "_erased"}
    assert judge.WRITERS[record.name] == {*record.roles, judge.OFFICE}


def test_a_field_that_is_not_there_is_none():
    assert BY_NAME["proposal"].field("colour") is None
    assert BY_NAME["proposal"].field("title") == Field("title", "line", public=True)


def test_a_misspelt_mark_is_a_mistake_of_ours():
    with pytest.raises(AssertionError, match="publik"):
        declare_field("title", "line", "publik")

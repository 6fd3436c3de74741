"""marshmallow schemas of the record types, from the catalogue: for REST, forms and OpenAPI (DESIGN §8).

The hot path of the sync call does not pass here (sync/judge.py does, compiled from the same declaration);
tests/server/test_schemas.py compares their verdicts.
"""

from functools import cache

from marshmallow import Schema, ValidationError, fields, validate

from sync import kinds
from sync.catalogue import RECORDS, Field, RecordType
from sync.update import is_update

_types = {"integer": "integer", "count": "integer", "money": "integer", "flag": "boolean"}
_longest = {"line": kinds.LINE_MAX, "text": kinds.TEXT_MAX, "long_text": kinds.LONG_TEXT_MAX}


class Fits(validate.Validator):
    """The value passes the check of its field's kind; the message is the outcome's code."""

    def __init__(self, field: Field) -> None:
        self.check = _long_text if field.kind == "long_text" else field.check

    def __call__(self, value: object) -> object:
        """The value, or ValidationError."""
        if wrong := self.check(value):
            raise ValidationError(wrong)
        return value


def _long_text(value: object) -> str | None:
    return kinds.KINDS["long_text"](value) or (None if is_update(value) else "bad-value")


def _one(field: Field) -> fields.Field:
    described = {
        "type": _types.get(field.kind, "string"),
        "description": f"{field.kind}: {field.target or ''}".rstrip(": "),
    }
    if field.choices:
        described["enum"] = list(field.choices)
    if field.kind in _longest:
        described["maxLength"] = _longest[field.kind]
    return fields.Raw(validate=Fits(field), allow_none=True, metadata=described)


def _field(field: Field) -> fields.Field:
    if field.map:
        return fields.Dict(keys=fields.String(validate=validate.Regexp(kinds.KEY)), values=_one(field))
    return _one(field)


@cache
def schema_of(record: RecordType) -> type[Schema]:
    """The schema of a record type's fields; all may be absent, none may be unknown."""
    return Schema.from_dict({field.name: _field(field) for field in record.fields}, name=schema_name(record))


@cache
def public_schema_of(record: RecordType) -> type[Schema]:
    """The schema of what programs read of a record: its id and public fields (server/api/lists.py)."""
    shown = [field for field in record.fields if field.public and not field.personal and field.kind != "long_text"]
    named = {"id": fields.String(required=True)} | {field.name: _field(field) for field in shown}
    return Schema.from_dict(named, name="Public" + schema_name(record).removesuffix("Record"))


def schema_name(record: RecordType) -> str:
    """`ranking_session` → `RankingSessionRecord`."""
    return "".join(part.capitalize() for part in record.name.split("_")) + "Record"


def describe(spec) -> None:
    """Put every record type into an OpenAPI description (an apispec)."""
    spec.components.security_scheme("key", {"type": "http", "scheme": "bearer"})
    for record in RECORDS:
        spec.components.schema(schema_name(record), schema=schema_of(record))

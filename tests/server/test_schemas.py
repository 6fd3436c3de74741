"""The marshmallow schemas and the compiled op checks say the same of every value (DESIGN §8)."""

import json
from pathlib import Path

import pytest

from server.schemas import schema_of
from sync.catalogue import RECORDS
from sync.judge import OFFICE, judge
from sync.op import Op

VALUES = [
    *("", "Худаг", "ө" * 201, "a\nb", "x" * 10_001, "2026-02-29", "2026-11-22", "48.0,91.6", "91,0", "a" * 26),
    *("2026-11-22T10:00:00Z[Asia/Hovd]", "0" * 64, "-1.5", "manifesto_of_2030", "\u202eх", "й", "\x00"),
    *(0, 1, -1, 2**53, True, False, None, "AAA=", "citizen", "proposal", "water", "1.0"),
]


def _is_taken_by_the_judge(record, field, value):
    path = field.name + "/k" * field.map
    sets = {path: (value, ())}
    op = Op("a" * 20, 1, "a" * 8, record.name, "a" * 26, 1, 0, 1, {} if field.personal else sets)
    op.personal = sets if field.personal else {}
    return judge(op, OFFICE) is None


def _is_taken_by_the_schema(record, field, value):
    said = {field.name: {"k": value} if field.map else value}
    return not schema_of(record)().validate(said)


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.name)
def test_schema_and_judge_agree_on_every_field(record):
    for field in record.fields:
        for value in VALUES:
            by_judge = _is_taken_by_the_judge(record, field, value)
            assert _is_taken_by_the_schema(record, field, value) == by_judge, (field.name, value)


def test_the_description_of_the_api_tells_every_record_type():
    page = Path(__file__).resolve().parents[2] / "docs" / "openapi.json"
    schemas = json.loads(page.read_text())["components"]["schemas"]
    assert len([name for name in schemas if name.endswith("Record")]) == len(RECORDS)
    assert "/api/v1/sync" in json.loads(page.read_text())["paths"]

"""Generated files are current, and the check that says so can fail."""

from pathlib import Path

import pytest

from server import generate

NAMES = [name for name, _ in generate.FILES]


def test_generated_files_are_current():
    assert generate.stale() == [], "run `make generate`"


@pytest.mark.parametrize("name", NAMES)
def test_a_changed_generated_file_is_named_stale_and_written_again(name, tmp_path):
    assert generate.write(tmp_path) == NAMES
    assert generate.stale(tmp_path) == []
    (tmp_path / name).write_text("changed by hand\n")
    assert generate.stale(tmp_path) == [name]
    assert generate.write(tmp_path) == [name]
    assert generate.stale(tmp_path) == []


def test_tablet_and_office_draw_the_same_map():
    root = Path(__file__).resolve().parents[2]
    office, tablet = root / "server/static/mongolia.json", root / "pwa/src/screens/capture/mongolia.json"
    assert office.read_bytes() == tablet.read_bytes(), "pwa/tools/map.mjs writes both"


def test_the_check_exits_1_and_names_the_stale_file(monkeypatch, capsys):
    monkeypatch.setattr(generate, "FILES", [("docs/nowhere.md", lambda: "new\n")])
    assert generate.main(["--check"]) == 1
    assert capsys.readouterr().out == "stale: docs/nowhere.md\n"


def test_an_unknown_argument_writes_nothing(capsys):
    assert generate.main(["--chek"]) == 2
    assert "usage" in capsys.readouterr().err


def test_the_field_table_names_every_field():
    page = generate.fields_page()
    assert [
        (record.name, field.name)
        for record in generate.RECORDS
        for field in record.fields
        if f"| `{field.name}` |" not in page.split(f"\n## {record.name}\n")[1].split("\n## ")[0]
    ] == []

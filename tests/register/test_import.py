"""A bagh's list is taken in: dry run row by row, then carried out, and again without doing anything (O18)."""

import contextlib
import io
import zipfile

import pytest
from click.testing import CliRunner
from openpyxl import Workbook

from server import commands
from server.commands import register
from server.problems import Problem
from server.register import plan, sheet, take
from server.register.letters import repaired
from server.store import people
from server.store.unit_of_work import reading
from tests.stores import database, empty_world, postgres_template, world

__all__ = ["database", "empty_world", "postgres_template", "world"]

HEADING = ["№", "Өрхийн дугаар", "Эцэг (эх)-ийн нэр", "Нэр", "Хүйс", "Төрсөн он", "Утас", "Хаяг"]
LIST = [
    ["Рашаант багийн иргэдийн жагсаалт"],
    HEADING,
    [1, 14, "Өнөр", "Үүрийнтуяа", "эм", 1980, "9911 2233", "1-р гудамж 4"],
    [2, 14, "Өнөр", "Ганбаатар", "эр", 1978, "+976 99112234", ""],
    [3, 15, "Єнєр", "Їїрийнтуяа", "эм", 2001, "", ""],
    [4, 15, "Äîðæ", "Áàò", "эр", "1990.05.02", "", ""],
    [],
    [5, 16, "Бат", "", "эр", 1990, "", ""],
    [6, 16, "Бат", "Сараа", "??", 2090, "12", ""],
    [7, 14, "Өнөр", "Үүрийнтуяа", "эм", 1980, "", ""],
]


def workbook(rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    raw = io.BytesIO()
    book.save(raw)
    return raw.getvalue()


def planned(world, raw, unit="Бугат"):
    with world.app.app_context(), reading() as connection:
        return plan.make(connection, world.tenant, world.units[unit], sheet.rows(raw), 2026)


def taken(world, raw, unit="Бугат"):
    made = planned(world, raw, unit)
    with world.app.app_context():
        return take.take(world.tenant, "", world.units[unit], made)


def everybody(world, unit="Бугат"):
    with world.app.app_context(), reading() as connection:
        return people.of_unit(connection, world.tenant, world.units[unit])


def test_a_dry_run_says_of_every_row_what_would_happen_and_writes_nothing(world):
    before = world.everything()
    made = planned(world, workbook(LIST))
    assert [line.deed for line in made.lines] == ["new", "new", "new", "new", "empty", "wrong", "wrong", "twin"]
    assert made.households == {"14": 2, "15": 2}
    assert made.lines[6].person.wrong == {
        "sex": "register.wrong.sex",
        "birth_year": "register.wrong.birth_year",
        "phone": "register.wrong.phone",
    }
    assert world.everything() == before


def test_the_plan_is_carried_out_and_the_same_list_again_does_nothing(world):
    assert taken(world, workbook(LIST)) == 6
    found = {person.values["given_name"]: person.values for person in everybody(world)}
    assert set(found) == {"Үүрийнтуяа", "Ганбаатар", "Бат"}
    assert len(everybody(world)) == 4
    assert found["Ганбаатар"]["phone"] == "99112234" and found["Ганбаатар"]["age_band"] == "35_54"
    assert found["Бат"]["parent_name"] == "Дорж"
    assert [line.deed for line in planned(world, workbook(LIST)).lines][:4] == ["known"] * 4
    assert taken(world, workbook(LIST)) == 0


def test_a_later_list_adds_only_what_the_register_lacks(world):
    taken(world, workbook(LIST))
    later = [HEADING, [1, 15, "Дорж", "Бат", "эр", 1990, "99001122", "Зүүн гудамж"]]
    assert [line.deed for line in planned(world, workbook(later)).lines] == ["fill"]
    taken(world, workbook(later))
    bat = next(person.values for person in everybody(world) if person.values["given_name"] == "Бат")
    assert (bat["phone"], bat["address"], bat["birth_year"]) == ("99001122", "Зүүн гудамж", 1990)


def test_people_come_to_the_tablets_of_their_unit_alone(world):
    taken(world, workbook(LIST))
    here, there = world.enrol("Бугат"), world.enrol("Рашаант")
    rows = {tablet: [row for row, _ in world.sync(tablet).rows if row["type"] == "person"] for tablet in (here, there)}
    assert (len(rows[here]), len(rows[there])) == (4, 0)


def test_a_list_as_text_is_read_in_both_encodings(world):
    text = "Нэр;Хүйс\nҮүрийнтуяа;эм\n"
    assert [line.deed for line in planned(world, text.encode()).lines] == ["new"]
    assert planned(world, "Нэр;Хїйс\nБат;эр\n".encode("cp1251")).lines[0].person.values["given_name"] == "Бат"


def test_a_sheet_without_headings_is_not_guessed(world):
    assert planned(world, workbook([["Бат", "Дорж"], [1, 2]])) is None


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"PK\x03\x04 torn", "bad-values"),
        (b"\x00\x01\x02", "bad-values"),
        (b"x" * (sheet.FILE_BYTES_MAX + 1), "too-large"),
        ("Нэр\n".encode() + b"a\n" * (sheet.ROWS_MAX + 5), "too-large"),
    ],
)
def test_h71_a_hostile_file_is_refused_before_it_costs_anything(raw, code):
    with pytest.raises(Problem) as refused:
        list(sheet.rows(raw))
    assert refused.value.code == code


def test_h71_a_bomb_and_foreign_entities_are_refused():
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as packed:
        for number in range(3):
            packed.writestr(f"xl/{number}.xml", bytes(80 * 1024 * 1024))
    with pytest.raises(Problem) as refused:
        list(sheet.rows(bomb.getvalue()))
    assert refused.value.code == "too-large"
    honest = workbook(LIST)
    evil = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(honest)) as given, zipfile.ZipFile(evil, "w") as made:
        for member in given.infolist():
            body = given.read(member)
            if member.filename == "xl/workbook.xml":
                body = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + body
            made.writestr(member.filename, body)
    with pytest.raises(Problem) as refused:
        list(sheet.rows(evil.getvalue()))
    assert refused.value.code == "bad-values"


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Єнєр", "Өнөр"),
        ("õóóëèéí", "хуулийн"),
        ("ºðõ", "өрх"),
        ("Café", "Café"),
        ("Үүрийнтуяа", "Үүрийнтуяа"),
        ("", ""),
    ],
)
def test_letters_of_old_fonts_are_made_right_and_others_left(said, meant):
    assert repaired(said) == meant


def test_the_command_says_what_would_happen_and_does_it_when_told(world, tmp_path):
    file = tmp_path / "bugat.xlsx"
    file.write_bytes(workbook(LIST))
    words = [str(file), "--tenant", world.tenant, "--unit", "Бугат"]
    with world.app.app_context(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(commands, "app_context", contextlib.nullcontext)
        dry = CliRunner().invoke(register.command, words)
        assert "row 9: wrong sex: sex, birth_year: birth_year, phone: phone" in dry.output
        assert "empty 1, new 4, twin 1, wrong 2" in dry.output
        assert everybody(world) == []
        done = CliRunner().invoke(register.command, [*words, "--take"])
        assert "Taken in: 6 statements." in done.output
    assert len(everybody(world)) == 4

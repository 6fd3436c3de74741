"""Lists taken out of the house (O14): within reach, as filtered, no formulas, written down, a few at a time."""

import csv
import io
import json
import sys
from subprocess import PIPE, Popen

import openpyxl
import pytest
from sqlalchemy import select

from server import acts
from server.exports import files, taking
from server.exports.cells import safe
from server.exports.rows import Row
from server.models.exports import ExportEntry
from tests.office.conftest import HALL


@pytest.fixture
def world(sqlite_world):
    """Exports read through the store's own statements, which run on both."""
    return sqlite_world


@pytest.fixture
def filled(hall):
    """Proposals in both baghs, one with a place, one that would be a formula."""
    world = hall.world
    for bagh, title, values in (
        (HALL, "=1+1", {"cost": 5_000_000, "place": "48.1,91.7", "status": "planned"}),
        (HALL, "Худаг", {"category": "water", "needs_investment": True}),
        ("Бугат", "Зам", {"category": "roads"}),
    ):
        said = {"unit": world.units[bagh], "hearing": hall.hearing, "title": title, "kind": "proposal"} | values
        world.state(acts.creation("proposal", said))
    return hall


def _taken(world, actor, name, form, **said):
    with world.app.test_request_context(base_url="http://office.localhost:8000"):
        return taking.take(actor, name, form, said).read()


def _csv(body):
    return list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "a\n=1", 'x\r\n@"', "\0=1"]
)
def test_h81_no_cell_is_taken_for_a_formula(text):
    assert safe(text).startswith("'")
    assert "\0" not in safe(text)


@pytest.mark.parametrize("value", [None, -5, 0, "Худаг", "а-б", "1=1"])
def test_h81_what_is_no_formula_stays_as_it_is(value):
    assert safe(value) == value


def test_h81_an_exported_list_has_no_formula_in_either_form(filled, officer_of):
    officer = officer_of("officer")
    assert any("'=1+1" in row for row in _csv(_taken(filled.world, officer, "proposals", "csv")))
    book = openpyxl.load_workbook(io.BytesIO(_taken(filled.world, officer, "proposals", "xlsx")))
    cells = [cell for row in book.active.iter_rows() for cell in row]
    assert "'=1+1" in [cell.value for cell in cells]
    assert all(cell.data_type != "f" for cell in cells)
    assert 5_000_000 in [cell.value for cell in cells]


def test_h82_an_officer_of_one_bagh_takes_out_that_bagh_alone_and_how_many_rows_is_written_down(filled, officer_of):
    officer = officer_of("officer", HALL)
    rows = _csv(_taken(filled.world, officer, "proposals", "csv", q="Ө.Үүрийнтуяа", unit=filled.unit))
    assert {row[1] for row in rows[1:]} == {HALL}
    with filled.world.connection() as connection:
        (entry,) = connection.execute(select(ExportEntry.__table__)).all()
    assert (entry.by, entry.list, entry.form, entry.rows) == (officer.id, "proposals", "csv", 2)
    assert "Үүрийнтуяа" not in entry.asked and entry.asked == f"unit={filled.unit}"


def test_an_export_keeps_to_the_filters_of_its_page(filled, officer_of):
    rows = _csv(_taken(filled.world, officer_of("officer"), "proposals", "csv", category="water"))
    assert [row[6] for row in rows[1:]] == ["Худаг"]


def test_a_map_file_holds_what_says_a_place_and_longitude_first(filled, officer_of):
    found = json.loads(_taken(filled.world, officer_of("officer"), "proposals", "geojson"))
    (feature,) = found["features"]
    assert feature["geometry"] == {"type": "Point", "coordinates": [91.7, 48.1]}
    assert feature["properties"]["proposal_status"] == "planned"


def test_scenario_18_who_withdrew_consent_is_not_named_in_an_export(filled, officer_of):
    world, unit = filled.world, filled.unit
    people = (
        ("Болд", {"consents/participation": "2099-01-01", "consents/answer_by_phone": "2020-01-01"}),
        ("Сараа", {"consents/participation": "2020-01-01"}),
        ("Туяа", {}),
    )
    for name, consents in people:
        said = {"unit": unit, "given_name": name, "phone": "99112233", "sex": "female"} | consents
        world.state(acts.creation("person", said))
    body = _csv(_taken(world, officer_of("officer"), "people", "csv"))
    shown = {row[3]: row[8] for row in body[1:]}
    assert shown == {"Болд": "", "": "", "Туяа": "99112233"}


@pytest.mark.parametrize("name", ["proposals", "hearings", "works", "reports", "people"])
def test_every_list_has_as_many_cells_as_names_of_columns(filled, officer_of, name):
    world = filled.world
    for kind, values in (("work", {"name": "Худаг"}), ("person", {"given_name": "Болд"})):
        world.state(acts.creation(kind, {"unit": filled.unit} | values))
    rows = _csv(_taken(world, officer_of("officer"), name, "csv"))
    assert len({len(row) for row in rows}) == 1
    assert len(rows) > (1 if name != "reports" else 0)
    assert not any("." in word for word in rows[0]), "a text is missing"


HOLD = """
import fcntl, sys
file = open(sys.argv[1], "w")
fcntl.flock(file, fcntl.LOCK_EX)
print("held", flush=True)
input()
"""


def test_h84_a_third_export_at_once_is_asked_to_come_again_by_any_process_of_the_server(desk):
    hall, _, browse = desk
    officer = browse("officer")
    place = str(hall.world.data_dir / "export-0.lock")
    with Popen([sys.executable, "-c", HOLD, place], stdin=PIPE, stdout=PIPE) as other, hall.world.app.app_context():
        assert other.stdout.readline() == b"held\n"
        assert officer.get("/exports/proposals.csv").status_code == 200, "the second"
        with taking._turn():
            answer = officer.get("/exports/proposals.csv")
            other.kill()
        assert answer.status_code == 429
        assert int(answer.headers["Retry-After"]) > 0
    with hall.world.app.app_context(), taking._turn():
        assert officer.get("/exports/proposals.csv").status_code == 200, "who died holds no place"


def test_h83_the_name_of_a_file_is_plain_and_roles_hold(desk):
    hall, reviewer, browse = desk
    officer = browse("officer")
    answer = officer.get("/exports/hearings.xlsx?unit=%22%0d%0aSet-Cookie:x")
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=hearings-")
    assert reviewer.get("/exports/hearings.xlsx").status_code == 403
    assert [officer.get(f"/exports/{name}").status_code for name in ("x.csv", "people.geojson", "hearings.exe")] == [
        404
    ] * 3
    assert officer.get("/exports").status_code == 200
    person = hall.ana.say("person", unit=hall.unit, _personal={"given_name": "Дулам"})
    hall.world.sync(hall.ana)
    assert officer.get("/exports/people.csv").status_code == 200
    assert [row[2] for row in hall.world.everything()["access_log"]] == [person], "who was shown whose data"
    assert "/exports/hearings.csv" in officer.get("/hearings").text
    assert "/exports/" not in reviewer.get("/hearings").text


def test_rows_go_to_the_file_as_they_come():
    seen = []

    def rows():
        for number in range(5):
            seen.append(number)
            yield Row([str(number), "x" * 10], (91.0, 48.0))

    for form in files.KINDS:
        file, count = files.write(form, ["a", "b"], ["a", "b"], rows(), lambda _column, value: value)
        assert count == 5
        assert file.read(4)
        file.close()
    assert seen == [*range(5)] * 3

"""A list comes into the register over the pages: dry run, one yes, steps, outcome; hostile files are refused."""

import html
import io
import re
import threading
import zipfile

import pytest
from openpyxl import Workbook, load_workbook

from server.office.entries import jobs
from server.problems import Problem
from server.register import sheet, take
from server.store import people
from tests.office.conftest import HALL

HEADING = ["№", "Өрхийн дугаар", "Эцэг (эх)-ийн нэр", "Нэр", "Хүйс", "Төрсөн он", "Утас", "Гэр"]
LIST = [
    ["Рашаант багийн жагсаалт"],
    HEADING,
    [1, 14, "Өнөр", "Үүрийнтуяа", "эм", 1980, "9911 2233", "нууц тэмдэглэл"],
    [2, 15, "Єнєр", "Їїрийнтуяа", "эм", 2001, "", ""],
    [3, 15, "Дорж", "=HYPERLINK(0)", "эр", 1990, "", ""],
    [4, 16, "Бат", "", "эр", 1990, "", ""],
    [5, 14, "Өнөр", "Үүрийнтуяа", "эм", 1980, "", ""],
]


def workbook(rows):
    book = Workbook()
    for row in rows:
        book.active.append([f"'{cell}" if str(cell).startswith("=") else cell for cell in row])
    for cell in [cell for row in book.active for cell in row if str(cell.value).startswith("'=")]:
        cell.value, cell.data_type = cell.value[1:], "s"
    raw = io.BytesIO()
    book.save(raw)
    return raw.getvalue()


def text(*people):
    """A list as text: one given name a line."""
    return ("Нэр;Эцэг\n" + "".join(f"{one};Дорж\n" for one in people)).encode()


@pytest.fixture
def officer(officer_of):
    return officer_of("officer")


def prepare(hall, actor, raw, unit=""):
    with hall.world.app.app_context():
        return jobs.prepare(actor, unit or hall.unit, raw)


def shown(hall, actor, job, **said):
    with hall.world.connection() as connection:
        return jobs.shown(connection, actor, job, said)


def confirm(hall, actor, job, token=None):
    with hall.world.app.app_context():
        jobs.confirm(actor, job, shown(hall, actor, job).token if token is None else token)


def given_names(hall):
    with hall.world.connection() as connection:
        found = people.of_unit(connection, hall.world.tenant, hall.unit)
        return sorted(str(person.values["given_name"]) for person in found)


def test_the_dry_run_says_what_would_become_of_each_row_and_writes_no_op(hall, officer):
    before = hall.world.derived()
    job = prepare(hall, officer, workbook(LIST))
    view = shown(hall, officer, job)
    assert [(line.person.row, line.deed) for line in view.cut.rows] == [
        *((3, "new"), (4, "new"), (5, "wrong"), (6, "wrong"), (7, "twin"))
    ]
    assert view.counts == {"new": 2, "wrong": 2, "twin": 1, "households": 2}
    assert [line.person.row for line in shown(hall, officer, job, deed="problems").cut.rows] == [4, 5, 6, 7]
    assert [line.person.row for line in shown(hall, officer, job, deed="twin").cut.rows] == [7]
    assert hall.world.derived() == before


def test_h81_a_cell_that_begins_a_formula_is_no_name(hall, officer):
    view = shown(hall, officer, prepare(hall, officer, workbook(LIST)), deed="wrong")
    assert view.cut.rows[0].person.wrong == {"given_name": "register.wrong.formula"}


def test_i7_rows_wait_sealed_and_without_columns_that_nobody_asked_for(hall, officer):
    prepare(hall, officer, workbook(LIST))
    rows = hall.world.everything()["register_import"]
    assert len(rows) == 1
    raw = repr(rows).encode("unicode_escape")
    for word in ("Үүрийнтуяа", "99112233", "нууц"):
        assert word.encode("unicode_escape") not in raw
    for path in hall.world.data_dir.glob("yavuul.sqlite3*"):
        assert "Үүрийнтуяа".encode() not in path.read_bytes()


def test_a_yes_takes_the_list_in_and_lets_go_of_its_rows(hall, officer):
    job = prepare(hall, officer, workbook(LIST))
    confirm(hall, officer, job)
    assert given_names(hall) == ["Үүрийнтуяа", "Үүрийнтуяа"]
    view = shown(hall, officer, job)
    assert (view.job.state, view.job.done, view.job.total, view.job.cells, view.plan) == ("done", 4, 4, None, None)
    assert view.counts["new"] == 2
    confirm(hall, officer, job, "whatever")
    assert len(given_names(hall)) == 2


def test_a_stale_dry_run_is_refused_and_shown_anew(hall, officer):
    job = prepare(hall, officer, text("Болд", "Сараа"))
    token = shown(hall, officer, job).token
    other = prepare(hall, officer, text("Болд"))
    confirm(hall, officer, other)
    with pytest.raises(Problem) as refused:
        confirm(hall, officer, job, token)
    assert refused.value.code == "stale"
    assert given_names(hall) == ["Болд"]
    assert shown(hall, officer, job).counts == {"new": 1, "known": 1, "households": 0}
    confirm(hall, officer, job)
    assert given_names(hall) == ["Болд", "Сараа"]


def test_two_who_say_yes_at_once_start_one_import(hall, officer, monkeypatch):
    monkeypatch.setattr(take, "STEP", 3)
    job = prepare(hall, officer, text(*(f"Хүн{number}" for number in range(20))))
    token, both, failed = shown(hall, officer, job).token, threading.Barrier(2), []

    def say_yes():
        with hall.world.app.app_context():
            both.wait()
            try:
                jobs.confirm(officer, job, token)
                jobs.go_on(officer, job)
            except Problem as problem:
                failed.append(problem.code)

    threads = [threading.Thread(target=say_yes) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(failed) <= {"stale"}, "the other began before this one had looked"
    with hall.world.app.app_context():
        jobs.go_on(officer, job)
    assert len(given_names(hall)) == 20
    assert shown(hall, officer, job).job.state == "done"


def test_what_was_broken_off_goes_on_where_it_was(hall, officer, monkeypatch):
    monkeypatch.setattr(take, "STEP", 2)
    monkeypatch.setattr(jobs, "BUDGET_S", -1)
    job = prepare(hall, officer, text("Болд", "Сараа", "Дулмаа", "Өлзий", "Ёндон"))
    confirm(hall, officer, job)
    view = shown(hall, officer, job)
    assert (view.job.state, view.job.done, view.job.total) == ("running", 2, 5)
    for _ in range(2):
        with hall.world.app.app_context():
            jobs.go_on(officer, job)
    assert shown(hall, officer, job).job.state == "done"
    assert len(given_names(hall)) == 5


def test_two_lists_of_one_unit_go_in_one_after_the_other(hall, officer, administrator, monkeypatch):
    monkeypatch.setattr(take, "STEP", 1)
    monkeypatch.setattr(jobs, "BUDGET_S", -1)
    one = prepare(hall, officer, text("Болд", "Сараа"))
    other = prepare(hall, administrator, text("Болд", "Сараа"))
    token = shown(hall, administrator, other).token
    confirm(hall, officer, one)
    with pytest.raises(Problem) as refused:
        confirm(hall, administrator, other)
    assert refused.value.code == "bad-state"
    with hall.world.app.app_context():
        jobs.go_on(administrator, one)  # whoever began it may be gone
    with pytest.raises(Problem) as refused:
        confirm(hall, administrator, other, token)
    assert refused.value.code == "stale"
    assert given_names(hall) == ["Болд", "Сараа"]


def test_i9_an_import_is_its_officers_own_and_stays_within_his_units(
    hall, officer, officer_of, administrator, stranger
):
    job = prepare(hall, officer, text("Болд"))
    elsewhere = officer_of("officer", "Бугат")
    for other in (administrator, stranger, elsewhere):
        for deed in (lambda other=other: shown(hall, other, job), lambda other=other: confirm(hall, other, job, "")):
            with pytest.raises(Problem) as refused:
                deed()
            assert refused.value.code == "not-found"
    with pytest.raises(Problem) as refused:
        prepare(hall, elsewhere, text("Болд"))
    assert refused.value.code == "not-found"
    confirm(hall, officer, job)
    with hall.world.connection() as connection:
        assert len(jobs.listed(connection, administrator)) == 1, "what was taken in is no secret, only the rows are"
        assert jobs.listed(connection, elsewhere) == jobs.listed(connection, stranger) == []


def test_a_list_that_nobody_said_yes_to_is_let_go(hall, officer, monkeypatch):
    job = prepare(hall, officer, text("Болд"))
    with hall.world.app.app_context():
        jobs.drop(officer, job)
        with pytest.raises(Problem):
            jobs.drop(officer, job)
    prepare(hall, officer, text("Болд"))
    monkeypatch.setattr(jobs, "KEPT_MS", -1000)
    prepare(hall, officer, text("Сараа"))
    assert len(hall.world.everything()["register_import"]) == 1


def bomb():
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as packed:
        for number in range(3):
            packed.writestr(f"xl/{number}.xml", bytes(80 * 1024 * 1024))
    return raw.getvalue()


@pytest.fixture
def browsed(desk):
    hall, _, browse = desk
    return hall, browse("officer")


def upload(hall, browser, raw, name="жагсаалт.xlsx", unit=None):
    data = {"csrf_token": browser.form_token("/register"), "unit": hall.unit if unit is None else unit}
    return browser.post("/register/imports", data=data | {"file": (io.BytesIO(raw), name)})


@pytest.mark.parametrize(
    ("raw", "status", "says"),
    [
        (b"", 422, "Гарчгийн мөр олдсонгүй"),
        (b"%PDF-1.7 no sheet", 422, "Гарчгийн мөр олдсонгүй"),
        (b"PK\x03\x04 torn", 422, "Файлыг уншиж чадсангүй"),
        (b"\xd0\xcf\x11\xe0\x00\x00", 422, "Файлыг уншиж чадсангүй"),
        ("Нэр\n".encode() + b"a\n" * (sheet.ROWS_MAX + 5), 413, "Файл хэт том байна"),
        (bomb, 413, "Файл хэт том байна"),
    ],
)
def test_h71_a_hostile_or_wrong_file_is_refused_in_plain_words(browsed, raw, status, says):
    hall, browser = browsed
    answer = upload(hall, browser, raw() if callable(raw) else raw)
    assert (answer.status_code, says in answer.text) == (status, True)
    assert hall.world.everything()["register_import"] == []


def test_a_file_may_be_larger_than_other_bodies_and_is_bounded_all_the_same(browsed):
    hall, browser = browsed
    big = text("Болд") + b";\n" * 1_500_000
    assert len(big) > 2 * 1024 * 1024
    assert upload(hall, browser, big).status_code == 413
    assert "too-large" not in upload(hall, browser, text("Болд") + b" " * 3_000_000).text
    assert upload(hall, browser, b"x" * (sheet.FILE_BYTES_MAX + 100_000)).status_code == 413
    assert browser.post("/filters", data={"name": "x" * 3_000_000}).status_code == 413


def test_i7_a_files_names_never_touch_the_disk(browsed, monkeypatch):
    hall, browser = browsed
    monkeypatch.setattr("werkzeug.formparser.SpooledTemporaryFile", None)
    monkeypatch.setattr("werkzeug.formparser.TemporaryFile", None, raising=False)
    assert upload(hall, browser, text("Болд") + (b" " * 99 + b"\n") * 12_000).status_code == 303


def test_the_whole_way_over_the_pages(browsed, capsys):
    hall, browser = browsed
    capsys.readouterr()
    answer = upload(hall, browser, workbook(LIST))
    assert answer.status_code == 303
    page = html.unescape(browser.get(answer.location).text)
    assert "Үүрийнтуяа" in page and "Томьёо шиг эхэлсэн" in page and "Бүртгэлд оруулах: 2" in page
    token = re.search(r'name="token" value="(\w+)"', page)[1]
    stale = browser.submit(answer.location + "/confirmation", answer.location, token="old")
    assert (stale.status_code, "бүртгэл өөрчлөгджээ" in stale.text) == (409, True)
    done = browser.submit(answer.location + "/confirmation", answer.location, token=token)
    assert done.location == answer.location
    assert "Жагсаалт бүртгэлд орсон" in browser.get(done.location).text
    assert given_names(hall) == ["Үүрийнтуяа", "Үүрийнтуяа"]
    assert HALL in browser.get("/register").text
    assert "Үүрийнтуяа" not in capsys.readouterr().err


def test_the_sample_is_a_sheet_that_the_room_reads(browsed):
    hall, browser = browsed
    answer = browser.get("/register/example.xlsx")
    book = load_workbook(io.BytesIO(answer.data))
    assert [cell.value for cell in book.active[1]][2] == "Нэр"
    page = browser.get(upload(hall, browser, answer.data).location).text
    assert "Бүртгэлд оруулах: 2" in page


def test_a_reviewer_sees_the_room_and_takes_nothing_in(desk):
    hall, reviewer, _ = desk
    assert "enctype" not in reviewer.get("/register").text
    assert upload(hall, reviewer, text("Болд")).status_code == 403
    assert reviewer.get("/register/example.xlsx").status_code == 403


def test_twins_are_joined_and_parted_over_the_pages(desk):
    hall, browser, browse = desk
    one, other = (
        hall.ana.say("person", unit=hall.unit, _personal={"given_name": "Болд", "parent_name": "Дорж", "phone": phone})
        for phone in ("99112233", "88112233")
    )
    hall.world.sync(hall.ana)
    page = browser.get("/register/twins").text
    where = re.search(r'href="(/register/twins/\w+/\w+)"', page)[1]
    pair = browser.get(where).text
    assert "<mark>99112233</mark>" in pair and "<mark>88112233</mark>" in pair
    joined = browser.submit(f"/register/twins/{other}/joining", where, keeps=one)
    assert joined.location == f"/register/twins?joined={other}"
    page = browser.get(joined.location).text
    assert where not in page and page.count(f"/register/twins/{other}/parting") == 2
    assert browser.submit(f"/register/twins/{other}/parting", joined.location).status_code == 303
    assert where in browser.get("/register/twins").text
    told = browser.submit(where + "/difference", where)
    page = browser.get(told.location).text
    assert where + '"' not in page and f"{where}/difference" in page
    assert browser.submit(where + "/difference", where, undo="1").location == "/register/twins"
    assert where in browser.get("/register/twins").text
    elsewhere = browse("officer", "Бугат")
    assert elsewhere.get(where).status_code == 404
    assert elsewhere.get(f"/register/twins?unit={hall.unit}").status_code == 404
    for wrong in (f"/register/twins/{one}/{one}", f"/register/twins/{one}/{hall.hearing}", "/register/twins/x/y"):
        assert browser.get(wrong).status_code == 404

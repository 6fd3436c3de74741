"""The program `yavuul`, command by command, in a directory of its own."""

import json

import pytest
from click.testing import CliRunner

from server import commands, keys
from server.cli import program
from server.store import tenants
from server.store.settings import house
from server.store.unit_of_work import reading, write


@pytest.fixture
def yavuul(tmp_path, monkeypatch):
    """Run the program with a data directory of its own: `yavuul("init")`."""
    monkeypatch.setenv("YAVUUL_DATA", str(tmp_path / "var"))
    monkeypatch.delenv("DATABASE_URL", raising=False)

    def run(*words, answers="", status=0):
        done = CliRunner().invoke(program, words, input=answers)
        assert done.exit_code == status, done.output
        return done.output

    return run


@pytest.fixture
def deployed(yavuul):
    """The program, after init, migrate and the first organisation."""
    yavuul("init")
    yavuul("migrate")
    yavuul("tenant", "add", "jargalant", "--name", "Жаргалант сумын ИТХ", "--zone", "Asia/Hovd")
    return yavuul


def test_init_twice_keeps_the_keys(yavuul, tmp_path):
    yavuul("init")
    before = keys.to_json(keys.load(tmp_path / "var"))
    assert "already" in yavuul("init")
    assert keys.to_json(keys.load(tmp_path / "var")) == before


def test_keys_come_back_from_the_escrow(yavuul, tmp_path):
    said = yavuul("init", "--escrow", str(tmp_path / "escrow.txt"))
    passphrase = said.split("than the file: ")[1].split()[0]
    before = (tmp_path / "var/keys.json").read_text()
    (tmp_path / "var/keys.json").unlink()
    yavuul("init", "--from-escrow", str(tmp_path / "escrow.txt"), answers="wrong\n", status=1)
    yavuul("init", "--from-escrow", str(tmp_path / "escrow.txt"), answers=f"{passphrase}\n")
    assert json.loads((tmp_path / "var/keys.json").read_text()) == json.loads(before)


def test_without_init_the_program_says_what_to_do(yavuul):
    assert "yavuul init" in yavuul("routes", status=1)


def test_unsafe_settings_are_a_sentence(yavuul, monkeypatch):
    monkeypatch.setenv("YAVUUL_HOST", "yavuul.example")
    monkeypatch.setenv("YAVUUL_SCHEME", "http")
    assert yavuul("init", status=1).startswith("Error: YAVUUL_SCHEME")


def test_the_first_administrator_can_sign_in_with_the_password_shown(deployed):
    said = deployed(
        "user", "add", "dulmaa@yavuul.example", "--tenant", "jargalant", "--name", "Г.Дулмаа", "--role", "administrator"
    )
    assert "Password, shown only now: " in said
    code = deployed("enrol-code", "dulmaa@yavuul.example").strip()
    assert len(code.replace("-", "")) == 32


def test_a_forgotten_password_is_replaced(deployed):
    words = ["user", "add", "a@yavuul.example", "--tenant", "jargalant", "--name", "А", "--role", "officer"]
    deployed(*words)
    assert "Password, shown only now: " in deployed("user", "password", "A@yavuul.example", "--without-second-step")
    assert "no such account" in deployed("user", "password", "b@yavuul.example", status=1)


def test_a_password_may_come_from_standard_input(deployed):
    words = ["user", "add", "a@yavuul.example", "--tenant", "jargalant", "--name", "А", "--role", "officer"]
    said = deployed(*words, "--all-units", "--password-from", "-", answers="Ховдын таван толгой\n")
    assert "Password" not in said


@pytest.mark.parametrize("tenant", ["nowhere", "jargalant"])
def test_an_account_that_cannot_be_is_a_sentence(deployed, tenant):
    email = "nobody" if tenant == "jargalant" else "a@yavuul.example"
    words = ["user", "add", email, "--tenant", tenant, "--name", "А", "--role", "officer"]
    assert "not made" in deployed(*words, status=1)


def test_an_unknown_account_gets_no_code(deployed):
    assert "no such account" in deployed("enrol-code", "nobody@yavuul.example", status=1)


def test_organisations_have_short_names_that_are_theirs(deployed):
    for short in ("jargalant", "Жаргалант", "a/b"):
        deployed("tenant", "add", short, "--name", "Жаргалант", status=1)
    assert "time zone" in deployed("tenant", "add", "buyant", "--name", "Буянт", "--zone", "Asia/Khovd", status=1)


def test_a_new_organisation_has_an_epoch_and_a_record_with_its_name(deployed):
    with commands.app_context(), reading() as connection:
        assert len(tenants.epoch(connection, "jargalant")) == 6
        assert house(connection, "jargalant")[:2] == ("Жаргалант сумын ИТХ", "Asia/Hovd")


def test_an_organisation_without_a_record_gets_it(deployed):
    with commands.app_context():
        write(lambda connection: tenants.create(connection, "buyant", "abc234"))
        deployed("tenant", "add", "buyant", "--name", "Буянт сумын ИТХ")
        with reading() as connection:
            assert house(connection, "buyant").name == "Буянт сумын ИТХ"
            assert tenants.epoch(connection, "buyant") == "abc234"


def test_the_search_index_is_read_up_and_made_anew(deployed, tmp_path):
    assert "jargalant: up to date" in deployed("index")
    index = tmp_path / "var" / "search.db"
    index.write_bytes(b"torn" * 1000)
    assert "jargalant: up to date" in deployed("index", "--anew")
    assert index.read_bytes().startswith(b"SQLite format 3")


def test_routes_lists_every_route_with_its_rule(deployed):
    listing = deployed("routes")
    assert "app     POST   /api/v1/enrol" in listing
    assert "NO RULE" not in listing


def test_the_doctor_finds_what_is_wrong(deployed, tmp_path):
    said = deployed("doctor", status=1 if not _is_built() else 0)
    assert "ok   tables are there" in said
    assert "ok   journal" in said
    assert "ok   media files are here (0 missing)" in said
    (tmp_path / "var").chmod(0o755)
    assert "FAIL data directory is ours alone" in deployed("doctor", status=1)


def _is_built():
    from server.config import PWA_DIR

    return (PWA_DIR / "index.html").exists()

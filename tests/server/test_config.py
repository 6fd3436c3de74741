"""Settings and keys that are not safe do not start (RELIABILITY 4.10)."""

import json
from dataclasses import replace

import pytest

from server import clock, keys
from server.app import create_app
from server.config import Settings, UnsafeSettings


def test_the_defaults_are_right_on_ones_own_machine():
    settings = Settings.from_env({}).check()
    assert settings.origin("app") == "http://app.localhost:8000"
    assert settings.database.startswith("sqlite:///")


def test_everything_can_be_said_in_the_environment(tmp_path):
    said = {
        "YAVUUL_DATA": str(tmp_path),
        "DATABASE_URL": "postgresql+psycopg://db/yavuul",
        "YAVUUL_HOST": "yavuul.example",
        "YAVUUL_PORT": "8443",
        "YAVUUL_PROXIES": "1",
        "YAVUUL_LANGUAGE": "en",
        "YAVUUL_ZONE": "Asia/Hovd",
        "YAVUUL_WORKERS": "3",
        "YAVUUL_THREADS": "40",
    }
    settings = Settings.from_env(said).check()
    assert settings.is_https
    assert settings.origin("office") == "https://office.yavuul.example"
    assert (settings.workers, settings.threads, settings.proxies) == (3, 40, 1)


@pytest.mark.parametrize(
    "said",
    [
        {"YAVUUL_HOST": "yavuul.example", "YAVUUL_SCHEME": "http"},
        {"YAVUUL_HOST": "yavuul.example", "YAVUUL_DEBUG": "1"},
        {"YAVUUL_SCHEME": "ftp"},
        {"YAVUUL_LANGUAGE": "fr"},
        {"YAVUUL_ZONE": "Mars/Phobos"},
        {"YAVUUL_PORT": "eighty"},
        {"YAVUUL_PORT": "²"},
    ],
)
def test_unsafe_or_senseless_settings_are_refused(said):
    with pytest.raises(UnsafeSettings):
        Settings.from_env(said).check()


def test_debug_on_ones_own_machine_is_allowed():
    assert Settings.from_env({"YAVUUL_DEBUG": "1"}).check().debug


def test_the_app_does_not_start_without_keys(tmp_path):
    with pytest.raises(UnsafeSettings, match="yavuul init"):
        create_app(Settings(data_dir=tmp_path))


def test_keys_that_others_may_read_are_refused(settings):
    (settings.data_dir / "keys.json").chmod(0o644)
    with pytest.raises(UnsafeSettings, match="chmod 600"):
        create_app(settings)


@pytest.mark.parametrize("secret", ["", "changeme", "a" * 64, "secret" * 8])
def test_a_weak_secret_is_refused(settings, secret):
    path = settings.data_dir / "keys.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"secret_keys": [secret]}))
    with pytest.raises(UnsafeSettings, match="secret"):
        create_app(settings)


def test_the_app_does_not_start_in_debug_elsewhere(settings):
    with pytest.raises(UnsafeSettings):
        create_app(replace(settings, host="yavuul.example", scheme="https", debug=True))


def test_a_cookie_signed_with_the_former_key_still_holds(settings, deployment_template):
    path = settings.data_dir / "keys.json"
    said = json.loads(path.read_text())
    path.write_text(json.dumps(said | {"secret_keys": [keys.create().secret_keys[0], *said["secret_keys"]]}))
    app = create_app(settings)
    assert app.config["SECRET_KEY_FALLBACKS"] == said["secret_keys"]


@pytest.mark.parametrize(
    ("said", "expected_ms"),
    [("2026-11-22T10:00:00+07:00", 1_795_316_400_000), ("2026-11-22T03:00:00", 1_795_316_400_000)],
)
def test_the_clock_can_be_frozen(monkeypatch, said, expected_ms):
    monkeypatch.setenv("YAVUUL_NOW", said)
    assert clock.now_ms() == expected_ms
    assert clock.now().isoformat() == "2026-11-22T03:00:00+00:00"


@pytest.mark.parametrize(("said", "offset_ms"), [("+PT90M", 5_400_000), ("-PT30S", -30_000), ("+P2DT1H", 176_400_000)])
def test_the_clock_can_be_set_off(monkeypatch, said, offset_ms):
    before = clock.now_ms()
    monkeypatch.setenv("YAVUUL_NOW", said)
    assert abs(clock.now_ms() - before - offset_ms) < 5_000

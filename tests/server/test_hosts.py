"""Three faces on one port, and what may not pass for one (H91, H90, H76)."""

import pytest
from werkzeug.test import Client

from server.hosts import face_of
from tests.server.conftest import browser_on


def test_each_host_answers_as_its_face(client, office, public):
    assert client.get("/api/v1/health").json["alive"] is True
    assert office.get("/sign-in").status_code == 200
    assert "Явуулын танхим" in public.get("/").text


@pytest.mark.parametrize(
    "host", ["evil.example", "app.localhost.evil.example", "localhost.", "xapp.localhost", "127.0.0.1", ""]
)
def test_any_other_host_is_refused(app, host):
    answer = Client(app).get("/", headers={"Host": host})
    assert answer.status_code == 400
    assert answer.json["code"] == "unknown-host"


def test_a_host_named_by_a_stranger_in_front_counts_for_nothing(app, client):
    answer = client.get("/api/v1/health", headers={"X-Forwarded-Host": "evil.example"})
    assert answer.status_code == 200
    assert client.get("/sign-in", headers={"X-Forwarded-Host": "office.localhost"}).status_code != 200


@pytest.mark.parametrize("name", ["APP.localhost", "app.LOCALHOST"])
def test_case_of_the_host_does_not_matter(name):
    assert face_of(name, "localhost") == "app"


def test_the_port_of_the_host_does_not_matter(app):
    assert browser_on(app, "app").get("/api/v1/health", base_url="http://app.localhost:9999").status_code == 200


def test_a_face_does_not_serve_the_routes_of_another(office, public, client):
    assert office.get("/api/v1/health").status_code == 404
    assert public.get("/api/v1/health").status_code == 404
    assert public.get("/sign-in").status_code == 404
    assert client.get("/api/v1/nothing").json["code"] == "not-found"


@pytest.mark.parametrize("path", ["/.git/config", "/.git", "/backup.sqlite", "/metrics", "/debug", "/static/../app.py"])
@pytest.mark.parametrize("face", ["app", "office", ""])
def test_h90_nothing_of_the_house_is_served(app, settings, tmp_path, face, path):
    answer = browser_on(app, face).get(path)
    assert answer.status_code in (404, 503)
    assert "create_app" not in answer.text


@pytest.mark.parametrize("method", ["TRACE", "PUT", "DELETE", "PATCH", "BREW"])
def test_other_methods_are_refused_with_what_is_allowed(client, method):
    answer = client.open("/api/v1/health", method=method)
    assert answer.status_code == 405
    assert answer.json["code"] == "method-not-allowed"
    assert "GET" in answer.headers["Allow"]


def test_a_get_of_what_is_only_posted_is_refused_with_what_is_allowed(client):
    answer = client.get("/api/v1/enrol")
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "POST"


def test_a_method_cannot_be_smuggled(client):
    answer = client.post("/api/v1/health", headers={"X-HTTP-Method-Override": "GET"}, data={"_method": "GET"})
    assert answer.status_code == 405

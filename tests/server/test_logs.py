"""Logs hold no secret, no personal value, no body, no query string (I7)."""

import json


def lines(capsys):
    return [json.loads(line) for line in capsys.readouterr().err.splitlines() if line.startswith("{")]


def test_a_request_is_logged_by_its_route_and_never_by_its_path(client, office, capsys):
    client.get("/api/v1/health?code=CANARY")
    office.get("/tablets/CANARY/revoke")
    client.post("/api/v1/enrol", json={"code": "CANARY", "public_key": "CANARY", "sig": "x", "app_version": "1"})
    office.post("/sign-in", data={"email": "CANARY@example.com", "password": "CANARY"}, headers={"Cookie": "CANARY=1"})
    found = lines(capsys)
    assert "CANARY" not in json.dumps(found)
    assert [line["route"] for line in found] == ["/api/v1/health", None, "/api/v1/enrol", "/sign-in"]


def test_a_line_says_what_an_operator_needs(client, capsys):
    client.get("/api/v1/health")
    (line,) = lines(capsys)
    assert line | {"ms": 0, "timestamp": ""} == {
        "event": "request",
        "level": "info",
        "method": "GET",
        "face": "app",
        "route": "/api/v1/health",
        "status": 200,
        "ms": 0,
        "timestamp": "",
    }


def test_a_refusal_is_written_down_with_its_code(client, capsys):
    client.get("/api/v1/nothing")
    (line,) = lines(capsys)
    assert (line["status"], line["problem"]) == (404, "not-found")


def test_an_invented_method_is_not_written_down(client, capsys):
    client.open("/api/v1/health", method="CANARYMETHODNAME")
    (line,) = lines(capsys)
    assert line["method"] == "?"

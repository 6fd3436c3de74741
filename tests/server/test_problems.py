"""Requests that cannot be served: one shape, nothing internal, words in both languages (DESIGN §10)."""

import pytest
from werkzeug.exceptions import default_exceptions

from server.problems import BY_STATUS, DEEDS, TABLE, Problem
from server.rules import rule
from server.who import Verb


@pytest.mark.parametrize("code", sorted(TABLE))
def test_every_code_is_kebab_case_with_a_status_and_a_deed(code):
    assert code == code.lower().replace("_", "-")
    assert 400 <= TABLE[code].status < 600
    assert TABLE[code].do in DEEDS


def test_every_status_that_the_framework_raises_has_a_code():
    raised = {status for status in default_exceptions if status < 500} - {402, 412, 417, 418, 421, 423, 424, 428, 451}
    assert raised <= set(BY_STATUS)


def test_an_unknown_code_is_a_broken_invariant():
    with pytest.raises(AssertionError):
        Problem("no-such-code")


def test_a_machine_gets_problem_json(client):
    answer = client.get("/api/v1/nothing")
    assert answer.content_type == "application/problem+json"
    assert answer.json == {
        "type": "urn:yavuul:problem:not-found",
        "title": "Ийм хуудас, бичлэг алга. Юу ч устаагүй. Хаягаа шалгах эсвэл эхний хуудас руу буцна уу.",
        "status": 404,
        "code": "not-found",
        "do": "stop",
    }


def test_a_machine_may_ask_for_english(client):
    answer = client.get("/api/v1/nothing", headers={"Accept-Language": "en"})
    assert answer.json["title"].startswith("There is no such page")


def test_a_person_gets_a_page_in_plain_words(public):
    answer = public.get("/nothing")
    assert answer.status_code == 404
    assert answer.mimetype == "text/html"
    assert "Юу ч устаагүй" in answer.text


@pytest.mark.parametrize("face", ["client", "office", "public"])
def test_a_fault_of_ours_shows_its_number_and_nothing_internal(request, app, face, capsys):
    browser = request.getfixturevalue(face)

    @rule(Verb.SEE, "public")
    def fault():
        raise RuntimeError("the password of Dulmaa is 1234")

    app.add_url_rule("/fault", view_func=fault, subdomain=browser.face)
    answer = browser.get("/fault")
    assert answer.status_code == 500
    logged = capsys.readouterr().err
    for secret in ("Dulmaa", "1234"):
        assert secret not in answer.text
        assert secret not in logged
    incident = next(line for line in logged.splitlines() if '"incident"' in line)
    assert "RuntimeError" in incident
    number = incident.split('"incident": "')[1].split('"')[0]
    assert number in answer.text


def test_wrong_values_are_named_by_field_and_not_echoed(client):
    answer = client.post("/api/v1/enrol", json={"code": "", "sig": "canary-value"})
    assert answer.status_code == 422
    assert answer.json["code"] == "bad-values"
    assert set(answer.json["fields"]) == {"code", "public_key", "app_version"}
    assert "canary-value" not in answer.text


def test_a_body_that_is_no_json_is_refused(client):
    answer = client.post("/api/v1/enrol", data="{", content_type="application/json")
    assert (answer.status_code, answer.json["code"]) == (400, "bad-request")


def test_a_body_too_large_is_refused_before_it_is_read(client):
    answer = client.post("/api/v1/enrol", data=b"x" * (3 * 1024 * 1024), content_type="application/json")
    assert (answer.status_code, answer.json["do"]) == (413, "halve")


def test_redirects_of_the_framework_pass(office):
    assert office.get("/").status_code == 302

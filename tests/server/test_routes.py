"""Every route declares its rule; what declares none is not served (I9)."""

import pytest
from flask.views import MethodView

from server import rules
from server.rules import rule, rule_of
from server.who import RULES, Verb
from tests.server.conftest import browser_on


def routes(app):
    return [
        (route, method) for route in app.url_map.iter_rules() for method in sorted(route.methods - {"HEAD", "OPTIONS"})
    ]


def test_every_route_declares_a_rule_that_the_table_knows(app):
    found = {(route.endpoint, method): rule_of(app, route.endpoint, method) for route, method in routes(app)}
    assert len(found) > 30
    assert [key for key, declared in found.items() if declared is None] == []
    assert [key for key, (verb, type_name) in found.items() if (type_name, verb) not in RULES] == []


def test_every_declaration_for_another_package_names_a_route_that_exists(app):
    assert set(rules.FOREIGN) <= {route.endpoint for route, _ in routes(app)}


def test_every_route_belongs_to_one_face(app):
    assert {route.subdomain for route, _ in routes(app)} == {"app", "office", ""}


def test_every_write_on_the_office_host_wants_a_form_token(app, office):
    writes = [route for route, method in routes(app) if method == "POST" and route.subdomain == "office"]
    assert writes
    for route in writes:
        path = route.rule.split("<")[0] + ("x" if "<" in route.rule else "") + route.rule.partition(">")[2]
        assert office.post(path).status_code in (401, 403), route.rule


def test_a_route_without_a_rule_is_not_served(app):
    app.add_url_rule("/forgotten", "forgotten", lambda: "secret", subdomain="")
    answer = browser_on(app, "").get("/forgotten")
    assert answer.status_code == 404
    assert "secret" not in answer.text


def test_a_method_view_declares_by_method_or_for_all(app):
    @rule(Verb.SEE, "public")
    class Page(MethodView):
        def get(self):
            return "seen"

        @rule(Verb.SEE, "audit")
        def post(self):
            return "never"

    app.add_url_rule("/page", view_func=Page.as_view("page"), subdomain="")
    assert rule_of(app, "page", "GET") == rule_of(app, "page", "HEAD") == (Verb.SEE, "public")
    assert rule_of(app, "page", "POST") == (Verb.SEE, "audit")
    assert browser_on(app, "").get("/page").text == "seen"


def test_a_rule_must_be_in_the_table():
    with pytest.raises(AssertionError):
        rule(Verb.ERASE, "page")


def test_nobody_is_sent_to_the_sign_in_page_and_back(office):
    answer = office.get("/tablets?order=name")
    assert answer.status_code == 302
    assert answer.location == "/sign-in?next=/tablets%3Forder%3Dname"


@pytest.mark.parametrize(("role", "status"), [("officer", 200), ("reviewer", 403), ("facilitator", 403)])
def test_a_role_that_lacks_the_deed_is_told_so(office, add_account, role, status):
    office.sign_in(add_account(role).email)
    assert office.get("/tablets").status_code == status


def test_the_menu_shows_only_open_rooms(office, add_account):
    office.sign_in(add_account("reviewer").email)
    page = office.get("/").text
    assert 'href="/tablets"' not in page

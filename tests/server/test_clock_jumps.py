"""The server's clock jumps and comes back (F15): what was given meanwhile is open for its own time, and for no decade.

Cursors and receipts know no clock: tests/faults/test_clocks.py.
"""

import time

import pytest
from itsdangerous import TimestampSigner

from server import enrol, limits
from server.problems import Problem
from tests.server.test_enrol import PATH, facilitator, make_code, new_key, refused, request_of

__all__ = ["facilitator"]
TEN_YEARS_S = 10 * 365 * 24 * 3600
AHEAD, BEHIND = "+P3650D", "-P3650D"


@pytest.mark.parametrize("jump", [AHEAD, BEHIND])
def test_f15_a_code_made_under_a_wrong_clock_opens_nothing_when_it_is_right_again(
    app, client, facilitator, monkeypatch, jump
):
    monkeypatch.setenv("YAVUUL_NOW", jump)
    code, spare = make_code(app, facilitator), make_code(app, facilitator)
    assert client.post(PATH, json=request_of(spare, new_key())).status_code == 201
    monkeypatch.delenv("YAVUUL_NOW")
    assert refused(client, request_of(code, new_key()))[1]["code"] == "bad-code"
    assert client.post(PATH, json=request_of(make_code(app, facilitator), new_key())).status_code == 201


def test_f15_an_address_that_was_closed_under_a_wrong_clock_is_open_when_it_is_right_again(in_app, monkeypatch):
    monkeypatch.setenv("YAVUUL_NOW", AHEAD)
    for _ in range(5):
        limits.hit("try", 5, enrol.WINDOW_S, "10.0.0.1")
    with pytest.raises(Problem):
        limits.hit("try", 5, enrol.WINDOW_S, "10.0.0.1")
    monkeypatch.delenv("YAVUUL_NOW")
    limits.refuse_if_spent("try", 5, enrol.WINDOW_S, "10.0.0.1")
    for _ in range(5):
        limits.hit("try", 5, enrol.WINDOW_S, "10.0.0.1")
    with pytest.raises(Problem):
        limits.hit("try", 5, enrol.WINDOW_S, "10.0.0.1")


@pytest.mark.parametrize("by_s", [TEN_YEARS_S, -TEN_YEARS_S])
def test_f15_a_session_begun_under_a_wrong_clock_ends_with_it(office, add_account, monkeypatch, by_s):
    account = add_account("officer")
    with monkeypatch.context() as patch:
        patch.setattr(TimestampSigner, "get_timestamp", lambda _signer: int(time.time()) + by_s)
        office.sign_in(account.email)
        assert office.get("/me").status_code == 200
    assert office.get("/me").status_code == 302
    office.sign_in(account.email)
    assert office.get("/me").status_code == 200

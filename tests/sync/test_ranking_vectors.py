"""What other people's programs said of random meetings (`make oracles`), and the order of what comes in.

pwa/src/domain/ranking/vectors.test.ts holds the tablet's engine to the same files.
"""

import json

import pytest

from tests.oracles import ours
from tests.vectors import make


def stored(name):
    return json.loads((make.HERE / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize("kind", ["budget", "places"])
def test_the_oracles_agree(kind):
    meetings = [meeting for meeting in stored("ranking_oracles.json") if meeting["kind"] == kind]
    assert len(meetings) == 150
    for meeting in meetings:
        assert ours.answers(meeting) == meeting["answers"], meeting


def test_the_oracles_are_named_with_their_versions():
    pins = (make.HERE.parent / "oracles/requirements.txt").read_text(encoding="utf-8")
    programs = stored("ranking_oracles.json")[0]["programs"]
    assert {f"{name}=={version}" for name, version in programs.items()} <= set(pins.split())

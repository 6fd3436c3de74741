"""Python and TypeScript are asked the same questions; every answer must be the same bytes (I8, README «The engine»).

`YAVUUL_SEED=7` repeats a run or looks elsewhere; a difference prints its question.
"""

import json
import os
import subprocess
from pathlib import Path

import pytest

from tests.sync import questions
from tests.sync.answers import answer

PWA = Path(__file__).resolve().parents[2] / "pwa"
SEED = int(os.environ.get("YAVUUL_SEED", "20261122"))
QUESTIONS = 20_000


@pytest.fixture(scope="session")
def runner(tmp_path_factory):
    """The TypeScript engine as one file for Node."""
    bundle = tmp_path_factory.mktemp("differential") / "runner.mjs"
    command = ["node_modules/.bin/rolldown", "src/domain/differential.runner.ts", "--file", str(bundle)]
    subprocess.run([*command, "--format", "esm", "--platform", "node"], cwd=PWA, check=True, capture_output=True)
    return bundle


def test_python_and_typescript_give_the_same_answers(runner):
    lines = questions.lines(SEED, QUESTIONS)
    asked = [json.loads(line) for line in lines]
    histories = sum("history" in question for question in asked)
    print(f"seed {SEED}, histories {histories}, hostile ops and updates {QUESTIONS - histories}")
    found = subprocess.run(
        ["node", str(runner)], input=b"\n".join(lines) + b"\n", capture_output=True, check=True
    ).stdout.decode()
    theirs = found.split("\n")
    assert len(theirs) == QUESTIONS + 1, "the runner stopped early"
    assert histories >= 10_000
    for place, question in enumerate(asked):
        assert theirs[place] == answer(question), f"seed {SEED}, question {place}: {lines[place].decode()}"

"""The TypeScript engine, asked from Python: bundled once for all tests that compare both languages."""

import subprocess
from pathlib import Path

import pytest

from sync.op import dump

PWA = Path(__file__).resolve().parents[2] / "pwa"


@pytest.fixture(scope="session")
def ask_typescript(tmp_path_factory):
    """A function from questions to the answers that TypeScript gives."""
    bundle = tmp_path_factory.mktemp("differential") / "runner.mjs"
    command = ["node_modules/.bin/rolldown", "src/domain/differential.runner.ts", "--file", str(bundle)]
    subprocess.run([*command, "--format", "esm", "--platform", "node"], cwd=PWA, check=True, capture_output=True)

    def ask(questions: list[dict]) -> list[str]:
        asked = b"\n".join(dump(question) for question in questions) + b"\n"
        found = subprocess.run(["node", str(bundle)], input=asked, capture_output=True, check=True).stdout.decode()
        answers = found.split("\n")
        assert len(answers) == len(questions) + 1, "the runner stopped early"
        return answers[:-1]

    return ask

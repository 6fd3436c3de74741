"""Python and TypeScript are asked the same questions; every answer must be the same bytes (I8, README «The engine»).

`YAVUUL_SEED=7` repeats a run or looks elsewhere; a difference prints its question.
"""

import json
import os
import random

from tests.sync import questions, ranking_questions
from tests.sync.answers import answer

SEED = int(os.environ.get("YAVUUL_SEED", "20261122"))
QUESTIONS = 20_000
RANKINGS = 2_400


def agree(ask_typescript, asked: list[dict]) -> None:
    for place, (question, theirs) in enumerate(zip(asked, ask_typescript(asked), strict=True)):
        assert theirs == answer(question), f"seed {SEED}, question {place}: {json.dumps(question)}"


def test_python_and_typescript_give_the_same_answers(ask_typescript):
    asked = [json.loads(line) for line in questions.lines(SEED, QUESTIONS)]
    histories = sum("history" in question for question in asked)
    print(f"seed {SEED}, histories {histories}, hostile ops and updates {QUESTIONS - histories}")
    assert histories >= 10_000
    agree(ask_typescript, asked)


def test_python_and_typescript_rank_the_same(ask_typescript):
    rng = random.Random(SEED)
    agree(ask_typescript, [ranking_questions.question(rng) for _ in range(RANKINGS)])

"""Write the vectors that both languages read: `python -m tests.vectors.make`. Python states what is expected.

Deterministic. The cases are cases_*.py beside this file. A case is one line of its file; lone surrogates stand escaped.
"""

import json
import re
import sys
from pathlib import Path

from tests.vectors import (
    cases_ballots,
    cases_bundle,
    cases_lines,
    cases_merge,
    cases_merkle,
    cases_ranking,
    cases_values,
)

HERE = Path(__file__).parent
FILES = {
    "kinds.json": cases_values.kind_cases,
    "order.json": cases_values.order_cases,
    "opset.json": cases_values.op_set_cases,
    "text.json": cases_values.update_cases,
    "op.json": cases_lines.op_cases,
    "chain.json": cases_lines.chain_cases,
    "merge.json": cases_merge.merge_cases,
    "ballots.json": cases_ballots.ballot_cases,
    "ranking.json": cases_ranking.ranking_cases,
    "bundle.json": cases_bundle.bundle_cases,
    "merkle.json": cases_merkle.merkle_cases,
}
_surrogate = re.compile("[\ud800-\udfff]")


def written(cases: list[dict]) -> str:
    """The text of a vector file."""
    lines = ",\n".join(json.dumps(case, ensure_ascii=False, separators=(",", ":")) for case in cases)
    return _surrogate.sub(lambda found: f"\\u{ord(found[0]):04x}", f"[\n{lines}\n]\n")


def stale() -> list[str]:
    """The files that differ from what would be written now."""
    return [
        name
        for name, cases in FILES.items()
        if not (HERE / name).is_file() or (HERE / name).read_text(encoding="utf-8") != written(cases())
    ]


if __name__ == "__main__":
    for file in stale():
        (HERE / file).write_text(written(FILES[file]()), encoding="utf-8", newline="\n")
        print(f"written: {file}", file=sys.stderr)

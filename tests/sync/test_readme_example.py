"""The worked example of sync/README.md is true: each line of each block is compared with the engine."""

import json
import re
from pathlib import Path

import pytest

from sync import chain, merge, op
from sync.chain import Range, holes
from sync.record import Record, encode

README = Path(merge.__file__).with_name("README.md").read_text()
SECTION = README.partition("\n## 8. A worked example\n")[2]
BLOCKS = [
    (*heading.split(" "), body.splitlines())
    for heading, body in re.findall(r"^```(\S+ .+)\n((?:(?!```).+\n)+)```$", SECTION, re.MULTILINE)
]


def blocks(kind):
    return [(words, lines) for name, *words, lines in BLOCKS if name == kind]


def written():
    """The ops of the example by `inc.seq`, and the chain of each inc."""
    ops, chains = {}, {}
    for (inc,), (line, _) in blocks("op"):
        links = chains.setdefault(inc, [chain.genesis(inc)])
        links.append(chain.link(links[-1], line.encode()))
        seq = len(links) - 1
        ops[f"{inc}.{seq}"] = op.read(line.encode(), None, inc, seq, chain.tag(links[-1]))
    return ops, chains


OPS, CHAINS = written()


def test_the_example_is_all_there():
    assert [name for name, *_ in BLOCKS] == ["op", "op", "op", "row", "op", "row", "receipt"]
    assert SECTION.count("```") == 2 * len(BLOCKS)


@pytest.mark.parametrize(("op_id", "told"), list(zip(OPS, [lines[1] for _, lines in blocks("op")], strict=True)))
def test_each_op_has_the_hash_and_the_tag_that_are_told(op_id, told):
    said = OPS[op_id]
    link = CHAINS[said.inc][said.seq]
    assert told == f"h_{said.seq} = {chain.base64url(link)}, tag {chain.tag(link)}"


@pytest.mark.parametrize("op_id", OPS)
def test_each_line_is_what_the_engine_would_write(op_id):
    lines = [lines[0].encode() for _, lines in blocks("op")]
    assert op.write(OPS[op_id]) == (lines[list(OPS).index(op_id)], None)


def test_each_edit_and_the_resolution_are_what_the_engine_proposes():
    first, ours, theirs, resolution = OPS.values()
    record = merge.fold(first.type, first.record, [first])
    assert (ours.sets, theirs.sets) == (
        merge.edit(record, {"cost": 6_500_000}),
        merge.edit(record, {"cost": 7_000_000}),
    )
    record = merge.fold(first.type, first.record, [first, ours, theirs])
    assert resolution.sets == merge.resolve(record, "cost", 6_500_000)
    assert resolution.n == merge.next_n(record)


@pytest.mark.parametrize(("words", "lines"), blocks("row"))
def test_each_row_is_what_the_ops_add_up_to(words, lines):
    record = Record("proposal", "r" * 26)
    for op_id in words[1:]:
        merge.apply(record, OPS[op_id])
    assert encode(record) == (lines[0].encode(), None)
    review = " ".join(merge.reviews(record)) or "nothing"
    assert lines[1] == f"shown {merge.value_of(record, 'cost')}, review {review}"


def test_the_receipts_name_the_branch_and_leave_the_holes_that_are_told():
    ((inc,), (push, *answers)), *_ = blocks("receipt")
    asked = json.loads(push)
    assert asked["prev"] == chain.base64url(CHAINS[inc][asked["first_seq"] - 1])
    for answer in answers:
        told, offers = answer.split(", offers ")
        ranges = [Range(*each) for each in json.loads(told)["held"]]
        assert [each.tag for each in ranges] == [OPS[f"{inc}.{each.last}"].tag for each in ranges]
        missing = holes(ranges, len(CHAINS[inc]) - 1)
        assert offers == (", ".join(f"{first}-{last}" for first, last in missing) or "nothing")

"""What an op may say: type, fields, kinds, writer. Compiled once from the catalogue, because every op passes here.

Out of scope and revoked are the server's to judge: they need to know the tablet. TypeScript has the same checks,
generated, so that a tablet never makes what the server would refuse; tests compare their verdicts.
"""

from sync.catalogue import RECORDS, RecordType
from sync.kinds import KEY, KINDS, Check, flag
from sync.merge import DELETED, ERASED
from sync.op import Op, Sets
from sync.outcome import Outcome, parked, refused
from sync.update import is_update

OFFICE = "office"  # the writer that may write everything

Rule = tuple[Check, bool, bool]  # check of a value, office only, personal


def _compile(record: RecordType) -> dict[str, Rule]:
    """Rules by path; those of a map's entries by `name/`."""
    rules = {
        field.name + "/" * field.map: (
            _update if field.kind == "long_text" else field.check,
            field.office,
            field.personal,
        )
        for field in record.fields
    }
    rules[DELETED] = (_deletion, False, False)
    rules[ERASED] = (flag, True, False)
    return rules


def _deletion(value: object) -> str | None:
    return None if value is False else KINDS["op_set"](value)


def _update(value: object) -> str | None:
    return KINDS["long_text"](value) or (None if is_update(value) else "bad-value")


RULES: dict[str, dict[str, Rule]] = {record.name: _compile(record) for record in RECORDS}
IMMUTABLE = frozenset(record.name for record in RECORDS if record.immutable)
WRITERS: dict[str, frozenset[str]] = {record.name: frozenset({*record.roles, OFFICE}) for record in RECORDS}


def judge(op: Op, writer: str) -> Outcome | None:
    """None if `op` may be merged; else why it is refused or parked. `writer` is a tablet's role, or `OFFICE`."""
    rules = RULES.get(op.type)
    if rules is None:
        return parked("unknown-type")
    verdict = _judge_sets(rules, op.sets, False, writer)
    if op.personal and (verdict is None or verdict.state == "parked"):
        other = _judge_sets(rules, op.personal, True, writer)
        verdict = other if other and (verdict is None or other.state == "refused") else verdict
    if verdict is not None:
        return verdict
    if op.type in IMMUTABLE and not _is_first(op) and op.sets.keys() != {ERASED}:
        return refused("immutable")
    return None if writer in WRITERS[op.type] else parked("role")


def _is_first(op: Op) -> bool:
    return (
        op.n == 1
        and DELETED not in op.sets
        and not any(bases for _, bases in op.sets.values())
        and not any(bases for _, bases in op.personal.values())
    )


def _judge_sets(rules: dict[str, Rule], sets: Sets, personal: bool, writer: str) -> Outcome | None:
    """The first refusal among `sets`, else the first parking, else None."""
    waits = None
    for path, (value, _) in sets.items():
        rule = rules.get(path) or _rule_of_entry(rules, path)
        if rule is None:
            waits = waits or parked("unknown-field")
            continue
        if type(rule) is str:
            return refused(rule)
        check, office_only, is_personal = rule
        if is_personal is not personal:
            return refused("misplaced")
        if value is not None and (wrong := check(value)):
            if wrong != "unknown-choice":
                return refused(wrong)
            waits = waits or parked(wrong)
        if office_only and writer != OFFICE:
            waits = waits or parked("office-field")
    return waits


def _rule_of_entry(rules: dict[str, Rule], path: str) -> Rule | str | None:
    """The rule of a map's entry; `bad-key` for a map without key, a key without map, or no key; None: unknown field."""
    name, slash, key = path.partition("/")
    if not slash:
        return "bad-key" if name + "/" in rules else None
    rule = rules.get(name + "/")
    if rule is None:
        return "bad-key" if name in rules else None
    return rule if KEY.fullmatch(key) else "bad-key"

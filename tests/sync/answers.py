"""What Python answers where both languages are compared: what a history adds up to, the verdict on a line.

The twin of pwa/src/domain/history.ts and differential.runner.ts.
"""

from base64 import b64decode

from sync import chain, merge, op, ranking, scope, text
from sync.judge import judge
from sync.op import Op, Sets, dump
from sync.record import Record, decode, encode
from sync.update import is_update

INC = "a" * 20


def sets_of(data: dict[str, list]) -> Sets:
    """`{path: [value, base …]}` as an op's sets."""
    return {path: (entry[0], tuple(entry[1:])) for path, entry in data.items()}


def op_of(kind: str, record_id: str, data: dict) -> Op:
    """The op that `data` describes on the record."""
    inc, seq, tag = data["id"].split(".")
    personal = sets_of(data.get("personal", {}))
    return Op(inc, int(seq), tag, kind, record_id, data["n"], 0, 1, sets_of(data["set"]), personal)


def fold_history(history: dict) -> Record:
    """The record that a history adds up to, in the order that is given."""
    record = Record(history["type"], history["id"])
    seal = frozenset(history["seal"]) if history.get("seal") is not None else None
    for data in history["ops"]:
        said = op_of(history["type"], history["id"], data)
        if data.get("do") == "aside":
            merge.set_aside(record, said)
        else:
            merge.apply(record, said, seal)
    return record


def _written(sets: Sets) -> dict[str, list]:
    return {path: [value, *bases] for path, (value, bases) in sorted(sets.items())}


def summary(record: Record) -> str:
    """What both languages must agree on, as one line; long text counts by what it says, not by its bytes."""
    lines = encode(record)
    updates = record.texts
    record.texts = {path: text.read(update) for path, update in updates.items()}
    row, personal = encode(record)
    record.texts = updates
    paths = sorted(record.live)
    reviews = merge.reviews(record)
    facts = {
        "row": row.decode(),
        "personal": personal and personal.decode(),
        "again": encode(decode(*lines)) == lines,
        "reviews": reviews,
        "shown": {path: merge.value_of(record, path) for path in paths},
        "deleted": merge.is_deleted(record),
        "scopes": scope.scopes(record),
        "next_n": merge.next_n(record),
        "edit": _written(merge.edit(record, {path: None for path in paths if path != merge.DELETED})),
        "resolve": [_written(merge.resolve(record, path, None)) for path in reviews],
        "delete": _written(merge.delete(record)),
    }
    return dump(facts).decode()


def verdict(line: bytes, personal: bytes | None, writer: str) -> str:
    """The verdict on an op that was sent as bytes: malformed, what the judge says, or the line written again."""
    tag = chain.tag(chain.link(bytes(32), line, personal))
    try:
        found = op.read(line, personal, INC, 7, tag)
    except op.Malformed as reason:
        return f"{tag} malformed {reason.code}"
    outcome = judge(found, writer)
    if outcome is not None:
        return f"{tag} {outcome.state} {outcome.code}"
    return f"{tag} ok {op.write(found, bytes(12))[0].decode()}"


def ranked(asked: dict) -> ranking.Result:
    """What a ranking session of ranking_questions.py comes to, or the advice that it asks for."""
    session, ballots, tallies = asked["session"], asked["ballots"], asked["tallies"]
    if other := asked.get("advise"):
        return ranking.advise(session, ballots, tallies, other["method"], other["parameters"])
    return ranking.rank(session, ballots, tallies)


def answer(question: dict) -> str:
    """The answer to one question of questions.py or ranking_questions.py."""
    if "ranking" in question:
        result = ranked(question["ranking"])
        return ranking.result_hash(result) + ranking.canonical(result).decode()
    if "history" in question:
        return summary(fold_history(question["history"]))
    if "update" in question:
        return "true" if is_update(question["update"]) else "false"
    hostile = question["hostile"]
    personal = hostile["personal"]
    return verdict(b64decode(hostile["line"]), personal and b64decode(personal), hostile["writer"])

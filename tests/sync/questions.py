"""Random histories and hostile lines for the differential fuzz, all from one `random.Random` (the seed is printed)."""

import base64
import json
import random

from pycrdt import Doc, Text

from sync.op import dump

TYPES = {
    "proposal": {
        "title": "Гар худаг|a|😀",
        "cost": "1|2|9007199254740991",
        "media/x": "a|b",
        "unit": "u|v",
        "status": "done",
    },
    "person": {"sex": "female|male", "consents/photo": "2026-11-22", "unit": "u"},
    "minutes": {"adopted_at": "x|y", "hearing": "h"},
    "newer_type": {"strange": "1|2", "strange/2": "a", "strange/10": "b"},
}
PERSONAL = {"person": {"given_name": "Дорж|Бат|ﬀ", "phone": "1|2"}, "newer_type": {"hidden": "1|2"}}
INCS = ["aaaaaaaaaaaaaaaaaaaa", "bbbbbbbbbbbbbbbbbbbb", "c234567c234567c23456", "office-k7f2q3"]
BASE32 = "abcdefghijklmnopqrstuvwxyz234567"


def _value(rng: random.Random, choices: str):
    chosen = rng.choice([*choices.split("|"), None, True, 1])
    return int(chosen) if isinstance(chosen, str) and chosen.isdigit() else chosen


def _id(rng: random.Random) -> str:
    return "".join(rng.choices(BASE32, k=26))


class _Texts:
    """Editing sessions of one long text. All saves come: the libraries differ about what shows behind a gap."""

    def __init__(self, rng: random.Random) -> None:
        self.rng, self.saved, self.sessions = rng, [], []

    def save(self) -> str:
        if not self.sessions or self.rng.random() < 0.3:
            document = Doc(client_id=self.rng.getrandbits(32))
            document["t"] = Text()
            for update in self.rng.sample(self.saved, len(self.saved) // 2):
                document.apply_update(base64.b64decode(update))
            self.sessions.append(document)
        document = self.rng.choice(self.sessions)
        before, text = document.get_state(), document["t"]
        if len(str(text)) > 3 and str(text).isascii() and self.rng.random() < 0.4:
            at = self.rng.randrange(len(str(text)) - 2)
            del text[at : at + 2]
        else:
            text.insert(0, self.rng.choice(["aa", "bcd", "Өү", "😀"]))
        self.saved.append(base64.b64encode(document.get_update(before)).decode())
        return self.saved[-1]


def history(rng: random.Random) -> dict:
    """One history: edits, resolutions, deletes, bases of every sort, ops aside and late, erasure, clones, shuffled."""
    kind = rng.choice(list(TYPES))
    paths, hidden = TYPES[kind], PERSONAL.get(kind, {})
    texts = _Texts(rng)
    ops: list[dict] = []
    for _ in range(rng.randint(1, 14)):
        ops.append(_op(rng, kind, paths, hidden, ops, texts))
    seal = None
    if kind != "minutes" and rng.random() < 0.25:
        seal = [op["id"] for op in ops if rng.random() < 0.6]
    if rng.random() < 0.8:
        rng.shuffle(ops)
    if rng.random() < 0.3:
        ops += rng.choices(ops, k=3)
    return {"type": kind, "id": _id(rng), "seal": seal, "ops": ops}


def _op(rng: random.Random, kind: str, paths: dict, hidden: dict, before: list[dict], texts: _Texts) -> dict:
    inc = rng.choice(INCS)
    tag = "".join(rng.choices(BASE32, k=8))
    seq = rng.choice([rng.randint(1, 12), rng.randint(1, 12), 10**15 + rng.randint(0, 9)])
    n = rng.choice([len(before) + 1, rng.randint(1, 5), 2**53 - 1 if rng.random() < 0.1 else 2])
    stands_aside = rng.random() < 0.2
    op: dict = {"id": f"{inc}.{seq}.{tag}", "n": n, "set": {}}
    for path in rng.sample(list(paths), rng.randint(1, len(paths))):
        op["set"][path] = [_value(rng, paths[path]), *_bases(rng, path, before)]
    if rng.random() < 0.15:
        seen = before if rng.random() < 0.5 else rng.sample(before, rng.randint(0, len(before)))
        value = rng.choice([False, _op_set(seen), None])
        op["set"]["_deleted"] = [value, *_bases(rng, "_deleted", before)]
    if kind == "minutes" and rng.random() < 0.6 and not stands_aside:
        op["set"] = {**(op["set"] if rng.random() < 0.5 else {}), "text": [texts.save()]}
    if hidden and rng.random() < 0.6:
        op["personal"] = {
            path: [_value(rng, hidden[path]), *_bases(rng, path, before, "personal")]
            for path in rng.sample(list(hidden), rng.randint(1, len(hidden)))
        }
    if inc.startswith("office") and rng.random() < 0.2:
        op["set"]["_erased"] = [rng.choice([True, True, False])]
    if stands_aside:
        op["do"] = "aside"
    return op


def _bases(rng: random.Random, path: str, before: list[dict], part: str = "set") -> list[str]:
    """Mostly honest: ops that say something there; at times others, unknown ones, and the same one twice."""
    honest = [op["id"] for op in before if path in op.get(part, {})]
    chosen = [op_id for op_id in honest if rng.random() < 0.4]
    if rng.random() < 0.1:
        chosen.append(rng.choice([op["id"] for op in before] or ["dddddddddddddddddddd.1.aaaaaaaa"]))
    if rng.random() < 0.05:
        chosen.append("dddddddddddddddddddd.9007199254740993.zzzzzzzz")
    return chosen


def _op_set(ops: list[dict]) -> str:
    from sync.opset import encode

    return encode(op["id"] for op in ops)


HEAD = '{"type":"%s","id":"' + "a" * 26 + '","n":%d,"at":1795320000123,"cat":1,"set":{%s}'
GOOD_LINES = [
    HEAD % ("proposal", 1, '"title":["Гар худаг"],"cost":[6500000]') + "}",
    HEAD % ("proposal", 2, '"kind":["idea","3.abcdefgh"],"media/x":[null]') + ',"group":"' + "b" * 26 + '"}',
    HEAD % ("ballot", 1, '"unit":["' + "a" * 26 + '"],"marks/a":[3],"marks/b":[-2]') + "}",
    HEAD % ("minutes", 1, '"text":["AAA="],"adopted_at":["2026-11-22T10:00:00Z[Asia/Hovd]"]') + "}",
    HEAD % ("person", 1, '"sex":["female"],"_deleted":[false]') + "}",
]
GOOD_PERSONAL = '["AAAAAAAAAAAAAAAA",{"given_name":["Дорж"],"birth_year":[1990]}]'
SPLICES = [
    "\\ud800", "\\u0000", "\\ud83d\\ude00", "😀", "и\u0306", "й", "ᠮ", "\u2028", "9007199254740992", "-0",
    "1.0", "1e5", "NaN", "-Infinity", "1" * 4301, "0" * 3, "[" * 33 + "]" * 33, '{"a":1,"a":2}',
    "__proto__", '"__proto__":[1],', "null", "true", '"', "\\", "\\x", "\\u12g4", "\t", " ", "\ufeff",
    ",", "}", "]", ":", "constructor", "a/b", "/", "_erased", "status", "given_name",
    "office-k7f2q3.1.abcdefgh", "01", "-", "x" * 201, "Ө" * 41, "unknown_choice", "toString", "[]", "{}",
]  # fmt: skip


def hostile(rng: random.Random) -> dict:
    """An op's bytes, damaged a little, and who sends it."""
    line = rng.choice(GOOD_LINES)
    personal = GOOD_PERSONAL if rng.random() < 0.3 or '"person"' in line else None
    if rng.random() < 0.3 and personal:
        personal = _damage(rng, personal)
    raw = _damage(rng, line).encode()
    if rng.random() < 0.1:
        at = rng.randrange(len(raw))
        raw = raw[:at] + bytes([rng.randrange(256)]) + raw[at + 1 :]
    hidden = base64.b64encode(personal.encode()).decode() if personal is not None else None
    if rng.random() < 0.02:
        hidden = base64.b64encode(b'"' + b"A" * 43 + b'"').decode()
    writer = rng.choice(["facilitator", "check_in_clerk", "office"])
    return {"line": base64.b64encode(raw).decode(), "personal": hidden, "writer": writer}


def _damage(rng: random.Random, text: str) -> str:
    for _ in range(rng.choice([0, 1, 1, 2])):
        how = rng.random()
        at = rng.randrange(len(text) + 1)
        if how < 0.4:
            inside = [place for place in range(1, len(text)) if text[place - 1] in '"[:{,']
            at = rng.choice(inside)
            text = text[:at] + rng.choice(SPLICES) + text[at:]
        elif how < 0.6:
            values = [place for place in range(len(text)) if text[place] == "["]
            at = rng.choice(values) + 1 if values else at
            end = min([place for place in (text.find("]", at), text.find(",", at)) if place > 0] or [at])
            text = text[:at] + rng.choice([*SPLICES, json.dumps(rng.choice(SPLICES))]) + text[end:]
        elif how < 0.8:
            text = text[:at] + text[at + 1 :]
        else:
            text = text[:at] + rng.choice(SPLICES) + text[at:]
    return text


def update(rng: random.Random) -> str:
    """A Yjs update, whole or damaged, as base64."""
    texts = _Texts(rng)
    for _ in range(3):
        chosen = texts.save()
    raw = bytearray(base64.b64decode(chosen))
    for _ in range(rng.choice([0, 1, 1, 2])):
        at = rng.randrange(len(raw))
        raw[at : at + rng.randint(0, 1)] = bytes(
            rng.choices([0, 1, 4, 10, 127, 128, 255, rng.randrange(256)], k=rng.randint(0, 2))
        )
        raw = raw or bytearray(b"\0")
    return base64.b64encode(bytes(raw)).decode()


def question(rng: random.Random) -> dict:
    """What both sides are asked: mostly histories."""
    chance = rng.random()
    if chance < 0.55:
        return {"history": history(rng)}
    return {"hostile": hostile(rng)} if chance < 0.9 else {"update": update(rng)}


def lines(seed: int, count: int) -> list[bytes]:
    """`count` questions, one JSON line each."""
    rng = random.Random(seed)
    return [dump(question(rng)) for _ in range(count)]

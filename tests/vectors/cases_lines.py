"""Cases of lines and chains: what can be read, what the judge says, hashes, gaps. The verdicts are what Python says."""

from base64 import b64encode

from sync import chain
from tests.sync.answers import INC, verdict
from tests.vectors.cases_values import OP_IDS


def chain_cases() -> list[dict]:
    """Keys, links, tags, gaps, and what is no base64url."""
    first, personal = b'{"type":"proposal"}', b'["AAAAAAAAAAAAAAAA",{"phone":["99112233"]}]'
    start = chain.genesis(INC)
    open_, hidden = chain.link(start, first), chain.link(start, first, personal)
    found: list[dict] = [
        {"key": chain.base64url(bytes(range(65))), "inc": chain.inc_of_key(bytes(range(65)))},
        {"genesis": INC, "hash": chain.base64url(start)},
        {"line": first.decode(), "personal": None, "hash": chain.base64url(open_), "tag": chain.tag(open_)},
        {
            "line": first.decode(),
            "personal": personal.decode(),
            "hash": chain.base64url(hidden),
            "tag": chain.tag(hidden),
        },
    ]
    for encoded in ("", "AA", "AB", "AAA", "AAB", "A", "AAAA", "A+AA", "A/AA", "A-_A", "AA==", "AA\n", "Ө", "AAAAA"):
        try:
            found.append({"base64url": encoded, "hex": chain.from_base64url(encoded).hex()})
        except ValueError:
            found.append({"base64url": encoded, "hex": None})
    for spans, last in (
        ([], 3),
        ([[2, 3]], 5),
        ([[1, 5]], 5),
        ([[4, 9], [1, 2]], 6),
        ([[1, 9], [3, 4]], 12),
        ([], 0),
        ([[7, 9]], 3),
    ):
        held = [chain.Range(start, end, "aaaaaaaa") for start, end in spans]
        found.append({"held": spans, "last": last, "holes": [list(gap) for gap in chain.holes(held, last)]})
    return found


LINE = '{"type":"proposal","id":"' + "a" * 26 + '","n":2,"at":1795320000123,"cat":1,"set":{%s}}'
GOOD = LINE % '"title":["Гар худаг","1.abcdefgh"],"cost":[6500000]'
SETS = [
    '"title":["😀 Өргөө","1.abcdefgh","' + OP_IDS[4] + '"]', '"title":["\\ud800"]', '"title":["\\ud83d\\ude00"]',
    '"title":["a\\u0000"]', '"title":["и\u0306"]', '"cost":[-0]', '"cost":[1.0]', '"cost":[1e3]',
    '"cost":[9007199254740991]', '"cost":[9007199254740992]', '"cost":[-1]', '"cost":[NaN]', '"cost":[01]',
    '"cost":[' + "9" * 5000 + "]", '"cost":[[1]]', '"cost":[{}]', '"cost":[]', '"cost":1', '"__proto__":["x"]',
    '"constructor":["x"]', '"toString":["x"]', '"title":["x","1.ABCDEFGH"]', '"title":["x",1]',
    '"title":["x","01.abcdefgh"]', '"title":["a"],"title":["b"]', '"title/x":["a"]', '"media":["a"]',
    '"media/x":["' + "0" * 64 + '"]', '"media/' + "x" * 65 + '":[null]', '"media/Ө":[null]', '"status":["done"]',
    '"kind":["newer"]', '"kind":["Newer"]', '"newer":[1]', '"newer/key":[1]', '"_deleted":[""]',
    '"_deleted":[true]', '"_deleted":[false]', '"_erased":[true]', '"_other":[1]', "", '"title": ["a"]',
    '"title":["a"],', '"cost":[null]', '"title":["a\tb"]', '"title":["a\\tb"]', '"title":["\\x"]',
    '"title":["\\u12g4"]', '"title":[' + "[" * 40 + "]" * 40 + "]", '"title":["[[' + "[" * 40 + '"]',
    '"title":["x"' + ',"1.abcdefgh"' * 64 + "]", '"title":["x"' + ',"1.abcdefgh"' * 65 + "]",
]  # fmt: skip
HEADS = [
    GOOD.replace('"n":2', '"n":0'), GOOD.replace('"n":2', '"n":9007199254740992'),
    GOOD.replace('"n":2', '"n":true'), GOOD.replace('"n":2,', ""), GOOD.replace('"n":2', '"n":2,"n":2'),
    GOOD.replace('"cat":1', '"cat":1,"__proto__":{}'), GOOD.replace('"type":"proposal","id"', '"id"'),
    GOOD[:-1] + ',"group":"' + "b" * 26 + '"}', GOOD[:-1] + ',"group":"b"}', GOOD[:-1] + ',"group":null}',
    GOOD + " ", " " + GOOD, GOOD + "{}", GOOD[:-1], "", "[]", "null", '"x"', "\ufeff" + GOOD,
    GOOD.replace("proposal", "newer_type"), GOOD.replace("proposal", "Proposal"), GOOD.replace("proposal", "unit"),
    GOOD.replace("a" * 26, "a" * 27), GOOD.replace('"at":1795320000123', '"at":-9007199254740991'),
    GOOD.replace('"at":1795320000123', '"at":null'),
]  # fmt: skip
PERSON = LINE.replace("proposal", "person") % '"sex":["female"]'
PERSONAL = [
    '["AAAAAAAAAAAAAAAA",{"given_name":["Дорж"],"birth_year":[1990]}]', '["AAAAAAAAAAAAAAA",{}]',
    '["AAAAAAAAAAAAAAAA",{}]', '["AAAAAAAAAAAAAAAA"]', '["AAAAAAAAAAAAAAAA",{"sex":["male"]}]',
    '["AAAAAAAAAAAAAAAA",{"given_name":["a"],"given_name":["b"]}]', '"' + "A" * 43 + '"', '"' + "A" * 42 + '"',
    '["AAAAAAAAAAAAAAAA",{"given_name":["\\ud800"]}]', '["AAAAAAAAAAAAAAAA",{"newer":["x"],"given_name":[1]}]',
    "[]", '["AAAAAAAAAAAAAAAA",[]]',
]  # fmt: skip


def op_cases() -> list[dict]:
    """Lines and the verdict on them; `base64` where the bytes are no UTF-8."""
    found = [_case(line) for line in [GOOD, *HEADS, *(LINE % sets for sets in SETS)]]
    found += [_case(PERSON, personal) for personal in PERSONAL]
    found.append(_case(LINE.replace("person", "person") % '"given_name":["x"]'))
    found += [_case(LINE % '"status":["done"]', writer="office"), _case(LINE % '"_erased":[true]', writer="office")]
    ballot = LINE.replace("proposal", "ballot")
    for sets in ('"marks/a":[1]', '"marks/a":[1,"1.abcdefgh"]', '"_deleted":[false]', '"_erased":[true]'):
        found += [
            _case(ballot % sets, writer="office"),
            _case((ballot % sets).replace('"n":2', '"n":1'), writer="office"),
        ]
    found.append(_case(ballot.replace('"n":2', '"n":1') % '"marks/a":[1]', writer="check_in_clerk"))
    minutes = LINE.replace("proposal", "minutes")
    found += [_case(minutes % f'"text":["{update_}"]') for update_ in ("AAA=", "AAAA", "AAA", "/////38=")]
    raw = GOOD.encode().replace("Г".encode(), b"\xed\xa0\x80")
    found.append(
        {
            "base64": b64encode(raw).decode(),
            "personal": None,
            "writer": "office",
            "verdict": verdict(raw, None, "office"),
        }
    )
    return found


def _case(line: str, personal: str | None = None, writer: str = "facilitator") -> dict:
    said = verdict(line.encode(), personal and personal.encode(), writer)
    return {"line": line, "personal": personal, "writer": writer, "verdict": said}

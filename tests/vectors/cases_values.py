"""Cases of values: every kind good and bad, the order of text, Yjs updates. The verdicts are what Python says."""

from base64 import b64encode
from collections.abc import Iterator

from pycrdt import Doc, Text

from sync import kinds, opset, text, update
from sync.catalogue import BY_NAME

OP_IDS = ["a" * 20 + ".1.aaaaaaaa", "a" * 20 + ".10.aaaaaaaa", "a" * 20 + ".2.aaaaaaaa", "a" * 20 + ".2.22222222"]
OP_IDS += ["b" * 20 + ".9007199254740993.zzzzzzzz", "b" * 20 + ".9007199254740992.zzzzzzzz", "office-k7f2q3.7.abcdefgh"]

TEXTS = [
    "Гар худаг", "Өргөө Үүр", "ᠮᠣᠩᠭᠣᠯ ᠤᠯᠤᠰ", "й", "и\u0306", "ё", "е\u0308", "é", "e\u0301", "😀🇲🇳",
    "\U0001f469\u200d\U0001f4bb", "", "\u0000", "a\u0000b", "\ud800", "\udc00\ud800", "tab\there", "two\nlines",
    "car\rriage", "\u2028", "\u0085", "\ufeff", "a" + "\u0301" * 4, "x" + "\u0301" * 5, "x" + "\u0483" * 5,
    "\u1e0a\u0323", "𝒳", "ﬀ", "\u007f", "\u009f", "\u00a0", "Å", "Ω",
]  # fmt: skip
LONG = [["Ө", 200], ["Ө", 201], ["😀", 200], ["😀", 201], ["a", 10_000], ["a", 10_001], ["😀", 10_000], ["Ө\n", 5_000]]
SHAPES = {
    "integer": [0, -0, 1, -1, 2**53 - 1, 2**53, -(2**53) + 1, -(2**53), True, "1", [], {}],
    "count": [0, 5, -1, 2**53, False],
    "money": [6_500_000, -1],
    "flag": [True, False, 0, 1, "true"],
    "date": [
        "2026-11-22",
        "2024-02-29",
        "2026-02-29",
        "1900-02-29",
        "2000-02-29",
        "2026-13-01",
        "2026-00-01",
        "2026-1-1",
        "0000-01-01",
        "0001-01-01",
        "2026-11-31",
        "2026-11-22\n",
        "２026-11-22",
        20261122,
        "2026-11-22T00",
    ],
    "instant": [
        "2026-11-22T10:00:00Z[Asia/Hovd]",
        "2026-11-22T24:00:00Z[Asia/Hovd]",
        "2026-11-22T10:00:00Z",
        1,
        "2026-02-30T10:00:00Z[Asia/Hovd]",
        "2026-11-22T10:00:60Z[Asia/Hovd]",
        "2026-11-22T10:00:00Z[America/Argentina/Ushuaia]",
        "2026-11-22T10:00:00Z[" + "A" * 60 + "]",
        "2026-11-22T10:00:00+08:00[Asia/Hovd]",
    ],
    "point": [
        "48.00123,91.65012",
        "-90,180",
        "90.0000001,0",
        "0,180.0000001",
        "48.00123, 91.65012",
        "48,91,5",
        "1e1,5",
        "٤٨,٩١",
    ],
    "decimal": ["0", "-0", "1.50", "01", "1.", ".5", "1e5", "999999999999999.999999999", "1000000000000000", 1],
    "slug": ["water", "18_24", "Water", "a" * 40, "a" * 41, "Ө" * 41, "_a", ""],
    "choice": ["female", "18_24", "Female", "a" * 41],
    "reference": ["a" * 26, "a" * 25, "a" * 27, "A" * 26, "a" * 25 + "1", None],
    "media": ["0" * 64, "0" * 63, "F" * 64],
    "code": ["0123456789ABC", "0123456789ABU", "0123456789AB*", "0123456789ABI", "I123456789ABC", "0123456789AB"],
    "op_set": [
        "",
        opset.encode(OP_IDS),
        "a:1.aaaaaaaa",
        "aaaaaaaa:1.aaaaaaaa",
        "aaaaaaaa:0.aaaaaaaa",
        "aaaaaaaa:01.aaaaaaaa",
        "aaaaaaaa:1.aaaaaaaa;",
        "aaaaaaaa:1.aaaaaaaa,",
        "aaaaaaaa:1.aaaaaaa1",
        "aaaaaaaa:99999999999999999.aaaaaaaa",
    ],
    "long_text": ["", "AAA=", "AAA", "AA==", "A===", "AA-_", "AAAA\n"],
}


def _values() -> Iterator[tuple[str, object]]:
    for kind in ("line", "text"):
        yield from ((kind, value) for value in TEXTS)
    for kind, values in SHAPES.items():
        yield from ((kind, value) for value in [*values, "\ud800" + "0" * 3])


def kind_cases() -> list[dict]:
    """Values and what their kind says of them; `repeat` [symbol, times] stands for a long one."""
    found = [{"kind": kind, "value": value, "wrong": kinds.KINDS[kind](value)} for kind, value in _values()]
    for kind in ("line", "text"):
        for symbol, times in LONG:
            found.append({"kind": kind, "repeat": [symbol, times], "wrong": kinds.KINDS[kind](symbol * times)})
    sexes = BY_NAME["person"].field("sex")
    for value in ("female", "other", "18_24", "Female", "", 1, True):
        found.append({"choices": list(sexes.choices), "value": value, "wrong": sexes.check(value)})
    return found


def order_cases() -> list[dict]:
    """Sorted as Python sorts: by code points, which is the order of UTF-8 bytes."""
    texts = [
        "😀",
        "ﬀ",
        "\ue000",
        "z",
        "Ө",
        "О",
        "о",
        "",
        "a",
        "aa",
        "\uffff",
        "😀a",
        "😀😀",
        "\U00010000",
        "é",
        "10",
        "2",
    ]
    return [{"sorted": sorted(texts)}, {"sorted": sorted(TEXTS[:11])}]


def op_set_cases() -> list[dict]:
    """Op ids in disorder, and their canonical string."""
    return [{"ids": ids, "set": opset.encode(ids)} for ids in ([], OP_IDS[:1], OP_IDS, OP_IDS[::-1], OP_IDS[::2])]


def _saves() -> list[bytes]:
    """What two editing sessions of one text saved: the second goes on from the first's first save."""
    first, second = Doc(client_id=7), Doc(client_id=2**32 - 1)
    first["t"], second["t"] = Text(), Text()
    saves: list[bytes] = []
    for document, at, added in ((first, 0, "Гар худаг 😀"), (second, 0, "Шинэ: "), (first, 0, "1. "), (second, 0, "!")):
        if document is second and len(saves) == 1:
            second.apply_update(saves[0])
        before = document.get_state()
        document["t"].insert(at, added)
        saves.append(document.get_update(before))
    before = first.get_state()
    del first["t"][0:2]
    return [*saves, first.get_update(before)]


def update_cases() -> list[dict]:
    """Yjs updates that are taken or not, and saves whose text is the same in every order (a gap is kept open)."""
    good = bytes.fromhex("0101070004010174016100")
    broken = {
        "nothing": b"\0\0",
        "one letter": good,
        "torn": good[:-1],
        "something behind": good + b"\0",
        "another root": good.replace(b"t", b"u"),
        "a map entry": good.replace(b"\x04\x01\x01t", b"\x24\x01\x01t"),
        "a format": good.replace(b"\x04\x01\x01t", b"\x06\x01\x01t"),
        "an empty text": bytes.fromhex("01010700040101740000"),
        "a control": good.replace(b"a", b"\1"),
        "no UTF-8": good.replace(b"a", b"\xff"),
        "a parent that is an item": bytes.fromhex("010107000400070001" + "6100"),
        "beside itself": bytes.fromhex("01010700840700016100"),
        "beside a later one": bytes.fromhex("01010700440709016100"),
        "beside another client's": bytes.fromhex("01010700440809016100"),
        "claims 2^53 clients": bytes.fromhex("ffffffffffffff0f"),
        "claims many structs": bytes.fromhex("01ffffff7f0700"),
        "a number without end": b"\xff" * 12,
        "a gap": bytes.fromhex("010207000a05040101740161" + "00"),
        "a collected part": bytes.fromhex("010107000005" + "00"),
        "a clock too large": bytes.fromhex("010107ffffffff070401017401" + "6100"),
        "a client twice": bytes.fromhex("02010700040101740161" + "010701840700016200"),
        "deletes": bytes.fromhex("000107010003"),
        "deletes nothing": bytes.fromhex("000107010000"),
        "deletes a client twice": bytes.fromhex("00020701000307010501"),
    }
    found: list[dict] = [
        {"name": name, "update": b64encode(raw).decode(), "is_update": update.is_update(b64encode(raw).decode())}
        for name, raw in broken.items()
    ]
    saves = [b64encode(raw).decode() for raw in _saves()]
    for order in (saves, saves[::-1], [saves[2], saves[4], saves[1], saves[0], saves[3], saves[1]], saves[1:]):
        merged = ""
        for save in order:
            merged = text.merge(merged, save)
        found.append({"merge": order, "text": text.read(merged)})
    return found

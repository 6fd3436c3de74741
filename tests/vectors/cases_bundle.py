"""Cases of bundles: plain text, text file, QR frames, the envelope. The verdicts are what Python says (README §10)."""

import zlib

from cryptography.hazmat.primitives.asymmetric import ec

from server import keys
from sync import bundle
from sync.bundle import BadBundle
from sync.chain import base64url
from tests.sealing import CODE, hearing_key, seal

HEARING = "h" * 26
RUN = b'{"catalogue":1,"inc":"aaaaaaaaaaaaaaaaaaaa","first_seq":1,"sig":"x"}\n{"type":"proposal"}\n["salt",{}]'
OTHER = b'{"wire":1,"catalogue":1,"inc":"bbbbbbbbbbbbbbbbbbbb","first_seq":7,"sig":"y"}\n{"type":"proposal"}\n"digest"'
FIRST = '{"bundle":1,"hearing":"' + HEARING + '","name":"Рашаант баг"}'
DEPLOYMENT, EPHEMERAL = (ec.derive_private_key(number, ec.SECP256R1()) for number in (20261122, 41))


def bundle_cases() -> list[dict]:
    """All of them."""
    plain = bundle.write(HEARING, "Рашаант баг", [RUN, OTHER + b"\n\n"])
    sealed = frozen(plain)
    return [*_plain_cases(plain), *_text_cases(sealed), *_frame_cases(sealed), *_envelope_cases(plain, sealed)]


def frozen(plain: bytes) -> bytes:
    """A sealed bundle without chance in it. Packed by storing: no version of zlib writes that otherwise."""
    packer = zlib.compressobj(0, wbits=31)
    packed = packer.compress(plain) + packer.flush()
    return seal(plain, keys.point(DEPLOYMENT), CODE, EPHEMERAL, bytes(range(32)), packed)


def _plain_cases(plain: bytes) -> list[dict]:
    later = FIRST.encode() + b'\n{"rows":2}\n{"type":"hearing"}\n' + RUN + b'\n{"later":[1]}\n'
    texts = [plain, FIRST.encode(), FIRST.encode() + b"\n\n", later, b"", b"\n", b"[]", b"{}", b'{"bundle":true}']
    texts += [
        FIRST.replace(*change).encode() for change in ((":1,", ":2,"), ("hh", "h1"), ("{", "{{"), (":1,", ":1.0,"))
    ]
    texts += [b'{"bundle":1,"hearing":"' + HEARING.encode() + b'"}', b"\xff"]
    texts.append(FIRST.encode() + (b"\n" + RUN) * (bundle.RUNS_MAX + 1))
    return [{"plain": base64url(text), **_read(text)} for text in texts]


def _read(plain: bytes) -> dict:
    try:
        found = bundle.read(plain)
    except BadBundle as bad:
        return {"wrong": bad.code}
    texts = {"hearing": found.hearing, "name": found.name}
    return texts | {"runs": [*map(base64url, found.runs)], "lent": [*map(base64url, found.lent)]}


def _text_cases(sealed: bytes) -> list[dict]:
    one = bundle.to_text([sealed])
    two = bundle.to_text([sealed, b"another"])
    lines = one.splitlines()
    texts = [one, two, "\ufeff" + one.replace("\n", "\r\n"), "Болдоос:\n" + one.replace("\n", "  \n\n"), one.strip()]
    texts += ["", "yavuul copy 1\nabc\n", one.replace("bundle 1", "bundle 2"), "\n".join(lines[:-1])]
    texts += [one.replace(lines[1][:9], lines[1][1:10]), one + "Sent from my phone\n", "\n".join([*lines[:2], "Ө" * 8])]
    texts += [bundle.HEAD, bundle.to_text([b""]), bundle.to_text([b"x"] * (bundle.BLOCKS_MAX + 1))]
    found: list[dict] = [{"of": [base64url(sealed)], "text": one}]
    for text in texts:
        try:
            found.append({"from": text, "bundles": [base64url(each) for each in bundle.from_text(text)]})
        except BadBundle as bad:
            found.append({"from": text, "wrong": bad.code})
    return found


def _frame_cases(sealed: bytes) -> list[dict]:
    shown = bundle.frames(sealed)
    texts = [
        shown[0],
        shown[-1],
        shown[0] + "=",
        shown[0].replace("YV1", "YV2"),
        shown[0].lower(),
        "https://example.mn/",
    ]
    texts += [
        f"YV1.{'A' * 8}.{place}.{count}.AAAA" for place, count in ((0, 1), (2, 1), (1, 1000), (999, 999), ("01", 2))
    ]
    texts += ["YV1.AAAAAAAA.1.1.AB", "YV1.AAAAAAAA.1.1.", "YV1.AAAAAAAA.1.1." + "A" * 1201, "YV1.AAAAAAA.1.1.AAAA", ""]
    found: list[dict] = [{"sealed": base64url(sealed), "frames": shown, "bundle": bundle.name_of(sealed)}]
    for text in texts:
        frame = bundle.read_frame(text)
        said = frame and [frame.name, frame.place, frame.count, base64url(frame.piece)]
        found.append({"frame": text, "read": said})
    return found


def _envelope_cases(plain: bytes, sealed: bytes) -> list[dict]:
    deployment = base64url(keys.point(DEPLOYMENT))
    found: list[dict] = [{"code": CODE, "key": base64url(hearing_key(CODE))}]
    found.append({"envelope": base64url(sealed), "deployment": deployment, "code": CODE, "opens": base64url(plain)})
    for bad in (sealed[:-1], sealed[:172], sealed[:100], b"YVB2" + sealed[4:], b"PK\3\4" + sealed[4:], b""):
        try:
            bundle.read_envelope(bad)
            wrong = "torn"  # its parts are there, but it does not open
        except BadBundle as broken:
            wrong = broken.code
        found.append({"envelope": base64url(bad), "deployment": deployment, "code": CODE, "wrong": wrong})
    return found

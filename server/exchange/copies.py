"""The second copy of a tablet, taken as the pushes that it is (DESIGN §5.11).

    yavuul copy 1
    <base64url of gzip of a body as `POST /api/v1/sealed` takes it>
    …

Written by pwa/src/exchange/copy.ts, for a memory card or a mail. Each line is signed and whole by itself: one that is
torn, altered or another deployment's is named, and the others are taken; what came before takes effect once (I1). The
tablet learns of it by itself, when it asks the next time what the server holds.
"""

from dataclasses import dataclass, field

from server.exchange.sealed import open_and_push
from server.problems import Problem
from sync.chain import from_base64url
from sync.op import read_json

HEAD = b"yavuul copy 1"


class NotACopy(Exception):
    """The file does not begin as a copy does."""


@dataclass
class Imported:
    """What became of a copy: op ranges held of each inc, and the lines that were not taken, with the problem's code."""

    held: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    wrong: list[tuple[int, str]] = field(default_factory=list)


def take_copy(data: bytes) -> Imported:
    """Push every line of a copy. Raises `NotACopy`; a bad line is no error, it is said."""
    head, *lines = data.removeprefix(b"\xef\xbb\xbf").splitlines()[:1_000_000] or [b""]
    if head.strip() != HEAD:
        raise NotACopy
    done = Imported()
    for number, line in enumerate(lines, 2):
        if not line.strip():
            continue
        try:
            inc, held = _take(line.strip())
        except Problem as problem:
            done.wrong.append((number, problem.code))
        else:
            done.held[inc] = held
    return done


def _take(line: bytes) -> tuple[str, list[tuple[int, int]]]:
    """Push one line; the inc, and what the server now holds of it."""
    try:
        body = from_base64url(line.decode("ascii"))
    except ValueError:
        raise Problem("bad-body") from None
    inc, answer = open_and_push(body, "gzip")
    said = read_json(answer.partition(b"\n")[0])
    return inc, [(first, last) for first, last, _ in said.get("held", [])]

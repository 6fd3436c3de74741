"""Is it what it says? Bytes from outside are opened in a child process with limits, never in the server's own.

The child (child.py) decodes the photo or the voice note and writes it anew, without anything that travelled with it:
EXIF, places, profiles, comments, a second file behind the first (H59–H64). What kills the child refuses the file; what
keeps the child from running is our fault, and `busy`.
"""

import json
import subprocess
import sys
import threading
from pathlib import Path
from typing import NamedTuple

from server.problems import Problem

CHILD = Path(__file__).with_name("child.py")
WALL_S = 120  # the child's own limit is of processor time
AT_ONCE = 2  # children of one worker: decoding is the dearest thing a tablet can ask for
BUSY_RETRY_AFTER_S = 30

_turns = threading.BoundedSemaphore(AT_ONCE)


class Refused(Exception):
    """The bytes are not taken; `code` is a problem's."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Vouched(NamedTuple):
    """What was written anew: type and bytes for the office, a thumbnail (photo) or a length (voice)."""

    type: str
    shown: bytes
    thumb: bytes
    length_ms: int


def vouch(plain: bytes, claimed_type: str) -> Vouched:
    """What the bytes were found to be; raises Refused, or `busy` where nobody could look."""
    if not _turns.acquire(timeout=WALL_S):
        raise Problem("busy", retry_after=BUSY_RETRY_AFTER_S)
    try:
        done = subprocess.run(  # noqa: S603 - our own program, by our own interpreter, without the environment
            [sys.executable, "-I", str(CHILD), claimed_type],
            input=plain,
            capture_output=True,
            timeout=WALL_S,
            env={"OMP_NUM_THREADS": "1"},
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        raise Problem("busy", retry_after=BUSY_RETRY_AFTER_S) from None
    finally:
        _turns.release()
    return _read(done)


def _read(done: subprocess.CompletedProcess) -> Vouched:
    head, _, rest = done.stdout.partition(b"\n")
    if done.returncode == 3:  # the child could not even begin: a library is missing
        raise Problem("busy", retry_after=BUSY_RETRY_AFTER_S)
    if done.returncode != 0 or not head:
        raise Refused("bad-media")  # it ran into its limits, or was broken by what it read
    said = json.loads(head)
    if "code" in said:
        raise Refused(said["code"])
    shown = said["shown"]
    return Vouched(said["type"], rest[:shown], rest[shown:], said["length_ms"])

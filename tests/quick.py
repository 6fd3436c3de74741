"""What spares the tests time and hides nothing: files in memory where there is room; templates and addresses compiled
once."""

import contextlib
import shutil

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Rule

IN_MEMORY, ROOM_BYTES = "/dev/shm", 6 << 30


def memory() -> str | None:
    """A folder whose files are in memory, if all that the tests write fits there by far."""
    with contextlib.suppress(OSError):
        if shutil.disk_usage(IN_MEMORY).free >= ROOM_BYTES:
            return IN_MEMORY
    return None


class Templates(BytecodeCache):
    """What Jinja made of each template, for all apps of this process."""

    def __init__(self) -> None:
        self._made: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give what stands there; it carries the hash of its source."""
        if made := self._made.get(bucket.key):
            bucket.bytecode_from_string(made)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was made."""
        self._made[bucket.key] = bucket.bytecode_to_string()


def remember_addresses() -> None:
    """Compile once a process what builds the address of a route. Every app of a test binds some 300 routes, and what
    Werkzeug compiles of one depends on nothing but its words and defaults."""
    compiled, made = Rule._compile_builder, {}

    def remembered(rule: Rule, append_unknown: bool = True):
        key = rule.rule, tuple(rule._trace), repr(rule.defaults), append_unknown
        if key not in made:
            made[key] = compiled(rule, append_unknown)
        return made[key]

    Rule._compile_builder = remembered

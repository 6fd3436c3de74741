"""How far *safe* was promised, remembered beside the database and outside it (M25).

Tablets drop what was *safe*. Restoring a backup that holds less than was promised would lose it silently, so the
promise is kept in the data directory and compared before a restore.
"""

import json
from pathlib import Path

from server import config
from server.backup.folder import write_file

FILE = "safe.json"


def _path() -> Path:
    return config.current().data_dir / FILE


def read_marks() -> dict[str, dict[str, int]]:
    """Place → tenant → last batch that was promised safe."""
    path = _path()
    return json.loads(path.read_text()) if path.exists() else {}


def write_mark(place: Path, tenant: str, last: int) -> None:
    """Remember a promise before it is made."""
    marks = read_marks()
    marks.setdefault(str(place.resolve()), {})[tenant] = last
    write_file(_path(), json.dumps(marks, indent=1).encode())


def promised(tenant: str) -> int:
    """The furthest promise for a tenant, at whichever place."""
    return max((mark.get(tenant, 0) for mark in read_marks().values()), default=0)

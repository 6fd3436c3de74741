"""What was erased stays erased, whichever backup is restored (M19, X1).

The ids of erased records (random, they say nothing) are kept beside the database in `erased.json` of the data
directory, and in the same file of every backup place. A restore reads all that it can reach of these, and erases again
what the restored backup still knew. Ids are only ever added.
"""

import json
from collections.abc import Iterable
from pathlib import Path

from sqlalchemy import Connection

from server import acts, config
from server.acts import Statement
from server.backup.folder import BrokenBackup, write_file
from server.backup.marks import read_marks
from server.store import records, subject
from server.store.subjects import SubjectKeys
from server.store.unit_of_work import reading
from sync.catalogue import BY_NAME
from sync.merge import ERASED

FILE = "erased.json"


def read(path: Path) -> dict[str, list[str]]:
    """Tenant → ids, as a file says them; nothing where there is no such file. Raises BrokenBackup."""
    if not path.exists():
        return {}
    try:
        said = json.loads(path.read_bytes())
        return {tenant: [str(one) for one in ids] for tenant, ids in said.items()}
    except (ValueError, AttributeError, TypeError) as error:
        raise BrokenBackup(f"{path} cannot be read: {error}") from error


def note(tenant: str, *places: Path) -> None:
    """Write down what is erased now, beside the database and at `places`. Run again it adds what is new."""
    with reading() as connection:
        here = subject.erased(connection, tenant)
    for folder in (config.current().data_dir, *places):
        known = read(folder / FILE)
        if wanted := set(here) - set(known.get(tenant, ())):
            known[tenant] = sorted({*known.get(tenant, ()), *wanted})
            write_file(folder / FILE, json.dumps(known, indent=1).encode())


def known(tenant: str, place: Path, others: Iterable[Path] = ()) -> set[str]:
    """All that is remembered as erased: in the data directory, here, at each place shipped to, and in `others`."""
    folders = [config.current().data_dir, place, *map(Path, read_marks())]
    return {one for path in (*(folder / FILE for folder in folders), *others) for one in read(path).get(tenant, ())}


def again(connection: Connection, tenant: str, ids: Iterable[str]) -> int:
    """Erase again in a restored store; returns how many records came back and had to go."""
    marked = set(subject.erased(connection, tenant))
    wanted = set(ids) - marked
    found = records.load(connection, tenant, wanted, SubjectKeys(connection, tenant))
    back = [one for one in found.values() if one.type in BY_NAME and not one.erased]
    if back:
        acts.state_in(connection, tenant, "", [Statement(one.type, one.id, {ERASED: (True, ())}) for one in back])
    subject.mark_erased(connection, tenant, wanted - {one.id for one in back})
    return len(back)

"""Expected and arrived: what a hearing's tablets said they hold (their manifests), and what of it is here (S8)."""

from dataclasses import dataclass

from server.office.hearings.desk import Desk
from server.store import hearings, log, origins
from server.text.labels import tablet_label
from sync import opset
from sync.merge import value_of
from sync.record import Record

MANIFESTS_MAX = 60


@dataclass(frozen=True, slots=True)
class Arrived:
    """One tablet: how many ops of it the manifests name, how many of those are here, when it was last heard of.

    `unsent` is what the tablet itself said then; `phone` is empty until accounts have one.
    """

    tablet: str
    name: str
    expected: int
    arrived: int
    last_contact_at: int | None
    unsent: int | None = None
    phone: str = ""
    inc: str = ""


def by_tablet(desk: Desk, hearing: Record) -> list[Arrived]:
    """Of each tablet that a manifest of the hearing names; empty where no manifest has come yet."""
    ids = hearings.of_hearing(desk.connection, desk.tenant, hearing.id, "manifest", limit=MANIFESTS_MAX)
    said = [value_of(manifest, "holds") for manifest in desk.load(ids).values()]
    expected: dict[str, set[tuple[int, str]]] = {}
    for op_id in frozenset().union(*(opset.decode(one) for one in said if type(one) is str)):
        inc, seq, tag = op_id.split(".")
        expected.setdefault(inc, set()).add((int(seq), tag))
    holders = origins.holders(desk.connection, desk.tenant, expected)
    names = origins.account_names(desk.connection, desk.tenant, {holder.account for holder in holders.values()})
    found = []
    for inc, wanted in sorted(expected.items()):
        seqs = [seq for seq, _ in wanted]
        here = wanted & log.hashes_between(desk.connection, desk.tenant, inc, min(seqs), max(seqs)).keys()
        holder = holders.get(inc)
        name = names.get(holder.account, "") if holder else ""
        seen, unsent = (holder.last_contact_at, holder.unsent) if holder else (None, None)
        found.append(Arrived(tablet_label(inc), name, len(wanted), len(here), seen, unsent, inc=inc))
    return found

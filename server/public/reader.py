"""The one door between records and everybody (I7; DESIGN §11): only fields that the catalogue calls public pass.

Pages, open data and REST get `Shown`, never a record. Beside the fields' own mark it keeps three rules: what belongs
to a hearing passes when the reviewer has approved it, before that its notice alone; a proposal's point passes where it
is a public place; of people there are counts, of groups of at least SMALLEST. tests/public/test_nothing_private.py
walks every page, test_one_reader.py lays pages, files and REST beside each other.
To publish a field: mark it `public` in the catalogue.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property

from sqlalchemy import Connection

from server import ballot_box, findings
from server.ballot_box import Recount
from server.media.shown import open_part
from server.office.hearings.turnout import age_place
from server.office.works.headline import differing
from server.problems import Problem
from server.projections import code_mark
from server.store import hearings, loop, merging, people, published, records
from server.store.proposals import Among
from sync import merge, text
from sync.catalogue import BY_NAME
from sync.op import Value
from sync.record import Record

NOTICE = frozenset(
    {
        *("unit", "programme", "kind", "title", "theme", "place", "place_point", "held_on", "stage"),
        *("order_kind", "order_number", "order_on", "checklist", "notice_traditional"),
    }
)
BEFORE = ("agenda_item",)  # what a notice tells beside the hearing itself
SMALLEST = 5  # groups of fewer people are not told (H85)
RECORDS_MAX = 2000


@dataclass(frozen=True, slots=True)
class Shown:
    """A record as everybody may see it."""

    id: str
    type: str
    values: Mapping[str, Value] = field(default_factory=dict)
    ops: frozenset[str] = frozenset()  # that said what is shown

    def get(self, path: str, default: Value = None) -> Value:
        """The value at `path`; `default` where nothing was said or nothing may be told."""
        found = self.values.get(path)
        return default if found is None else found

    def text(self, path: str) -> str:
        """The value as text; empty where there is none."""
        return str(self.get(path, ""))

    def map(self, name: str) -> dict[str, Value]:
        """The entries of a map."""
        return {path[len(name) + 1 :]: value for path, value in self.values.items() if path.startswith(name + "/")}

    @property
    def name(self) -> str:
        """What it is called."""
        said = (self.text(path) for path in ("title", "name", "body", "text", "theme"))
        return next((one for one in said if one), self.id[:6])


@cache
def public_fields(kind: str) -> frozenset[str]:
    """The allow-list of a record type."""
    return frozenset(one.name for one in BY_NAME[kind].fields if one.public and not one.personal)


@dataclass(frozen=True, slots=True)
class Turnout:
    """How many came. A count of None is of a group too small to be told."""

    people: int | None
    by_sex: list[tuple[str, int | None]]
    by_age: list[tuple[str, int | None]]


class Reader:
    """What one tenant has published, for as long as `connection` lasts.

    `unlocked`: proposals whose code was given; they and what was written of them pass before their hearing does.
    """

    def __init__(self, connection: Connection, tenant: str) -> None:
        self.connection, self.tenant = connection, tenant
        self.unlocked: set[str] = set()
        self._held: dict[str, Record] = {}  # of the last `load`: who asks more of it reads nothing twice

    def load(self, ids: Iterable[object]) -> dict[str, Shown]:
        """Those of `ids` that everybody may see."""
        found = self._held = self._records({one for one in ids if type(one) is str})
        proposals = {_said(one, "proposal") for one in found.values()} | {
            one.id for one in found.values() if one.type == "proposal"
        }
        halls = {_said(one, "hearing") for one in found.values()} | {
            one.id for one in found.values() if one.type == "hearing"
        }
        told = published.proposals_among(self.connection, self.tenant, _ids(proposals)) | self.unlocked
        approved = published.approved(self.connection, self.tenant, _ids(halls))
        shown = {}
        for record_id, record in found.items():
            if _is_told(record, told, approved):
                shown[record_id] = _shown(record, record.type == "hearing" and record_id not in approved)
        return shown

    def find(self, kind: str, record_id: str) -> Shown:
        """The record of that type. Raises `not-found` where there is none, or none to be told."""
        found = self.load([record_id]).get(record_id)
        if found is None or found.type != kind:
            raise Problem("not-found")
        return found

    def names(self, ids: Iterable[object]) -> dict[str, str]:
        """What records are called, by id."""
        return {one: shown.name for one, shown in self.load(ids).items()}

    def owner(self) -> Shown | None:
        """The organisation's own record: one, wherever all is well."""
        return next(iter(self.load(published.of_type(self.connection, self.tenant, "tenant", 1)).values()), None)

    def is_approved(self, hearing: str) -> bool:
        """Whether the results of a hearing are published."""
        return bool(published.approved(self.connection, self.tenant, [hearing]))

    def of_code(self, code: str) -> Shown | None:
        """The proposal that a code stands for, published or not."""
        found = loop.proposal_of_code(self.connection, self.tenant, code_mark(self.tenant, code))
        if found is None:
            return None
        self.unlocked.add(found)
        return self.load([found]).get(found)

    def unlock(self, proposal: str) -> None:
        """What a proposal with a known code was merged into may be seen as well."""
        self.unlocked.add(proposal)

    def of_proposal(self, kind: str, proposal: str) -> list[Shown]:
        """What was written of a proposal; of verifications those that none corrects."""
        ids = loop.of_proposal(self.connection, self.tenant, kind, proposal)
        shown = self.load(ids)
        if kind == "verification":
            corrected = {_said(one, "corrects") for one in self._records(ids).values()}
            return [one for one in shown.values() if one.id not in corrected]
        return list(shown.values())

    def standings(self, proposals: Iterable[str]) -> dict[str, str]:
        """How proposals stand, as halls and codes leave the office's word (server/findings.py); the merged as such."""
        found = self._records(set(proposals))
        said = {one: str(_said(record, "status") or "recorded") for one, record in found.items()}
        settled = [one for one, status in said.items() if status in findings.SETTLED]
        heard = self._records(loop.of_proposals(self.connection, self.tenant, "verification", settled)).values()
        halls = self._records(_ids(_said(one, "hearing") for one in heard))
        days = {hall: str(_said(one, "held_on") or "") for hall, one in halls.items()}
        by_proposal = defaultdict(list)
        for one in heard:
            by_proposal[_said(one, "proposal")].append(findings.of_record(one, days))
        for one, of_it in by_proposal.items():
            said[one] = findings.state(said[one], of_it, str(_said(found[one], "status_after") or ""))
        into = {one: target for one, record in found.items() if (target := _said(record, "merged_into"))}
        whole = self.load(into.values())
        again = merging.standing_again(self.connection, self.tenant, into)
        return said | {one: "merged" for one, target in into.items() if target in whole and one not in again}

    @cached_property
    def otherwise(self) -> dict[str, str]:
        """Proposal → how it stands, for those that stand otherwise than the office says: `standings` for long lists."""
        found = {one: stands for one, (_, stands) in differing(self.connection, self.tenant).items()}
        return found | dict.fromkeys(published.merged(self.connection, self.tenant), "merged")

    def among(self, statuses: Collection[str]) -> Among:
        """What lists ask for the proposals that are shown in these states."""
        also = [one for one, state in self.otherwise.items() if state in statuses]
        return Among(statuses, list(self.otherwise.keys() - also), also)

    def standing(self, proposal: str) -> str:
        """How one proposal stands."""
        return self.standings([proposal])[proposal]

    def of_hearing(self, kind: str, hearing: str, limit: int = RECORDS_MAX) -> list[Shown]:
        """A hearing's records of one type."""
        ids = hearings.of_hearing(self.connection, self.tenant, hearing, kind, limit=limit)
        return list(self.load(ids).values())

    def turnouts(self, halls: Iterable[str]) -> dict[str, int | None]:
        """How many came to each of these hearings that is approved: distinct people, and heads that were counted."""
        approved = published.approved(self.connection, self.tenant, halls)
        came = hearings.turnouts(self.connection, self.tenant, approved)
        heads = {one: _heads(shown) for one, shown in self.load(approved).items()}
        return {one: few(heads[one] + (came[one].people if one in came else 0)) for one in approved if one in heads}

    def turnout(self, hearing: str) -> Turnout | None:
        """Who came by sex and age; None before the hearing is approved."""
        whole = self.turnouts([hearing])
        if hearing not in whole:
            return None
        ids = hearings.of_hearing(self.connection, self.tenant, hearing, "attendance", limit=RECORDS_MAX)
        came = self._records(ids).values()
        named = {str(one) for record in came if (one := merge.value_of(record, "person"))}
        persons = self._records(named)
        soles = people.soles(self.connection, self.tenant, named)
        traits: dict[str, dict[str, str]] = {}
        for record in came:
            person = str(merge.value_of(record, "person") or "")
            mine = traits.setdefault(soles.get(person, person) or record.id, {})
            for said in (record, persons.get(person)):
                for path in ("sex", "age_band"):
                    word = merge.value_of(said, path) if said else None
                    if word and word != "unknown":
                        mine.setdefault(path, str(word))
        by = {path: Counter(one.get(path, "unknown") for one in traits.values()) for path in ("sex", "age_band")}
        for key, heads in self.load([hearing])[hearing].map("head_counts").items():
            sex, _, age = key.partition(".")
            by["sex"][sex] += int(heads)
            by["age_band"][age] += int(heads)
        ages = sorted(hidden(by["age_band"]), key=lambda pair: age_place(pair[0]))
        return Turnout(whole[hearing], hidden(by["sex"]), ages)

    def members(self, group: Shown) -> int | None:
        """How many people are in a group that watches works; None for one too small to be told."""
        record = self._records([group.id])[group.id]
        named = [merge.value_of(record, path) for path in record.live if path.startswith("members/")]
        return few(people.count(self.connection, self.tenant, _ids(named)))

    def photo(self, photo: Shown, is_small: bool) -> tuple[str, bytes] | None:
        """Type and bytes of a photo that everybody may see, as it was written anew; None where it is lost."""
        return open_part(self.connection, self.tenant, self._records([photo.id])[photo.id], is_small)

    def count(self, session: Shown) -> Recount | None:
        """A closed ranking counted again from its ballots and hand counts; None where it cannot be."""
        record = self._records([session.id])[session.id]
        hearing = session.text("hearing")
        mine: list[list[Record]] = []
        for kind in ballot_box.HIDDEN:
            ids = hearings.of_hearing(self.connection, self.tenant, hearing, kind, limit=RECORDS_MAX)
            mine.append([one for one in self._records(ids).values() if _said(one, "session") == session.id])
        try:
            return ballot_box.recount(record, *mine)
        except ValueError:
            return None  # a method of a newer tablet

    def _records(self, ids: Collection[str]) -> dict[str, Record]:
        """Whole records, without anything personal: they never leave this module."""
        held = {one: self._held[one] for one in ids if one in self._held}
        found = records.load_open(self.connection, self.tenant, set(ids) - held.keys())
        return held | {
            one: record for one, record in found.items() if not merge.is_deleted(record) and record.type in BY_NAME
        }


def few(count: int) -> int | None:
    """A count of people as everybody may know it; None for a group too small to be told (H85)."""
    return count if count >= SMALLEST or count == 0 else None


def _heads(hearing: Shown) -> int:
    return sum(one for one in hearing.map("head_counts").values() if type(one) is int)


def hidden(counts: Counter[str]) -> list[tuple[str, int | None]]:
    """Counts by group, the largest first; nothing of small groups, nor of what would tell them."""
    told = sorted(((one, count) for one, count in counts.items() if count), key=lambda pair: (-pair[1], pair[0]))
    small = [one for one, count in told if count < SMALLEST]
    if len(small) == 1 and len(told) > 1:
        small.append(next(one for one, _ in reversed(told) if one != small[0]))
    return [(one, None if one in small else count) for one, count in told]


def _ids(values: Iterable[object]) -> set[str]:
    return {one for one in values if type(one) is str}


def _said(record: Record, path: str) -> Value:
    return merge.value_of(record, path)


def _is_told(record: Record, proposals: Collection[str], approved: Collection[str]) -> bool:
    declared = BY_NAME[record.type]
    if declared.field("publish") and _said(record, "publish") is not True:
        return False
    if record.type == "hearing":
        return True
    if record.type == "proposal":
        return record.id in proposals
    if declared.field("proposal"):
        return _said(record, "proposal") in proposals
    if declared.field("hearing") and record.type not in BEFORE:
        return _said(record, "hearing") in approved
    return True


def _shown(record: Record, is_notice: bool) -> Shown:
    allowed = public_fields(record.type) & NOTICE if is_notice else public_fields(record.type)
    values = {path: merge.value_of(record, path) for path in record.live if path.partition("/")[0] in allowed}
    if record.type == "proposal" and _said(record, "place_is_public") is not True:
        values.pop("place", None)
    said_by = frozenset(op for path in values for op in record.live[path])
    for one in BY_NAME[record.type].fields:
        if one.kind == "long_text" and one.name in allowed and record.texts.get(one.name):
            values[one.name] = text.read(record.texts[one.name])
    return Shown(record.id, record.type, values, said_by)

"""Random histories for the laws: people on tablets of their own edit what they see and hear each other in any order.

What an op comes to (applied or aside) is drawn with it; the seal is what one of them held at some moment.
"""

import dataclasses
from dataclasses import dataclass, field

from hypothesis import strategies as st

from sync import text
from sync.merge import DELETED, ERASED, TEXT_PATHS
from sync.record import Record, encode
from tests.sync.build import OFFICE, RECORD, Author, take

PATHS = {
    "minutes": ("adopted_at", "traditional_text"),
    "person": ("sex", "household", "consents/a", "consents/b"),
}
PERSONAL = ("given_name", "phone")


@dataclass
class History:
    """The ops that were written, in the order of writing; `aside` are the parked and refused ones."""

    kind: str
    ops: list = field(default_factory=list)
    aside: list = field(default_factory=list)
    seal: frozenset | None = None

    def fold(self, ops, record=None):
        """The record that `ops` add up to on top of `record`."""
        record = record or Record(self.kind, RECORD)
        for said in ops:
            take(record, said, self.aside, self.seal)
        return record


def state(record):
    """The canonical lines of a record, long texts as what they say (Yjs bytes depend on the way there)."""
    said = {path: text.read(update) for path, update in record.texts.items()}
    return encode(dataclasses.replace(record, texts=said))


@st.composite
def histories(draw, kinds=tuple(PATHS), erasure=True):
    """A history of two to four tablets, clones of them, and the office."""
    history = History(draw(st.sampled_from(kinds)))
    authors = [Author(name, history.kind) for name in "abc"[: draw(st.integers(1, 3))]]
    authors.append(Author(OFFICE, history.kind))
    for _ in range(draw(st.integers(2, 14))):
        author = draw(st.sampled_from(authors))
        deed = draw(st.sampled_from(_DEEDS))
        if deed == "hear":
            if history.ops:
                author.hear(*draw(st.lists(st.sampled_from(history.ops), max_size=5)))
        elif deed == "clone":
            if len(authors) < 6 and author.inc != OFFICE:
                authors.append(author.clone())
                authors[-1].at += len(authors)
        elif deed == "seal":
            history.seal = frozenset(author.record.seen) if history.seal is None else history.seal
        elif deed != "erase" or (erasure and history.kind == "person"):
            said = _write(draw, author, history.kind, deed)
            history.ops.append(said)
            if deed != "erase" and draw(st.integers(0, 5)) == 0:
                history.aside.append(said)
    return history


_DEEDS = (
    *("edit", "edit", "edit", "hear", "hear", "hear", "personal", "text", "resolve"),
    *("delete", "clone", "seal", "erase", "careless"),
)


def _write(draw, author, kind, deed):
    paths = PATHS[kind]
    if deed == "erase":
        return author.say({ERASED: True})
    if deed == "delete":
        return author.delete()
    value = draw(st.sampled_from((None, True, 1, "1", "Худаг")))
    if deed == "personal" and kind == "person":
        return author.edit_personal(**dict.fromkeys(_some(draw, PERSONAL), value))
    if deed == "text" and kind == "minutes":
        return author.write_text("text", draw(st.sampled_from(("Дэмжив. ", "😀", "нэгдүгээрт "))))
    if deed == "resolve":
        return author.resolve(draw(st.sampled_from((*paths, DELETED))), False)
    if deed == "careless":  # names whatever it likes, also what does not stand there
        known = sorted(author.record.seen)
        bases = draw(st.lists(st.sampled_from(known), max_size=3)) if known else ()
        return author.say({draw(st.sampled_from(paths)): (value, tuple(bases))})
    return author.edit(dict.fromkeys(_some(draw, paths), value))


def _some(draw, paths):
    return draw(st.lists(st.sampled_from(paths), min_size=1, max_size=2, unique=True))


@dataclass
class Model:
    """The trivially right model: a replica is the set of ops it holds; a value is live when no held op names it."""

    history: History
    held: dict

    def fate(self, said):
        """What becomes of a held op: applied, late or aside."""
        if said in self.history.aside:
            return "aside"
        seal = self.history.seal
        return "late" if seal is not None and said.id not in seal and said.inc != OFFICE else "applied"

    @property
    def erased(self):
        """Whether an erasure is among the held ops."""
        return any(ERASED in said.sets and self.fate(said) == "applied" for said in self.held.values())

    def sets(self, said):
        """What a held op says, once what is erased is gone."""
        return said.sets if self.erased else {**said.sets, **said.personal}

    def named(self, path):
        """All ids that applied ops name at `path`, and what those of them that do not count had named (M7)."""
        waiting = [said for said in self.held.values() if self.fate(said) == "applied"]
        named = set()
        while waiting:
            for base in self.sets(waiting.pop()).get(path, (None, ()))[1]:
                if base in named:
                    continue
                named.add(base)
                if base in self.held and self.fate(self.held[base]) != "applied":
                    waiting.append(self.held[base])
        return named

    def record(self):
        """The causal state that the engine must come to."""
        record = Record(self.history.kind, RECORD, erased=self.erased)
        record.seen = set(self.held)
        record.top = max((said.n for said in self.held.values()), default=0)
        by_fate = {"applied": {}, "late": {}, "aside": {}}
        for said in self.held.values():
            by_fate[self.fate(said)][said.id] = said
            if not self.erased and self.fate(said) != "aside":
                record.personal.update(said.personal)
        texts = {path for kind, path in TEXT_PATHS if kind == record.type}
        for path in {path for said in self.held.values() for path in self.sets(said)} - texts - {ERASED}:
            named = self.named(path)
            live = {i: said for i, said in by_fate["applied"].items() if path in self.sets(said)}
            record.live[path] = {i: (self.sets(o)[path][0], o.n) for i, o in live.items() if i not in named}
            record.named[path] = named - by_fate["applied"].keys()
        record.live = {path: live for path, live in record.live.items() if live}
        record.named = {path: ids for path, ids in record.named.items() if ids}
        record.late = {
            i: {path: [value, *bases] for path, (value, bases) in self.sets(said).items()}
            for i, said in by_fate["late"].items()
        }
        record.aside = {
            i: {path: list(bases) for path, (_, bases) in self.sets(said).items() if bases}
            for i, said in by_fate["aside"].items()
        }
        for said in by_fate["applied"].values():
            for path in texts & said.sets.keys():
                record.texts[path] = text.merge(record.texts.get(path, ""), said.sets[path][0])
        return record


def model(history, ops):
    """The model's record of the replica that holds `ops`."""
    return Model(history, {said.id: said for said in ops}).record()

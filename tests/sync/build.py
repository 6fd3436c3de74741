"""Builders: people who write ops on tablets of their own, and what becomes of the ops elsewhere.

Everything goes the way of the wire: `op.write` makes the line, the chain makes the tag, `op.read` makes the op.
"""

import copy
import dataclasses
from base64 import b64encode

from pycrdt import Doc, Text

from sync import chain, merge, op, text
from sync.record import Record
from sync.update import ROOT

AT = 1_795_320_000_000
RECORD = "r" * 26
UNIT, OTHER_UNIT = "u" * 26, "w" * 26
HEARING = "h" * 26
OFFICE = "office-k7f2q5"
SALT = bytes(12)


def inc_named(name):
    """A name of one letter as inc; the office keeps its own."""
    return name if name.startswith("office-") else name * 20


class Author:
    """One person on one tablet: own seq and chain, and the record as this tablet sees it."""

    def __init__(self, name, kind="proposal", record_id=RECORD):
        self.inc = inc_named(name)
        self.at = AT
        self.hashes = [chain.genesis(self.inc)]
        self.lines = []
        self.record = Record(kind, record_id)

    def say(self, sets, personal=None, n=None, group=None):
        """Write an op down, read it back and take it in; values without bases may stand bare."""
        seq = len(self.lines) + 1
        said = op.Op(
            self.inc,
            seq,
            "",
            self.record.type,
            self.record.id,
            n or merge.next_n(self.record),
            self.at + seq,
            1,
            _with_bases(sets),
            _with_bases(personal or {}),
            group,
        )
        line, personal_line = op.write(said, SALT)
        link = chain.link(self.hashes[-1], line, personal_line)
        self.hashes.append(link)
        self.lines.append((line, personal_line))
        written = op.read(line, personal_line, self.inc, seq, chain.tag(link))
        merge.apply(self.record, written)
        return written

    def edit(self, values=None, /, **more):
        """An ordinary edit of open fields."""
        return self.say(merge.edit(self.record, {**(values or {}), **more}))

    def edit_personal(self, **values):
        """An ordinary edit of personal fields; what restores the record stands in the open line."""
        sets = merge.edit(self.record, values)
        restoring = {merge.DELETED: sets.pop(merge.DELETED)} if merge.DELETED in sets else {}
        return self.say(restoring, sets)

    def write_text(self, path, words):
        """Put `words` at the end of a long text, in an editing session of its own."""
        document = Doc(client_id=1 + int.from_bytes(chain.link(self.hashes[-1], str(self.at).encode())[:4]))
        document[ROOT] = shown = Text()
        if path in self.record.texts:
            document.apply_update(text.b64decode(self.record.texts[path]))
        before = document.get_state()
        shown += words
        return self.edit({path: b64encode(document.get_update(before)).decode()})

    def resolve(self, path, value):
        """A resolution: names every live value."""
        return self.say(merge.resolve(self.record, path, value))

    def delete(self):
        """Delete the record."""
        return self.say(merge.delete(self.record))

    def hear(self, *ops):
        """Take in what others wrote."""
        for said in ops:
            merge.apply(self.record, said)
        return self

    def clone(self):
        """The same tablet once more, as a copied profile makes it: what it writes has other bytes."""
        other = copy.deepcopy(self)
        other.at += 1_000_000
        return other


def replica(*ops, aside=(), seal=None, kind="proposal", record_id=RECORD):
    """The record that holds `ops` in this order, of which `aside` are parked or refused."""
    record = Record(kind, record_id)
    for said in ops:
        take(record, said, aside, seal)
    return record


def take(record, said, aside=(), seal=None):
    """Take one op in: apart if it is among `aside`, late if `seal` lacks it."""
    if said in aside:
        merge.set_aside(record, said)
    else:
        merge.apply(record, said, seal)


def values(record, path):
    """The live values of a path, as a sorted list."""
    return sorted((value for value, _ in record.live.get(path, {}).values()), key=repr)


def erased(said):
    """`said` as it is read once its personal line is only a digest."""
    return dataclasses.replace(said, personal={})


def _with_bases(sets):
    return {path: entry if type(entry) is tuple else (entry, ()) for path, entry in sets.items()}

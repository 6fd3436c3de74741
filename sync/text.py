"""Long text: Yjs updates, merged by pycrdt. The server never edits by index; equality is compared on text (DESIGN §3).

What may be merged is decided by update.py, never by the library: it takes half a gigabyte for five hostile bytes.
"""

from base64 import b64decode, b64encode

from pycrdt import Doc, Text, merge_updates

from sync.update import ROOT


def merge(ours: str, theirs: str) -> str:
    """Both updates as one, base64; commutative, associative, idempotent on the text.

    An update whose predecessor has not come yet is kept (a document would drop it).
    """
    if not ours or not theirs:
        return ours or theirs
    return b64encode(merge_updates(b64decode(ours), b64decode(theirs))).decode()


def read(update: str) -> str:
    """The text that `update` adds up to; parts whose predecessors are missing do not show."""
    document: Doc = Doc()
    document[ROOT] = text = Text()
    if update:
        document.apply_update(b64decode(update))
    return str(text)

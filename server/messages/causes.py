"""Which acts of the office are news to those who spoke. Pure: a statement says what it says, nothing else is asked."""

from collections.abc import Iterable
from typing import NamedTuple

from sync.op import Sets, Value

_states = (
    "forwarded accepted planned funding_asked in_progress done partly_done declined answered extended not_competent "
    "reopened"
)
STATES = tuple(_states.split())  # of which a person is told; the others are the office's own steps
KINDS = ("reply", *(f"state.{state}" for state in STATES), "due", "report")  # the first of several that an act causes
BOARD_ONLY = ("report",)


class News(NamedTuple):
    """Something to tell about one record. `about`: proposal or referral, or the report itself."""

    kind: str
    type: str
    about: str
    said: dict[str, str]


def news(statements: Iterable[tuple[str, str, Sets]]) -> list[News]:
    """What of these statements (type, id, sets) is news; several of one record become the foremost."""
    found: dict[str, News] = {}
    for kind, record, sets in statements:
        one = _of(kind, record, sets)
        if one is not None and (record not in found or KINDS.index(one.kind) < KINDS.index(found[record].kind)):
            found[record] = one
    return list(found.values())


def _of(kind: str, record: str, sets: Sets) -> News | None:
    said = {path: value for path, (value, _) in sets.items()}
    if kind == "proposal" and said.get("status") in STATES:
        return News(f"state.{said['status']}", kind, record, {})
    if kind == "referral":
        if said.get("answer") in ("final", "not_competent"):
            return News("reply", kind, record, _texts({"answered_on": said.get("answered_on")}))
        if said.get("extended_to"):  # what the officer wrote to the citizen is read when it is told
            return News("due", kind, record, _texts({"due_on": said["extended_to"], "referral": record}))
    if kind == "report" and any(bases == () for _, bases in sets.values()):
        return News("report", kind, record, _texts({"number": said.get("number")}))
    return None


def _texts(said: dict[str, Value]) -> dict[str, str]:
    return {name: str(value) for name, value in said.items() if value is not None}

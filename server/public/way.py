"""What became of a proposal, as its code's page and its own page tell it (P1): state, steps, due date, measures.

The state is what halls and codes leave of the office's word (server/findings.py). What was merged tells its own words
and the way of what it became.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from server.public import words
from server.public.reader import Reader, Shown
from server.store import merging, published

DONE = ("done", "partly_done", "confirmed")
ANSWERS = ("choice.answered", "follow.measure")  # steps that the state itself can stand for
MERGES_MAX, WORKS_MAX = 5, 300


@dataclass(frozen=True, slots=True)
class Step:
    """One step. `day`: local date, or empty; `words`: msgid of what happened."""

    day: str
    words: str
    text: str = ""
    who: str = ""
    letter: str = ""
    is_now: bool = False
    is_next: bool = False


@dataclass(frozen=True, slots=True)
class Due:
    """When the answer is due, and how that was reckoned: `days` from `since` to `first_on`; `on` is that day, or one
    to which it was put off. `is_over`: without an answer.
    """

    on: str
    first_on: str
    since: str
    is_received: bool  # counted from the day on which the body had the letter, else from the letter's own
    days: int | None
    is_answered: bool
    is_over: bool
    extended: str = ""  # why it was extended
    notice: str = ""  # what the citizen was told of that


@dataclass(frozen=True, slots=True)
class Findings:
    """What citizens said of a proposal that the office calls done."""

    yes: int = 0
    no: int = 0


@dataclass(frozen=True, slots=True)
class Told:
    """All that a page says of a proposal."""

    proposal: Shown
    unit: str
    status: str
    steps: list[Step]
    due: Due | None
    findings: Findings
    works: list[Shown]
    hearing: Shown | None
    into: "Told | None" = None

    @property
    def root(self) -> "Told":
        """What it became part of; itself where it was not merged."""
        return self.into.root if self.into else self


def told(reader: Reader, proposal: Shown, today: str, depth: int = 0) -> Told:
    """Everything of `proposal` that may be told."""
    written = {kind: reader.of_proposal(kind, proposal.id) for kind in ("referral", "measure", "verification")}
    halls = [one.get("hearing") for one in written["verification"]]
    bodies = [one.get("body") for kind in ("referral", "measure") for one in written[kind]]
    known = reader.load([proposal.get("unit"), proposal.get("hearing"), *bodies, *halls])
    hearing = known.get(proposal.text("hearing"))
    findings = counted(written["verification"])
    into = None
    target = proposal.text("merged_into") if depth < MERGES_MAX else ""
    if target and not merging.standing_again(reader.connection, reader.tenant, [proposal.id]):
        if proposal.id in reader.unlocked:
            reader.unlock(target)
        root = reader.load([target]).get(target)
        into = told(reader, root, today, depth + 1) if root and root.type == "proposal" else None
    status = reader.standing(proposal.id)
    names = {one: shown.name for one, shown in known.items()}
    begun = proposal.text("received_on") or (hearing.text("held_on") if hearing else "")
    place = names.get(proposal.text("unit"), "")
    steps = [Step(begun, "choice.recorded", who=hearing.text("title") if hearing else place)]
    for one in written["referral"]:
        steps += _of_referral(one, names)
    for one in written["measure"]:
        steps.append(Step(one.text("taken_on"), "follow.measure", one.text("text"), names.get(one.text("body"), "")))
    steps += _of_findings(written["verification"], known)
    due = due_of(written["referral"], today)
    return Told(
        proposal, place, status, _ordered(steps, proposal, status, due), due, findings,
        works_of(reader, proposal), hearing, into,
    )  # fmt: skip


def counted(verifications: Iterable[Shown]) -> Findings:
    """Hands and voices, for and against; a finding without a count is one voice."""
    yes = no = 0
    for one in verifications:
        hands = (int(one.get("count_for") or 0), int(one.get("count_against") or 0))
        if hands == (0, 0):
            hands = (1, 0) if one.get("finding") == "confirmed" else (0, 1)
        yes, no = yes + hands[0], no + hands[1]
    return Findings(yes, no)


def _of_referral(one: Shown, names: dict[str, str]) -> list[Step]:
    who = names.get(one.text("body"), "")
    found = [Step(one.text("sent_on"), "choice.forwarded", who=who, letter=one.text("letter_number"))]
    if one.get("answered_on"):
        passed_on = one.text("competent_body") if one.get("answer") == "not_competent" else ""
        said = " → ".join(part for part in (one.text("answer_text"), passed_on) if part)
        found.append(Step(one.text("answered_on"), "choice.answered", said, who))
    return found


def _of_findings(verifications: Iterable[Shown], known: dict[str, Shown]) -> list[Step]:
    """Those of a hearing each for itself; those by code together."""
    found, by_code = [], []
    for one in verifications:
        hall = known.get(one.text("hearing"))
        if hall is None:
            by_code.append(one)
            continue
        sum_ = counted([one])
        count = f"{sum_.yes} : {sum_.no}"
        found.append(
            Step(hall.text("held_on"), f"choice.{one.get('finding')}", one.text("note"), f"{hall.name} · {count}")
        )
    if by_code:
        sum_ = counted(by_code)
        found.append(Step("", "public.by_code", "", f"{sum_.yes} : {sum_.no}"))
    return found


def _ordered(steps: list[Step], proposal: Shown, status: str, due: Due | None) -> list[Step]:
    """Newest first; the state of today is the first that has happened, under its own name."""
    dated = sorted((one for one in steps if one.day), key=lambda one: one.day, reverse=True)
    rest = [one for one in steps if not one.day]
    now = f"choice.{status}"
    reason = proposal.text("status_reason")
    if dated and dated[0].words in ANSWERS and status not in ("recorded", "forwarded", "merged"):
        dated[0] = replace(dated[0], words=now, text=dated[0].text or reason)
    elif not any(one.words == now for one in dated[:1]):
        dated.insert(0, Step("", now, reason))
    dated[0] = replace(dated[0], is_now=True)
    coming = [Step(due.on, "follow.due", is_next=True)] if due and not due.is_answered else []
    return [*coming, dated[0], *[one for one in rest if one.words == "public.by_code"], *dated[1:]]


def due_of(referrals: Iterable[Shown], today: str) -> Due | None:
    """The last due date of the letters: reckoned from receipt where that is said, else from the letter's day."""
    told = sorted((one for one in referrals if one.get("due_on")), key=lambda one: one.text("due_on"))
    if not told:
        return None
    last = told[-1]
    is_answered = last.get("answer") == "final" or bool(last.get("answered_on") or last.get("closed_on"))
    received, first_on = last.text("received_on"), last.text("due_on")
    since, on = received or last.text("sent_on"), last.text("extended_to") or first_on
    days = words.days_between(since, first_on)
    is_over = not is_answered and on < today
    why, notice = last.text("extension_reason"), last.text("extension_notice")
    return Due(on, first_on, since, bool(received), days, is_answered, is_over, why, notice)


def works_of(reader: Reader, proposal: Shown) -> list[Shown]:
    """The works that name the proposal."""
    ids = published.of_unit(reader.connection, reader.tenant, "work", proposal.text("unit"), WORKS_MAX)
    return [one for one in reader.load(ids).values() if proposal.id in one.map("proposals").values()]

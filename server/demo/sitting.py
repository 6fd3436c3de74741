"""What a hearing comes to: groups, poll, ranking, decisions, minutes, signatures, seal and manifests (T8–T13)."""

from base64 import b64encode
from hashlib import sha256
from itertools import pairwise

from pycrdt import Doc, Text

from server.demo import ledger
from server.demo.room import Room
from sync import lifecycle, opset, record
from sync.merge import value_of
from sync.update import ROOT

QUESTIONS = (
    "ОНХС-г юунд зарцуулдгийг мэднэ",
    "Санал маань хаашаа явж, хэн шийдэхийг мэднэ",
    "Санал маань хариутай болно гэж итгэдэг",
)
DOTS = 3
STROKES = "10,40 26,18 44,52 60,22 78,48 96,30 120,44"


def groups(room: Room, *themes: str) -> tuple[str, ...]:
    """Tables 1…n with their leaders."""
    said = []
    for number, theme in enumerate(themes, 1):
        leader = {"leader": room.came[number + 1].id} if len(room.came) > number + 1 else {}
        said.append(room.here(room.team.lead, "group", number=number, theme=theme, **leader))
    return tuple(said)


def agenda(room: Room, *titles: str) -> None:
    """What is talked about, in order."""
    for position, title in enumerate(titles, 1):
        room.here(room.team.lead, "agenda_item", position=position, title=title)


def poll(room: Room, moment: str, shares: tuple[float, float, float]) -> None:
    """Three questions by show of hands; `shares` of those present raise theirs."""
    asked = len(room.came)
    counts = {f"counts/q{number}": round(asked * share) for number, share in enumerate(shares, 1)}
    words = {f"question/q{number}": question for number, question in enumerate(QUESTIONS, 1)}
    room.here(room.team.lead, "poll", moment=moment, **{"counts/asked": asked}, **counts, **words)


def rank(room: Room, question: str, tables: int = 2) -> None:
    """Three dots each; each table counts its own, and the counts add up; equal ones by the printed rule (DOMAIN §F)."""
    items = room.proposals[:10]
    named = {f"items/{place}": item for place, item in enumerate(items, 1)}
    eligible = len(room.came)
    session = room.here(
        room.team.lead,
        "ranking_session",
        method="dot_vote",
        question=question,
        eligible=eligible,
        **{"parameters/dots": str(DOTS)},
        **named,
    )
    dots = [dict.fromkeys(range(1, len(items) + 1), 0) for _ in range(tables)]
    for voter in range(eligible - 1):
        for place in room.chance.sample(range(1, len(items) + 1), min(DOTS, len(items))):
            dots[voter % tables][place] += 1
    for table, counts in enumerate(dots):
        tablet = (room.team.lead, room.team.second)[table % 2]
        room.here(tablet, "tally", session=session, **{f"counts/{place}": count for place, count in counts.items()})
    totals = {place: sum(counts[place] for counts in dots) for place in dots[0]}
    order = sorted(totals, key=lambda place: (-totals[place], -room.supporters[items[place - 1]], place))
    result = "\n".join(f"{rank}. №{place}: {totals[place]}" for rank, place in enumerate(order, 1))
    equal = [f"№{one}, №{other}" for one, other in pairwise(order) if totals[one] == totals[other]]
    steps = f"Тэнцсэн: {'; '.join(equal)}. Дэмжигч олонтой нь өмнө." if equal else "Тэнцсэн санал гараагүй."
    ended = {"closed_at": room.instant("13:40"), "cast": eligible - 1, "invalid": 0, "result": result}
    room.say(room.team.lead, "ranking_session", session, tie_steps=steps, **ended)


def decide(room: Room, number: int, text: str, against: int = 1, abstain: int = 2, **values) -> None:
    """A joint decision by show of hands; never more hands than people (scenario 10)."""
    hands = {"votes_against": against, "votes_abstain": abstain, "votes_for": len(room.came) - against - abstain - 1}
    room.here(room.team.lead, "decision", number=number, text=text, **hands, **values)


def minutes(room: Room, first: str, second: str) -> str:
    """Two people write on two tablets; no letter of either is lost (T11)."""
    document: Doc = Doc(client_id=room.chance.getrandbits(31))
    document[ROOT] = text = Text()
    text += first
    early = document.get_update()
    written = room.here(room.team.lead, "minutes", text=b64encode(early).decode())
    other: Doc = Doc(client_id=room.chance.getrandbits(31))
    other[ROOT] = more = Text()
    other.apply_update(early)
    more += second
    room.say(room.team.second, "minutes", written, text=b64encode(other.get_update()).decode())
    room.say(room.team.lead, "minutes", written, adopted_at=room.instant("14:30"))
    return written


def sign(room: Room, of: str) -> None:
    """Chair and secretary sign on the glass."""
    for slot, name in (("adoption_chair", "Б.Болд"), ("adoption_secretary", "Ө.Туяа")):
        personal = {"signer_name": name, "strokes": STROKES}
        room.here(room.team.lead, "signature", _personal=personal, of=of, for_what=slot)


def close(room: Room, clock_time: str, is_sealed: bool = True) -> None:
    """Each tablet says what the room has; the leader seals it first (M15, S8)."""
    room.clock(clock_time)
    if is_sealed:
        lead = room.team.lead
        room.say(lead, "hearing", room.hearing, stage="sealed", closed_at=room.instant(clock_time))
        found = _records(room)
        lines = [record.encode(found[one])[0] + b"\n" for one in sorted(found)]
        seen = lifecycle.seal_over(found.values())
        room.here(lead, "seal", seen=seen, content_hash=sha256(b"".join(lines)).hexdigest())
    found = _records(room)
    counts: dict[str, int] = {}
    for one in found.values():
        kinds = [f"records/{one.type}"]
        kinds += [f"media/{value_of(one, 'kind')}"] if one.type == "media" else []
        for path in kinds:
            counts[path] = counts.get(path, 0) + 1
    holds = opset.encode(set().union(*(one.seen for one in found.values())))
    for tablet in room.team.tablets[:2]:
        room.here(tablet, "manifest", holds=holds, **counts)


def _records(room: Room) -> dict[str, record.Record]:
    """The hearing's records as its tablets have them."""
    said = [said for tablet in room.team.tablets for said in ledger.ops_of(tablet) if said.id not in room.aside]
    return {one.id: one for one in ledger.fold(said).values() if room.hearing in lifecycle.hearings_of(one)}

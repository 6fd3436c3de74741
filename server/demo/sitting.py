"""What a hearing comes to: groups, poll, ranking, decisions, minutes, signatures, seal and manifests (T8–T13)."""

from base64 import b64encode
from collections import Counter
from hashlib import sha256

from pycrdt import Doc, Text

from server.demo import ledger
from server.demo.room import Room
from sync import lifecycle, opset, ranking, record
from sync.merge import value_of
from sync.update import ROOT

QUESTIONS = (
    "ОНХС-г юунд зарцуулдгийг мэднэ",
    "Санал маань хаашаа явж, хэн шийдэхийг мэднэ",
    "Санал маань хариутай болно гэж итгэдэг",
)
DOTS = 3
SEED = "Хүйтэн гол арван долоо"  # said aloud in the hall
STEPS = {
    "supporters": "Оноо өгсөн хүн",
    "households": "Дэмжсэн өрх",
    "cost": "Бага өртөг",
    "run_off": "Гар өргөх",
    "lot": "Сугалаа",
}
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
    """Three dots each; each table counts its own, the counts add up, ties go through the rule (DOMAIN §F)."""
    keys = {f"{place:02}": item for place, item in enumerate(room.proposals[:10], 1)}
    asked = {
        "method": "dot_vote",
        "question": question,
        "eligible": len(room.came),
        "parameters/dots": str(DOTS),
        "parameters/run_off": "skipped",
        **{f"items/{key}": item for key, item in keys.items()},
        **{f"households/{key}": room.supporters[item] for key, item in keys.items()},
    }
    session = room.here(room.team.lead, "ranking_session", **asked)
    papers = [Counter() for _ in range(tables)]
    for voter in range(len(room.came) - 1):
        given = room.chance.sample(list(keys), min(DOTS, len(keys)))
        papers[voter % tables].update(["_cast", *given, *(f"{key}.supporters" for key in given)])
    tallies = {}
    for table, marks in enumerate(papers):
        tablet = (room.team.lead, room.team.second)[table % 2]
        counts = {f"counts/{key}": marks[key] for one in keys for key in (one, f"{one}.supporters")}
        counts |= {"counts/_cast": marks["_cast"], "counts/_invalid": 0}
        tallies[str(table)] = {"session": session, "source": str(table + 1), **counts}
        room.here(tablet, "tally", **tallies[str(table)])
    ended = {"seed": SEED}
    found = ranking.rank({**asked, **ended}, {}, tallies)
    names = {step["step"] for tie in found["ties"] for step in tie["steps"] if "values" in step}
    ended |= {
        "closed_at": room.instant("13:40"),
        "cast": found["counts"]["cast"],
        "invalid": found["counts"]["invalid"],
        "result": "\n".join(f"{item['rank']}. №{item['item']}: {item['score']} оноо" for item in found["items"]),
        "result_hash": ranking.result_hash(found),
        "tie_steps": "\n".join(map(_tie, found["ties"])) if names else "Тэнцсэн санал гараагүй.",
    }
    room.say(room.team.lead, "ranking_session", session, **ended)


def _tie(tie: dict) -> str:
    """A tie and its steps in words."""
    said = [f"Тэнцсэн санал: {', '.join(f'№{item}' for item in tie['items'])}"]
    for step in tie["steps"]:
        shown = ", ".join(f"№{item} {value[:8]}" for item, value in step.get("values", [])) or "алгассан"
        said.append(f"{STEPS[step['step']]}: {shown}")
    return "; ".join(said)


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

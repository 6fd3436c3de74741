"""«Хурлын тэмдэглэл» on paper (O14; mock-up k-minutes; scenario 22): from the merged hearing to data, to PDF.

Nothing of the moment of printing stands in it: the same data make the same bytes. Names on it are those of who
presided, who wrote and who answers for a decision; who came stands there in figures. Minutes are in Mongolian.
"""

from datetime import datetime

from sqlalchemy import Connection

from server import config
from server.exports import attendance_words
from server.office.hearings import rankings, service, turnout
from server.office.hearings.desk import Desk, name_of
from server.office.letters.paper import ORGANISATION
from server.office.reports import terms
from server.papers import pdf, qr, traditional
from server.store import hearings, settings
from server.text import amounts, says
from server.texts import translations
from server.who import Actor
from sync.merge import is_deleted, value_of
from sync.record import Record
from sync.text import read

RECORDS_MAX = 2_000
FIRST_PLACES = 5  # in the body; all of them in the annex


def paper(connection: Connection, actor: Actor, hearing_id: str) -> tuple[bytes, str]:
    """The PDF of a hearing within reach, and what the file is called."""
    desk = Desk(connection, actor)
    found = data(desk, service.find_hearing(desk, hearing_id))
    margins = terms.sheet_margins(connection, actor.tenant)
    return pdf("minutes", found | {"margins": margins}), f"minutes-{found['dated'] or hearing_id[:6]}"


def data(desk: Desk, hearing: Record) -> dict:
    """What the template reads."""
    _ = translations("mn").gettext
    came = turnout.of_hearing(desk, hearing)
    units = [str(value_of(hearing, "unit") or "")]
    house = settings.house(desk.connection, desk.tenant)
    names = desk.names([*units, value_of(hearing, "chair"), value_of(hearing, "secretary")])
    day = str(value_of(hearing, "held_on") or "")
    seal = _sealed(desk, hearing)
    by_hand = _signed(desk, hearing)
    signed = [names.get(str(value_of(hearing, post)), "") or by_hand.get(post, "") for post in ("chair", "secretary")]
    ranked, all_ranked = _ranking(desk, hearing, _)
    came_head = [_("minutes.paper.group"), _("minutes.paper.count")]
    return {
        "title": f"{_('minutes.paper.name')} {says.short_day(day)}",
        "dated": day,
        "size": 10,
        "letterhead": {
            "organisation": [part.strip() for part in house.settings.get(ORGANISATION, house.name).split("|")],
            "name": _("minutes.paper.name"),
            "date": says.formal_day(day),
            "number": "№ ........",
            "place": _place(desk, units[0], _),
        },
        "facts": [
            pair
            for pair in (
                [_("minutes.paper.title"), str(value_of(hearing, "title") or "")],
                [_("minutes.paper.when"), _when(hearing, _)],
                [_("minutes.paper.order"), _order(hearing)],
                [_("minutes.paper.chair"), signed[0]],
                [_("minutes.paper.secretary"), signed[1]],
                [_("minutes.paper.came"), attendance_words.came(came, _)],
            )
            if pair[1]
        ],
        "agenda_name": _("minutes.paper.agenda"),
        "agenda": [str(value_of(one, "title") or "") for one in _ordered(desk, hearing, "agenda_item", "position")],
        "heard_name": _("minutes.paper.heard"),
        "heard": _written(desk, hearing),
        "ranking": ranked,
        "decisions": _decisions(desk, hearing, _),
        "signers": [
            [_("minutes.paper.chair"), signed[0]],
            [_("minutes.paper.kept"), signed[1]],
        ],
        "annexes": [
            _annex(1, _("minutes.paper.annex.came"), _, head=came_head, rows=attendance_words.table(came, _)),
            _annex(2, _("minutes.paper.annex.proposals"), _, **all_ranked),
        ],
        "script_name": _("minutes.paper.script"),
        "script_about": _("minutes.paper.script.about"),
        "foot": {"qr": qr(_public(desk, hearing)) if seal else "", "lines": seal},
        **traditional("\n".join(_in_script(desk, hearing))),
    }


def _annex(number: int, title: str, _, **table: list) -> dict:
    return {"name": _("minutes.paper.annex") % {"number": says.ordinal(number)}, "title": title, **table}


def _place(desk: Desk, unit: str, _) -> str:
    """`Рашаант баг`; a khoroo's name says itself what it is."""
    known = desk.load([unit] if unit else []).get(unit)
    name = str(value_of(known, "name") or "") if known else ""
    return _("minutes.paper.bagh") % {"name": name} if known and value_of(known, "level") == "bagh" else name


def _order(hearing: Record) -> str:
    """By whose order it was held: `Сумын Засаг даргын захирамж № А/45, 2026.10.06`."""
    kind, number, day = (str(value_of(hearing, f"order_{name}") or "") for name in ("kind", "number", "on"))
    return ", ".join(part for part in (f"{kind} № {number}".strip() if number else kind, says.short_day(day)) if part)


def _records(desk: Desk, hearing: Record, kind: str) -> list[Record]:
    ids = hearings.of_hearing(desk.connection, desk.tenant, hearing.id, kind, "", RECORDS_MAX)
    return [one for one in desk.load(ids).values() if not is_deleted(one)]


def _ordered(desk: Desk, hearing: Record, kind: str, path: str) -> list[Record]:
    def place(one: Record) -> tuple:
        said = value_of(one, path)
        return (said is None, said if type(said) is int else 0, one.id)

    return sorted(_records(desk, hearing, kind), key=place)


def _when(hearing: Record, _) -> str:
    """`14 цаг 02 минутаас 17 цаг 05 минут хүртэл, багийн төв`."""
    hours = [_local(value_of(hearing, path)) for path in ("opened_at", "closed_at")]
    span = ""
    if all(hours):
        span = _("minutes.paper.span") % {
            name: f"{int(part):02}" for name, part in zip("abcd", (p for hour in hours for p in hour), strict=True)
        }
    return ", ".join(part for part in (span, str(value_of(hearing, "place") or "")) if part)


def _local(instant: object) -> tuple[int, int] | None:
    """Hour and minute of an instant, in the zone that it carries."""
    at, _, zone = str(instant or "").rstrip("]").partition("[")
    if not zone or not says.is_zone(zone):
        return None
    local = says.clock_time(round(datetime.fromisoformat(at).timestamp() * 1000), zone)[-5:]
    hour, minute = local.split(":")
    return int(hour), int(minute)


def _in_script(desk: Desk, hearing: Record) -> list[str]:
    found = sorted(_records(desk, hearing, "minutes"), key=lambda one: one.id)
    return [said for one in found if (said := str(value_of(one, "traditional_text") or ""))]


def _written(desk: Desk, hearing: Record) -> list[str]:
    """The minutes' own words, a paragraph each; what was added after the seal stands last."""
    found = []
    for one in sorted(_records(desk, hearing, "minutes"), key=lambda one: one.id):
        said = read(one.texts["text"]) if "text" in one.texts else ""
        found += said.splitlines() + str(value_of(one, "addendum") or "").splitlines()
    return [line.strip() for line in found if line.strip()]


def _ranking(desk: Desk, hearing: Record, _) -> tuple[dict, dict]:
    """The first places of the last closed session with its figures, and all proposals by rank for the annex."""
    closed = [one for one in rankings.of_hearing(desk, hearing) if one.is_closed and one.places]
    places = closed[0].places if closed else []
    voices = {one.id: one for one in _records(desk, hearing, "proposal")}
    lines = [
        [_rank(place.rank), _title(voices.get(place.proposal)), _cost(voices.get(place.proposal)), str(place.score)]
        for place in places
    ]
    rest = [one for one in voices.values() if one.id not in {place.proposal for place in places}]
    rest.sort(key=lambda one: (-(value_of(one, "supporters") or 0), one.id))
    head = [_("report.paper.no"), _("record.proposal"), _("report.paper.cost"), _("minutes.paper.score")]
    more = [["–", _title(one), _cost(one), ""] for one in rest]
    shown = {"name": _("minutes.paper.ranking"), "head": head, "rows": lines[:FIRST_PLACES], "note": ""}
    if closed:
        values = closed[0].values
        figures = {
            name: values.get(name) if values.get(name) is not None else "–" for name in ("eligible", "cast", "invalid")
        }
        note = f"{_('choice.' + str(values.get('method')))}. {_('minutes.paper.cast') % figures}"
        shown["note"] = "\n".join([note, *str(values.get("tie_steps") or "").splitlines()])
    return shown, {"head": head, "rows": lines + more}


def _rank(rank: int | None) -> str:
    return "–" if rank is None else str(rank)


def _title(proposal: Record | None) -> str:
    return name_of(proposal, {}) if proposal else ""


def _cost(proposal: Record | None) -> str:
    cost = value_of(proposal, "cost") if proposal else None
    return amounts.millions(cost) if type(cost) is int else ""


def _decisions(desk: Desk, hearing: Record, _) -> dict:
    found = _ordered(desk, hearing, "decision", "number")
    names = desk.names({value_of(one, path) for one in found for path in ("body", "person")})
    rows = []
    for number, one in enumerate(found, 1):
        who = [names.get(str(value_of(one, path)), "") for path in ("body", "person")]
        due = says.short_day(str(value_of(one, "due_on") or ""))
        votes = [value_of(one, f"votes_{way}") for way in ("for", "against", "abstain")]
        text = str(value_of(one, "text") or "")
        if minority := value_of(one, "minority_view"):
            text += f"\n{_('decision.minority_view')}: {minority}"
        rows.append([
            str(value_of(one, "number") or number),
            text,
            ", ".join(part for part in (*who, due) if part),
            "" if votes == [None] * 3 else " : ".join("–" if vote is None else str(vote) for vote in votes),
        ])  # fmt: skip
    return {
        "name": _("minutes.paper.decided"),
        "head": [_("report.paper.no"), _("record.decision"), _("minutes.paper.who"), _("minutes.paper.votes")],
        "rows": rows,
        "note": _("minutes.paper.votes.about"),
    }


def _signed(desk: Desk, hearing: Record) -> dict[str, str]:
    """Who signed the adoption on the glass: chair, secretary → name."""
    found = sorted(_records(desk, hearing, "signature"), key=lambda one: one.id)
    said = {str(value_of(one, "for_what")).removeprefix("adoption_"): value_of(one, "signer_name") for one in found}
    return {post: str(name) for post, name in said.items() if name}


def _sealed(desk: Desk, hearing: Record) -> list[str]:
    """What the foot says of the seal: when, and the beginning of its hash; empty while there is none."""
    seals = sorted(_records(desk, hearing, "seal"), key=lambda one: one.id)
    if not seals:
        return []
    came = desk.origins({op_id for live in seals[-1].live.values() for op_id in live})
    at = min((one.received_at for one in came.values()), default=0)
    sealed_at = says.moment(at, desk.zone_of(hearing)) if at else ""
    digest = str(value_of(seals[-1], "content_hash") or "")[:16].upper()
    _ = translations("mn").gettext
    groups = " ".join(digest[start : start + 4] for start in range(0, len(digest), 4))
    return [_("minutes.paper.sealed") % {"at": sealed_at}, groups]


def _public(desk: Desk, hearing: Record) -> str:
    """Where everybody may read of this hearing."""
    return f"{config.current().origin('')}/{desk.tenant}/hearings/{hearing.id}"

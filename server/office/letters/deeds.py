"""What the routes of letters ask beside the services: the draft with its words, the paper, the link, the rules."""

from sqlalchemy import Connection

from server import legal
from server.office.directory import categories
from server.office.hearings.desk import Desk
from server.office.letters import draft, links, paper, view
from server.problems import Problem
from server.store import letters, records
from server.store.settings import house
from server.store.unit_of_work import write
from server.text import collate
from server.texts import translations
from server.who import Actor, Thing, Verb, check
from sync.merge import value_of


def drafted(connection: Connection, actor: Actor, ids: list[str]) -> dict:
    """What would be sent to whom; `left`: what cannot, with why."""
    check(actor, Verb.CREATE, Thing("letter", actor.tenant))
    desk = Desk(connection, actor)
    wanted = draft.wanted(ids)
    found = draft.draft(desk, wanted)
    settings = found.house.settings
    speak = translations("mn").ugettext
    places = {one.rule.place for one in found.chosen if one.rule and one.rule.place}
    return {
        "draft": found,
        "ids": wanted,
        "asked_for": len(set(ids)),
        "chosen_max": draft.CHOSEN_MAX,
        "bodies": view.bodies(desk, is_offered=True),
        "names": desk.names({*found.left, *found.merged, *found.merged.values(), *places}),
        "subject": speak("letter.subject.usual"),
        "text": speak("letter.text.usual"),
        "signer_post": settings.get(paper.SIGNER_POST, ""),
        "signer_name": settings.get(paper.SIGNER_NAME, ""),
    }


def printed(connection: Connection, actor: Actor, letter_id: str) -> tuple[str, bytes]:
    """A file name and the bytes as issued; after a restore they are set again from what the letter holds."""
    desk = Desk(connection, actor)
    letter = view.find(desk, letter_id)
    pdf = letters.paper(connection, desk.tenant, letter_id)
    if pdf is None:
        of_link = str(value_of(letter, "follows") or letter_id)
        stands = letters.link(connection, desk.tenant, of_link)
        pdf = paper.pdf(paper.joined(letter), links.address(desk.tenant, of_link, stands.serial if stands else 1))
    return f"{value_of(letter, 'issued_on')}-{value_of(letter, 'number')}.pdf", pdf


def set_link(actor: Actor, letter_id: str, is_renewed: bool) -> None:
    """End the letter's link; or open a new one, which ends the old."""

    def work(connection: Connection) -> None:
        desk = Desk(connection, actor)
        view.find(desk, letter_id, Verb.DECIDE)
        if is_renewed:
            days = legal.number(house(connection, desk.tenant).settings, links.LIFE)
            links.open_new(connection, desk.tenant, letter_id, days)
        else:
            links.end(connection, desk.tenant, letter_id)

    write(work)


def letter_of(connection: Connection, actor: Actor, referral_id: str) -> str:
    """The letter that carries a referral within reach; empty: none."""
    desk = Desk(connection, actor)
    found = desk.find(referral_id, Verb.DECIDE, "letter")
    if found.type != "referral":
        raise Problem("not-found")
    return str(value_of(found, "letter") or "")


def ruled(connection: Connection, actor: Actor) -> dict:
    """The rules by category, place and body, as a page shows them."""
    check(actor, Verb.SEE, Thing("route", actor.tenant))
    desk = Desk(connection, actor)
    rules = letters.routes(connection, desk.tenant)
    bodies = dict(view.bodies(desk))
    units = draft.units(desk)
    said = records.load_open(connection, desk.tenant, [one.id for one in rules])
    order = sorted(rules, key=lambda one: (one.category or "~", collate.key(units.get(one.place or "", ""))))
    return {
        "rules": order,
        "notes": {one: str(value_of(record, "note") or "") for one, record in said.items()},
        "bodies": view.bodies(desk, is_offered=True),
        "body_names": bodies,
        "units": sorted(units.items(), key=lambda pair: collate.key(pair[1])),
        "unit_names": units,
        "categories": categories.slugs(connection, actor.tenant),
        "may_change": desk.may(Verb.CHANGE, "route"),
    }

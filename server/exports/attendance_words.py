"""Who came, as minutes say it: one sentence, and a table of figures without names."""

from collections.abc import Callable

from server.office.hearings.turnout import BY, Turnout

Translate = Callable[[str], str]


def came(found: Turnout, _: Translate) -> str:
    """How many, for how many households, by which rule, and whether that is enough."""
    count = len(found.people) + found.heads
    said = _("minutes.paper.came.people") % {"people": count, "households": found.households}
    quorum = found.quorum
    if quorum is None:
        return said + "."
    of = "minutes.paper.quorum.household" if quorum.basis == "household" else "minutes.paper.quorum.citizen"
    rule = _(of) % {"whole": quorum.whole, "percent": quorum.percent, "needed": quorum.needed}
    stood = _("minutes.paper.quorum.valid") if quorum.is_valid else _("minutes.paper.quorum.none")
    return f"{said} ({rule}). {stood}"


def table(found: Turnout, _: Translate) -> list[list[str]]:
    """Role, sex and age: figures of each."""
    rows = [[_("minutes.paper.attendances"), str(found.attendances)]]
    for path in BY:
        rows += [[f"{_('attendance.' + path)}: {_('choice.' + name)}", str(count)] for name, count in found.by[path]]
    return rows

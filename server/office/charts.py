"""Charts of the office's pages: pygal draws axes, marks and figures as SVG, `board.css` gives colours and letters.

So a chart needs no script, keeps to the policy without inline styles, and is the same on screen, in the dark and on
paper. The same data are the same bytes, drawn once a process.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple
from xml.etree.ElementTree import Element

from markupsafe import Markup

from server.text import says

FORMS = {"bars": "HorizontalBar", "rows": "HorizontalStackedBar", "columns": "Bar"}
LYING = ("bars", "rows")  # names at the left, as long ones want
WIDTH, HEIGHT, ROW, LETTER = 560, 230, 30, 13
NAME_MAX = 28
STEPS_MAX = 4
KEPT = 400  # drawings of some 5 kB each
KEPT_CLASS = re.compile("graph|plot|axis|value")  # what board.css speaks of
ROUNDED = {"x", "y", "width", "height"}
SERIES = re.compile(r"color-(\d+)")
LINK = "{http://www.w3.org/1999/xlink}href"


class Series(NamedTuple):
    """One colour of a chart: its class `fill-…`, what it is called, a count for each name."""

    tone: str
    name: str
    counts: tuple[int, ...]


def drawn(form: str, names: Sequence[str], series: Sequence, links: Sequence[str] = (), top: int = 0) -> Markup:
    """`form`: one of FORMS; `links`: where each name leads; `top`: the end of the scale, else what the counts need."""
    told = tuple(Series(tone, str(name), tuple(counts)) for tone, name, counts in series)
    return _drawn(form, tuple(map(str, names)), told, tuple(map(str, links)), top)


@lru_cache(KEPT)
def _drawn(form: str, names: tuple[str, ...], series: tuple[Series, ...], links: tuple[str, ...], top: int) -> Markup:
    is_beside = form in ("bars", "columns")
    sums = [max(line) if is_beside else sum(line) for line in zip(*(one.counts for one in series), strict=True)]
    steps = _steps(top or max(sums, default=0))
    rows = len(names) * (len(series) if form == "bars" else 1)
    chart = _chart(form, 42 + ROW * rows if form in LYING else HEIGHT, margin=8, margin_right=44)
    order = range(len(names))[:: -1 if form in LYING else 1]  # pygal draws lying bars from below
    chart.x_labels = [names[at] if len(names[at]) <= NAME_MAX else names[at][: NAME_MAX - 1] + "…" for at in order]
    chart.y_labels, chart.range, chart.print_values = steps, (0, steps[-1]), is_beside
    for one in series:
        chart.add(one.name, [_mark(one, names[at], links[at] if links else "", at) for at in order])
    chart.add_xml_filter(lambda root: _plain(root, [one.tone for one in series], bool(links)))
    return Markup(chart.render(is_unicode=True))  # noqa: S704 - an XML tree, written by its library


def _mark(one: Series, name: str, link: str, at: int) -> dict:
    said = f"{name}{f', {one.name}' if one.name else ''}: {says.number(one.counts[at])}"
    return {"value": one.counts[at], "tooltip": said} | ({"xlink": {"href": link, "aria-label": said}} if link else {})


def _steps(most: int) -> list[int]:
    """Round whole numbers from 0 to `most` or just beyond."""
    rounds = (part * 10**power for power in range(12) for part in (1, 2, 5))
    step = next(one for one in rounds if one * STEPS_MAX >= most)
    return list(range(0, max(most, 1) + step, step))


def _chart(form: str, height: int, **asked):
    import pygal  # here: a tenth of a second, which no other part of the program needs

    sizes = dict.fromkeys(("label_font_size", "major_label_font_size", "value_font_size"), LETTER)
    usual = {"css": (), "js": (), "no_prefix": True, "disable_xml_declaration": True, "show_legend": False}
    look = {"style": pygal.style.Style(**sizes), "spacing": 8, "truncate_label": -1, "print_values_position": "top"}
    return getattr(pygal, FORMS[form])(width=WIDTH, height=height, formatter=says.number, **usual, **look, **asked)


def _plain(root: Element, tones: list[str], is_led: bool) -> Element:
    """Without the library's style, script, date and notes for that script; with our classes and plain links."""
    root.attrib = {"xmlns": root.attrib["xmlns"], "viewBox": root.attrib["viewBox"], "class": "graphic"}
    for parent in [*root.iter()]:
        parent[:] = [child for child in parent if not _is_spare(child, parent)]
        kind = parent.get("class", "")
        if kind == "plot text-overlay":
            for group in parent:
                group.attrib.clear()
        if found := SERIES.search(parent.get("class", "")):
            parent.attrib["class"] = f"fill-{tones[int(found[1])]}"
        elif not KEPT_CLASS.match(kind):
            parent.attrib.pop("class", None)
        if LINK in parent.attrib:
            parent.attrib["href"] = parent.attrib.pop(LINK)
        for key in ROUNDED & parent.attrib.keys():
            parent.attrib[key] = f"{float(parent.attrib[key]):.1f}".removesuffix(".0")
        if (is_led and kind.startswith(("axis ", "plot text"))) or (not is_led and parent is root):
            parent.attrib["aria-hidden"] = "true"
        if is_led and kind == "bars" and "horizontal" in root[0].get("class", ""):
            parent[:] = parent[::-1]  # keys go through links from above
    return root


def _is_spare(child: Element, parent: Element) -> bool:
    kind = child.get("class", "")
    return (
        callable(child.tag)  # a comment
        or child.tag in ("defs", "desc")
        or (child.tag == "title" and parent.get("class") != "bar" and parent.tag != "a")
        or kind in ("titles", "background", "plot overlay", "plot tooltip-overlay")
    )

"""Typesetting: `pdf(template, data)`; the same data give the same bytes, on any machine, at any time.

A template is `templates/<name>.typ` and begins `#import "paper.typ": *` and `#show: paper`. It reads `data`, in which
all that people wrote is a string and is never taken as markup. What every paper knows (paper.typ draws it):

    title        the document's own name, for readers of PDF            language  mn (else kk, en)
    dated        `2026-11-24`, the paper's day                           margins   of `margins(tenant's settings)`
    letterhead   {organisation: [lines], name, date, number, place}      foot      {qr: qr(link), lines: [..]}
    traditional  the same text in the national script, set downwards on pages of its own behind (O20)

Fonts are ours alone, so that a paper looks the same everywhere: Noto Serif with Latin, Cyrillic (Mongolian, Kazakh), ₮;
Noto Sans Mongolian for the national script (both OFL, from fontsource).
"""

import json
import re
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

import segno
import typst

from server.legal import Setting, number

_HERE = Path(__file__).parent
TEMPLATES, FONTS = _HERE / "templates", _HERE / "fonts"
MARGINS = {  # millimetres
    side: Setting(f"paper.{side}_mm", value, "MNS 5140-1:2021 (not readable online; as commonly taught)", "2026-11-22")
    for side, value in {"left": 30, "right": 15, "top": 20, "bottom": 20}.items()
}
TRADITIONAL_MAX = 8000  # letters
_unseen = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def margins(settings: Mapping[str, str]) -> dict[str, int]:
    """The margins of a tenant's papers, in millimetres: of its settings, else of the standard."""
    return {side: min(number(settings, setting), 60) for side, setting in MARGINS.items()}


def traditional(text: str) -> dict[str, str]:
    """What a paper's data say of its text in the national script: nothing where nobody gave one (O20)."""
    said = text.replace("\r\n", "\n").strip()[:TRADITIONAL_MAX]
    return {"traditional": said} if said else {}


def pdf(template: str, data: Mapping) -> bytes:
    """The paper `template` with `data`, as PDF/A-2b with tags for screen readers (PDF/UA-1)."""
    return _compile(template, data, format="pdf", pdf_standards=["a-2b", "ua-1"])


def png(template: str, data: Mapping, ppi: float = 96) -> list[bytes]:
    """The same as pictures, one a page."""
    pages = _compile(template, data, format="png", ppi=ppi)
    return pages if isinstance(pages, list) else [pages]


def qr(link: str) -> str:
    """`link` as a picture (SVG) for the foot of a paper."""
    out = BytesIO()
    segno.make(link, error="m").save(out, kind="svg", xmldecl=False, omitsize=True, border=0)
    return out.getvalue().decode()


def _compile(template: str, data: Mapping, **how: object) -> bytes | list[bytes]:
    said = json.dumps(_clean(data), ensure_ascii=False, sort_keys=True)
    return typst.compile(
        str(TEMPLATES / f"{template}.typ"),
        root=str(TEMPLATES),
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        sys_inputs={"data": said},
        timestamp=0,
        **how,
    )


def _clean(value: object) -> object:
    """What can be printed: no control characters, nothing that turns the direction of writing."""
    if isinstance(value, str):
        return _unseen.sub("", value)
    if isinstance(value, Mapping):
        return {str(key): _clean(one) for key, one in value.items()}
    return [_clean(one) for one in value] if isinstance(value, list | tuple) else value

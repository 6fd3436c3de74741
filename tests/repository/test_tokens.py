"""The design's values stand in the tablet's and in the office's style sheets: what stands twice stands equal."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OURS = ROOT / "pwa/src/design/tokens.css"
OFFICE, DARK = ROOT / "server/static/tokens.css", ROOT / "server/static/dark.css"
FACES = (":root", '[data-face="tablet"]', '[data-face="office"]', '[data-theme="dark"]')


def rules(path: Path) -> dict[str, dict[str, str]]:
    """The custom properties of each plain rule, by selector; those of @media and @font-face are left out."""
    text = re.sub(
        r"/\*.*?\*/|@media[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}|@font-face[^}]*\}", "", path.read_text(), flags=re.S
    )
    found: dict[str, dict[str, str]] = {}
    for selectors, body in re.findall(r"([^{}]+)\{([^{}]*)\}", text):
        for selector in selectors.split(","):
            values = dict(re.findall(r"(--[a-z0-9-]+):\s*([^;]+?)\s*(?:;|$)", body))
            found.setdefault(selector.strip(), {}).update(values)
    return found


def test_values_of_the_office_are_those_of_the_tablet():
    ours, theirs = rules(OURS), rules(OFFICE)
    shared = sorted(set(ours) & set(theirs) & set(FACES))
    assert ":root" in shared
    for selector in shared:
        both = set(ours[selector]) & set(theirs[selector])
        assert {name: theirs[selector][name] for name in both} == {name: ours[selector][name] for name in both}, (
            selector
        )


def test_the_offices_dark_values_are_the_tablets():
    ours, theirs = rules(OURS)['[data-theme="dark"]'], rules(DARK)[":root"]
    assert len(theirs) > 30
    assert theirs == {name: ours.get(name) for name in theirs}

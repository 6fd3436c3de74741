"""What axe finds on a page that has come to rest: in the middle of a fade a colour is neither the one nor the other."""

from axe_playwright_python.sync_playwright import Axe

AT_REST = """() => Promise.allSettled(
  document.getAnimations().filter((one) => Number.isFinite(one.effect.getComputedTiming().endTime))
    .map((one) => one.finished)).then(() => true)"""


def findings(page, without: tuple[str, ...] = ()) -> list[tuple[str, list[str]]]:
    """The rule and the elements of each violation; `without`: selectors of what is looked at elsewhere."""
    page.evaluate(AT_REST)
    context = {"exclude": [[selector] for selector in without]} if without else None
    found = Axe().run(page, context=context).response["violations"]
    return [(item["id"], [node["html"][:160] for node in item["nodes"]]) for item in found]

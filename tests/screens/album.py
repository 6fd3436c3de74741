"""Where pictures go, in which sizes, and which of them the guides keep."""

from pathlib import Path

HOME = Path(__file__).resolve().parents[2] / "docs" / "screens"
OFFICE = {"wide": (1440, 900), "narrow": (1024, 768)}
PHONE = {"phone": (360, 640)}
TABLET = {"across": (1280, 800), "upright": (800, 1280)}
CHOSEN = {
    *("office-sign-in-wide", "office-hearings-wide", "office-merged-wide", "office-merged-narrow"),
    *("office-waiting-wide", "office-history-wide"),
    *("office-search-wide", "office-register-dry-run-wide"),
    *("office-home-wide", "office-proposals-wide", "office-proposal-wide", "office-map-wide"),
    *("tablet-enrol-across", "tablet-home-across", "tablet-check-in-across", "tablet-form-upright"),
    *(
        "public-home-phone",
        "public-code-phone",
        "public-hearing-phone",
        "public-proposals-phone",
        "public-notice-print",
    ),
    *("tablet-consent-across", "tablet-sending-across", "tablet-attention-upright"),
}


class Album:
    """Where pictures go; without a folder only the chosen ones are kept."""

    def __init__(self, folder: Path | None) -> None:
        self.folder, self.takes_all = folder or HOME, folder is not None
        self.folder.mkdir(parents=True, exist_ok=True)

    def take(self, page, name: str, sizes: dict[str, tuple[int, int]]) -> None:
        """Picture `page` in each size: what stands on the first screenful."""
        for word, (width, height) in sizes.items():
            if self.takes_all or f"{name}-{word}" in CHOSEN:
                page.set_viewport_size({"width": width, "height": height})
                page.evaluate("document.fonts.ready.then(() => true)")
                page.screenshot(path=self.folder / f"{name}-{word}.png", animations="disabled", scale="css")
                if self.takes_all and sizes is TABLET:
                    self._in_the_sun(page, f"{name}-{word}")

    def _in_the_sun(self, page, name: str) -> None:
        """The same for the sun, in letters of 130 %."""
        was = page.evaluate("() => { const { theme, text } = document.documentElement.dataset; return [theme, text]; }")
        wear = "([theme, text]) => { Object.assign(document.documentElement.dataset, { theme, text }); }"
        page.evaluate(wear, ["sun", "130"])
        page.screenshot(path=self.folder / f"{name}-sun-130.png", animations="disabled", scale="css")
        page.evaluate(wear, was)

    def print(self, page, name: str, size: dict[str, int]) -> None:
        """Picture `page` as it goes to paper."""
        if not self.takes_all and f"{name}-print" not in CHOSEN:
            return
        page.emulate_media(media="print")
        page.set_viewport_size(size)
        page.screenshot(path=self.folder / f"{name}-print.png", full_page=True, scale="css")
        page.emulate_media(media="screen")

"""Which browser the tests drive, and how it is started. Playwright's own download is never asked for.

with sync_playwright() as playwright:
    browser = playwright.chromium.launch(**chromium.launch_options())
"""

import os
import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome")
HINT = (
    "No Chromium for the browser tests. Install one (Debian: apt-get install chromium), or name one: "
    "YAVUUL_CHROMIUM=/path/to/chrome"
)


# Windows without what nobody looks at (the toolbar is a page of its own): a sixth of the browser's work. The last
# switch of the kind counts, so what Playwright switches off stands here again.
WITHOUT = (
    *("WebUIReloadButton", "WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "WebUIToolbar", "InitialWebUI"),
    "PreloadTopChromeWebUI",
    *("SpareRendererForSitePerProcess", "AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose"),
    *("HttpsUpgrades", "HttpsFirstBalancedModeAutoEnable", "LensOverlay", "MediaRouter", "PaintHolding", "AimEnabled"),
    *("ThirdPartyStoragePartitioning", "AvoidCorsURLLoaderRestartOnRedirect", "OptimizationHints"),
    *("NetworkTimeServiceQuerying", "PreconnectToSearch"),
)


class ChromiumMissing(Exception):
    """No browser is named and none is on PATH; the text says what to do."""


def executable() -> str:
    """Return the path of $YAVUUL_CHROMIUM, else of the first of NAMES on PATH. Raises ChromiumMissing."""
    named = os.environ.get("YAVUUL_CHROMIUM")
    if found := shutil.which(named) if named else next(filter(None, map(shutil.which, NAMES)), None):
        return found
    raise ChromiumMissing(HINT)


def launch_args() -> list[str]:
    """Return the switches that keep it quiet and local; the sandbox is off only for root, who has none."""
    args = [
        "--disable-gpu",
        "--disable-quic",
        "--disable-sync",
        "--disable-background-networking",
        "--disable-component-update",
        "--no-first-run",
        f"--disable-features={','.join(WITHOUT)}",
        "--host-resolver-rules=MAP *.localhost 127.0.0.1, MAP localhost 127.0.0.1",
    ]
    return [*args, "--no-sandbox"] if os.geteuid() == 0 else args


def launch_options() -> dict:
    """Return the keywords of Playwright's `launch` and `launch_persistent_context`."""
    return {"executable_path": executable(), "args": launch_args()}

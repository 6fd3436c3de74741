"""All schedules of a run, shared out among workers, and the closing line."""

import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from queue import Queue

PWA = Path(__file__).resolve().parents[2] / "pwa"
SHOWN_MAX = 8  # findings of a schedule that are printed
SHOWN_CHARS = 700


@dataclass
class Summary:
    """The sums of a run. `failed`: the schedules, each as its worker told it."""

    schedules: int = 0
    acknowledged: int = 0
    destroyed: int = 0
    lost: int = 0
    diverged: int = 0
    silent: int = 0
    failed: list[dict] = field(default_factory=list)

    @property
    def line(self) -> str:
        """The closing line."""
        return (
            f"schedules {self.schedules} acknowledged {self.acknowledged} "
            f"lost {self.lost} diverged {self.diverged} silent {self.silent}"
        )

    def add(self, told: dict) -> None:
        """Count one schedule. Each kind of finding counts once a schedule, a lost op for itself."""
        self.schedules += 1
        self.acknowledged += told["acknowledged"]
        self.destroyed += told["destroyed"]
        self.lost += len(told["lost"])
        self.diverged += bool(told["diverged"])
        self.silent += bool(told["silent"])
        if told["lost"] or told["diverged"] or told["silent"]:
            self.failed.append(told)


def seeds_of(seed: int, schedules: int) -> list[int]:
    """The seed of each schedule: the first is the run's own, so any one can be run alone."""
    later = (sha256(f"{seed}/{place}".encode()).digest()[:6] for place in range(1, schedules))
    return [seed, *(int.from_bytes(digest, "big") for digest in later)]


def bundle(folder: Path) -> Path:
    """The tablets' side as one file for Node; it never becomes part of the app."""
    target = folder / "simulation.mjs"
    command = ["node_modules/.bin/rolldown", "src/simulation/main.ts", "--file", str(target)]
    words = [*command, "--format", "esm", "--platform", "node", "--no-codeSplitting"]
    done = subprocess.run(words, cwd=PWA, capture_output=True, text=True)  # noqa: S603 - our own
    if done.returncode:
        raise RuntimeError(done.stderr)
    return target


def simulate(seeds: list[int], tablets: int, days: int, workers: int, tell: Callable[[dict], None]) -> Summary:
    """Run a schedule for each seed; `tell` hears of those that fail, as they do."""
    summary = Summary()
    heard: Queue[dict | None] = Queue()
    with tempfile.TemporaryDirectory() as folder:
        path = str(bundle(Path(folder)))
        shares = [share for share in (seeds[place::workers] for place in range(workers)) if share]
        orders = [{"bundle": path, "seeds": share, "tablets": tablets, "days": days} for share in shares]
        threads = [threading.Thread(target=_follow, args=(order, heard), daemon=True) for order in orders]
        for thread in threads:
            thread.start()
        waiting = len(threads)
        while waiting:
            told = heard.get()
            if told is None:
                waiting -= 1
                continue
            summary.add(told)
            if summary.failed and summary.failed[-1] is told:
                tell(told)
    if summary.schedules != len(seeds):
        raise RuntimeError(f"only {summary.schedules} of {len(seeds)} schedules came to an end")
    return summary


def _follow(order: dict, heard: Queue) -> None:
    words = [sys.executable, "-m", "server.simulation.worker", json.dumps(order)]
    environ = os.environ | {"PYTHONHASHSEED": "0"}
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True, env=environ) as process:  # noqa: S603 - ours
        for line in process.stdout:
            heard.put(json.loads(line))
    heard.put(None)


def report(told: dict) -> str:
    """A failed schedule: its seed, its actions, what was found."""
    findings = [f"{kind}: {said}" for kind in ("lost", "diverged", "silent") for said in told[kind]]
    cut = [said if len(said) <= SHOWN_CHARS else said[:SHOWN_CHARS] + "…" for said in findings[:SHOWN_MAX]]
    return "\n".join([f"seed {told['seed']}", *told["trail"], *cut, f"{len(findings)} findings"])

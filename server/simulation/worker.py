"""One worker: an app, a Node process with the tablets, and the schedules that fall to it, one after the other.

    python -m server.simulation.worker '{"bundle": …, "seeds": […], "tablets": 3, "days": 3}'

prints a JSON line for each schedule. `Worker` can be used in one's own process, too; it seeds `secrets` while it runs.
"""

import json
import os
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from server.simulation.deployment import Deployment
from server.simulation.oracle import Verdict, judge

BEGIN_MS = 1_795_320_000_000  # 2026-11-22, the day of a bagh's hearing
MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of its own is made there


class Result(NamedTuple):
    """What became of one schedule: its seed, the verdict, and the list of actions."""

    seed: int
    verdict: Verdict
    trail: list[str]


class Worker:
    """Runs schedules. A context manager: `with Worker(bundle) as worker: worker.run(seed, 3, 3)`."""

    def __init__(self, bundle: Path) -> None:
        self._bundle = bundle

    def __enter__(self) -> "Worker":
        self._folder = tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None)
        self._now = os.environ.get("YAVUUL_NOW")
        self.deployment = Deployment(Path(self._folder.name))
        words = ["node", str(self._bundle)]
        self._node = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603 - our own
        return self

    def __exit__(self, *_: object) -> None:
        self._node.stdin.close()
        self._node.wait(10)
        self.deployment.close()
        if self._now is None:
            os.environ.pop("YAVUUL_NOW", None)
        else:
            os.environ["YAVUUL_NOW"] = self._now
        self._folder.cleanup()

    def run(self, seed: int, tablets: int, days: int) -> Result:
        """One schedule, from an empty deployment to the verdict."""
        with _seeded_secrets(self.deployment):
            units = self.deployment.begin(seed, BEGIN_MS)
            self._tell({"seed": seed, "tablets": tablets, "days": days, "units": units, "now": BEGIN_MS})
            while True:
                question = self._hear()
                if question["do"] == "judge":
                    return Result(seed, judge(self.deployment, question), question["trail"])
                try:
                    self._tell(self.deployment.ask(question))
                except Exception as error:
                    raise RuntimeError(f"seed {seed}: {question['do']} failed") from error

    def _tell(self, said: dict) -> None:
        self._node.stdin.write(json.dumps(said).encode() + b"\n")
        self._node.stdin.flush()

    def _hear(self) -> dict:
        line = self._node.stdout.readline()
        if not line:
            raise RuntimeError("the tablets' process ended")
        return json.loads(line)


@contextmanager
def _seeded_secrets(deployment: Deployment) -> Iterator[None]:
    """The server's ids, salts and epochs come from the schedule's seed."""
    kept = secrets.token_bytes, secrets.choice
    secrets.token_bytes, secrets.choice = deployment.random.randbytes, deployment.random.choice
    try:
        yield
    finally:
        secrets.token_bytes, secrets.choice = kept


def main() -> None:
    """Run the schedules that the argument names."""
    said = json.loads(sys.argv[1])
    with Worker(Path(said["bundle"])) as worker:
        for seed in said["seeds"]:
            seed, verdict, trail = worker.run(seed, said["tablets"], said["days"])
            told = {"seed": seed, **vars(verdict), "trail": [] if verdict.is_right else trail}
            print(json.dumps(told), flush=True)


if __name__ == "__main__":
    main()

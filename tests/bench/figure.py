"""A figure: one number, what it may be, and whether it is."""

import sys
import time
from dataclasses import asdict, dataclass

_began = time.monotonic()


@dataclass(frozen=True, slots=True)
class Figure:
    """`bound` None: nothing is promised, the number is there to compare with."""

    name: str
    value: float
    unit: str
    bound: str | None = None
    holds: bool = True

    def as_json(self) -> dict[str, object]:
        """As the bench prints it."""
        return asdict(self)


def at_most(name: str, value: float, unit: str, most: float) -> Figure:
    """Holds up to `most`."""
    return Figure(name, _short(value), unit, f"<= {most}", value <= most)


def at_least(name: str, value: float, unit: str, least: float) -> Figure:
    """Holds from `least` on."""
    return Figure(name, _short(value), unit, f">= {least}", value >= least)


def exactly(name: str, value: float, unit: str, wanted: float) -> Figure:
    """Holds where the two are equal."""
    return Figure(name, _short(value), unit, f"= {wanted}", value == wanted)


def beside(name: str, value: float, unit: str) -> Figure:
    """Promises nothing."""
    return Figure(name, _short(value), unit)


def _short(value: float) -> float:
    """Four digits say all that a bench knows."""
    return value if isinstance(value, int) else float(f"{value:.4g}")


def progress(text: str) -> None:
    """Tell who waits what is going on."""
    print(f"{time.monotonic() - _began:7.1f} s  {text}", file=sys.__stderr__, flush=True)

"""What law or standard says and a tenant may change: the value, where it is from, when that was last read (DOMAIN §C1).

A tenant's own values stand in `tenant.settings` under the setting's key, their source and day beside them
(`<key>.source`, `<key>.verified`). Each slice keeps its settings beside what they govern; nothing here knows them.
"""

from collections.abc import Mapping
from typing import NamedTuple


class Setting(NamedTuple):
    """One value that a source gives; `verified` is the day on which somebody last compared it with the source."""

    key: str
    value: int
    source: str
    verified: str


def number(settings: Mapping[str, str], setting: Setting) -> int:
    """What the tenant says, where it says a whole number; else what the source says."""
    said = str(settings.get(setting.key, "")).strip()
    return int(said) if said.isascii() and said.isdigit() and len(said) <= 6 else setting.value


def own(settings: Mapping[str, str], setting: Setting) -> Setting:
    """The setting as it holds: with the tenant's value, its source and day, where the tenant says one."""
    said = str(settings.get(setting.key, "")).strip()
    if not said or number(settings, setting._replace(value=-1)) < 0:
        return setting
    source, verified = (settings.get(f"{setting.key}.{word}", "") for word in ("source", "verified"))
    return Setting(setting.key, number(settings, setting), source, verified)

"""Thematic hearings, campaigns and citizens' initiatives, called from proposals; the evidence behind them (O11)."""

from server.office.campaigns.routes import ROOM, blueprint

__all__ = ["ROOM", "blueprint"]

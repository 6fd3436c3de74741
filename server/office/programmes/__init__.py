"""Programmes as parents of hearings: targets and what was reached, petitions by quarter, baghs long without (O19)."""

from server.office.programmes.routes import ROOM, blueprint

__all__ = ["ROOM", "blueprint"]

"""Schedules, old proposals, works, units, people taken in from a sheet: a dry run that explains every row (O15)."""

from server.office.imports.routes import ROOM, blueprint

__all__ = ["ROOM", "blueprint"]

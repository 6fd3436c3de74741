"""Schedules, old proposals and works taken in from a sheet, with a dry run that explains every row (O15)."""

from server.office.imports.routes import ROOM, blueprint

__all__ = ["ROOM", "blueprint"]

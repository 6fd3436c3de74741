"""What tablets brought from beside the hearings: survey sheets, interviews, petitions, service counters (T21)."""

from server.office.sheets.routes import ROOM, blueprint

__all__ = ["ROOM", "blueprint"]

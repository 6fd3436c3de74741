"""The room «exports»: lists as files, keys of programs, and what was taken out (O14)."""

from server.office.exports.routes import blueprint
from server.office.rooms import Room
from server.who import Verb

__all__ = ["ROOM", "blueprint"]

ROOM = Room("exports", "exports.index", Verb.EXPORT, "export", place=75, icon="download")

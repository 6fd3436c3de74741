"""The room «register»: lists of households and people taken in, and entries that are one person (O18).

`twins.py` who may be the same person, joined and parted again · `jobs.py` a list on its way into the register, from
the dry run to its last step · `routes.py` parse, one service, answer. What a sheet says and what would become of its
rows is read by server/register.
"""

from server.office.entries.routes import blueprint
from server.office.rooms import Room
from server.who import Verb

__all__ = ["ROOM", "blueprint"]

ROOM = Room("register", "register.index", Verb.SEE, "person", place=60, icon="book-user")

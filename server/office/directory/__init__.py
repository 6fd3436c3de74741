"""The room «directory»: who does what, materials, policy goals, categories and texts of this organisation (O17).

`shelves.py` which there are and what each holds · `service.py` list, one, save, hide · `categories.py` the tiles of
the tablets · `wordings.py` texts said over the catalogue's · `goals.py` proposals and goals · `routes.py` parse, one
service, answer. What is saved here is the whole tenant's: tablets have it at their next sync.
"""

from server.office.directory.routes import blueprint
from server.office.rooms import Room
from server.who import Verb

__all__ = ["ROOM", "blueprint"]

ROOM = Room("directory", "directory.index", Verb.SEE, "directory", place=70, icon="landmark")

"""The room «settings»: what an organisation may say differently of terms, papers and messages (O5, O16).

`known.py` which settings there are · `service.py` reads and states them · `routes.py` parses, one service, answers.
"""

from server.office.rooms import Room
from server.office.settings.routes import blueprint
from server.who import Verb

__all__ = ["ROOM", "blueprint"]

ROOM = Room("settings", "settings.index", Verb.SEE, "settings", place=90, icon="list-filter")

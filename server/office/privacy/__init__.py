"""The room «privacy» (X1): what citizens ask of us, how long what is kept, what was erased, who was shown whose data.

`held.py` what is held of one person, for the paper that he is given · `looks.py` the log of who was shown what ·
`routes.py` parse, one service, answer. The rules stand in server/privacy.
"""

from server.office.privacy.routes import badge, blueprint
from server.office.rooms import Room
from server.who import Verb

__all__ = ["ROOM", "blueprint"]

ROOM = Room("privacy", "privacy.index", Verb.SEE, "privacy", place=75, icon="lock", waiting=badge)

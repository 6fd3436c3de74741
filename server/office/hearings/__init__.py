"""The room «hearings»: what all tablets brought of one hearing, merged, and what an officer has to decide (O1, O2).

`service.py` the lists and the merged hearing · `provenance.py` who, on which tablet, when · `history.py` all ops of a
record · `collisions.py` both values and the choice · `waiting.py` ops that stand aside · `shown.py` values in words ·
`routes.py` parse, one service, answer. All but routes and words are plain functions of a connection and an actor.
"""

from server.office.hearings.routes import blueprint
from server.office.rooms import Room
from server.who import Verb

__all__ = ["ROOM", "blueprint"]

ROOM = Room("hearings", "hearings.index", Verb.SEE, "hearing", place=20)

"""The room «hearings»: what all tablets brought of one hearing, merged, and what an officer has to decide (O1, O2).

`listing.py` the list · `service.py` the merged hearing · `turnout.py` who came · `arrived.py` what has come of what
was said · `media.py` photos and voices · `desk.py` records within reach, who said what · `history.py` all ops ·
`collisions.py` both values and the choice · `authors.py` whose words the office restated · `undo.py` ·
`judgements.py` approve, hold, send back · `comments.py` · `waiting.py` ops that stand aside · `shown.py` values in
words · `views.py` what each page holds · `routes.py` parse, one service, answer. All but routes and words are plain
functions of a connection and an actor.
"""

from server.office.hearings.routes import blueprint
from server.office.rooms import Room
from server.who import Verb

__all__ = ["ROOM", "blueprint"]

ROOM = Room("hearings", "hearings.index", Verb.SEE, "hearing", place=20, icon="users")

"""The room «clocks»: legal terms by kind, in the unit's own days; extended with reason and notice; who is told (O5).

`terms.py` days by kind, deadlines · `receipt.py` from which day · `extension.py` by how much longer · `ladder.py` who
is told when · `listing.py` what is due and over · `routes.py` parse, one service, answer.
"""

from server.office.clocks import listing
from server.office.clocks.routes import blueprint
from server.office.rooms import Room
from server.who import Verb

__all__ = ["ROOM", "blueprint"]

ROOM = Room("clocks", "clocks.index", Verb.SEE, "letter", place=44, icon="clock", waiting=listing.waiting)

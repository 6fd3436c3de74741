"""The room «proposals»: all proposals of all hearings, as a list and on a map (O1, O12).

`listing.py` the list with filters, order, pages and sums · `places.py` points for maps · `routes.py` parse, one
service, answer. One proposal is a record and has its page there (server/office/hearings/proposal.py).
"""

from server.office.proposals.routes import blueprint
from server.office.rooms import Room
from server.who import Verb

__all__ = ["ROOM", "blueprint"]

ROOM = Room("proposals", "proposals.index", Verb.SEE, "proposal", place=40, icon="message-square")

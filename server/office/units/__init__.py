"""The room «units»: the tree of an organisation's units with what quorum, time and map need of each (O15, O16)."""

from server.office.rooms import Room
from server.office.units.routes import blueprint
from server.who import Verb

__all__ = ["ROOM", "blueprint"]

ROOM = Room("units", "units.index", Verb.CHANGE, "unit", place=79, icon="map-pin")

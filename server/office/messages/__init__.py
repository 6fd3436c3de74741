"""The room «messages» (P7): what was told to whom and whether it arrived, whom to call, what to pin up, the words.

`told.py` the services · `routes.py` parse, one service, answer. What causes a message and how it goes: server/messages.
"""

from server.office.messages.routes import badge, blueprint
from server.office.rooms import Room
from server.who import Verb

__all__ = ["ROOM", "blueprint"]

ROOM = Room("messages", "messages.index", Verb.SEE, "message", place=65, icon="message-square", waiting=badge)

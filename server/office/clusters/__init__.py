"""The room «clusters»: proposals of any bagh that want the same, found and linked, every voice kept (O3).

`service.py` the list, one cluster, link and unlink as ops · `candidates.py` what is alike, and why · `routes.py` parse,
one service, answer. What is alike by its words is the business of server/search/alike.py and near.py.
"""

from server.office.clusters.routes import blueprint
from server.office.rooms import Room
from server.who import Verb

__all__ = ["ROOM", "blueprint"]

ROOM = Room("clusters", "clusters.index", Verb.SEE, "cluster", place=45, icon="layers")

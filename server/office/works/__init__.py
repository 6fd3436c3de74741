"""The room «works»: the register of works, the joint plan, a year of the local fund, who watches (O8, O9, O10, O18).

`service.py` writes works · `views.py` their pages · `entry.py` forms of the room · `packages.py` sums counted once ·
`headline.py` how many proposals became works · `plans.py` the joint plan · `funds.py` the fund · `groups.py` citizens
who watch · `routes.py`, `plan_routes.py`, `fund_routes.py`, `group_routes.py` parse, one service, answer.
"""

from server.office.rooms import Room
from server.office.works import fund_routes, group_routes, plan_routes
from server.office.works.routes import blueprint
from server.who import Verb

__all__ = ["ROOM", "blueprint", "fund_routes", "group_routes", "plan_routes"]

ROOM = Room("works", "works.index", Verb.SEE, "work", place=45, icon="hammer")

"""The room «reports»: what the office owes to citizens every 15 days, and to the centre every month (O6, O7).

`cycle.py` when a bagh is due · `changes.py` what happened since · `fortnight.py` list, draft and issue of the report to
citizens · `sheet.py` the monthly sheet of investments · `issuing.py` number and freeze, in one transaction ·
`frozen.py` the content as it went out · `decisions.py` what came back · `papers.py` PDF and XLSX · `terms.py` settings.
"""

from server.office.reports.routes import blueprint
from server.office.rooms import Room
from server.who import Verb

__all__ = ["ROOM", "blueprint"]

ROOM = Room("reports", "reports.index", Verb.SEE, "report", place=48, icon="file-text")

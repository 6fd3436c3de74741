"""The room «letters»: proposals are sent on by rules, in numbered letters, and replies come back (O4).

`routing.py` who answers for what · `draft.py` what may go, to whom, why · `issue.py` numbers, sets and freezes ·
`paper.py` the paper · `words.py` what was forwarded, what was said later · `addenda.py` the latter sent after it ·
`links.py` the link for replies · `replies.py` what came back · `view.py`, `deeds.py` what pages show · `routes.py`.
The public page behind a link is server/public/reply.py.
"""

from flask.blueprints import BlueprintSetupState

from server.office.letters import view
from server.office.letters.routes import blueprint
from server.office.rooms import Room
from server.rules import actor
from server.who import Verb, has_role

__all__ = ["ROOM", "blueprint"]

ROOM = Room("letters", "letters.index", Verb.SEE, "letter", place=43, icon="mail", waiting=view.waiting)


@blueprint.record_once
def _tools(state: BlueprintSetupState) -> None:
    """`may('create', 'letter')` in templates: whether the person's role may."""
    state.app.jinja_env.globals["may"] = lambda verb, kind: has_role(actor(), Verb(verb), kind)

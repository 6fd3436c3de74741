"""The pages of groups of citizens that watch works; they stand in the register's room.

GET  /register/groups, /register/groups/new, /register/groups/<id>, /register/groups/<id>/edit
POST /register/groups, /register/groups/<id>     make one; change it
POST /register/groups/<id>/people                people by name, to be put in: words stand in no address
POST /register/groups/<id>/members, /works       put in a person or a work, or take it out
POST /register/groups/<id>/removal
Undo is that of the room «works».
"""

from flask import Response, redirect, render_template, request, url_for

from server.office.works import groups
from server.office.works.routes import ASKED_AGAIN, blueprint
from server.problems import Problem
from server.rules import actor, rule
from server.store.unit_of_work import reading
from server.who import Verb


@blueprint.get("/register/groups")
@rule(Verb.SEE, "work")
def group_list() -> str:
    """All within reach."""
    with reading() as connection:
        view = groups.listed(connection, actor())
    return render_template("office/works/groups.html", **view)


@blueprint.get("/register/groups/new")
@rule(Verb.CHANGE, "work")
def new_group() -> str:
    """The form of a new one."""
    return _form("")


@blueprint.post("/register/groups")
@rule(Verb.CHANGE, "work")
def make_group() -> Response | tuple[str, int]:
    """Make one."""
    return _save("")


@blueprint.get("/register/groups/<group_id>/edit")
@rule(Verb.CHANGE, "work")
def edit_group(group_id: str) -> str:
    """The form of one that is there."""
    return _form(group_id)


@blueprint.post("/register/groups/<group_id>")
@rule(Verb.CHANGE, "work")
def change_group(group_id: str) -> Response | tuple[str, int]:
    """Change one."""
    return _save(group_id)


def _form(group_id: str, problem: Problem | None = None) -> str:
    with reading() as connection:
        view = groups.form(connection, actor(), group_id, request.form if problem else None)
    return render_template("office/works/group_form.html", problem=problem, **view)


def _save(group_id: str) -> Response | tuple[str, int]:
    try:
        saved, op_id = groups.save(actor(), group_id, request.form)
    except Problem as problem:
        if problem.code not in ASKED_AGAIN:
            raise
        return _form(group_id, problem), problem.status
    return redirect(url_for("works.group", group_id=saved, done=op_id or None), 303)


@blueprint.get("/register/groups/<group_id>")
@rule(Verb.SEE, "work")
def group(group_id: str) -> str:
    """One group."""
    return _page(group_id)


@blueprint.post("/register/groups/<group_id>/people")
@rule(Verb.CHANGE, "work")
def find_members(group_id: str) -> str:
    """The group, with people who could be put in."""
    return _page(group_id)


def _page(group_id: str, problem: Problem | None = None) -> str:
    with reading() as connection:
        view = groups.one(connection, actor(), group_id, request.form)
    return render_template("office/works/group.html", problem=problem, **view)


@blueprint.post("/register/groups/<group_id>/members", defaults={"name": "members"})
@blueprint.post("/register/groups/<group_id>/works", defaults={"name": "works"})
@rule(Verb.CHANGE, "work")
def put_in_group(group_id: str, name: str) -> Response | tuple[str, int]:
    """Put in a person or a work, or take it out."""
    try:
        op_id = groups.put(actor(), group_id, name, request.form.get("one", ""), request.form.get("is_on", "1") == "1")
    except Problem as problem:
        if problem.code not in ASKED_AGAIN:
            raise
        return _page(group_id, problem), problem.status
    return redirect(url_for("works.group", group_id=group_id, done=op_id or None), 303)


@blueprint.post("/register/groups/<group_id>/removal")
@rule(Verb.CHANGE, "work")
def remove_group(group_id: str) -> Response:
    """Take one out."""
    return redirect(url_for("works.group_list", done=groups.remove(actor(), group_id)), 303)

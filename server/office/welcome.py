"""The page where a person of the office turns his one-time code into a password of his own."""

from flask import Blueprint, redirect, render_template, request, url_for

from server import welcome as service
from server.problems import Problem
from server.rules import rule
from server.who import Verb

blueprint = Blueprint("welcome", __name__)


@blueprint.get("/welcome")
@rule(Verb.CREATE, "session")
def form() -> str:
    """The form; a script fills in what stands behind `#`."""
    return render_template("office/welcome.html", said={}, wrong="")


@blueprint.post("/welcome")
@rule(Verb.CREATE, "session")
def enter():
    """Set the password, then sign in."""
    said = request.form
    new = said.get("new_password", "")
    if new != said.get("new_password_confirm", ""):
        return _again("office.welcome.weak", 422)
    try:
        errors = service.enter(said.get("email", ""), said.get("code", ""), new)
    except Problem as problem:
        if problem.code != "bad-code":
            raise
        return _again("office.welcome.bad_code", 404)
    if errors:
        return _again("office.welcome.weak", 422)
    return redirect(url_for("security.login"), 303)


def _again(wrong: str, status: int):
    return render_template("office/welcome.html", said=request.form, wrong=wrong), status

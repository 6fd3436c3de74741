"""Routes of the tablet's host: `/api/v1/…`. Parse, one service, answer.

A module here holds one smorest `Blueprint` named `blueprint`; `register` finds it.
"""

from importlib import import_module
from pkgutil import iter_modules
from threading import Lock

from flask import Flask, jsonify
from flask_smorest import Blueprint

from server import schemas
from server.extensions import csrf, rest
from server.rules import rule
from server.who import Verb

_describing = Lock()  # the first to ask may be two
document = Blueprint("document", __name__, url_prefix="/api/v1", description="This description")


@document.get("/openapi.json")
@rule(Verb.SEE, "health")
def openapi():
    """The description of the API, for people and programs that write clients."""
    return jsonify(described())


def register(app: Flask) -> None:
    """Bind every module of this package to the tablet's host. Requests here prove themselves, without
    cookies."""
    modules = [import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__)]
    for blueprint in [document, *(module.blueprint for module in modules if hasattr(module, "blueprint"))]:
        rest.register_blueprint(blueprint, subdomain="app")
        csrf.exempt(blueprint)


def described() -> dict:
    """The OpenAPI description of the app at hand. The record types enter it when somebody first asks."""
    with _describing:
        if not rest.spec.components.security_schemes:
            schemas.describe(rest.spec)
    return rest.spec.to_dict()

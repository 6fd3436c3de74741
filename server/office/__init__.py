"""Routes of the office host: pages made on the server, one folder or module a room.

A room holds a Flask `Blueprint` named `blueprint`, without sub-domain (it is set here), and puts itself on
the first page and into the menu by `ROOM = Room(...)` (server/office/rooms.py). `register` finds both.
"""

from importlib import import_module
from pkgutil import iter_modules

from flask import Flask

from server.office import charts, home, rooms
from server.text.labels import tablet_label


def register(app: Flask) -> None:
    """Bind every room to the office host."""
    for found in iter_modules(__path__):
        module = import_module(f"{__name__}.{found.name}")
        if hasattr(module, "blueprint"):
            app.register_blueprint(module.blueprint, subdomain="office")
        if hasattr(module, "ROOM"):
            rooms.add(app, module.ROOM)
    app.jinja_env.globals["rooms"] = rooms.for_me
    app.jinja_env.globals["chart"] = charts.drawn
    app.jinja_env.globals["theme"] = home.theme
    app.jinja_env.globals["tablet_label"] = tablet_label

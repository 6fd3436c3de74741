"""Routes of the bare host: what everybody may read. Pages carry no cookie and no script of need.

A module here holds a Flask `Blueprint` named `blueprint`, without sub-domain; `register` finds it.
"""

from importlib import import_module
from pkgutil import iter_modules

from flask import Flask


def register(app: Flask) -> None:
    """Bind every module of this package to the public host."""
    for found in iter_modules(__path__):
        module = import_module(f"{__name__}.{found.name}")
        if hasattr(module, "blueprint"):
            app.register_blueprint(module.blueprint, subdomain="")

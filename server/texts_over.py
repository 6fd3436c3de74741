"""Texts of an organisation said over the catalogue's, for the request at hand: its own words and category names (O17).

Read at most once a request, and only when such a text is asked for (server/texts.py).
"""

from flask import Flask, g, has_request_context, request
from flask_security import current_user

from server.store import directory
from server.store.unit_of_work import reading
from server.texts import CATEGORY, EDITABLE, EXTENSION
from sync.merge import value_of


def register(app: Flask) -> None:
    """Let the texts of `app` be said over."""
    app.extensions[EXTENSION] = said


def said(language: str) -> dict[str, str]:
    """Msgid → text of the organisation that the request is about; nothing where it is about none."""
    tenant = _tenant() if has_request_context() else ""
    if not tenant:
        return {}
    known = g.setdefault("yavuul_texts_over", {})
    if (tenant, language) not in known:
        known[tenant, language] = _read(tenant, language)
    return known[tenant, language]


def _tenant() -> str:
    if request.face == "office":
        return current_user.tenant if current_user and current_user.is_authenticated else ""
    return str((request.view_args or {}).get("tenant", "")) if request.face == "" else ""


def _read(tenant: str, language: str) -> dict[str, str]:
    found = {}
    with reading() as connection:
        for record in directory.of_kind(connection, tenant, "category"):
            if name := value_of(record, f"name/{language}") or value_of(record, "name/mn"):
                found[f"{CATEGORY}{value_of(record, 'slug')}"] = str(name)
        for record in directory.of_kind(connection, tenant, "wording"):
            key, text = value_of(record, "key"), value_of(record, "text")
            if value_of(record, "language") == language and text and str(key).startswith(EDITABLE):
                found[str(key)] = str(text)
    return found

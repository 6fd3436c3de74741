"""Tables. Every key begins with `tenant`, so that a distributed PostgreSQL can shard them (DESIGN §8)."""

from server.models import (
    accounts,
    exports,
    letters,
    limits,
    log,
    media,
    messages,
    privacy,
    projections,
    public,
    request_keys,
    rooms,
    tablets,
    tree,
)

__all__ = [
    "accounts",
    "exports",
    "letters",
    "limits",
    "log",
    "media",
    "messages",
    "privacy",
    "projections",
    "public",
    "request_keys",
    "rooms",
    "tablets",
    "tree",
]

"""Tables. Every key begins with `tenant`, so that a distributed PostgreSQL can shard them (DESIGN §8)."""

from server.models import (
    accounts,
    api_keys,
    exports,
    letters,
    limits,
    log,
    media,
    messages,
    privacy,
    projections,
    public,
    rooms,
    tablets,
    tree,
)

__all__ = [
    "accounts",
    "api_keys",
    "exports",
    "letters",
    "limits",
    "log",
    "media",
    "messages",
    "privacy",
    "projections",
    "public",
    "rooms",
    "tablets",
    "tree",
]

"""Tables. Every key begins with `tenant`, so that a distributed PostgreSQL can shard them (DESIGN §8)."""

from server.models import accounts, limits, log, media, messages, privacy, projections, rooms, tablets

__all__ = ["accounts", "limits", "log", "media", "messages", "privacy", "projections", "rooms", "tablets"]

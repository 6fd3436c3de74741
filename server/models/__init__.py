"""Tables. Every key begins with `tenant`, so that a distributed PostgreSQL can shard them (DESIGN §8)."""

from server.models import accounts, letters, limits, log, media, projections, rooms, tablets

__all__ = ["accounts", "letters", "limits", "log", "media", "projections", "rooms", "tablets"]

"""`world` on both stores, and worlds on one of them for faults that only that one has."""

from tests.stores import database, empty_world, postgres_template, postgres_world, sqlite_world, world

__all__ = ["database", "empty_world", "postgres_template", "postgres_world", "sqlite_world", "world"]

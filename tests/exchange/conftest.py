"""`world`: one deployment, on SQLite and on PostgreSQL in turn. The whole folder is the contract of both stores."""

from tests.stores import database, empty_world, postgres_template, world

__all__ = ["database", "empty_world", "postgres_template", "world"]

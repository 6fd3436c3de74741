"""Somebody has decided of every table what a backup does with it (server/backup/service.py)."""

from server.app import create_app
from server.backup.service import DERIVED, LET_GO, SAVED
from server.extensions import db


def test_every_table_is_saved_derived_or_let_go_because():
    assert create_app, "all models are known"
    groups = [{table.name for table in SAVED}, set(DERIVED), set(LET_GO)]
    assert set().union(*groups) == set(db.metadata.tables)
    assert sum(map(len, groups)) == len(db.metadata.tables), "one is in two of them"
    assert all(LET_GO.values())

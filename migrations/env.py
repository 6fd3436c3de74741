"""Alembic's entry, called through Flask-Migrate: forward only, one transaction, the app's own engine."""

from alembic import context
from flask import current_app

_extension = current_app.extensions["migrate"]


def _skip_empty(_context, _revision, directives) -> None:
    """`flask db migrate` writes no file where nothing changed."""
    if directives and directives[0].upgrade_ops.is_empty():
        directives.clear()


def run() -> None:
    """Bring the database to the newest revision."""
    engine = _extension.db.engine
    with engine.connect().execution_options(immediate=True) as connection:
        context.configure(
            connection=connection,
            target_metadata=_extension.db.metadata,
            process_revision_directives=_skip_empty,
            transactional_ddl=True,  # Alembic does not trust SQLite with it; our driver commits nothing by itself
            **_extension.configure_args,
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()


run()

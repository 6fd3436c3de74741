"""`world` on both stores, and `nothing`: a block after which the store is what it was before (∅)."""

from contextlib import contextmanager

import pytest

from tests.stores import database, empty_world, postgres_template, world

__all__ = ["database", "empty_world", "postgres_template", "world"]


@pytest.fixture
def nothing(world):
    """`with nothing():` nothing at all is stored inside."""

    @contextmanager
    def unchanged():
        before = world.everything()
        yield
        assert world.everything() == before

    return unchanged

"""P8 on both stores: what is listed, in which order, how far; when it changed; keys."""

from server import request_keys
from server.public.open_data import source
from server.public.reader import Reader
from tests.public.test_open_data import told


def test_the_same_is_listed_on_both_stores(world):
    well, home = told(world)
    wanted = {"category": ("water", "roads"), "since": "2026-01-01", "until": "2026-12-31"}
    with world.connection() as connection:
        reader = Reader(connection, world.tenant)

        def ids(limit=10, offset=0, **said):
            return [one.id for one in source.proposals(reader, said, limit, offset)]

        found = list(source.proposals(reader, wanted, 10))
        assert [one.id for one in found] == [well, home] and all(one.changed_at for one in found)
        assert (
            ids(among=reader.among(("done",))) == [home] and ids(id=(well,)) == [well] and ids(since="2026-11-21") == []
        )
        assert ids(among=reader.among(("recorded",))) == [well]
        assert ids(1, 1, placed="yes") == [home]
        assert source.tenant_of(reader).name == "Jargalant"


def test_a_key_opens_until_it_is_revoked(world):
    with world.app.app_context():
        key_id, key = request_keys.create(world.tenant, world.units["Бугат"], "Апп")
        assert request_keys.holder_of(world.tenant, key).unit == world.units["Бугат"]
        assert request_keys.holder_of("songino", key) is None
        request_keys.revoke(world.tenant, key_id)
        assert request_keys.holder_of(world.tenant, key) is None

"""P8 on both stores: what is listed, in which order, how far; when it changed; keys."""

from server import request_keys
from server.public.open_data import source
from server.store.open_data import Wanted
from tests.public.test_open_data import told


def test_the_same_is_listed_on_both_stores(world):
    well, home = told(world)
    wanted = Wanted((), ("water", "roads"), None, "2026-01-01", "2026-12-31")
    with world.connection() as connection:
        found = source.proposals(connection, world.tenant, wanted, 10)
        assert [one.id for one in found] == sorted([well, home]) and all(one.changed_at for one in found)
        assert [one.id for one in source.proposals(connection, world.tenant, Wanted(statuses=("done",)), 10)] == [home]
        assert len(source.proposals(connection, world.tenant, Wanted(placed=True), 1, 1)) == 1
        assert source.tenant_of(connection, world.tenant).name == "Jargalant"


def test_a_key_opens_until_it_is_revoked(world):
    with world.app.app_context():
        key_id, key = request_keys.create(world.tenant, world.units["Бугат"], "Апп")
        assert request_keys.holder_of(world.tenant, key).unit == world.units["Бугат"]
        assert request_keys.holder_of("songino", key) is None
        request_keys.revoke(world.tenant, key_id)
        assert request_keys.holder_of(world.tenant, key) is None

"""A tablet is a witness of the log (P10): once a day it shows the head that it keeps, and gets the newest with a proof.

It believes nothing that it cannot check: the head is signed by the key that it pinned, and the path proves that the
log still begins with what it saw. Where ours does not begin with what it shows, it gets no path, and the deployment
notes which tablet says so (I12).
"""

from server import clock, log_heads, wire
from server.exchange.recognise import recognise
from server.limits import hit
from server.problems import Problem
from server.store import log_heads as stored
from server.store.unit_of_work import reading, write
from sync.chain import base64url
from sync.op import dump

ASKED_MAX, ASKED_WINDOW_S = 24, 24 * 3600


def witness(body: bytes, encoding: str) -> bytes:
    """Answer one tablet; raises `Problem`."""
    request = wire.read(body, encoding, compares=True)
    header = request.header
    if request.lines or header.under is not None:
        raise Problem("bad-header", field="witness")
    sender = recognise(request)
    hit("witness", ASKED_MAX, ASKED_WINDOW_S, sender.inc)
    now, tenant = clock.now_ms(), sender.tenant
    head = log_heads.today(tenant)
    said: dict[str, object] = {"server_time": now, "head": head.to_json()}
    if header.witness is None:
        return dump(said)
    size, root = header.witness
    with reading() as connection:
        agrees = size <= head.size and log_heads.begins_with(connection, tenant, size, root)
        path = log_heads.consistency(connection, tenant, size, head.size) if agrees else []
    write(lambda connection: stored.note_witness(connection, tenant, sender.inc, size, agrees, now))
    return dump(said | {"agrees": agrees, "path": [base64url(step) for step in path]})

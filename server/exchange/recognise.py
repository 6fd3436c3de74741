"""Step 2a of the sync call: whose inc this is, and whether the request is signed by its key.

An inc that the server does not know may show its certificate: signed by this deployment, it enrols again, because a
restore that forgot an enrolment must not lock a tablet out (M23).
"""

from server import certificates, clock, keys
from server.problems import Problem
from server.store import tablets
from server.store.tablets import Sender
from server.store.unit_of_work import reading, write
from server.wire import Request

__all__ = ["Sender", "recognise"]


def recognise(request: Request) -> Sender:
    """The sender; raises `Problem` for an unknown inc, a bad certificate or a signature that does not hold."""
    header = request.header
    last = request.lines[-1].hash if request.lines else b""
    return sender_of(header.inc, header.certificate, header.signed + last, header.sig)


def sender_of(inc: str, certificate: str | None, message: bytes, signature: bytes) -> Sender:
    """The sender with this inc, if `signature` of `message` is by its key."""
    with reading() as connection:
        sender = tablets.find(connection, inc)
    if sender is not None:
        _check(sender.public_key, message, signature)
        return sender
    if certificate is None:
        raise Problem("unknown-inc")
    shown = certificates.verify(certificate, clock.now_ms())
    if shown.inc != inc:
        raise Problem("bad-certificate")
    _check(shown.public_key, message, signature)
    write(lambda connection: tablets.enrol_again(connection, shown, clock.now_ms()))
    with reading() as connection:
        sender = tablets.find(connection, inc)
    assert sender is not None
    return sender


def _check(public_key: bytes, message: bytes, signature: bytes) -> None:
    if not keys.is_signed(public_key, message, signature):
        raise Problem("bad-signature")

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
    with reading() as connection:
        sender = tablets.find(connection, header.inc)
    if sender is None:
        if header.certificate is None:
            raise Problem("unknown-inc")
        certificate = certificates.verify(header.certificate, clock.now_ms())
        if certificate.inc != header.inc:
            raise Problem("bad-certificate")
        _check(certificate.public_key, request)
        write(lambda connection: tablets.enrol_again(connection, certificate, clock.now_ms()))
        with reading() as connection:
            sender = tablets.find(connection, header.inc)
        assert sender is not None
        return sender
    _check(sender.public_key, request)
    return sender


def _check(public_key: bytes, request: Request) -> None:
    last = request.lines[-1].hash if request.lines else b""
    if not keys.is_signed(public_key, request.header.signed + last, request.header.sig):
        raise Problem("bad-signature")

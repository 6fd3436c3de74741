"""A slow and lossy link for tests: a proxy that delays, loses and cuts, by a seed."""

import contextlib
import random
import socket
import threading
import time
from collections.abc import Iterator

PACKET_BYTES = 1_400


@contextlib.contextmanager
def slow_link(port: int, seed: int, delay_s: float, loss: float, cut: float, bytes_per_s: int) -> Iterator[int]:
    """Yield the port of a link to `port`. A packet takes `delay_s`, twice that again if it was lost; some connections
    break. These pauses are the link itself, and nothing waits on them."""
    chance = random.Random(seed)
    listener = socket.create_server(("127.0.0.1", 0))

    def pump(source: socket.socket, sink: socket.socket, dies_after: int) -> None:
        sent = 0
        with contextlib.suppress(OSError):
            while piece := source.recv(PACKET_BYTES):
                sent += 1
                if sent > dies_after:
                    break
                is_lost = chance.random() < loss
                time.sleep(delay_s * (3 if is_lost else 1) + len(piece) / bytes_per_s)
                sink.sendall(piece)
            for end in (source, sink) if sent > dies_after else (sink,):
                end.shutdown(socket.SHUT_RDWR if sent > dies_after else socket.SHUT_WR)

    def accept() -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = listener.accept()
                far = socket.create_connection(("127.0.0.1", port))
                dies_after = chance.randrange(0, 3) if chance.random() < cut else 10**9
                for source, sink in ((near, far), (far, near)):
                    threading.Thread(target=pump, args=(source, sink, dies_after), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield listener.getsockname()[1]
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()

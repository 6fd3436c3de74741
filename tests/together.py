"""Several at once, in threads: whoever tests that tablets, rounds and people meet."""

import threading


def together(*works):
    """Run all at once and wait for them; raises what any of them raised."""
    failed = []

    def run(work):
        try:
            work()
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not any(thread.is_alive() for thread in threads)
    if failed:
        raise failed[0]


def drain(world, tablet):
    """Sync until everything has arrived; only *busy* may put it off."""
    for _ in range(20):
        answer = tablet.sync(world.client, first=1, last=len(tablet.lines))
        if answer.status == 200:
            assert answer.head["arrived"][0][1] == len(tablet.lines)
            return
        assert (answer.status, answer.head["do"]) == (503, "retry")
    raise AssertionError("never drained")

"""How gunicorn serves the app: threads, and limits on what a request may cost before the app sees it
(H92)."""

import gc

from gunicorn.workers import gthread

from server.config import Settings

_settings = Settings.from_env()

bind = f"127.0.0.1:{_settings.port}"
worker_class = "gthread"
workers = _settings.workers
threads = max(32, _settings.threads)
timeout = 120  # a worker that gives no sign of life
graceful_timeout = 30
keepalive = 5
backlog = 512
limit_request_line = 4094
limit_request_fields = 60
limit_request_field_size = 8190
forwarded_allow_ips = "127.0.0.1"
accesslog = None  # the app writes its own lines, without paths and addresses
errorlog = "-"
loglevel = "warning"
gthread.DEFAULT_WORKER_DATA_TIMEOUT = 0.5  # s that a connection without a word holds a thread; as it comes, 5 (F46)


def post_worker_init(_worker) -> None:
    """A batch makes tens of thousands of small objects that all die together: look for cycles less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 50)

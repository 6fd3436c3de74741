"""Logs: one JSON line an event on standard error. No secret, no personal value, no body, no query string
(I7).

Of a request we write its route as declared, never the path that was sent: paths hold codes and ids.
"""

import logging
import sys
import time

import structlog
from flask import Flask, Response, request


class StandardError:
    """Where lines go: standard error, as it is at the moment of writing."""

    def msg(self, line: str) -> None:
        """Write one line."""
        print(line, file=sys.stderr, flush=True)

    debug = info = warning = error = critical = msg


def configure() -> None:
    """Set the one form of all log lines of this process."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            without_values,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=lambda *_: StandardError(),
        cache_logger_on_first_use=False,
    )


def quiet() -> None:
    """From now on only what went wrong: for a command that asks our own app thousands of times."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))


def without_values(_logger, _method, event: dict) -> dict:
    """Turn an exception into its kind and places: messages may quote what somebody wrote."""
    error = event.pop("exc_info", None)
    if error is None:
        return event
    places, step = [], error.__traceback__
    while step is not None:
        places.append(f"{step.tb_frame.f_globals.get('__name__', '?')}:{step.tb_lineno}")
        step = step.tb_next
    return event | {"kind": type(error).__name__, "places": places[-12:]}


def register(app: Flask) -> None:
    """Write a line for each request of `app`."""
    log = structlog.get_logger()

    @app.before_request
    def begin() -> None:
        request.environ["yavuul.began"] = time.monotonic()

    @app.after_request
    def finish(response: Response) -> Response:
        problem = request.environ.get("yavuul.problem")
        log.info(
            "request",
            **({"problem": problem} if problem else {}),
            method=request.method if request.method.isalpha() and len(request.method) < 10 else "?",
            face=request.face,
            route=str(request.url_rule) if request.url_rule else None,
            status=response.status_code,
            ms=round((time.monotonic() - request.environ.get("yavuul.began", time.monotonic())) * 1000),
        )
        return response

"""Deeds that want the password (or a passkey) once more, where the last time is long ago (RELIABILITY 4.4)."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from urllib.parse import quote

from flask import redirect, request, url_for
from flask_security.utils import check_and_update_authn_fresh

WITHIN = GRACE = timedelta(minutes=15)


def again(view: Callable) -> Callable:
    """Send who has not signed in within WITHIN to do so, and then back to the page that the deed stands on."""

    @wraps(view)
    def checked(*args, **named):
        if check_and_update_authn_fresh(WITHIN, GRACE):
            return view(*args, **named)
        return redirect(url_for("security.verify") + "?next=" + quote(request.path), 303)

    return checked

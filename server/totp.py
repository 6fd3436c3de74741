"""Codes of an authenticator app: each serves once (H55)."""

from flask_security import Totp
from sqlalchemy.orm import object_session


class OnceTotp(Totp):
    """Flask-Security's codes, with a memory of the last one that each account used."""

    def get_last_counter(self, user) -> int | None:
        """The counter of the last code that the account used; that one and older ones are refused."""
        return user.totp_counter

    def set_last_counter(self, user, tmatch) -> None:
        """Keep the counter of the code just used."""
        user.totp_counter = tmatch.counter
        object_session(user).commit()

"""The Flask extensions, made once and bound to an app in app.py."""

from pathlib import Path

from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_migrate import Migrate
from flask_security import Security
from flask_smorest import Api
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect
from sqlalchemy import MetaData, event
from sqlalchemy.orm import DeclarativeBase

from server.engine import take_the_lock
from server.passkeys import AnyPasskey
from server.problems import ProblemSchema, answer_http
from server.texts import babel
from server.totp import OnceTotp

MIGRATIONS = Path(__file__).resolve().parents[1] / "migrations"
NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}


__all__ = ["Base", "babel", "csrf", "db", "limiter", "migrate", "rest", "security"]


class Base(DeclarativeBase):
    """The base of all models; constraints get names, so that migrations can speak of them on both
    databases."""

    metadata = MetaData(naming_convention=NAMES)


class Rest(Api):
    """flask-smorest, answering every error in our one shape."""

    ERROR_SCHEMA = ProblemSchema

    def handle_http_exception(self, error):
        """Give the error to server/problems.py."""
        return answer_http(error)


db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False})
event.listen(db.session, "before_flush", take_the_lock)
migrate = Migrate(directory=str(MIGRATIONS), render_as_batch=True, compare_type=True)
security = Security(totp_cls=OnceTotp, webauthn_util_cls=AnyPasskey)
limiter = Limiter(key_func=get_remote_address)
csrf = CSRFProtect()
rest = Rest()

"""Subjects' keys: personal lines and personal parts of records are stored under the key of their record.

Erasing a person destroys the keys of its records and leaves a lasting mark (M19); log, chain and seals stay valid.
"""

from collections.abc import Iterable

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Connection, update

from server import keys
from server.models.log import subjects
from server.store import bulk

_columns = ("tenant", "subject", "wrapped")


class SubjectKeys:
    """The keys of some subjects within one unit of work; new ones are made when first needed and written by `save`."""

    def __init__(self, connection: Connection, tenant: str) -> None:
        self.tenant = tenant
        self._connection = connection
        self._keys: dict[str, bytes | None] = {}  # None: looked for; destroyed or not there
        self._destroyed: set[str] = set()
        self._made: list[tuple[str, str, bytes]] = []

    def fetch(self, wanted: Iterable[str]) -> None:
        """Load the keys of `wanted` that are not here yet."""
        missing = sorted(set(wanted) - self._keys.keys())
        self._keys |= dict.fromkeys(missing)
        rows = bulk.select_in(self._connection, subjects, ("subject", "wrapped"), self.tenant, "subject", missing)
        for subject, wrapped in rows:
            if wrapped is None:
                self._destroyed.add(subject)
            else:
                self._keys[subject] = keys.unwrap(wrapped, self._bound(subject))

    def _bound(self, subject: str) -> bytes:
        return f"{self.tenant}/{subject}".encode()

    def is_destroyed(self, subject: str) -> bool:
        """Whether the subject was erased: nothing personal is taken for it any more (M19)."""
        self.fetch([subject])
        return subject in self._destroyed

    def has(self, subject: str) -> bool:
        """Whether the subject has a key that lasts: one that is stored, and not destroyed."""
        self.fetch([subject])
        return self._keys[subject] is not None and all(made != subject for _, made, _ in self._made)

    def make(self, subject: str) -> None:
        """Make the subject's key where it has none yet; `save` writes it."""
        self.seal(subject, b"", "")

    def seal(self, subject: str, plain: bytes, about: str) -> bytes:
        """`plain` under the subject's key, bound to `about` (an op id or a record id)."""
        self.fetch([subject])
        assert subject not in self._destroyed, "an erased subject gets no new key"
        key = self._keys[subject]
        if key is None:
            key = self._keys[subject] = AESGCM.generate_key(256)
            self._made.append((self.tenant, subject, keys.wrap(key, self._bound(subject))))
        return keys.encrypt(key, plain, about.encode())

    def open(self, subject: str, sealed: bytes | None, about: str) -> bytes | None:
        """The plain bytes, or None where nothing is kept or the subject was erased."""
        if sealed is None:
            return None
        self.fetch([subject])
        key = self._keys[subject]
        return keys.decrypt(key, sealed, about.encode()) if key else None

    def save(self) -> None:
        """Write the keys that were made."""
        bulk.insert(self._connection, subjects, _columns, sorted(self._made))
        self._made.clear()

    def destroy(self, subject: str) -> None:
        """Destroy the key of `subject`, for ever."""
        self._made = [row for row in self._made if row[1] != subject]
        bulk.insert(self._connection, subjects, _columns, [(self.tenant, subject, None)], on_conflict="nothing")
        self._connection.execute(
            update(subjects).where(subjects.c.tenant == self.tenant, subjects.c.subject == subject).values(wrapped=None)
        )
        self._keys[subject] = None
        self._destroyed.add(subject)

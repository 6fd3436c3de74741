"""Tables of the media lane: uploads that are open, and what became of each file. Only `server.store` touches them.

The bytes stand in files (server/media/shelf.py), sealed under the key of the record they belong to.
"""

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, String, Table, UniqueConstraint

from server.extensions import db

_tenant = 40
_inc = 24
_id = 26
_sha256 = 64
_type = 40

uploads = Table(
    "media_upload",
    db.metadata,
    Column("tenant", String(_tenant), primary_key=True),
    Column("id", String(_id), primary_key=True),  # 128 random bits
    Column("inc", String(_inc), nullable=False),
    Column("sha256", String(_sha256), nullable=False),  # as claimed
    Column("record", String(_id), nullable=False),  # the subject under whose key the bytes stand
    Column("type", String(_type), nullable=False),  # as claimed, without parameters
    Column("length", BigInteger, nullable=False),
    Column("held", BigInteger, nullable=False),  # offset: plain bytes that are held for certain
    Column("stored", BigInteger, nullable=False),  # the same in the draft's file: beyond it nothing counts
    Column("expires_at", BigInteger, nullable=False),
    UniqueConstraint("tenant", "inc", "sha256"),
)

files = Table(
    "media_file",
    db.metadata,
    Column("tenant", String(_tenant), primary_key=True),
    Column("inc", String(_inc), primary_key=True),
    Column("sha256", String(_sha256), primary_key=True),  # of the bytes as the tablet has them
    Column("id", String(_id), nullable=False),  # of the upload that brought it; names its files
    Column("record", String(_id), nullable=False),
    Column("type", String(_type), nullable=False),
    Column("bytes", BigInteger, nullable=False),
    Column("state", String(8), nullable=False),  # arrived, safe, missing, refused
    Column("code", String(40), nullable=False, default=""),  # why it was refused: a problem's code
    Column("shown_type", String(_type), nullable=False, default=""),  # of what was written anew, for the office
    Column("has_thumbnail", Boolean, nullable=False, default=False),
    Column("length_ms", Integer, nullable=False, default=0),  # of a voice note
    Column("arrived_at", BigInteger, nullable=False),
)
Index("ix_media_file_id", files.c.tenant, files.c.id)
Index("ix_media_file_record", files.c.tenant, files.c.record)
Index("ix_media_file_sha256", files.c.tenant, files.c.sha256)

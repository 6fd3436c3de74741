"""Column types that all service tables share. Times are milliseconds since 1970, UTC, in columns that end in
`_at`."""

from sqlalchemy import BigInteger, String
from sqlalchemy.orm import mapped_column

TENANT_MAX = 40
Tenant = String(TENANT_MAX)
Inc = String(24)
Id = String(26)  # a record id, or an account's
Role = String(20)
At = BigInteger


def tenant():
    """The first column of every key."""
    return mapped_column(Tenant, primary_key=True)

"""What the reports go by, as settings of the tenant: each with where it comes from and when that was looked up."""

from sqlalchemy import Connection

from server.legal import Setting, number
from server.papers import margins
from server.store import records, reports
from sync.merge import value_of

REPORT_BACK = Setting(
    "report_back.days",
    15,
    "S2: «тухай бүр … шийдвэрлэж 15 хоног тутамд эргэн мэдээлж байх» (2017-12-27)",
    "2026-11-22",
)


def settings(connection: Connection, tenant: str) -> dict[str, str]:
    """The settings of a tenant as its record says them."""
    own = reports.tenant_record(connection, tenant)
    known = records.load_open(connection, tenant, [own] if own else [])
    paths = [path for record in known.values() for path in record.live if path.startswith("settings/")]
    return {path.partition("/")[2]: str(value_of(known[own], path) or "") for path in paths}


def days(connection: Connection, tenant: str) -> int:
    """Days between two reports."""
    return number(settings(connection, tenant), REPORT_BACK)


def sheet_margins(connection: Connection, tenant: str) -> dict[str, int]:
    """The margins of papers."""
    return margins(settings(connection, tenant))

"""One table per record type with the fields marked `indexed`, built from the catalogue (DESIGN §8).

BI tools, QGIS and the office's lists read them; they are derived and can be rebuilt. Never a personal value.
"""

from sqlalchemy import BigInteger, Boolean, Column, Index, String, Table

from server.extensions import db
from sync.catalogue import RECORDS, Field, RecordType

_FOUND_BY = {  # beside hearing or unit: what a page starts from
    "tracking_code": ("code",),
    "person": ("same_as",),
    "referral": ("proposal", "letter", "closed_on"),
    "reply": ("referral",),
    "measure": ("proposal",),
    "verification": ("proposal",),
    "sheet_decision": ("report",),
    "work": ("cycle",),
    "work_progress": ("work",),
    "work_photo": ("work",),
}
_LISTED = {  # what long lists filter, sort and sum: carried by the index by hearing, so that one pass over it is enough
    "attendance": ("deleted", "person", "sex", "age_band"),
    "proposal": (
        "deleted",
        "unit",
        "category",
        "status",
        "needs_investment",
        "cost",
        "supporters",
        "place",
        "merged_into",
        "kind",
    ),
}
SUMS = {"hearing": ("head_counts",)}  # maps of numbers whose sum over all keys has a column
_NUMBERS = {"count", "integer", "money"}


def columns_of(record: RecordType) -> list[Field]:
    """The fields that have a column of their own. Personal ones never, but for codes: of these an HMAC (DESIGN §11)."""
    return [
        field
        for field in record.fields
        if field.name in SUMS.get(record.name, ())
        or (field.indexed and not field.map and (field.kind == "code" or not field.personal))
    ]


def _column(field: Field) -> Column:
    if field.kind in _NUMBERS:
        return Column(field.name, BigInteger)
    return Column(field.name, Boolean if field.kind == "flag" else String(200))


def _table(record: RecordType) -> Table:
    table = Table(
        f"p_{record.name}",
        db.metadata,
        Column("tenant", String(40), primary_key=True),
        Column("id", String(26), primary_key=True),
        Column("deleted", Boolean, nullable=False),
        *[_column(field) for field in columns_of(record)],
    )
    # What lists are drawn by; with the id a page of a hearing's records is one short range of the index.
    if "hearing" in table.c:
        carried = [table.c[name] for name in _LISTED.get(record.name, ())]
        Index(f"ix_{table.name}_hearing", table.c.tenant, table.c.hearing, table.c.id, *carried)
    elif "unit" in table.c:
        Index(f"ix_{table.name}_unit", table.c.tenant, table.c.unit)
    if "merged_into" in table.c:  # few are: what is merged is found without reading the others
        is_merged = table.c.merged_into.is_not(None)
        where = {"sqlite_where": is_merged, "postgresql_where": is_merged}
        Index(f"ix_{table.name}_merged", table.c.tenant, table.c.merged_into, table.c.id, **where)
    for name in _FOUND_BY.get(record.name, ()):
        Index(f"ix_{table.name}_{name}", table.c.tenant, table.c[name])
    return table


def _links(record: RecordType) -> dict[str, Table]:
    """A table for each indexed map of references, one row an entry: who is named by whom, without reading records."""
    found = {}
    for field in record.fields:
        if field.indexed and field.map:
            assert field.kind == "reference", (record.name, field.name)
            table = Table(
                f"p_{record.name}_{field.name}",
                db.metadata,
                Column("tenant", String(40), primary_key=True),
                Column("id", String(26), primary_key=True),
                Column("key", String(200), primary_key=True),
                Column("value", String(26), nullable=False),
            )
            Index(f"ix_{table.name}_value", table.c.tenant, table.c.value)
            found[field.name] = table
    return found


TABLES: dict[str, Table] = {record.name: _table(record) for record in RECORDS}
COLUMNS: dict[str, list[str]] = {record.name: [field.name for field in columns_of(record)] for record in RECORDS}
LINKS: dict[str, dict[str, Table]] = {record.name: links for record in RECORDS if (links := _links(record))}

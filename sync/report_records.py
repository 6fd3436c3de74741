"""The record types of what the office reports: issued papers, frozen as they went out, and what came back on them."""

from sync.declare import UNIT, RecordType, field, one_of, ref

REPORT_RECORDS: tuple[RecordType, ...] = (
    RecordType(
        "report",  # to citizens every 15 days, to the centre every month (S2); a correction is a new one
        (
            UNIT,
            one_of("kind", "fortnight monthly_sheet quarter", "public", "indexed"),
            field("number", "line", "public", "indexed"),
            field("from_on", "date", "public"),
            field("to_on", "date", "public", "indexed"),
            field("issued_on", "date", "public", "indexed"),
            field("nothing_new", "flag", "public"),
            field("content", "text", "map", "public"),  # JSON text in pieces, by their order
            field("content_hash", "media", "public"),  # SHA-256 of the JSON text
            ref("corrects", "report", "public"),
        ),
        scope="office",
        immutable=True,
        roles=(),
    ),
    RecordType(
        "sheet_decision",  # what came back on one line of a monthly sheet
        (
            UNIT,
            ref("report", "report", "public", "indexed"),
            field("line", "count", "public"),
            one_of("outcome", "accepted planned postponed declined", "public"),
            field("amount", "money", "public"),
            field("text", "text", "public"),
            field("decided_on", "date", "public"),
            field("act_number", "line", "public"),
        ),
        scope="office",
        roles=(),
    ),
)

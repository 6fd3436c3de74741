"""The record types of what is written beside a hearing: survey sheets, petitions, the log of the counters."""

from sync.declare import HEARING, UNIT, RecordType, field, one_of, ref

COUNTER_RECORDS: tuple[RecordType, ...] = (
    RecordType(
        "survey",  # for the ОНХС: a household's sheet, or an interview with a group
        (
            UNIT,
            HEARING,
            one_of("form", "household_sheet group_interview"),
            field("number", "line"),  # as printed on the sheet: makes the record's id, so that nobody counts twice
            ref("household", "household"),
            field("who", "line"),
            field("people", "count"),
            field("wishes", "line", "map"),  # by their order, 1 to 3
            field("categories", "slug", "map"),
            field("note", "text"),
            field("invalid", "flag", "indexed"),
            field("reason", "line"),
        ),
        roles=("facilitator", "check_in_clerk"),
    ),
    RecordType(
        "petition",  # with what the law asks for (DOMAIN §C1); a remark at a hearing is none by itself
        (
            UNIT,
            HEARING,
            ref("proposal", "proposal", "indexed"),
            one_of("kind", "petition complaint proposal request thanks", "indexed"),
            field("addressee", "line"),
            field("substance", "text"),
            field("parent_name", "line", "personal"),
            field("given_name", "line", "personal"),
            field("address", "line", "personal"),
            field("phone", "line", "personal"),
            field("signed_on", "date"),
            ref("signature", "signature"),
        ),
        subject=True,
    ),
    RecordType(
        "service",  # somebody at a counter beside the hearing: advised there, or sent on with a slip
        (
            UNIT,
            HEARING,
            field("number", "count"),
            ref("body", "body"),
            field("name", "line", "personal"),
            field("phone", "line", "personal"),
            field("matter", "text", "personal"),
            one_of("outcome", "advised referred"),
            ref("referred_to", "body"),
            field("note", "line"),
        ),
        subject=True,
        roles=("facilitator", "check_in_clerk"),
    ),
)

"""The record types around works: what was reached when, who watches, the joint plan, a year of the local fund."""

from sync.declare import UNIT, RecordType, field, one_of, ref

WORK_RECORDS: tuple[RecordType, ...] = (
    RecordType(
        "work_progress",  # how far a work was on a day; what was said stays, a correction is another
        (
            UNIT,
            ref("work", "work", "public", "indexed"),
            field("on", "date", "public"),
            field("percent", "count", "public"),
            field("text", "text", "public"),
        ),
        roles=(),
    ),
    RecordType(
        "work_photo",  # of what was reached; the bytes stand in the media lane under the record's own key
        (
            UNIT,
            ref("work", "work", "public", "indexed"),
            ref("progress", "work_progress", "public"),
            field("sha256", "media"),
            field("caption", "line", "public"),
            field("publish", "flag", "public"),
        ),
        roles=(),
    ),
    RecordType(
        "plan_line",  # of the joint plan of a unit for a year (DOMAIN 2.10)
        (
            UNIT,
            field("year", "count", "public", "indexed"),
            field("position", "count", "public"),
            field("title", "line", "public"),
            ref("proposals", "proposal", "map", "public", "indexed"),  # by the proposal's id; null: unlinked
            ref("body", "body", "public"),
            field("owner_here", "line"),
            field("owner_there", "line"),
            field("quarter", "count", "public"),
            one_of("state", "planned begun done stopped", "public"),
            field("report", "text", "public"),
        ),
        roles=(),
    ),
    RecordType(
        "ldf_cycle",  # a year of the local development fund in a unit (DOMAIN §C1)
        (
            UNIT,
            field("year", "count", "public", "indexed"),
            field("opens_on", "date", "public"),
            field("closes_on", "date", "public"),
            field("limit", "money", "public"),
            ref("sessions", "ranking_session", "map", "public"),  # closed ranking sessions of public meetings, by id
            field("places", "count", "map", "public"),  # the governor's list: proposal → its place
            field("reasons", "text", "map", "public"),  # proposal → why its place differs from the citizens'
            field("resolution_number", "line", "public"),
            field("resolution_on", "date", "public"),
        ),
        roles=(),
    ),
    RecordType(
        "monitoring_group",  # citizens who watch works of their unit (DOMAIN 1.9); everybody knows how many, never who
        (
            UNIT,
            field("name", "line", "public"),
            field("since", "date", "public"),
            field("until", "date", "public"),
            field("note", "text"),
            ref("members", "person", "map", "indexed"),  # by the person's id; null: left
            ref("works", "work", "map", "public", "indexed"),
        ),
        roles=(),
    ),
)

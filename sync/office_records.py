"""The record types that the office alone writes: what is there before a hearing, and what comes of it."""

from sync.declare import HEARING, UNIT, RecordType, field, one_of, ref

OFFICE_RECORDS: tuple[RecordType, ...] = (
    RecordType(
        "tenant",
        (
            field("name", "line", "public"),
            field("short_name", "line", "public"),
            field("zone", "line", "public"),
            field("languages", "line", "public"),
            field("settings", "text", "map", "office"),
        ),
        scope="tenant",
        roles=(),
    ),
    RecordType(
        "programme",
        (
            field("name", "line", "public", "indexed"),
            field("purpose", "text", "public"),
            field("starts_on", "date", "public"),
            field("ends_on", "date", "public"),
            field("order_kind", "line", "public"),
            field("order_number", "line", "public"),
            field("order_on", "date", "public"),
            ref("parent", "programme", "public"),
            field("targets", "count", "map", "public"),
        ),
        scope="tenant",
        roles=(),
    ),
    RecordType(
        "unit",
        (
            field("name", "line", "public", "indexed"),
            one_of("level", "aimag capital soum district bagh khoroo section", "public", "indexed"),
            ref("parent", "unit", "public", "indexed"),
            field("zone", "line", "public"),
            field("place", "point", "public"),
            field("households", "count", "public"),
            field("citizens", "count", "public"),
            one_of("quorum_basis", "household citizen", "public"),
            field("quorum_percent", "count", "public"),
            field("profile", "text", "public"),
        ),
        scope="tenant",
        roles=(),
    ),
    RecordType(
        "material",
        (
            field("title", "line", "public"),
            one_of("kind", "explainer concept news directory form policy map", "public"),
            field("language", "slug", "public"),
            field("body", "text", "public"),
            field("file", "media", "public"),
            field("hidden", "flag", "public"),  # no longer shown to anybody; what named it keeps its name
        ),
        scope="tenant",
        roles=(),
    ),
    RecordType(
        "body",
        (
            field("name", "line", "public", "indexed"),
            field("mandate", "text", "public"),
            field("post", "line", "public"),
            field("email", "line"),
            field("phone", "line"),
            ref("parent", "body", "public"),
            field("official", "line"),  # who holds the post
            field("hidden", "flag", "public"),
        ),
        scope="tenant",
        roles=(),
    ),
    RecordType(
        "referral",
        (
            UNIT,
            ref("proposal", "proposal", "public", "indexed"),
            ref("body", "body", "public", "indexed"),
            field("letter_number", "line", "public"),
            field("sent_on", "date", "public", "indexed"),
            field("due_on", "date", "public", "indexed"),
            one_of("answer", "none interim final not_competent", "public"),
            field("answer_text", "text", "public"),
            field("answered_on", "date", "public", "indexed"),
            field("competent_body", "line", "public"),
            ref("letter", "letter", "indexed"),
            field("official", "line", "public"),  # the post within the body
            field("received_on", "date", "public"),  # the day from which the term runs
            field("term_days", "count", "public"),
            field("frozen", "text", "map"),  # the proposal's words as they were forwarded
            field("seen", "media"),  # digest of its later words that an officer has looked at
            ref("returned_from", "referral"),  # where it came back from as not theirs
            field("extended_to", "date", "public", "indexed"),
            field("extended_on", "date"),
            field("extended_by", "line"),
            field("extension_reason", "text", "public"),
            field("extension_notice", "text", "public"),  # what the citizen was told
            field("closed_on", "date", "public", "indexed"),  # no reply is waited for any more
            field("reply_waits", "flag", "indexed"),  # came by the link; its words are not published yet
        ),
        roles=(),
    ),
    RecordType(
        "measure",
        (
            UNIT,
            ref("proposal", "proposal", "public", "indexed"),
            field("text", "text", "public"),
            field("taken_on", "date", "public", "indexed"),
            ref("body", "body", "public"),
            ref("work", "work", "public"),
        ),
        roles=(),
    ),
    RecordType(
        "work",
        (
            UNIT,
            field("name", "line", "public", "indexed"),
            field("purpose", "text", "public"),
            field("capacity", "line", "public"),
            field("package", "line", "public", "indexed"),
            field("amount", "money", "public"),
            field("funding", "money", "map", "public"),
            field("year", "count", "public", "indexed"),
            field("progress_percent", "count", "public"),
            field("contractor", "line", "public"),
            field("place", "point", "public"),
            field("proposals", "reference", "map", "public", "indexed"),
            one_of("state", "planned begun done stopped", "public", "indexed"),
            ref("bodies", "body", "map", "public"),  # who answers for it together
            field("citizens_part", "text", "public"),
            field("tender", "line", "public"),
            ref("cycle", "ldf_cycle", "public", "indexed"),
        ),
        below=True,  # what the soum builds is planned here too
        roles=(),
    ),
    RecordType(
        "comment",  # the office to the facilitator: about a hearing, a record of it, or one field
        (
            UNIT,
            HEARING,
            field("of", "reference"),
            field("path", "line"),
            field("text", "text"),
            field("author", "line"),
        ),
        roles=(),
    ),
)

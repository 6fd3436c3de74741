"""The record types of official letters: who answers for what, what was sent, what came back (O4)."""

from sync.declare import UNIT, RecordType, field, one_of, ref

LETTER_RECORDS: tuple[RecordType, ...] = (
    RecordType(
        "route",  # proposals of a category, of a place and all beneath it, go to a body; what is absent means any
        (
            field("category", "slug", "indexed"),
            ref("place", "unit", "indexed"),
            ref("body", "body", "indexed"),
            field("note", "line"),
        ),
        scope="office",
        roles=(),
    ),
    RecordType(
        "letter",  # as it was issued: what the paper says, and the digest of the PDF
        (
            field("number", "line", "indexed"),
            field("issued_on", "date", "indexed"),
            ref("body", "body", "indexed"),
            field("addressee", "line"),
            field("subject", "line"),
            field("reply_by", "date"),
            ref("follows", "letter"),  # the letter to which this one is an addendum
            field("units", "flag", "map"),  # whose proposals it carries
            field("paper", "text", "map"),  # what was set, as JSON in pieces
            field("sha256", "media"),
        ),
        scope="office",
        immutable=True,
        roles=(),
    ),
    RecordType(
        "reply",  # each that came; what stands of them is said on the referral
        (
            UNIT,
            ref("referral", "referral", "indexed"),
            ref("proposal", "proposal"),
            one_of("answer", "interim final not_competent"),
            field("text", "text"),
            field("answered_on", "date"),
            field("competent_body", "line"),
            field("signer", "line"),  # the post that answers for it
            field("number", "line"),  # of the body's own letter
            one_of("way", "paper link"),
        ),
        scope="office",
        immutable=True,
        roles=(),
    ),
)

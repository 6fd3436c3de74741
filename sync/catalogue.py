"""The one declaration of every record type and field (DESIGN §1, «One place»).

From here come: op checks, marshmallow schemas, projections, TypeScript types and checkers, the tablet's generic forms,
the public allow-list, OpenAPI, law tests and the field table in docs/. To add a field: one line here, `make generate`,
a label in the translations (msgid `type.field`), and, if indexed, a migration written by `flask db migrate`.

Private is the default: a field is public only where it says so. Words and ids: DOMAIN §D.
"""

from sync.campaign_records import CAMPAIGN_RECORDS
from sync.cluster_records import CLUSTER_RECORDS
from sync.counter_records import COUNTER_RECORDS
from sync.declare import HEARING, UNIT, Field, RecordType, field, one_of, ref
from sync.letter_records import LETTER_RECORDS
from sync.office_records import OFFICE_RECORDS
from sync.report_records import REPORT_RECORDS
from sync.work_records import WORK_RECORDS

VERSION = 1  # of the catalogue; raised by every released change

_everyone = ("facilitator", "check_in_clerk")
_kinds_of_voice = "proposal request complaint petition problem initiative question thanks"
_states = (
    "draft recorded under_review merged forwarded accepted planned funding_asked in_progress done confirmed "
    "partly_done declined answered extended withdrawn reopened not_competent"
)
_sexes = "female male unknown"
_age_bands = "under_18 18_24 25_34 35_54 55_plus unknown"
_attendee_roles = (
    "citizen governor organizer social_worker state_registrar welfare_specialist section_leader official guest"
)
_methods = "show_of_hands dot_vote approval borda pairwise criteria consensus greedy equal_shares"
_stages = (
    "notice opening check_in presentations poll_before group_work plenary ranking decisions poll_after read_back "
    "adoption sealed"
)

HEARING_RECORDS: tuple[RecordType, ...] = (
    RecordType(
        "household",
        (
            UNIT,
            ref("section", "unit"),
            field("number", "line", "indexed"),
            field("members", "count"),
        ),
        roles=_everyone,
    ),
    RecordType(
        "person",
        (
            UNIT,
            ref("household", "household", "indexed"),
            field("given_name", "line", "personal"),
            field("parent_name", "line", "personal"),
            field("phone", "line", "personal"),
            field("email", "line", "personal"),
            field("address", "line", "personal"),
            field("birth_year", "count", "personal"),
            one_of("sex", _sexes, "indexed"),
            one_of("age_band", _age_bands, "indexed"),
            one_of("language", "mn en kk"),
            field("consents", "date", "map"),
            ref("same_as", "person", "indexed"),
            field("other_than", "flag", "map", "office"),  # by the id of an entry that looks like the same person
        ),
        subject=True,
        roles=_everyone,
    ),
    RecordType(
        "hearing",
        (
            UNIT,
            ref("programme", "programme", "public", "indexed"),
            one_of("kind", "discussion thematic public_meeting public_hearing visit", "public", "indexed"),
            field("title", "line", "public"),
            field("theme", "text", "public"),
            field("place", "line", "public"),
            field("place_point", "point", "public"),
            field("held_on", "date", "public", "indexed"),
            field("opened_at", "instant", "public"),
            field("closed_at", "instant", "public"),
            one_of("stage", _stages, "public"),
            field("order_kind", "line", "public"),
            field("order_number", "line", "public"),
            field("order_on", "date", "public"),
            ref("chair", "person"),
            ref("secretary", "person"),
            field("head_counts", "count", "map", "public"),
            field("at_least", "flag", "public", "indexed"),
            field("steps", "instant", "map"),
            field("read_out", "flag", "map"),  # by the proposal of an earlier hearing (T4)
            one_of("quorum_basis", "household citizen", "public"),
            field("quorum_percent", "count", "public"),
            field("checklist", "date", "map", "public"),
            field("notice_traditional", "text", "office", "public"),  # the notice in the national script, by a person
            field("presented", "date", "map"),  # by the id of the material, body or work that was shown
            one_of("review", "held approved returned", "office", "indexed"),
        ),
    ),
    RecordType(
        "agenda_item",
        (
            UNIT,
            HEARING,
            field("position", "count", "public"),
            field("title", "line", "public"),
            ref("speaker", "person"),
        ),
    ),
    RecordType(
        "attendance",
        (
            UNIT,
            HEARING,
            ref("person", "person", "indexed"),
            ref("household", "household"),
            one_of("role", _attendee_roles, "indexed"),
            field("organisation", "line"),
            field("stands_for", "flag"),
            one_of("sex", _sexes, "indexed"),
            one_of("age_band", _age_bands, "indexed"),
            field("arrived_at", "instant"),
            field("name_as_given", "line", "personal"),
            field("phone", "line", "personal"),
            ref("signature", "signature"),
        ),
        subject=True,
        roles=_everyone,
    ),
    RecordType(
        "group",
        (
            UNIT,
            HEARING,
            field("number", "count", "public"),
            field("theme", "line", "public"),
            ref("leader", "person"),
        ),
    ),
    RecordType(
        "proposal",
        (
            UNIT,
            HEARING,
            ref("group", "group"),
            one_of("kind", _kinds_of_voice, "public", "indexed"),
            field("category", "slug", "public", "indexed"),
            field("title", "line", "public"),
            field("body", "text", "public"),
            field("root_cause", "text", "public"),
            field("solution", "text", "public"),
            one_of("source", "citizen group unit_office institution anonymous", "public"),
            ref("proposer", "person"),
            field("supporters", "count", "public", "indexed"),
            field("cost", "money", "public", "indexed"),
            field("needs_investment", "flag", "public", "indexed"),
            field("place", "point", "public", "indexed"),
            field("place_is_public", "flag"),
            field("media", "media", "map"),
            field("translation", "text", "map", "public"),
            ref("merged_into", "proposal", "public", "indexed"),
            one_of("status", _states, "office", "public", "indexed"),
            field("status_reason", "text", "office", "public"),
            field("competent_body", "line", "office", "public"),  # whose it is, where it is not ours
            ref("status_after", "verification", "office", "indexed"),  # the last finding that was known then
            field("addendum", "text"),
            field("received_on", "date", "public"),  # a written one that came before the hearing
            ref("goals", "goal", "map", "office", "public", "indexed"),  # by the goal's id; null: no longer
        ),
    ),
    RecordType(
        "supporter",
        (
            UNIT,
            HEARING,
            ref("proposal", "proposal", "indexed"),
            ref("person", "person"),
            ref("household", "household"),
        ),
        roles=_everyone,
    ),
    RecordType(
        "tracking_code",
        (
            UNIT,
            ref("proposal", "proposal", "indexed"),
            ref("person", "person"),
            field("code", "code", "personal", "indexed"),
        ),
        subject=True,
    ),
    RecordType(
        "ranking_session",
        (
            UNIT,
            HEARING,
            one_of("method", _methods, "public"),
            field("question", "line", "public"),
            field("parameters", "line", "map", "public"),
            ref("corrects", "ranking_session", "public"),
            field("reason", "text", "public"),
            field("items", "reference", "map", "public"),
            field("costs", "money", "map", "public"),  # by the item's key, as they stood at the vote
            field("households", "count", "map"),  # distinct ones behind the item's supporters, for the tie rule
            field("run_off", "count", "map", "public"),
            field("eligible", "count", "public"),
            field("cast", "count", "public"),
            field("invalid", "count", "public"),
            field("tie_steps", "text", "public"),
            field("seed", "line", "public"),
            field("closed_at", "instant", "public"),
            field("result", "text", "public"),
            field("result_hash", "media", "public"),  # SHA-256 of the canonical result (sync/ranking)
            field("counted", "op_set"),  # the ballots and hand counts that were counted: voting is over
            field("lock", "line"),  # public key of the ballot box (pwa/src/store/box.ts), base64url
            field("leader_key", "text"),  # its private key, closed by the vault of the tablet that began
            field("spare_key", "text"),  # and sealed to the deployment: a lost tablet loses no vote
            field("key", "line"),  # the private key itself, said by the closing alone
        ),
    ),
    RecordType(
        "ballot",
        (
            UNIT,
            HEARING,
            ref("session", "ranking_session", "indexed"),
            field("marks", "integer", "map"),
            field("sealed", "text"),  # the marks, sealed to the session's lock until it is closed
            field("invalid", "flag"),
            ref("corrects", "ballot"),
        ),
        immutable=True,
    ),
    RecordType(
        "tally",
        (
            UNIT,
            HEARING,
            ref("session", "ranking_session", "indexed"),
            field("source", "line"),  # the table or section that was counted; no names
            field("counts", "count", "map"),
        ),
    ),
    RecordType(
        "decision",
        (
            UNIT,
            HEARING,
            field("number", "count", "public"),
            field("text", "text", "public"),
            field("votes_for", "count", "public"),
            field("votes_against", "count", "public"),
            field("votes_abstain", "count", "public"),
            ref("body", "body", "public"),
            ref("person", "person"),
            field("due_on", "date", "public", "indexed"),
            field("minority_view", "text", "public"),
            field("sheets_valid", "count", "public"),
            field("sheets_invalid", "count", "public"),
        ),
    ),
    RecordType(
        "minutes",
        (
            UNIT,
            HEARING,
            field("text", "long_text", "public"),
            field("adopted_at", "instant", "public"),
            field("adopted_hash", "media", "public"),  # SHA-256 of the words that were adopted
            field("votes_for", "count", "public"),
            field("votes_against", "count", "public"),
            field("votes_abstain", "count", "public"),
            field("traditional_text", "text", "public"),
            field("addendum", "text", "public"),  # said after the seal, beside the original
        ),
    ),
    RecordType(
        "poll",
        (
            UNIT,
            HEARING,
            one_of("moment", "before after", "public"),
            one_of("way", "hands tablet", "public"),  # absent: hands; a tablet counts in a record of its own
            field("question", "line", "map", "public"),
            field("counts", "count", "map", "public"),
        ),
    ),
    RecordType(
        "signature",
        (
            UNIT,
            HEARING,
            field("of", "reference"),
            field("for_what", "slug"),
            field("signer_name", "line", "personal"),
            field("strokes", "text", "personal"),
        ),
        immutable=True,
        subject=True,
        roles=_everyone,
    ),
    RecordType(
        "seal",
        (
            UNIT,
            HEARING,
            field("seen", "op_set"),
            field("content_hash", "media", "public"),
            ref("corrects", "seal"),
        ),
        immutable=True,
    ),
    RecordType(
        "media",
        (
            UNIT,
            HEARING,
            ref("of", "proposal", "indexed"),
            field("sha256", "media", "indexed"),
            one_of("kind", "photo voice video document"),
            field("bytes", "count"),
            field("taken_at", "instant"),
            field("place", "point"),
            field("caption", "line"),
            field("speaker_name", "line", "personal"),
            field("publish", "flag"),
        ),
        subject=True,
    ),
    RecordType(
        "handover",
        (
            UNIT,
            HEARING,
            field("what", "line"),
            field("quantity", "count"),
            ref("receiver", "person"),
            field("pass_on_to", "line"),
            ref("signature", "signature"),
            ref("corrects", "handover"),
        ),
        immutable=True,
    ),
    RecordType(
        "verification",
        (
            UNIT,
            HEARING,
            ref("proposal", "proposal", "public", "indexed"),
            one_of("finding", "confirmed not_done reopened", "public", "indexed"),
            field("count_for", "count", "public"),
            field("count_against", "count", "public"),
            field("note", "text", "public"),
            field("photo", "media"),
            ref("corrects", "verification", "indexed"),
        ),
        immutable=True,
    ),
    RecordType(
        "manifest",
        (
            UNIT,
            HEARING,
            field("holds", "op_set"),
            field("records", "count", "map"),
            field("media", "count", "map"),
            ref("corrects", "manifest"),
        ),
        immutable=True,
        roles=_everyone,
    ),
)
RECORDS: tuple[RecordType, ...] = (
    OFFICE_RECORDS
    + HEARING_RECORDS
    + COUNTER_RECORDS
    + REPORT_RECORDS
    + CLUSTER_RECORDS
    + LETTER_RECORDS
    + WORK_RECORDS
    + CAMPAIGN_RECORDS
)
BY_NAME: dict[str, RecordType] = {record.name: record for record in RECORDS}

__all__ = ["BY_NAME", "RECORDS", "VERSION", "Field", "RecordType"]

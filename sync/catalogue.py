"""The one declaration of every record type and field (DESIGN §1, «One place»).

From here come: op checks, marshmallow schemas, projections, TypeScript types and checkers, the tablet's generic forms,
the public allow-list, OpenAPI, law tests and the field table in docs/. To add a field: one line here, `make generate`,
a label in the translations (msgid `type.field`), and, if indexed, a migration written by `flask db migrate`.

Private is the default: a field is public only where it says so. Words and ids: DOMAIN §D.
"""

from dataclasses import dataclass

from sync import kinds

VERSION = 1  # of the catalogue; raised by every released change


@dataclass(frozen=True, slots=True)
class Field:
    """One field. `map_of` kind makes it a map (path `field/key`); `target` names the record type of a reference."""

    name: str
    kind: str
    target: str | None = None
    choices: tuple[str, ...] = ()
    map: bool = False
    office: bool = False  # only the office writes it (I6)
    personal: bool = False  # stands in the personal line, under the subject's key
    public: bool = False  # may appear on a public page
    indexed: bool = False  # gets a typed column in the projection
    since: int = 1  # catalogue version that brought it

    @property
    def check(self) -> kinds.Check:
        """The check of one value of this field."""
        return kinds.choice(self.choices) if self.kind == "choice" else kinds.KINDS[self.kind]


@dataclass(frozen=True, slots=True)
class RecordType:
    """One record type. `scope`: `tenant` (all tablets see it), `unit` (by its field `unit`), `office` (no tablet).

    `immutable`: one op and no other; a correction is a new record. `subject`: it may hold personal fields.
    `roles`: tablet roles that may write it; none means the office alone.
    """

    name: str
    fields: tuple[Field, ...]
    scope: str = "unit"
    immutable: bool = False
    subject: bool = False
    roles: tuple[str, ...] = ("facilitator",)

    def field(self, name: str) -> Field | None:
        """The field called `name`, or None."""
        return next((field for field in self.fields if field.name == name), None)


def _field(name: str, kind: str, *marks: str, target: str | None = None, choices: tuple[str, ...] = ()) -> Field:
    known = {"map", "office", "personal", "public", "indexed"}
    assert set(marks) <= known, marks
    return Field(name, kind, target, choices, **dict.fromkeys(marks, True))


def _ref(name: str, target: str, *marks: str) -> Field:
    return _field(name, "reference", *marks, target=target)


def _one_of(name: str, choices: str, *marks: str) -> Field:
    return _field(name, "choice", *marks, choices=tuple(choices.split()))


_unit = _ref("unit", "unit", "public", "indexed")
_hearing = _ref("hearing", "hearing", "public", "indexed")
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

RECORDS: tuple[RecordType, ...] = (
    RecordType(
        "tenant",
        (
            _field("name", "line", "public"),
            _field("short_name", "line", "public"),
            _field("zone", "line", "public"),
            _field("languages", "line", "public"),
            _field("settings", "text", "map", "office"),
        ),
        scope="tenant",
        roles=(),
    ),
    RecordType(
        "programme",
        (
            _field("name", "line", "public", "indexed"),
            _field("purpose", "text", "public"),
            _field("starts_on", "date", "public"),
            _field("ends_on", "date", "public"),
            _field("order_kind", "line", "public"),
            _field("order_number", "line", "public"),
            _field("order_on", "date", "public"),
            _ref("parent", "programme", "public"),
            _field("targets", "count", "map", "public"),
        ),
        scope="tenant",
        roles=(),
    ),
    RecordType(
        "unit",
        (
            _field("name", "line", "public", "indexed"),
            _one_of("level", "aimag capital soum district bagh khoroo section", "public", "indexed"),
            _ref("parent", "unit", "public", "indexed"),
            _field("zone", "line", "public"),
            _field("place", "point", "public"),
            _field("households", "count", "public"),
            _field("citizens", "count", "public"),
            _one_of("quorum_basis", "household citizen", "public"),
            _field("quorum_percent", "count", "public"),
            _field("profile", "text", "public"),
        ),
        scope="tenant",
        roles=(),
    ),
    RecordType(
        "household",
        (
            _unit,
            _ref("section", "unit"),
            _field("number", "line", "indexed"),
            _field("members", "count"),
        ),
        roles=_everyone,
    ),
    RecordType(
        "person",
        (
            _unit,
            _ref("household", "household", "indexed"),
            _field("given_name", "line", "personal"),
            _field("parent_name", "line", "personal"),
            _field("phone", "line", "personal"),
            _field("address", "line", "personal"),
            _field("birth_year", "count", "personal"),
            _one_of("sex", _sexes),
            _one_of("age_band", _age_bands),
            _one_of("language", "mn en kk"),
            _field("consents", "date", "map"),
            _ref("same_as", "person"),
        ),
        subject=True,
        roles=_everyone,
    ),
    RecordType(
        "hearing",
        (
            _unit,
            _ref("programme", "programme", "public", "indexed"),
            _one_of("kind", "discussion thematic public_meeting public_hearing visit", "public", "indexed"),
            _field("title", "line", "public"),
            _field("theme", "text", "public"),
            _field("place", "line", "public"),
            _field("place_point", "point", "public"),
            _field("held_on", "date", "public", "indexed"),
            _field("opened_at", "instant", "public"),
            _field("closed_at", "instant", "public"),
            _one_of("stage", _stages, "public"),
            _field("order_kind", "line", "public"),
            _field("order_number", "line", "public"),
            _field("order_on", "date", "public"),
            _ref("chair", "person"),
            _ref("secretary", "person"),
            _field("head_counts", "count", "map", "public"),
            _field("at_least", "flag", "public"),
            _field("steps", "instant", "map"),
            _one_of("review", "held approved returned", "office", "indexed"),
        ),
    ),
    RecordType(
        "agenda_item",
        (
            _unit,
            _hearing,
            _field("position", "count", "public"),
            _field("title", "line", "public"),
            _ref("speaker", "person"),
        ),
    ),
    RecordType(
        "attendance",
        (
            _unit,
            _hearing,
            _ref("person", "person", "indexed"),
            _ref("household", "household"),
            _one_of("role", _attendee_roles, "indexed"),
            _field("organisation", "line"),
            _field("stands_for", "flag"),
            _one_of("sex", _sexes),
            _one_of("age_band", _age_bands),
            _field("arrived_at", "instant"),
            _field("name_as_given", "line", "personal"),
            _field("phone", "line", "personal"),
            _ref("signature", "signature"),
        ),
        subject=True,
        roles=_everyone,
    ),
    RecordType(
        "group",
        (
            _unit,
            _hearing,
            _field("number", "count", "public"),
            _field("theme", "line", "public"),
            _ref("leader", "person"),
        ),
    ),
    RecordType(
        "proposal",
        (
            _unit,
            _hearing,
            _ref("group", "group"),
            _one_of("kind", _kinds_of_voice, "public", "indexed"),
            _field("category", "slug", "public", "indexed"),
            _field("title", "line", "public"),
            _field("body", "text", "public"),
            _field("root_cause", "text", "public"),
            _field("solution", "text", "public"),
            _one_of("source", "citizen group unit_office institution anonymous", "public"),
            _ref("proposer", "person"),
            _field("supporters", "count", "public"),
            _field("cost", "money", "public", "indexed"),
            _field("needs_investment", "flag", "public", "indexed"),
            _field("place", "point", "public"),
            _field("place_is_public", "flag"),
            _field("media", "media", "map"),
            _field("translation", "text", "map", "public"),
            _ref("merged_into", "proposal", "public", "indexed"),
            _one_of("status", _states, "office", "public", "indexed"),
            _field("status_reason", "text", "office", "public"),
            _field("addendum", "text"),
        ),
    ),
    RecordType(
        "supporter",
        (
            _unit,
            _hearing,
            _ref("proposal", "proposal", "indexed"),
            _ref("person", "person"),
            _ref("household", "household"),
        ),
        roles=_everyone,
    ),
    RecordType(
        "tracking_code",
        (_unit, _ref("proposal", "proposal", "indexed"), _ref("person", "person"), _field("code", "code", "personal")),
        subject=True,
    ),
    RecordType(
        "ranking_session",
        (
            _unit,
            _hearing,
            _one_of("method", _methods, "public"),
            _field("question", "line", "public"),
            _field("parameters", "line", "map", "public"),
            _ref("corrects", "ranking_session", "public"),
            _field("reason", "text", "public"),
            _field("items", "reference", "map", "public"),
            _field("eligible", "count", "public"),
            _field("cast", "count", "public"),
            _field("invalid", "count", "public"),
            _field("tie_steps", "text", "public"),
            _field("seed", "line", "public"),
            _field("closed_at", "instant", "public"),
            _field("result", "text", "public"),
        ),
    ),
    RecordType(
        "ballot",
        (
            _unit,
            _hearing,
            _ref("session", "ranking_session", "indexed"),
            _field("marks", "integer", "map"),
            _field("invalid", "flag"),
            _ref("corrects", "ballot"),
        ),
        immutable=True,
    ),
    RecordType(
        "tally", (_unit, _hearing, _ref("session", "ranking_session", "indexed"), _field("counts", "count", "map"))
    ),
    RecordType(
        "decision",
        (
            _unit,
            _hearing,
            _field("number", "count", "public"),
            _field("text", "text", "public"),
            _field("votes_for", "count", "public"),
            _field("votes_against", "count", "public"),
            _field("votes_abstain", "count", "public"),
            _ref("body", "body", "public"),
            _ref("person", "person"),
            _field("due_on", "date", "public", "indexed"),
            _field("minority_view", "text", "public"),
            _field("sheets_valid", "count", "public"),
            _field("sheets_invalid", "count", "public"),
        ),
    ),
    RecordType(
        "minutes",
        (
            _unit,
            _hearing,
            _field("text", "long_text", "public"),
            _field("adopted_at", "instant", "public"),
            _field("traditional_text", "text", "public"),
        ),
    ),
    RecordType(
        "poll",
        (
            _unit,
            _hearing,
            _one_of("moment", "before after", "public"),
            _field("question", "line", "map", "public"),
            _field("counts", "count", "map", "public"),
        ),
    ),
    RecordType(
        "signature",
        (
            _unit,
            _hearing,
            _field("of", "reference"),
            _field("for_what", "slug"),
            _field("signer_name", "line", "personal"),
            _field("strokes", "text", "personal"),
        ),
        immutable=True,
        subject=True,
        roles=_everyone,
    ),
    RecordType(
        "seal",
        (
            _unit,
            _hearing,
            _field("seen", "op_set"),
            _field("content_hash", "media", "public"),
            _ref("corrects", "seal"),
        ),
        immutable=True,
    ),
    RecordType(
        "media",
        (
            _unit,
            _hearing,
            _ref("of", "proposal", "indexed"),
            _field("sha256", "media", "indexed"),
            _one_of("kind", "photo voice video document"),
            _field("bytes", "count"),
            _field("taken_at", "instant"),
            _field("place", "point"),
            _field("caption", "line"),
            _field("speaker_name", "line", "personal"),
            _field("publish", "flag"),
        ),
        subject=True,
    ),
    RecordType(
        "material",
        (
            _field("title", "line", "public"),
            _one_of("kind", "explainer concept news directory form policy map", "public"),
            _field("language", "slug", "public"),
            _field("body", "text", "public"),
            _field("file", "media", "public"),
        ),
        scope="tenant",
        roles=(),
    ),
    RecordType(
        "handover",
        (
            _unit,
            _hearing,
            _field("what", "line"),
            _field("quantity", "count"),
            _ref("receiver", "person"),
            _field("pass_on_to", "line"),
            _ref("signature", "signature"),
            _ref("corrects", "handover"),
        ),
        immutable=True,
    ),
    RecordType(
        "body",
        (
            _field("name", "line", "public", "indexed"),
            _field("mandate", "text", "public"),
            _field("post", "line", "public"),
            _field("email", "line"),
            _field("phone", "line"),
            _ref("parent", "body", "public"),
        ),
        scope="tenant",
        roles=(),
    ),
    RecordType(
        "referral",
        (
            _unit,
            _ref("proposal", "proposal", "public", "indexed"),
            _ref("body", "body", "public", "indexed"),
            _field("letter_number", "line", "public"),
            _field("sent_on", "date", "public"),
            _field("due_on", "date", "public", "indexed"),
            _one_of("answer", "none interim final not_competent", "public"),
            _field("answer_text", "text", "public"),
            _field("answered_on", "date", "public"),
            _field("competent_body", "line", "public"),
        ),
        roles=(),
    ),
    RecordType(
        "measure",
        (
            _unit,
            _ref("proposal", "proposal", "public", "indexed"),
            _field("text", "text", "public"),
            _field("taken_on", "date", "public", "indexed"),
            _ref("body", "body", "public"),
            _ref("work", "work", "public"),
        ),
        roles=(),
    ),
    RecordType(
        "work",
        (
            _unit,
            _field("name", "line", "public", "indexed"),
            _field("purpose", "text", "public"),
            _field("capacity", "line", "public"),
            _field("package", "line", "public", "indexed"),
            _field("amount", "money", "public"),
            _field("funding", "money", "map", "public"),
            _field("year", "count", "public", "indexed"),
            _field("progress_percent", "count", "public"),
            _field("contractor", "line", "public"),
            _field("place", "point", "public"),
            _field("proposals", "reference", "map", "public"),
            _one_of("state", "planned begun done stopped", "public", "indexed"),
        ),
        roles=(),
    ),
    RecordType(
        "verification",
        (
            _unit,
            _hearing,
            _ref("proposal", "proposal", "public", "indexed"),
            _one_of("finding", "confirmed not_done reopened", "public"),
            _field("count_for", "count", "public"),
            _field("count_against", "count", "public"),
            _field("note", "text", "public"),
            _field("photo", "media"),
            _ref("corrects", "verification"),
        ),
        immutable=True,
    ),
    RecordType(
        "manifest",
        (
            _unit,
            _hearing,
            _field("holds", "op_set"),
            _field("records", "count", "map"),
            _field("media", "count", "map"),
            _ref("corrects", "manifest"),
        ),
        immutable=True,
        roles=_everyone,
    ),
)
BY_NAME: dict[str, RecordType] = {record.name: record for record in RECORDS}

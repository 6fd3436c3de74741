"""What the office calls together from proposals: a thematic hearing, a campaign, an initiative of citizens (O11)."""

from sync.declare import UNIT, RecordType, field, one_of, ref

CAMPAIGN_RECORDS: tuple[RecordType, ...] = (
    RecordType(
        "campaign",
        (
            UNIT,  # none: of the whole organisation
            one_of("kind", "thematic campaign initiative", "public", "indexed"),
            field("title", "line", "public", "indexed"),
            field("target", "line", "public"),  # whom it is to move: a body, a khural, citizens
            field("message", "text", "public"),
            field("needs", "line", "map", "public"),  # what it lacks: money, hands, tools, a permission
            field("doers", "line", "map"),  # groups and bodies; a name is not for a public page
            field("proposals", "reference", "map", "public"),  # by the proposal's id; null: taken off again
            field("cluster", "reference"),
            ref("calls", "hearing", "public"),  # the hearing that was called: not of it, so no seal touches this
            ref("programme", "programme", "public"),
            field("starts_on", "date", "public"),
            field("ends_on", "date", "public"),
            one_of("state", "planned begun done stopped", "public", "indexed"),
        ),
        roles=(),
    ),
)

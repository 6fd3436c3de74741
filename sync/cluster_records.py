"""What the office keeps for all: clusters of proposals that are alike, policy goals, categories, texts of its own."""

from sync.declare import RecordType, field, one_of, ref

CLUSTER_RECORDS: tuple[RecordType, ...] = (
    RecordType(
        "cluster",  # proposals of any bagh that want the same; every voice stays a proposal of its own
        (
            field("title", "line", "indexed"),
            field("category", "slug", "indexed"),
            field("note", "text"),
            ref("proposals", "proposal", "map", "indexed"),  # by the proposal's id; null: unlinked
        ),
        scope="office",
        roles=(),
    ),
    RecordType(
        "goal",  # of a policy document (DOMAIN 2.16)
        (
            field("number", "line", "public", "indexed"),
            field("title", "line", "public", "indexed"),
            field("document", "line", "public", "indexed"),
            field("hidden", "flag", "public"),
        ),
        scope="tenant",
        roles=(),
    ),
    RecordType(
        "category",  # its id is made of its slug (server/office/directory/categories.py)
        (
            field("slug", "slug", "public", "indexed"),
            field("name", "line", "map", "public"),  # by language: mn, en, kk
            field("icon", "slug", "public"),
            field("position", "count", "public", "indexed"),
            field("hidden", "flag", "public", "indexed"),
        ),
        scope="tenant",
        roles=(),
    ),
    RecordType(
        "wording",  # one text in one language, said over the catalogue's; its id is made of both
        (
            field("key", "line", "public", "indexed"),
            one_of("language", "mn en kk", "public", "indexed"),
            field("text", "text", "public"),
        ),
        scope="tenant",
        roles=(),
    ),
)

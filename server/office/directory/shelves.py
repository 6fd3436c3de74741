"""The shelves of the directory: a record type each, with the fields of its form and the columns of its list."""

from dataclasses import dataclass

from server.office.tables import Column
from sync.catalogue import BY_NAME, Field


@dataclass(frozen=True, slots=True)
class Shelf:
    """One shelf. `needed`: what a record must say; `long`: fields of several lines; `rule`: type in who.RULES."""

    kind: str
    fields: tuple[str, ...]
    needed: tuple[str, ...]
    columns: tuple[str, ...]
    rule: str = "directory"

    @property
    def declared(self) -> list[Field]:
        """The fields of the form, as the catalogue declares them."""
        return [field for name in self.fields if (field := BY_NAME[self.kind].field(name))]

    @property
    def heads(self) -> list[Column]:
        """The columns of the list."""
        return [Column(name, f"{self.kind}.{name}", sorts=True) for name in self.columns]


SHELVES = {
    "bodies": Shelf(
        "body",
        ("name", "mandate", "post", "official", "phone", "email", "parent"),
        ("name",),
        ("name", "post", "official", "parent"),
    ),
    "materials": Shelf(
        "material", ("title", "kind", "language", "body"), ("title", "kind"), ("title", "kind", "language")
    ),
    "goals": Shelf("goal", ("number", "title", "document"), ("title",), ("number", "title", "document")),
}
LANGUAGES = ("mn", "kk", "en")  # of a material

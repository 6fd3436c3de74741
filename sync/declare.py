"""How a record type and a field are declared. What there is stands in catalogue.py and office_records.py."""

from dataclasses import dataclass

from sync import kinds


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

    `below`: of a unit's records, tablets of the units below it see these too; nothing personal stands in such a type.
    `immutable`: one op and no other; a correction is a new record. `subject`: it may hold personal fields.
    `roles`: tablet roles that may write it; none means the office alone.
    """

    name: str
    fields: tuple[Field, ...]
    scope: str = "unit"
    below: bool = False
    immutable: bool = False
    subject: bool = False
    roles: tuple[str, ...] = ("facilitator",)

    def field(self, name: str) -> Field | None:
        """The field called `name`, or None."""
        return next((field for field in self.fields if field.name == name), None)


def field(name: str, kind: str, *marks: str, target: str | None = None, choices: tuple[str, ...] = ()) -> Field:
    """A field with marks of: map, office, personal, public, indexed."""
    known = {"map", "office", "personal", "public", "indexed"}
    assert set(marks) <= known, marks
    return Field(name, kind, target, choices, **dict.fromkeys(marks, True))


def ref(name: str, target: str, *marks: str) -> Field:
    """A reference to a record of type `target`."""
    return field(name, "reference", *marks, target=target)


def one_of(name: str, choices: str, *marks: str) -> Field:
    """One of `choices`, with spaces between."""
    return field(name, "choice", *marks, choices=tuple(choices.split()))


UNIT = ref("unit", "unit", "public", "indexed")
HEARING = ref("hearing", "hearing", "public", "indexed")

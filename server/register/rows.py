"""A row of a bagh's list → a person, or why not. Headings are found by their words, in any order."""

import re
from dataclasses import dataclass, field

from server.register.letters import repaired
from server.search.words import stem, words
from sync.kinds import KINDS

HEADINGS = {  # field → words that a heading of it may begin with; the first that fits is taken
    "household": ("өрхийн дугаар", "өрх", "household"),
    "parent_name": ("эцэг эх нэр", "эцэг эхийн нэр", "эцгийн нэр", "эцэг", "parent"),
    "given_name": ("өөрийн нэр", "иргэний нэр", "нэр", "given name", "name"),
    "sex": ("хүйс", "sex", "gender"),
    "birth_year": ("төрсөн он", "төрсөн", "birth"),
    "phone": ("утас", "утасны дугаар", "phone"),
    "address": ("хаяг", "гудамж", "address"),
}
_sexes = {"эм": "female", "эмэгтэй": "female", "э": "female", "female": "female", "f": "female", "2": "female"}
_sexes |= {"эр": "male", "эрэгтэй": "male", "male": "male", "m": "male", "1": "male"}
_bands = ((18, "under_18"), (25, "18_24"), (35, "25_34"), (55, "35_54"), (200, "55_plus"))
FORMULAS = "=+-@＝"  # what begins so is a formula to the next program that opens it (H81)
BIRTH_YEARS = range(1900, 2101)


@dataclass(slots=True)
class Person:
    """What a row says. `wrong`: field → msgid of what does not fit; `mended`: fields whose letters were made right."""

    row: int
    values: dict[str, str | int] = field(default_factory=dict)
    household: str = ""
    wrong: dict[str, str] = field(default_factory=dict)
    mended: list[str] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """A row without anybody in it."""
        return not self.values and not self.household and not self.wrong


def columns(heading: list[str]) -> dict[str, int]:
    """Field → column, of the fields that a row of headings names."""
    said = [[stem(word) for word in words(repaired(cell))] for cell in heading]
    found: dict[str, int] = {}
    for name, ways in HEADINGS.items():
        for way in ways:
            wanted = [stem(word) for word in words(way)]
            place = next(
                (at for at, cell in enumerate(said) if at not in found.values() and cell[: len(wanted)] == wanted), None
            )
            if place is not None:
                found[name] = place
                break
    return found


def read(row: int, cells: list[str], place: dict[str, int], this_year: int) -> Person:
    """The person of a row; `this_year` for the age band."""
    person = Person(row)
    for name, at in place.items():
        raw = cells[at] if at < len(cells) else ""
        text = repaired(raw)
        if text != raw:
            person.mended.append(name)
        if text:
            _put(person, name, text, this_year)
    if person.values and "given_name" not in person.values and "given_name" not in person.wrong:
        person.wrong["given_name"] = "register.wrong.no_name"
    return person


def _put(person: Person, name: str, text: str, this_year: int) -> None:
    if name != "phone" and text[0] in FORMULAS:
        person.wrong[name] = "register.wrong.formula"
    elif name == "household":
        person.household = text[:40]
    elif name == "sex":
        sex = _sexes.get(text.lower().rstrip("."))
        if sex is None:
            person.wrong[name] = "register.wrong.sex"
        else:
            person.values["sex"] = sex
    elif name == "birth_year":
        year = re.search(r"(19|20)\d\d", text)
        if year is None or int(year[0]) not in BIRTH_YEARS or int(year[0]) > this_year:
            person.wrong[name] = "register.wrong.birth_year"
        else:
            person.values["birth_year"] = int(year[0])
            person.values["age_band"] = next(band for below, band in _bands if this_year - int(year[0]) < below)
    elif name == "phone":
        digits = re.sub(r"\D", "", text).removeprefix("976")
        if len(digits) not in (8, 10, 6):
            person.wrong[name] = "register.wrong.phone"
        else:
            person.values["phone"] = digits
    elif KINDS["line"](text):
        person.wrong[name] = "register.wrong.text"
    else:
        person.values[name] = text

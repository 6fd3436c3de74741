"""Households and people of a bagh, as the office's register has them before a hearing (O18). All invented."""

import random
from collections.abc import Iterable
from typing import NamedTuple

from server import acts
from server.demo.places import GIVEN, PARENTS

MEN = {"Болд", "Дорж", "Ганбат", "Бат", "Эрдэнэ", "Төмөр", "Мөнх", "Сүх", "Өлзий", "Ёндон", "Серик"}
AGES = {"18_24": (18, 24, 12), "25_34": (25, 34, 26), "35_54": (35, 54, 38), "55_plus": (55, 78, 24)}  # years, weight
PER_HOUSEHOLD = (1, 2, 2, 3)
TOLD_BY_PHONE = "0369"  # last digit of the number of those who want to be called


class Person(NamedTuple):
    """An entry of the register."""

    id: str
    household: str


class Register:
    """Statements of households and people, made one unit at a time; ids are drawn from `chance`."""

    def __init__(self, chance: random.Random, year: int) -> None:
        self.chance, self.year = chance, year
        self.said: list[acts.Statement] = []
        self.people: dict[str, list[Person]] = {}

    def fill(self, unit: str, households: int) -> None:
        """So many households of a unit with one to three grown people each."""
        people = self.people.setdefault(unit, [])
        for number in range(1, households + 1):
            size = self.chance.choice(PER_HOUSEHOLD)
            home = new_id(self.chance)
            values = {"unit": unit, "number": f"{number:03}", "members": size + self.chance.randrange(4)}
            self.said.append(acts.creation("household", values, home))
            for _ in range(size):
                person = new_id(self.chance)
                self.said.append(acts.creation("person", {"unit": unit, "household": home, **self.values()}, person))
                people.append(Person(person, home))

    def values(self) -> dict[str, str | int]:
        """What is known of somebody: name, sex, age, language, until when he agreed to be on the list."""
        open_values, personal = traits(self.chance, self.year)
        return open_values | personal


def traits(chance: random.Random, year: int) -> tuple[dict[str, str], dict[str, str | int]]:
    """(open values, personal values) of an invented person, as of `year`."""
    given, (band, (youngest, oldest, _)) = (
        chance.choice(GIVEN),
        chance.choices(list(AGES.items()), [weight for _, _, weight in AGES.values()])[0],
    )
    personal = {
        "given_name": given,
        "parent_name": chance.choice(PARENTS),
        "birth_year": year - chance.randint(youngest, oldest),
        "phone": f"{chance.choice(('9911', '9543', '8843', '8090'))}{chance.randrange(10_000):04}",
    }
    known = {
        "sex": "male" if given in MEN else "female",
        "age_band": band,
        "language": "kk" if given in ("Серик", "Айгүл") else "mn",
        "consents/participation": f"{year + 15}-12-31",
    }
    if personal["phone"][-1] in TOLD_BY_PHONE:
        known["consents/answer_by_phone"] = f"{year + 15}-12-31"
    return known, personal


def new_id(chance: random.Random) -> str:
    """A record id of 128 bits of `chance`."""
    return acts.base32(chance.randbytes(16))


def drawn(chance: random.Random, people: Iterable[Person], count: int) -> list[Person]:
    """So many of them, nobody twice."""
    return chance.sample(list(people), count)

"""The order of the alphabet (DOMAIN scenario 21)."""

import random

from server.demo.places import BAGHS
from server.text import collate


def test_the_twelve_baghs_stand_from_алагтолгой_to_цамбагарав():
    mixed = list(BAGHS)
    random.Random(21).shuffle(mixed)
    assert sorted(mixed, key=collate.key) == list(BAGHS)


def test_ө_comes_after_о_ү_after_у_and_ё_after_е():
    assert sorted(["Пүрэв", "Өнөр", "Оюун", "Ундраа", "Үүрийн", "Фабрик"], key=collate.key) == [
        *("Оюун", "Өнөр", "Пүрэв", "Ундраа", "Үүрийн", "Фабрик"),
    ]
    assert sorted(["Ёл", "Ерөө", "Жаргалан"], key=collate.key) == ["Ерөө", "Ёл", "Жаргалан"]


def test_the_alphabet_has_thirty_five_letters_each_once():
    assert len(collate.LETTERS) == len(set(collate.LETTERS)) == 35


def test_numbers_stand_by_their_size():
    names = ["12 дугаар хороо", "2 дугаар хороо", "1 дүгээр хороо", "40 дүгээр хороо"]
    assert sorted(names, key=collate.key) == [names[2], names[1], names[0], names[3]]


def test_kazakh_letters_stand_beside_those_they_are_like():
    assert sorted(["Қарағанды", "Лүн", "Камал"], key=collate.key) == ["Камал", "Қарағанды", "Лүн"]


def test_the_order_is_total_whatever_is_written():
    chance = random.Random(35)
    letters = collate.LETTERS + collate.LETTERS.upper() + "әғқңұһі09 -.az"
    words = ["".join(chance.choices(letters, k=chance.randrange(6))) for _ in range(400)]
    assert sorted(words, key=collate.key) == sorted(sorted(words, reverse=True), key=collate.key)

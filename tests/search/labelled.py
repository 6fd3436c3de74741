"""Voices with a label: which of them want the same (DOMAIN §E2 and its test duplicates).

By hand: each wish in other words, as somebody else would say it. By dice: slips of the pen, endings, plain vowels,
Latin look-alikes, legacy letters, Mongolian in Latin, another category ticked. The seed is printed.
"""

import random
from typing import NamedTuple

from server.demo.voices import ALIKE, VOICES

SEED = 20_261_123
OTHER_CATEGORY_EVERY = 10
WELL = "Багийн төвд шинээр гар худаг гаргах"
IN_OTHER_WORDS = {
    WELL: ("Гүний гар худагтай болмоор байна", "Манай багт гар худаг хэрэгтэй байна"),
    "Ус түгээх байрны хөлдөлтийг арилгах": ("Ус түгээх байр өвөл хөлдөөд байна", "Ус түгээх байрыг дулаалах"),
    "Худгийн усанд шинжилгээ хийлгэх": ("Худгийн усны чанарыг шинжлүүлэх",),
    "Бэлчээрийн худагт нарны цахилгаантай насос тавих": ("Бэлчээрийн худгийг нарны насостой болгох",),
    "Багийн төв хүртэлх 4 км шороон замыг хайрган хучилттай болгох": ("Шороон замдаа хайрга дэвсүүлэх",),
    "Буянт голын явган хүний гүүрийг засах": (
        "Буянт голын гүүр эвдэрсэн, засуулъя",
        "Голын явган гүүрээ засуулмаар байна",
    ),
    "Сургуулийн урд хурд сааруулагч, явган хүний гарц хийх": ("Сургуулийн урд хурд сааруулагч тавиулах",),
    "Борооны ус зайлуулах суваг татах": ("Борооны усны суваг хэрэгтэй",),
    "Өвлийн улиралд цас цэвэрлэх хуваарийг мөрдүүлэх": ("Цас цэвэрлэх хуваарь гаргах",),
    "5-р гудамжинд нарны гэрэлтүүлэг 12 ширхэг тавих": ("Гудамжинд нарны гэрэлтүүлэг тавиулах",),
    "Эмнэлгийн замыг гэрэлтүүлэх": ("Эмнэлэг явдаг зам харанхуй, гэрэлтүүлэх",),
    "Шатсан чийдэнг солих": ("Гудамжны чийдэн шатсан байна, солиулах",),
    "Автобусны буудлыг гэрэлтүүлэх": ("Автобусны буудалд гэрэлтүүлэг тавих",),
    "100 хүүхдийн цэцэрлэг барих": ("Цэцэрлэг бариулах хүсэлтэй байна", "Шинэ цэцэрлэг барих"),
    "Дотуур байрны халаалтыг шинэчлэх": ("Дотуур байр хүйтэн, халаалтыг нь сайжруулах",),
    "Зун явуулын цэцэрлэг ажиллуулах": ("Зуны явуулын цэцэрлэгтэй болох",),
    "Сургуулийн автобус гаргах": ("Сургуулийн хүүхдэд автобус хэрэгтэй",),
    "Номын санд хүүхдийн булан нээх": ("Номын санг хүүхдийн булантай болгох",),
    "Багийн эмчийн байрыг засварлах": ("Эмчийн байр муудсан, засуулъя",),
    "Явуулын үзлэгийг улиралд нэг удаа хийх": ("Эмч нар улирал бүр явуулын үзлэг хийдэг болох",),
    "Түргэн тусламжийн машинтай болох": ("Түргэний машин хэрэгтэй", "Түргэн тусламжийн машин авах"),
    "Өрхийн эмнэлэгт хэт авиан аппарат авах": ("Өрхийн эмнэлгийг хэт авиатай болгох",),
    "Хогийн цэгийг хашаажуулах": ("Хогийн цэгээ хашаатай болгох",),
    "Айлуудаас хог ачих хуваарь гаргаж мөрдөх": ("Хог ачих хуваарийг мөрддөг болох",),
    "Голын эргийн хогийг цэвэрлэх": ("Голын эрэг хогтой байна, цэвэрлэе",),
    "Сэг зэм устгах цэг байгуулах": ("Сэг зэмийн цэгтэй болох",),
    "Трансформаторын хүчин чадлыг нэмэгдүүлэх": ("Трансформаторын хүчин чадал хүрэлцэхгүй байна",),
    "14 айлыг цахилгаанд холбох": ("Цахилгаангүй айлуудыг холбож өгөх",),
    "Малчин өрхөд нарны үүсгүүр хөнгөлөлттэй олгох": ("Малчдад нарны үүсгүүр хөнгөлөлтөөр олгох",),
    "Унасан шонг яаралтай солих": ("Цахилгааны шон унасан, солиулъя",),
    "Бэлчээр өнжөөх хуваарийг хамтран батлах": ("Бэлчээр өнжөөх хуваарьтай болох",),
    "Малын вакцинжуулалтын хашаа барих": ("Мал вакцинжуулах хашаа хэрэгтэй",),
    "Өвлийн нөөц өвсний сан байгуулах": ("Нөөц өвсний сантай болох",),
    "Мэрэгчтэй тэмцэх ажил зохион байгуулах": ("Бэлчээрийн мэрэгчийг устгах, мэрэгчтэй тэмцэх",),
    "Нийтийн бие засах газар барьж байгуулах": ("Нийтийн бие засах газартай болох", "Нийтийн 00 барих"),
    "Сургуулийн гаднах жорлонг дулаан болгох": ("Сургуулийн жорлон хүйтэн, дулаан болгож өгнө үү",),
    "Бохирын цооног соруулах машин явуулах": ("Бохир соруулах машинтай болох",),
    "Золбин нохойг устгах, нохойг бүртгэлжүүлэх": ("Золбин нохой олширлоо, устгах",),
    "Үерийн далан барих": ("Үерээс хамгаалах далан бариулах", "Манай хорооллыг үерийн далантай болгох"),
    "Тоглоомын талбайн эвдэрсэн савлуурыг засах": ("Хүүхдийн тоглоомын савлуур эвдэрсэн",),
    "Багийн төвд өндөр хурдны интернэт оруулах": ("Манай багт wifi, хурдан интернэт тавих",),
    "Үүрэн холбооны антенн нэмэх": ("Үүрэн холбооны сүлжээ муу, антенн нэмүүлэх",),
    "Сагсны талбай тохижуулах": ("Сагсан бөмбөгийн талбай хийх",),
    "Соёлын төвийн хөгжмийг шинэчлэх": ("Соёлын төвд шинэ хөгжим авах",),
    "Багийн наадмын талбай засах": ("Наадмын талбайг тохижуулах",),
    "Ахмадын өргөө байгуулах": ("Ахмадын өргөөтэй болох",),
}
_sounds = [*"abvgdejziiklmnorstu", "kh", "ts", "ch"]
_latin = dict(zip("абвгдежзийклмнорстухцч", _sounds, strict=True))
_latin |= {
    "ө": "u",
    "ү": "u",
    "э": "e",
    "ы": "y",
    "ш": "sh",
    "я": "ya",
    "ю": "yu",
    "ё": "yo",
    "п": "p",
    "ь": "",
    "ф": "f",
}
_looks = str.maketrans("асеорхАСЕОРХ", "aceopxACEOPX")
_legacy = str.maketrans("үөҮӨ", "їєЇЄ")
_plain = str.maketrans("үөҮӨ", "уоУО")


class Voice(NamedTuple):
    """What somebody said, the category that was ticked, and the wish that it is."""

    text: str
    category: str
    wish: str
    way: str


def voices(seed: int = SEED) -> list[Voice]:
    """All of them."""
    dice = random.Random(seed)
    found = [Voice(one.title, one.category, one.title, "as it is") for one in VOICES]
    found += [Voice(one.title, one.category, WELL, "duplicate of E2") for one in ALIKE]
    of = {one.title: one.category for one in VOICES}
    found += [Voice(text, of[wish], wish, "by hand") for wish, texts in IN_OTHER_WORDS.items() for text in texts]
    for one in VOICES:
        latin = dice.choice((_spelt, lambda text: text.translate(_looks), lambda text: text.translate(_legacy)))
        for way, change in (("slip", lambda text: _slip(text, dice)), ("ending", lambda text: _ending(text, dice))):
            found.append(Voice(change(one.title), one.category, one.title, way))
        found.append(Voice(one.title.translate(_plain), one.category, one.title, "plain vowels"))
        found.append(Voice(latin(one.title), one.category, one.title, "letters"))
    categories = sorted(set(of.values()))
    return [
        one if place % OTHER_CATEGORY_EVERY else one._replace(category=dice.choice(categories))
        for place, one in enumerate(found)
    ]


def _spelt(text: str) -> str:
    return "".join(_latin.get(letter, letter) for letter in text.lower())


def _slip(text: str, dice: random.Random) -> str:
    """Two slips: a letter lost, doubled, changed, or swapped with the next."""
    for _ in range(2):
        place = dice.randrange(1, len(text) - 1)
        if not (text[place].isalpha() and text[place + 1].isalpha()):
            continue
        letter, after = text[place], text[place + 1]
        put = dice.choice(("", letter * 2, dice.choice("аэигдлнрст"), after + letter))
        text = text[:place] + put + text[place + (2 if put == after + letter else 1) :]
    return text


def _ending(text: str, dice: random.Random) -> str:
    """A word with another ending, and light words around."""
    said = text.split()
    place = dice.randrange(len(said))
    is_back = any(vowel in said[place].lower() for vowel in "аоуяё")
    if said[place][-1].isalpha() and said[place][-1] not in "аоуэөүияеёю,":
        said[place] += dice.choice(("ын", "аас", "тай", "аар") if is_back else ("ийн", "ээс", "тэй", "ээр"))
    return " ".join(
        [*dice.choice(((), ("Манай", "багт"), ("Иргэдийн", "санал:"))), *said, *dice.choice(((), ("хэрэгтэй",)))]
    )

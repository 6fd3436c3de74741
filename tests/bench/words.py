"""What people say at a hearing, made up: proposals of about 500 bytes as JSON, and persons. Seeded, never twice alike.

Titles are the sample proposals; bodies are drawn word by word, frequent words more often than rare ones. That packs
worse than what people really write, which repeats whole phrases.
"""

from random import Random

TITLES = """
ус|Багийн төвд шинээр гар худаг гаргах|Өвөлжөөний 3 худгийг засварлах|Ус түгээх байрны хөлдөлтийг арилгах
ус|Худгийн усанд шинжилгээ хийлгэх|Бэлчээрийн худагт нарны цахилгаантай насос тавих
зам|Багийн төв хүртэлх 4 км шороон замыг хайрган хучилттай болгох|Буянт голын явган хүний гүүрийг засах
зам|Сургуулийн урд хурд сааруулагч, явган хүний гарц хийх|Борооны ус зайлуулах суваг татах
гэрэл|5-р гудамжинд нарны гэрэлтүүлэг 12 ширхэг тавих|Эмнэлгийн замыг гэрэлтүүлэх|Шатсан чийдэнг солих
гэрэл|Автобусны буудлыг гэрэлтүүлэх|Гэр хорооллын уулзварт камер, гэрэл тавих
сургууль|100 хүүхдийн цэцэрлэг барих|Дотуур байрны халаалтыг шинэчлэх|Зун явуулын цэцэрлэг ажиллуулах
сургууль|Сургуулийн автобус гаргах|Номын санд хүүхдийн булан нээх
эмнэлэг|Багийн эмчийн байрыг засварлах|Явуулын үзлэгийг улиралд нэг удаа хийх|Түргэн тусламжийн машинтай болох
эмнэлэг|Өрхийн эмнэлэгт хэт авиан аппарат авах|Ахмадын эрүүл мэндийн үзлэгийг гэрт нь хийх
хог|Хогийн цэгийг хашаажуулах|Айлуудаас хог ачих хуваарь гаргаж мөрдөх|Голын эргийн хогийг цэвэрлэх
хог|Сэг зэм устгах цэг байгуулах|Хог ангилах 3 савтай цэг 6 газарт байрлуулах
дулаан|Трансформаторын хүчин чадлыг нэмэгдүүлэх|14 айлыг цахилгаанд холбох|Унасан шонг яаралтай солих
дулаан|Малчин өрхөд нарны үүсгүүр хөнгөлөлттэй олгох|Багийн төвийн уурын зуухыг цахилгаан халаалтаар солих
мал|Бэлчээр өнжөөх хуваарийг хамтран батлах|Малын вакцинжуулалтын хашаа барих|Өвлийн нөөц өвсний сан байгуулах
мал|Мэрэгчтэй тэмцэх ажил зохион байгуулах|Отрын бүсэд нутаглах журмыг малчдад мэдээлэх
ариун|Нийтийн бие засах газар барьж байгуулах|Сургуулийн гаднах жорлонг дулаан болгох|Бохирын цооног соруулах
аюулгүй|Золбин нохойг устгах, нохойг бүртгэлжүүлэх|Үерийн далан барих|Галын аюулгүй байдлын сургалт хийх
аюулгүй|Цагдаагийн хэсгийн төлөөлөгчийг багт суулгах|Тоглоомын талбайн эвдэрсэн савлуурыг засах
интернэт|Багийн төвд өндөр хурдны интернэт оруулах|Үүрэн холбооны антенн нэмэх|Нийтийн компьютерийн булан нээх
соёл|Сагсны талбай тохижуулах|Соёлын төвийн хөгжмийг шинэчлэх|Багийн наадмын талбай засах|Ахмадын өргөө байгуулах
"""
COMMON = """
нь байна манай болон энэ багийн иргэд жил хүн бүр маш их одоо хэрэгтэй байгаа юм ирэх өвөл зун хавар намар өдөр сар айл
өрх хүүхэд ахмад настан малчин эмэгтэй залуу гудамж төв сум газар дээр доор хажууд ойр хол дахин шинэ хуучин эвдэрсэн
хөлдсөн хүрэхгүй байх болсон тул учир хүсэж шийдэж өгнө үү санал болгож зардлыг төсвөөс гаргах хамтран оролцох бэлэн зай
километр метр минут цаг мөнгө төгрөг сая хөрөнгө оруулалт засвар барилга машин зам гэрэл ус дулаан утас шон нүх хашаа
хог шороо тоос шавар цас мөс үер салхи харанхуй аюултай осол өвчин эмч багш сургууль цэцэрлэг эмнэлэг дэлгүүр гүүр гол
уул бэлчээр өвс мал хонь ямаа үхэр адуу тэмээ нохой чоно суурин нүүх буух отор хариулах тэжээл худаг насос хоолой сав
тээх зөөх явах ирэх очих харах сонсох хэлэх асуух хариулах мэдээлэх уулзах хурал санал асуудал шийдвэр ажил хугацаа
төлөвлөгөө хяналт тайлан жилд хоёр гурав дөрөв тав арав хэдэн олон цөөн бага том жижиг
сайн муу хурдан удаан үнэтэй үнэгүй заавал
"""
STREETS = ("Жаргалант", "Наран", "Буянт голын", "Хайрхан", "Цамбагарав", "Магсаржав", "Тахилт", "Бичигт")
NAMES = """
Бат Мөнх Отгон Ган Алтан Энх Оюун Нар Сар Цэнд Пүрэв Бямба Даваа Лхагва Төмөр Чулуун Эрдэнэ
баяр болд чимэг туяа сүрэн дорж цэцэг мөнх жаргал баатар гэрэл зориг маа хүү тулга сайхан нэмэх
"""
_titles = [(line.split("|")[0], title) for line in TITLES.split("\n") if line for title in line.split("|")[1:]]
_topics = sorted({topic for topic, _ in _titles})
_words = COMMON.split() + sorted({word for _, title in _titles for word in title.lower().replace(",", "").split()})
_beginnings, _endings = (line.split() for line in NAMES.strip().split("\n"))
_weights = [1 / (place + 8) for place in range(len(_words))]


def _sentence(random: Random) -> str:
    return " ".join(random.choices(_words, _weights, k=random.randint(8, 13))).capitalize() + "."


def proposal(random: Random, unit: str, hearing: str) -> dict[str, object]:
    """The values of a proposal."""
    topic, title = random.choice(_titles)
    values: dict[str, object] = {
        "unit": unit,
        "hearing": hearing,
        "kind": random.choice(("proposal", "proposal", "request", "complaint", "problem")),
        "category": f"c{_topics.index(topic):02}",
        "title": f"{title}, {random.choice(STREETS)} {random.randint(1, 40)}",
        "body": " ".join(_sentence(random) for _ in range(random.randint(1, 2))),
        "source": random.choice(("citizen", "citizen", "group")),
        "supporters": random.randint(1, 40),
    }
    if random.random() < 0.6:
        values |= {"needs_investment": True, "cost": random.randint(2, 900) * 100_000}
    return values


def person(random: Random, unit: str, household: str) -> tuple[dict[str, object], dict[str, object]]:
    """The open and the personal values of a person."""
    year = random.randint(1945, 2008)
    bands = ((24, "18_24"), (34, "25_34"), (54, "35_54"))
    values = {
        "unit": unit,
        "household": household,
        "sex": random.choice(("female", "male")),
        "age_band": next((name for most, name in bands if 2026 - year <= most), "55_plus"),
        "language": "mn",
        "consents/contact": f"2026-11-{random.randint(1, 28):02}",
    }
    personal = {
        "given_name": _name(random),
        "parent_name": _name(random),
        "phone": f"+976{random.choice((88, 89, 94, 95, 99))}{random.randint(0, 999_999):06}",
        "address": f"{random.choice(STREETS)} {random.randint(1, 9)}-р гудамж, {random.randint(1, 120)} тоот",
        "birth_year": year,
    }
    return values, personal


def _name(random: Random) -> str:
    return random.choice(_beginnings) + random.choice(_endings)

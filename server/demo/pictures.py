"""Photos for the demo, drawn from plain shapes: a well, a road, a house, a hall, a sketch map. Nobody is in them."""

import io
import random

from PIL import Image, ImageDraw, ImageFilter

SIZE = (1280, 960)
SKIES = ((140, 186, 224), (196, 214, 226), (232, 196, 160), (118, 150, 190))
GROUNDS = ((196, 176, 128), (164, 168, 112), (214, 206, 190), (150, 132, 104))
SCENES = ("well", "road", "house", "hall", "map", "ger")


def photo(scene: str, seed: int) -> bytes:
    """A JPEG of `scene`; the same seed draws the same picture."""
    chance = random.Random(f"{scene}-{seed}")
    image = Image.new("RGB", SIZE, chance.choice(SKIES))
    draw = ImageDraw.Draw(image)
    if scene == "map":
        _map(draw, chance)
    else:
        _land(draw, chance)
        {"well": _well, "road": _road, "house": _house, "hall": _hall, "ger": _ger}[scene](draw, chance)
    grain = Image.frombytes("L", SIZE, chance.randbytes(SIZE[0] * SIZE[1])).convert("RGB")
    image = Image.blend(image.filter(ImageFilter.GaussianBlur(0.8)), grain, 0.03)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=78)
    return out.getvalue()


def _land(draw: ImageDraw.ImageDraw, chance: random.Random) -> None:
    """Mountains behind a plain."""
    width, height = SIZE
    for shade in (126, 104):
        ridge = [(x, chance.randint(height // 3, height // 2)) for x in range(0, width + 160, 160)]
        draw.polygon([(0, height), *ridge, (width, height)], fill=(shade, shade - 6, shade + 12))
    draw.rectangle([0, height // 2, width, height], fill=chance.choice(GROUNDS))
    draw.ellipse([1010, 70, 1110, 170], fill=(252, 232, 176))


def _well(draw: ImageDraw.ImageDraw, _chance: random.Random) -> None:
    draw.rectangle([520, 600, 760, 800], fill=(150, 150, 152))
    draw.ellipse([520, 560, 760, 640], fill=(120, 120, 124))
    draw.ellipse([550, 575, 730, 625], fill=(34, 60, 92))
    for x in (535, 745):
        draw.line([x, 600, x, 380], fill=(96, 66, 40), width=16)
    draw.polygon([(490, 390), (640, 290), (790, 390)], fill=(150, 62, 48))
    draw.line([640, 400, 640, 560], fill=(60, 60, 60), width=5)


def _road(draw: ImageDraw.ImageDraw, chance: random.Random) -> None:
    draw.polygon([(600, 480), (680, 480), (1100, 960), (180, 960)], fill=(132, 116, 96))
    for _ in range(26):
        x, y = chance.randint(400, 880), chance.randint(620, 940)
        draw.ellipse([x, y, x + chance.randint(10, 60), y + 14], fill=(104, 92, 78))


def _house(draw: ImageDraw.ImageDraw, chance: random.Random) -> None:
    draw.rectangle([340, 420, 940, 780], fill=chance.choice(((226, 210, 176), (196, 206, 214))))
    draw.polygon([(300, 430), (640, 260), (980, 430)], fill=(70, 106, 150))
    for x in (400, 540, 760, 860):
        draw.rectangle([x, 500, x + 70, 590], fill=(90, 120, 150), outline=(255, 255, 255), width=6)
    draw.rectangle([610, 620, 690, 780], fill=(110, 76, 50))


def _ger(draw: ImageDraw.ImageDraw, chance: random.Random) -> None:
    for x in (180, 520, 860):
        y = chance.randint(520, 620)
        draw.rectangle([x, y, x + 260, y + 120], fill=(240, 238, 232))
        draw.pieslice([x - 20, y - 110, x + 280, y + 110], 180, 360, fill=(226, 224, 218))
        draw.rectangle([x + 105, y + 30, x + 155, y + 120], fill=(196, 92, 40))
        draw.line([x + 130, y - 110, x + 130, y - 170], fill=(60, 60, 60), width=10)


def _hall(draw: ImageDraw.ImageDraw, chance: random.Random) -> None:
    draw.rectangle([0, 0, *SIZE], fill=(222, 214, 200))
    draw.rectangle([440, 90, 840, 340], fill=(250, 250, 248), outline=(90, 90, 90), width=6)
    for y in (140, 190, 240, 290):
        draw.line([480, y, 480 + chance.randint(120, 320), y], fill=(40, 84, 140), width=12)
    for row in range(4):
        for seat in range(9):
            x, y = 110 + seat * 124 + row % 2 * 40, 470 + row * 120
            coat = tuple(chance.randint(50, 170) for _ in range(3))
            draw.ellipse([x, y, x + 56, y + 60], fill=(70, 54, 44))
            draw.pieslice([x - 26, y + 46, x + 82, y + 190], 180, 360, fill=coat)


def _map(draw: ImageDraw.ImageDraw, chance: random.Random) -> None:
    draw.rectangle([0, 0, *SIZE], fill=(246, 243, 234))
    draw.line([(0, 700), (320, 620), (700, 690), (1280, 540)], fill=(120, 170, 214), width=34)
    for _ in range(5):
        ends = [(chance.randint(0, 1280), chance.randint(0, 960)) for _ in range(3)]
        draw.line(ends, fill=(186, 176, 156), width=14)
    for _ in range(40):
        x, y = chance.randint(60, 1200), chance.randint(60, 560)
        draw.rectangle([x, y, x + 34, y + 26], fill=(206, 198, 180), outline=(150, 142, 126))
    x, y = chance.randint(300, 900), chance.randint(200, 500)
    draw.ellipse([x - 60, y - 60, x + 60, y + 60], outline=(192, 44, 36), width=14)

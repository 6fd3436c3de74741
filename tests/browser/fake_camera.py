"""What Chromium's fake devices see and hear, for ever: QR codes in turn, a screen held aslant, somebody who hums."""

import io
import math
import subprocess
import wave
from pathlib import Path

from PIL import Image, ImageFilter

WIDTH, HEIGHT = 640, 480
HUM_HZ, HUM_RATE = 220, 48_000
_DRAW = """
import encodeQR from "qr";
import { createInterface } from "node:readline";
for await (const text of createInterface({ input: process.stdin })) {
  const dots = encodeQR(text, "raw", { ecc: "low", border: 4 });
  console.log(dots.map((row) => row.map(Number).join("")).join(" "));
}
"""
_PWA = Path(__file__).resolve().parents[2] / "pwa"


def film(path: Path, texts: list[str], fps: int = 4) -> Path:
    """Write the codes of `texts`, drawn by the tablet's own library, one a picture, to a YUV4MPEG2 file."""
    drawn = subprocess.run(
        ["node", "--input-type=module", "-e", _DRAW],
        cwd=_PWA,
        input="\n".join(texts) + "\n",
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    return _write(path, [_picture(code.split(" ")) for code in drawn], fps)


def photographed(path: Path, shot: bytes) -> Path:
    """Write a code as a hand-held camera sees it: small, turned a little, not quite sharp, on a grey wall."""
    code = Image.open(io.BytesIO(shot)).convert("L").resize((300, 300), Image.Resampling.BILINEAR)
    wall = Image.new("L", (WIDTH, HEIGHT), 150)
    wall.paste(code, (150, 80))
    seen = wall.rotate(7, Image.Resampling.BILINEAR, fillcolor=150).filter(ImageFilter.GaussianBlur(0.8))
    return _write(path, [seen.tobytes()], fps=10)


def hum(path: Path, length_s: int = 2) -> Path:
    """Write somebody's voice, for the microphone."""
    samples = (round(9_000 * math.sin(2 * math.pi * HUM_HZ * at / HUM_RATE)) for at in range(length_s * HUM_RATE))
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, HUM_RATE, 0, "NONE", ""))
        file.writeframes(b"".join(sample.to_bytes(2, "little", signed=True) for sample in samples))
    return path


def _write(path: Path, pictures: list[bytes], fps: int) -> Path:
    with path.open("wb") as file:
        file.write(f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F{fps}:1 Ip A1:1 C420jpeg\n".encode())
        for picture in pictures:
            file.write(b"FRAME\n" + picture + bytes([128]) * (WIDTH * HEIGHT // 2))  # no colour
    return path


def _picture(rows: list[str]) -> bytes:
    """The code in the middle of a light wall, as large as it fits, with whole pixels for a dot."""
    dot = HEIGHT // len(rows)
    side = dot * len(rows)
    left, top = (WIDTH - side) // 2, (HEIGHT - side) // 2
    wall = bytes([200])
    lines = []
    for row in rows:
        line = b"".join(bytes([30 if one == "1" else 235]) * dot for one in row)
        lines += [wall * left + line + wall * (WIDTH - left - side)] * dot
    return wall * (WIDTH * top) + b"".join(lines) + wall * (WIDTH * (HEIGHT - top - side))


def switches(film: Path, sound: Path | None = None) -> list[str]:
    """What Chromium is started with to see the film as its camera, and hear the sound, without asking anybody."""
    return [
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream",
        f"--use-file-for-fake-video-capture={film}",
        *([f"--use-file-for-fake-audio-capture={sound}"] if sound else []),
    ]

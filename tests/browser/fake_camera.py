"""A camera that shows QR codes one after the other, for ever: a video file for Chromium's fake device."""

import subprocess
from pathlib import Path

WIDTH, HEIGHT = 640, 480
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
    grey = bytes([128]) * (WIDTH * HEIGHT // 2)  # no colour
    with path.open("wb") as file:
        file.write(f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F{fps}:1 Ip A1:1 C420jpeg\n".encode())
        for code in drawn:
            file.write(b"FRAME\n" + _picture(code.split(" ")) + grey)
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


def switches(path: Path) -> list[str]:
    """What Chromium is started with to see the film as its camera, without asking anybody."""
    return [
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream",
        f"--use-file-for-fake-video-capture={path}",
    ]

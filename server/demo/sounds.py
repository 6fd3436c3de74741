"""Voice notes for the demo: tones with the rise and fall of speech, no words, nobody's voice."""

import io
import math
import random
from array import array

import av

RATE, FRAME = 48_000, 960


def voice(seconds: float, seed: int) -> bytes:
    """A voice note of Opus in WebM, as tablets record them."""
    chance = random.Random(seed)
    out = io.BytesIO()
    with av.open(out, "w", format="webm") as target:
        stream = target.add_stream("libopus", rate=RATE)
        stream.codec_context.layout = "mono"
        stream.codec_context.format = "s16"
        place = 0
        while place < seconds * RATE:
            syllable = _syllable(chance)
            for first in range(0, len(syllable) - FRAME + 1, FRAME):
                frame = av.AudioFrame(format="s16", layout="mono", samples=FRAME)
                frame.rate, frame.pts = RATE, place
                frame.planes[0].update(syllable[first : first + FRAME].tobytes())
                target.mux(stream.encode(frame))
                place += FRAME
        target.mux(stream.encode(None))
    return out.getvalue()


def _syllable(chance: random.Random) -> array:
    """A tone that swells and fades, then a little silence."""
    length = FRAME * chance.randint(6, 14)
    step = 2 * math.pi * chance.uniform(130, 240) / RATE
    swell = math.pi / length
    tone = (math.sin(at * step) + 0.4 * math.sin(at * step * 2) for at in range(length))
    loud = (int(7000 * math.sin(at * swell) * said) for at, said in enumerate(tone))
    return array("h", loud) + array("h", bytes(2 * FRAME * chance.choice((1, 2, 4))))

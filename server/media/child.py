"""The child of vouch.py: `python -I child.py <type>`, a file on standard input, what was made of it on standard output.

It imports nothing of ours, and limits itself before it reads a byte: processor time, memory, no files written. Answers
one JSON line (`code` of a refusal, or `type`, `shown` in bytes, `length_ms`), then the bytes: shown, thumbnail.
"""

import io
import json
import resource
import sys
from fractions import Fraction

CPU_S = 60
MEMORY_BYTES = 1536 * 1024 * 1024
PIXELS_MAX = 40_000_000
METADATA_BYTES_MAX = 64 * 1024  # EXIF, XMP and profile together; more is no photo's need (H63)
SHOWN_EDGE, THUMB_EDGE = 1600, 320
VOICE_S_MAX = 3600
VOICE_RATE = 48_000
VOICE_BITS = 24_000  # a second
TORN_PACKETS_MAX = 8  # a recording whose battery died ends in a torn packet

FORMATS = {"image/jpeg": ("JPEG", "MPO"), "image/png": ("PNG",), "image/webp": ("WEBP",)}
# A type names its reader. ffmpeg is never let guess: some of its readers open other files and addresses.
CONTAINERS = {
    "audio/webm": ("matroska", b"\x1a\x45\xdf\xa3", 0, ("opus",)),
    "audio/ogg": ("ogg", b"OggS", 0, ("opus",)),
    "audio/mp4": ("mp4", b"ftyp", 4, ("aac",)),
}


class Refused(Exception):
    """The file is not taken; the message is the code."""


def limit() -> None:
    """Bound this process for good."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def photo(data: bytes, claimed: str) -> tuple[dict, bytes, bytes]:
    """The photo anew as JPEG, upright, in two sizes; only pixels pass."""
    from PIL import Image, UnidentifiedImageError

    Image.MAX_IMAGE_PIXELS = None  # our own bound, below, is read from the header before anything is decoded
    try:
        found = Image.open(io.BytesIO(data), formats=("JPEG", "PNG", "WEBP"))
    except UnidentifiedImageError:
        raise Refused("media-not-taken") from None
    if found.format not in FORMATS[claimed]:
        raise Refused("not-what-it-says")
    width, height = found.size
    if width * height > PIXELS_MAX or min(width, height) < 1:
        raise Refused("too-many-pixels")
    if found.format != "MPO" and getattr(found, "n_frames", 1) > 1:
        raise Refused("too-many-frames")  # of a phone's JPEG with more pictures behind it, the first is taken
    if sum(len(found.info.get(name) or b"") for name in ("exif", "xmp", "icc_profile")) > METADATA_BYTES_MAX:
        raise Refused("too-much-metadata")
    shown = _clean(found)
    thumb = shown.copy()
    thumb.thumbnail((THUMB_EDGE, THUMB_EDGE), Image.Resampling.LANCZOS)
    return {"type": "image/jpeg", "length_ms": 0}, _jpeg(shown, 82), _jpeg(thumb, 75)


def _clean(found):
    """The pixels of a photo, upright and at most SHOWN_EDGE wide or high, in an image that knows nothing else."""
    from PIL import Image, ImageOps

    if found.format in ("JPEG", "MPO"):
        found.draft("RGB", (SHOWN_EDGE, SHOWN_EDGE))
    found.load()
    try:
        turned = ImageOps.exif_transpose(found)
    except Exception:  # EXIF that cannot be read says nothing of which way is up
        turned = found
    turned.thumbnail((SHOWN_EDGE, SHOWN_EDGE), Image.Resampling.LANCZOS)
    clean = Image.new("RGB", turned.size, "white")
    if turned.mode in ("RGBA", "LA", "PA", "P") or "transparency" in turned.info:
        turned = turned.convert("RGBA")
        clean.paste(turned, mask=turned.getchannel("A"))
    else:
        clean.paste(turned.convert("RGB"))
    return clean


def _jpeg(image, quality: int) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality, optimize=True, progressive=True)
    return out.getvalue()


def voice(data: bytes, claimed: str) -> tuple[dict, bytes, bytes]:
    """The voice note anew: Opus, one channel, in WebM; only samples pass."""
    import av

    container, magic, place, codecs = CONTAINERS[claimed]
    if data[place : place + len(magic)] != magic:
        raise Refused("not-what-it-says")
    try:
        source = av.open(io.BytesIO(data), format=container, options={"protocol_whitelist": ""})
    except av.error.FFmpegError:
        raise Refused("not-what-it-says") from None
    with source:
        if len(source.streams) != 1 or len(source.streams.audio) != 1:
            raise Refused("not-what-it-says")
        stream = source.streams.audio[0]
        if stream.codec_context.name not in (*codecs, *(f"lib{codec}" for codec in codecs)):
            raise Refused("not-what-it-says")
        said = [source.duration and source.duration / 1_000_000, _seconds(stream)]
        if any(one is not None and not 0 <= one <= VOICE_S_MAX for one in said):
            raise Refused("voice-too-long")
        out = io.BytesIO()
        samples = _write_anew(av, source, stream, out)
    if not samples:
        raise Refused("bad-media")
    return {"type": "audio/webm", "length_ms": samples * 1000 // VOICE_RATE}, out.getvalue(), b""


def _seconds(stream) -> float | None:
    if stream.duration is None or stream.time_base is None:
        return None
    return float(stream.duration * stream.time_base)


def _write_anew(av, source, stream, out) -> int:
    """Decode, count for ourselves, encode; returns the samples. The file's own clock is not believed."""
    resampler = av.AudioResampler(format="s16", layout="mono", rate=VOICE_RATE)
    samples = 0
    with av.open(out, "w", format="webm") as target:
        opus = target.add_stream("libopus", rate=VOICE_RATE, options={"application": "voip"})
        opus.bit_rate = VOICE_BITS
        opus.codec_context.layout = "mono"
        opus.codec_context.format = "s16"
        for frame in _frames(av, source, stream):
            frame.pts = None
            for plain in resampler.resample(frame):
                plain.pts, plain.time_base = samples, Fraction(1, VOICE_RATE)
                samples += plain.samples
                if samples > VOICE_S_MAX * VOICE_RATE:
                    raise Refused("voice-too-long")
                target.mux(opus.encode(plain))
        target.mux(opus.encode(None))
    return samples


def _frames(av, source, stream):
    torn = 0
    packets = source.demux(stream)
    while torn <= TORN_PACKETS_MAX:
        try:
            packet = next(packets)
            yield from packet.decode()
        except StopIteration:
            return
        except av.error.FFmpegError:
            torn += 1
    raise Refused("bad-media")


def answer(said: dict, *parts: bytes) -> None:
    """Say it, and what was made."""
    out = sys.stdout.buffer
    out.write(json.dumps(said).encode() + b"\n")
    for part in parts:
        out.write(part)
    out.flush()


def main(claimed: str) -> None:
    """Look into standard input."""
    data = sys.stdin.buffer.read()
    try:
        said, shown, thumb = (photo if claimed in FORMATS else voice)(data, claimed)
    except Refused as refused:
        answer({"code": str(refused)})
    except ImportError:
        sys.exit(3)
    except Exception:  # whatever a decoder says of bytes that it cannot read
        answer({"code": "bad-media"})
    else:
        answer({**said, "shown": len(shown)}, shown, thumb)


if __name__ == "__main__":
    limit()
    main(sys.argv[1])

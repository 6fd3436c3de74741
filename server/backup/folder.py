"""A backup place on disk: segments, their manifest, the sealed state of service tables. Every write is atomic.

    DIR/<tenant>/manifest.json      epoch, and one line per segment: file, batches, bytes, sha256
    DIR/<tenant>/<first>-<last>.ndjson.gz   one batch a line, op lines byte for byte, personal lines as ciphertext
    DIR/<tenant>/service.bin        accounts, tablets, subjects' keys; under the master key, replaced each time

An erased subject's key is gone from service.bin at the next round, so no segment can give its values back.
"""

import gzip
import json
import os
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from pathlib import Path


class BrokenBackup(Exception):
    """The place does not hold what its manifest says; the text says which file and how."""


@dataclass(frozen=True, slots=True)
class Segment:
    """One file of consecutive batches."""

    file: str
    first: int
    last: int
    bytes: int
    sha256: str


@dataclass(slots=True)
class Manifest:
    """What a place holds of one tenant: a history of epochs' names and its segments in order."""

    tenant: str
    epoch: str
    segments: list[Segment] = field(default_factory=list)

    @property
    def last(self) -> int:
        """The last batch held."""
        return self.segments[-1].last if self.segments else 0


def write_file(path: Path, data: bytes) -> None:
    """Write a file whole or not at all, and flush it with its folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(path.name + ".new")
    with draft.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    flush_folder(path.parent)


def flush_folder(folder: Path) -> None:
    """Flush the names of a folder: a file that is new in it is there after a power cut."""
    directory = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)


class Folder:
    """The files of one tenant at one place."""

    def __init__(self, place: Path, tenant: str) -> None:
        self.path = place / tenant
        self.tenant = tenant

    def manifest(self) -> Manifest | None:
        """The manifest, or None where nothing was ever shipped."""
        path = self.path / "manifest.json"
        if not path.exists():
            return None
        try:
            said = json.loads(path.read_bytes())
            return Manifest(said["tenant"], said["epoch"], [Segment(**one) for one in said["segments"]])
        except (ValueError, KeyError, TypeError) as error:
            raise BrokenBackup(f"{path} cannot be read: {error}") from error

    def write_manifest(self, manifest: Manifest) -> None:
        """Replace the manifest: from here on the new segment counts."""
        write_file(self.path / "manifest.json", json.dumps(asdict(manifest), indent=1).encode())

    def write_segment(self, first: int, last: int, lines: list[bytes]) -> Segment:
        """Write one segment and describe it by what was meant to be written, not by what the disk says."""
        packed = gzip.compress(b"\n".join(lines), 6, mtime=0)
        name = f"{first:010}-{last:010}.ndjson.gz"
        write_file(self.path / name, packed)
        return Segment(name, first, last, len(packed), sha256(packed).hexdigest())

    def read_segment(self, segment: Segment) -> list[bytes]:
        """The segment's lines, read from the disk and checked. Raises BrokenBackup."""
        path = self.path / segment.file
        try:
            packed = path.read_bytes()
        except OSError as error:
            raise BrokenBackup(f"{path} is missing: {error}") from error
        if len(packed) != segment.bytes or sha256(packed).hexdigest() != segment.sha256:
            raise BrokenBackup(f"{path} is not what was written: {len(packed)} of {segment.bytes} bytes, or altered")
        return gzip.decompress(packed).split(b"\n")

    def write_service(self, sealed: bytes) -> None:
        """Replace the sealed state of the service tables, and see that it reads back."""
        path = self.path / "service.bin"
        write_file(path, sealed)
        if path.read_bytes() != sealed:
            raise BrokenBackup(f"{path} does not read back as written")

    def read_service(self) -> bytes:
        """The sealed state of the service tables."""
        path = self.path / "service.bin"
        try:
            return path.read_bytes()
        except OSError as error:
            raise BrokenBackup(f"{path} is missing: {error}") from error


def tenants_at(place: Path) -> list[str]:
    """The tenants that have a manifest at a place."""
    return sorted(path.parent.name for path in place.glob("*/manifest.json"))

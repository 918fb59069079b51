"""The file of a backup: a plain tar of a dump, small files and, last, the manifest."""

from __future__ import annotations

import hashlib
import os
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from tidings.backup.manifest import Manifest, Part, damaged, decode, encode

DUMP = "database.dump"
MANIFEST = "manifest.json"
SETTINGS = "settings.toml"
FILES = "files/"
# What an operator keeps in a data folder beside the database: flags, settings.
CONFIGURATION = (".json", ".toml")

CHUNK = 1 << 20
# A manifest has a line a table and a line a migration; a file that claims more is none of ours.
_MANIFEST_LIMIT = 4 << 20
_MODE = 0o600


class Writer:
    """Writes parts one after another; what a part's length is may turn out on the way."""

    def __init__(self, file: BinaryIO, moment: float) -> None:
        self._file = file
        self._moment = moment
        self.parts: list[Part] = []

    @contextmanager
    def part(self, name: str) -> Iterator[Callable[[bytes], None]]:
        """Yield what to call with the part's bytes; its header is written when they are all there."""
        begin, size, digest = self._file.tell(), 0, hashlib.sha256()
        self._file.write(self._header(name, 0))

        def write(data: bytes) -> None:
            nonlocal size
            size += self._file.write(data)
            digest.update(data)

        yield write
        self._file.write(bytes(-size % tarfile.BLOCKSIZE))
        end = self._file.tell()
        self._file.seek(begin)
        self._file.write(self._header(name, size))
        self._file.seek(end)
        self.parts.append(Part(name, size, digest.hexdigest()))

    def add(self, name: str, data: bytes) -> None:
        """A part that is at hand."""
        with self.part(name) as write:
            write(data)

    def finish(self, manifest: Manifest) -> None:
        """Close with the manifest, and have it all on the disk."""
        self.add(MANIFEST, encode(manifest))
        self._file.write(bytes(2 * tarfile.BLOCKSIZE))
        self._file.flush()
        os.fsync(self._file.fileno())

    def _header(self, name: str, size: int) -> bytes:
        info = tarfile.TarInfo(name)
        info.size, info.mode, info.mtime = size, _MODE, int(self._moment)
        return info.tobuf(tarfile.GNU_FORMAT)


class Reader:
    """A backup's file, open; everything that is not as it was written is refused in one sentence."""

    def __init__(self, file: BinaryIO, name: str) -> None:
        self._file = file
        self._name = name
        self._places = self._find_parts()
        self.manifest = self._read_manifest()

    def verify(self, progress: Callable[[int], None]) -> None:
        """Compare every part with its checksum; `progress` gets the bytes read so far."""
        done = 0
        for part in self.manifest.parts:
            for chunk in self.chunks(part.name):
                done += len(chunk)
                progress(done)

    def chunks(self, name: str) -> Iterator[bytes]:
        """A part's bytes; refused after the last of them where they are not those that were written."""
        part = next((part for part in self.manifest.parts if part.name == name), None)
        if part is None or self._places.get(name, (0, -1))[1] != part.bytes:
            raise damaged(self._name, f"{name} is missing or cut")
        digest = hashlib.sha256()
        for chunk in self._stored(name):
            digest.update(chunk)
            yield chunk
        if digest.hexdigest() != part.sha256:
            raise damaged(self._name, f"the checksum of {name} does not match")

    def read(self, name: str) -> bytes:
        """A small part, whole."""
        return b"".join(self.chunks(name))

    def _stored(self, name: str) -> Iterator[bytes]:
        offset, left = self._places[name]
        while left:
            self._file.seek(offset)
            chunk = self._file.read(min(CHUNK, left))
            if not chunk:
                raise damaged(self._name, f"it ends within {name}")
            offset, left = offset + len(chunk), left - len(chunk)
            yield chunk

    def _find_parts(self) -> dict[str, tuple[int, int]]:
        """Where each part begins and how long it is."""
        try:
            with tarfile.open(fileobj=self._file, mode="r:") as tar:
                return {member.name: (member.offset_data, member.size) for member in tar if member.isreg()}
        except tarfile.TarError as error:
            raise damaged(self._name, str(error)) from error

    def _read_manifest(self) -> Manifest:
        if not 0 < self._places.get(MANIFEST, (0, 0))[1] <= _MANIFEST_LIMIT:
            raise damaged(self._name, "there is no manifest at its end")
        return decode(b"".join(self._stored(MANIFEST)), self._name)


def file_name(part: str) -> str | None:
    """The name in the data folder of a part that is a file of it; None for every other part."""
    name = part.removeprefix(FILES)
    ours = name != part and name == Path(name).name and not name.startswith((".", "postgres"))
    return name if ours and name.endswith(CONFIGURATION) else None

"""What a backup says of itself, and whether this Tidings can read it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from tidings.errors import InvalidRequest, UnreadableInput
from tidings.store.migrate import Applied, Migration

# Goes up when an older Tidings could not read what a newer one writes.
FORMAT = 1


@dataclass(frozen=True, slots=True)
class Part:
    """One file inside a backup."""

    name: str
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """Versions, counts and checksums of a backup."""

    tidings: str
    made_at: datetime
    server_version: int
    database_bytes: int
    migrations: tuple[Applied, ...]
    rows: dict[str, int]
    parts: tuple[Part, ...]

    @property
    def articles(self) -> int:
        """How many articles it holds."""
        return self.rows.get("articles", 0)

    @property
    def checksum(self) -> str:
        """The checksum of all of it, as the parts' are in it."""
        return hashlib.sha256(_canonical(_document(self))).hexdigest()


def encode(manifest: Manifest) -> bytes:
    """The manifest as its file, with a checksum of itself."""
    document = _document(manifest) | {"checksum": manifest.checksum}
    return json.dumps(document, ensure_ascii=False, indent=1, default=str).encode()


def decode(data: bytes, name: str) -> Manifest:
    """The manifest of that file; UnreadableInput where it is not what was written."""
    try:
        document = json.loads(data)
        written = document.pop("checksum")
        if document["format"] > FORMAT:
            raise newer(name, str(document["tidings"]))
        if hashlib.sha256(_canonical(document)).hexdigest() != written:
            raise damaged(name, "the manifest's checksum does not match")
        return _manifest(document)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise damaged(name, "the manifest cannot be read") from error


def refuse_newer(manifest: Manifest, known: Sequence[Migration], name: str) -> None:
    """InvalidRequest where the backup has migrations that this Tidings does not know."""
    checksums = {migration.version: migration.checksum for migration in known}
    if any(checksums.get(past.version) != past.checksum for past in manifest.migrations):
        raise newer(name, manifest.tidings)


def newer(name: str, version: str) -> InvalidRequest:
    """The refusal of a backup that a newer Tidings made."""
    return InvalidRequest(
        f"{name} was made by Tidings {version}, whose schema this one does not know",
        message="backup.newer",
        params={"file": name, "version": version},
    )


def damaged(name: str, detail: str) -> UnreadableInput:
    """The refusal of a file that is no whole backup."""
    return UnreadableInput(
        f"{name} is not a whole backup: {detail}", message="backup.damaged", params={"file": name}
    )


def _document(manifest: Manifest) -> dict[str, Any]:
    plain = asdict(manifest) | {"format": FORMAT, "made_at": manifest.made_at.isoformat()}
    # Through JSON once, so that what is written and what is read back are the same document.
    return dict(json.loads(_canonical(plain)))


def _canonical(document: dict[str, Any]) -> bytes:
    return json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def _manifest(document: dict[str, Any]) -> Manifest:
    return Manifest(
        tidings=document["tidings"],
        made_at=datetime.fromisoformat(document["made_at"]),
        server_version=document["server_version"],
        database_bytes=document["database_bytes"],
        migrations=tuple(Applied(**past) for past in document["migrations"]),
        rows=document["rows"],
        parts=tuple(Part(**part) for part in document["parts"]),
    )

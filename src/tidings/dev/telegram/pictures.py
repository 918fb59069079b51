"""Pictures as Telegram takes them: their kind and size, read from their first bytes."""

from __future__ import annotations

import hashlib
import struct
from dataclasses import dataclass
from typing import Any

from tidings.dev.telegram.refusals import Refused, bad_request

# Documented limits of sendPhoto: 10 MB, width and height 10,000 in total, a ratio of 20 at most.
_MOST_BYTES = 10 * 1024 * 1024
_MOST_SIDES = 10_000
_MOST_RATIO = 20

_PNG = b"\x89PNG\r\n\x1a\n"
# Segments of a JPEG that hold its size: all starts of frames, and no tables, which lie among their numbers.
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture the server keeps."""

    content: bytes
    media_type: str
    width: int
    height: int

    @property
    def unique_id(self) -> str:
        """The same for the same picture."""
        return f"AQAD{hashlib.sha256(self.content).hexdigest()[:12]}"

    @property
    def file_id(self) -> str:
        """What sends or loads it again."""
        return f"AgACAgIAAxkBAAI{self.unique_id}"

    def wire(self) -> list[dict[str, Any]]:
        """The picture as a message carries it, in its one size."""
        return [
            {
                "file_id": self.file_id,
                "file_unique_id": self.unique_id,
                "file_size": len(self.content),
                "width": self.width,
                "height": self.height,
            }
        ]


def photo_of(content: bytes) -> Photo:
    """The picture in these bytes; Refused where Telegram would not show it."""
    if not content:
        raise bad_request("file must be non-empty")
    if len(content) > _MOST_BYTES:
        raise Refused(413, "Request Entity Too Large")
    if content.startswith(_PNG) and len(content) > 24:
        kind, (width, height) = "image/png", struct.unpack(">II", content[16:24])
    elif content.startswith(b"\xff\xd8") and (size := _jpeg_size(content)):
        kind, (width, height) = "image/jpeg", size
    else:
        raise bad_request("IMAGE_PROCESS_FAILED")
    low, high = sorted((width, height))
    if width + height > _MOST_SIDES or high > _MOST_RATIO * low:
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return Photo(content, kind, width, height)


def _jpeg_size(content: bytes) -> tuple[int, int] | None:
    place = 2
    while place + 9 < len(content) and content[place] == 0xFF:
        if content[place + 1] in _FRAMES:
            height, width = struct.unpack(">HH", content[place + 5 : place + 9])
            return width, height
        place += 2 + int.from_bytes(content[place + 2 : place + 4], "big")
    return None

"""Unpacks a response's body piece by piece and stops at a size: a few kilobytes can unpack to gigabytes."""

from __future__ import annotations

import zlib

ACCEPTED = "gzip, deflate"
_PIECE = 1 << 16
_WINDOWS = {
    "identity": 0,
    "gzip": zlib.MAX_WBITS | 16,
    "x-gzip": zlib.MAX_WBITS | 16,
    "deflate": zlib.MAX_WBITS,
}


class TooLarge(Exception):
    """The body is longer than it may be."""


class BadEncoding(Exception):
    """The body is not packed as its header says, or in a way nobody asked for."""


class Body:
    """A body as it arrives: packed bytes in, plain bytes kept, never more than `limit` of them."""

    def __init__(self, content_encoding: str, limit: int) -> None:
        self._encoding = content_encoding.strip().lower() or "identity"
        if self._encoding not in _WINDOWS:
            raise BadEncoding(self._encoding)
        self._limit = limit
        self._parts: list[bytes] = []
        self._size = 0
        self._inflater: zlib._Decompress | None = None

    def add(self, data: bytes) -> None:
        """Takes the next piece; TooLarge when the limit is passed, BadEncoding when it cannot be unpacked."""
        if self._encoding == "identity":
            self._keep(data)
            return
        if self._inflater is None and data:
            self._inflater = zlib.decompressobj(_window(self._encoding, data))
        try:
            while data and self._inflater is not None:
                self._keep(self._inflater.decompress(data, _PIECE))
                data = self._inflater.unconsumed_tail
        except zlib.error as error:
            raise BadEncoding(str(error)) from error

    def content(self) -> bytes:
        """The whole body, after its last piece."""
        if self._inflater is not None:
            self._keep(self._inflater.flush())
        return b"".join(self._parts)

    def _keep(self, data: bytes) -> None:
        self._size += len(data)
        if self._size > self._limit:
            raise TooLarge(f"more than {self._limit} bytes")
        self._parts.append(data)


def _window(encoding: str, start: bytes) -> int:
    """zlib's window for an encoding; `deflate` comes with zlib's header or, from some servers, bare."""
    return (
        _WINDOWS[encoding] if encoding != "deflate" or start[0] & 0x0F == zlib.DEFLATED else -zlib.MAX_WBITS
    )

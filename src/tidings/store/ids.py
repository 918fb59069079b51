"""Ids derived from what they name, so that no sequence assigns them and every process agrees."""

from __future__ import annotations

from hashlib import blake2b


def hash64(text: str) -> int:
    """A signed 64-bit hash; the same on every machine and for ever."""
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big", signed=True)

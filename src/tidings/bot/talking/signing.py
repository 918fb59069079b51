"""The token a button carries: its number, signed, so that nobody presses what they were not given."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac

# 64 bits of number and 96 of signature are 27 characters: Telegram takes 64 bytes, and a guess among 2^96 is
# none.
_NUMBER_BYTES, _SIGNATURE_BYTES = 8, 12
_PERSON = b"tidings button"


def token(secret: bytes, number: int) -> str:
    """What the button of that number carries."""
    name = number.to_bytes(_NUMBER_BYTES, "big")
    return base64.urlsafe_b64encode(name + _signature(secret, name)).rstrip(b"=").decode()


def number_of(secret: bytes, carried: str) -> int | None:
    """The number of a button; None where this is not the very token that was made of it."""
    try:
        raw = base64.urlsafe_b64decode(carried + "=" * (-len(carried) % 4))
    except (binascii.Error, ValueError):
        return None
    number = int.from_bytes(raw[:_NUMBER_BYTES], "big")
    known = hmac.compare_digest(token(secret, number).encode(), carried.encode())
    return number if known else None


def _signature(secret: bytes, name: bytes) -> bytes:
    return hmac.new(secret, _PERSON + name, hashlib.sha256).digest()[:_SIGNATURE_BYTES]

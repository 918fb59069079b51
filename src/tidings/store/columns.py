"""Columns: arrays of numbers as PostgreSQL sends them, read all at once instead of number by number."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from psycopg import AsyncCursor
from psycopg.adapt import Buffer, Loader
from psycopg.pq import Format

# PostgreSQL's own numbers of bigint[] and float8[].
_INT8_ARRAY = 1016
_FLOAT8_ARRAY = 1022
# An array as sent: a header of dimensions, then for each number its length and itself.
_HEADER = 20
_INT8 = np.dtype([("length", ">i4"), ("value", ">i8")])
_FLOAT8 = np.dtype([("length", ">i4"), ("value", ">f8")])


class _Raw(Loader):
    """The numbers of an array as they are sent; an empty one is only a header."""

    format = Format.BINARY

    def load(self, data: Buffer) -> bytes:
        return bytes(data)[_HEADER:]


def send_raw(cursor: AsyncCursor[Any]) -> None:
    """Leave the arrays that this binary cursor fetches as they are sent; none may hold a null."""
    cursor.adapters.register_loader(_INT8_ARRAY, _Raw)
    cursor.adapters.register_loader(_FLOAT8_ARRAY, _Raw)


def integers(sent: bytes | None) -> NDArray[np.int64]:
    """The numbers of a bigint[] as sent, or of several one after another; none of a null."""
    return np.frombuffer(sent or b"", dtype=_INT8)["value"].astype(np.int64)


def floats(sent: bytes | None) -> NDArray[np.float64]:
    """The numbers of a float8[] as sent; none of a null."""
    return np.frombuffer(sent or b"", dtype=_FLOAT8)["value"].astype(np.float64)

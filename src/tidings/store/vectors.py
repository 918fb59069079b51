"""pgvector's types for psycopg: numpy arrays as `vector` and `halfvec`, SparseVector as `sparsevec`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

import numpy as np
import numpy.typing as npt
from psycopg import AsyncConnection
from psycopg.abc import AdaptContext, Buffer, DumperKey
from psycopg.adapt import Dumper, Loader, PyFormat
from psycopg.pq import Format
from psycopg.types import TypeInfo

# pgvector's limit; its indices are signed 32-bit.
SPARSE_DIMENSIONS = 1_000_000_000

# Wire formats, as pgvector's *_send and *_recv functions write and read them, all big-endian:
# vector and halfvec: int16 dimension, int16 zero, then float32s or float16s;
# sparsevec: int32 dimension, int32 count, int32 zero, then the 0-based int32 indices, then float32 values.
_HEAD = np.dtype(">i2")
_SPARSE_HEAD = np.dtype(">i4")
_FLOAT32 = np.dtype(">f4")
_FLOAT16 = np.dtype(">f2")

Floats = npt.NDArray[np.floating[Any]]


@dataclass(frozen=True, eq=False)
class SparseVector:
    """Non-zero values at ascending 0-based indices of a vector with `dim` dimensions."""

    dim: int
    indices: npt.NDArray[np.int32]
    values: npt.NDArray[np.float32]

    @classmethod
    def from_mapping(cls, weights: Mapping[int, float], dim: int = SPARSE_DIMENSIONS) -> Self:
        """Build from index -> weight; zeros are left out, as pgvector refuses them."""
        indices = np.fromiter(weights.keys(), dtype=np.int32, count=len(weights))
        values = np.fromiter(weights.values(), dtype=np.float32, count=len(weights))
        order = np.argsort(indices)
        order = order[values[order] != 0]
        return cls(dim, indices[order], values[order])

    def to_mapping(self) -> dict[int, float]:
        """Index -> weight."""
        return dict(zip(self.indices.tolist(), self.values.tolist(), strict=True))

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, SparseVector)
            and self.dim == other.dim
            and np.array_equal(self.indices, other.indices)
            and np.array_equal(self.values, other.values)
        )

    __hash__ = None  # type: ignore[assignment]  # holds arrays, which can be changed


def _checked(array: Floats) -> Floats:
    if array.ndim != 1 or array.dtype.kind != "f":
        raise TypeError(
            f"only a one-dimensional array of floats is sent as a vector, not {array.ndim} dimensions of "
            f"{array.dtype}; send a list where an SQL array is meant"
        )
    return array


class _DenseDumper(Dumper):
    """Sends an array as the type it is bound to; where types are guessed, float16 goes as `halfvec`."""

    half: ClassVar[type[Dumper]]

    def get_key(self, obj: Floats, format: PyFormat) -> DumperKey:
        return (self.cls, np.float16) if obj.dtype == np.float16 else self.cls

    def upgrade(self, obj: Floats, format: PyFormat) -> Dumper:
        return self.half(self.cls) if obj.dtype == np.float16 else self


class _DenseBinaryDumper(_DenseDumper):
    format = Format.BINARY
    wire: ClassVar[np.dtype[Any]]

    def dump(self, obj: Floats) -> bytes:
        array = _checked(obj)
        return np.array([array.size, 0], _HEAD).tobytes() + array.astype(self.wire).tobytes()


class _DenseTextDumper(_DenseDumper):
    format = Format.TEXT

    def dump(self, obj: Floats) -> bytes:
        return ("[" + ",".join(map(repr, _checked(obj).astype(np.float32).tolist())) + "]").encode()


class _SparseBinaryDumper(Dumper):
    format = Format.BINARY

    def dump(self, obj: SparseVector) -> bytes:
        head = np.array([obj.dim, obj.indices.size, 0], _SPARSE_HEAD).tobytes()
        return head + obj.indices.astype(_SPARSE_HEAD).tobytes() + obj.values.astype(_FLOAT32).tobytes()


class _SparseTextDumper(Dumper):
    format = Format.TEXT

    def dump(self, obj: SparseVector) -> bytes:
        # The text form counts indices from 1.
        pairs = zip(obj.indices.tolist(), obj.values.tolist(), strict=True)
        inside = ",".join(f"{index + 1}:{value!r}" for index, value in pairs)
        return f"{{{inside}}}/{obj.dim}".encode()


class _DenseTextLoader(Loader):
    format = Format.TEXT

    def load(self, data: Buffer) -> npt.NDArray[np.float32]:
        inside = bytes(data)[1:-1].decode()
        return np.array([float(part) for part in inside.split(",")], np.float32)


class _VectorBinaryLoader(Loader):
    format = Format.BINARY

    def load(self, data: Buffer) -> npt.NDArray[np.float32]:
        return np.frombuffer(data, _FLOAT32, offset=4).astype(np.float32)


class _HalfvecBinaryLoader(Loader):
    format = Format.BINARY

    def load(self, data: Buffer) -> npt.NDArray[np.float32]:
        return np.frombuffer(data, _FLOAT16, offset=4).astype(np.float32)


class _SparseTextLoader(Loader):
    format = Format.TEXT

    def load(self, data: Buffer) -> SparseVector:
        inside, _, dim = bytes(data).decode()[1:].partition("}/")
        pairs = [pair.split(":") for pair in inside.split(",")] if inside else []
        indices = np.array([int(index) - 1 for index, _ in pairs], np.int32)
        return SparseVector(int(dim), indices, np.array([float(value) for _, value in pairs], np.float32))


class _SparseBinaryLoader(Loader):
    format = Format.BINARY

    def load(self, data: Buffer) -> SparseVector:
        dim, count, _ = np.frombuffer(data, _SPARSE_HEAD, 3).tolist()
        indices = np.frombuffer(data, _SPARSE_HEAD, count, offset=12).astype(np.int32)
        return SparseVector(
            dim, indices, np.frombuffer(data, _FLOAT32, count, 12 + 4 * count).astype(np.float32)
        )


@dataclass(frozen=True)
class VectorTypes:
    """pgvector's types as numbered in one database."""

    vector: TypeInfo
    halfvec: TypeInfo
    sparsevec: TypeInfo


async def fetch_types(conn: AsyncConnection[Any]) -> VectorTypes | None:
    """pgvector's types; None where the extension is not installed."""
    vector, halfvec, sparsevec = [
        await TypeInfo.fetch(conn, name) for name in ("vector", "halfvec", "sparsevec")
    ]
    if vector is None or halfvec is None or sparsevec is None:
        return None
    return VectorTypes(vector, halfvec, sparsevec)


def register(context: AdaptContext, types: VectorTypes) -> None:
    """Teach a context pgvector's types.

    A float16 array is sent as `halfvec`, a wider one as `vector`; in COPY the column's type decides. Both
    come back as float32 arrays.
    """
    for info in (types.vector, types.halfvec, types.sparsevec):
        info.register(context)
    _register_dense(context, types)
    adapters = context.adapters
    # The one registered last is used where a query does not say which format it wants: binary.
    adapters.register_dumper(SparseVector, _bound(_SparseTextDumper, types.sparsevec))
    adapters.register_dumper(SparseVector, _bound(_SparseBinaryDumper, types.sparsevec))
    for info, loaders in (
        (types.vector, (_DenseTextLoader, _VectorBinaryLoader)),
        (types.halfvec, (_DenseTextLoader, _HalfvecBinaryLoader)),
        (types.sparsevec, (_SparseTextLoader, _SparseBinaryLoader)),
    ):
        for loader in loaders:
            adapters.register_loader(info.oid, loader)


def _register_dense(context: AdaptContext, types: VectorTypes) -> None:
    for dumper in (_DenseTextDumper, _DenseBinaryDumper):
        half = _bound(dumper, types.halfvec, wire=_FLOAT16)
        full = _bound(dumper, types.vector, wire=_FLOAT32, half=half)
        context.adapters.register_dumper(None, half)
        context.adapters.register_dumper(np.ndarray, full)


def _bound(dumper: type[Dumper], info: TypeInfo, **attributes: object) -> type[Dumper]:
    """The dumper for a type whose number is known only in a database."""
    return type(dumper.__name__, (dumper,), {"oid": info.oid, **attributes})

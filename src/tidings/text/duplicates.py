"""Near-duplicates: MinHash signatures of word pairs, their bands for look-up, the rule that decides."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from rensa import RMinHash

# 64 values of 4 bytes: the estimate's standard error is 0.06 at Jaccard .5 and less above.
SIGNATURE_VALUES = 64
SIGNATURE_BYTES = SIGNATURE_VALUES * 4
# Fixed for ever: a stored signature can be compared only with one of the same seed.
_SEED = 42
# 16 bands of 4: a pair of Jaccard .6 shares a band with probability .89, of .8 with .9998, of .3 with .12.
BANDS = 16
_BAND_BYTES = SIGNATURE_BYTES // BANDS
_SHINGLE = 2
# Estimated Jaccard from which two texts are one text copied or lightly edited (see bench/duplicates in the
# docs).
NEAR_DUPLICATE = 0.6

Signatures = npt.NDArray[np.uint32]


def shingles(norms: Sequence[str]) -> list[str]:
    """Pairs of adjacent words, and the words themselves where there are too few for pairs."""
    if len(norms) < _SHINGLE + 1:
        return list(norms)
    return [f"{left} {right}" for left, right in pairwise(norms)]


def signature(norms: Sequence[str]) -> bytes:
    """Signature of a text given as its folded words; no words give a signature that no other text has."""
    return signatures([norms])[0]


def signatures(texts: Iterable[Sequence[str]]) -> list[bytes]:
    """Signatures of many texts at once."""
    rows = RMinHash.digests_from_token_sets([shingles(norms) for norms in texts], SIGNATURE_VALUES, _SEED)
    return [np.asarray(row, dtype="<u4").tobytes() for row in rows]


def bands(minhash: bytes) -> tuple[int, ...]:
    """Sixteen signed 64-bit numbers; two near-duplicates share at least one of them almost surely."""
    if is_empty(minhash):
        return ()
    words = np.frombuffer(minhash, dtype="<u8").reshape(BANDS, -1)
    order = np.arange(1, BANDS + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    mixed = order
    for column in words.T:
        mixed = _mix(mixed ^ column)
    return tuple(int(value) for value in mixed.view(np.int64))


def _mix(values: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """One round of a multiply-and-shift mixer; wraps around on purpose."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    return values ^ (values >> np.uint64(27))


def is_empty(minhash: bytes) -> bool:
    """Whether a signature is that of a text without words."""
    return minhash == _EMPTY


def similarity(minhash: bytes, others: Sequence[bytes]) -> npt.NDArray[np.float64]:
    """Estimated Jaccard of one signature with each of `others`."""
    if not others or is_empty(minhash):
        return np.zeros(len(others))
    one = np.frombuffer(minhash, dtype="<u4")
    rows = np.frombuffer(b"".join(others), dtype="<u4").reshape(len(others), SIGNATURE_VALUES)
    return np.asarray((rows == one).mean(axis=1), dtype=np.float64)


def is_near_duplicate(one: bytes, other: bytes, threshold: float = NEAR_DUPLICATE) -> bool:
    """Whether two texts are the same text, copied or lightly edited."""
    return bool(similarity(one, [other])[0] >= threshold)


_EMPTY = np.full(SIGNATURE_VALUES, np.iinfo(np.uint32).max, dtype="<u4").tobytes()

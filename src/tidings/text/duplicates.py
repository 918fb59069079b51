"""Near-duplicates: MinHash signatures of word pairs, their bands for look-up, the rule that decides."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from rensa import RMinHash

from tidings.text.wordlists import word_list

# 64 values of 4 bytes: the estimate's standard error is 0.06 at Jaccard .5 and less above.
SIGNATURE_VALUES = 64
SIGNATURE_BYTES = SIGNATURE_VALUES * 4
# Fixed for ever: a stored signature can be compared only with one of the same seed.
_SEED = 42
# 16 bands of 4: a pair of Jaccard .6 shares a band with probability .89, of .8 with .9998, of .3 with .12.
BANDS = 16
# Serial items (bulletins, match forecasts, horoscopes, daily counts) share their wording and differ in a
# name or a date of the title, so the title counts several times and its numbers and dates, as one whole,
# many times. On 30,000 English and 30,000 Russian items, at the threshold below: pairs of one source that
# differ only in the title's date, 6,408 found with everything counted once, 15 so; equal titles of two
# sources, 829 then and 946 now.
_TITLE_COPIES = 3
_NUMBER_COPIES = 20
# Estimated Jaccard from which two texts are one text copied or lightly edited (see bench/duplicates in the
# docs).
NEAR_DUPLICATE = 0.6

Signatures = npt.NDArray[np.uint32]


def shingles(title: Sequence[str], body: Sequence[str]) -> list[str]:
    """Pairs of adjacent words, those of the title several times over, and the title's numbers and dates."""
    number = " ".join(word for word in title if word[0].isdigit() or word in _calendar())
    return [
        *_pairs(body),
        *(f"{copy}:{pair}" for pair in _pairs(title) for copy in range(_TITLE_COPIES)),
        *(f"{copy}#{number}" for copy in range(_NUMBER_COPIES if number else 0)),
    ]


@lru_cache(maxsize=1)
def _calendar() -> frozenset[str]:
    return word_list("calendar", "en") | word_list("calendar", "ru")


def _pairs(words: Sequence[str]) -> list[str]:
    """Adjacent pairs, or the words themselves where there are too few for pairs."""
    if len(words) < 3:
        return list(words)
    return [f"{left} {right}" for left, right in pairwise(words)]


def signatures(texts: Iterable[tuple[Sequence[str], Sequence[str]]]) -> list[bytes]:
    """Signatures of many texts, each given as the folded words of its title and of its body."""
    sets = [shingles(title, body) for title, body in texts]
    rows = RMinHash.digests_from_token_sets(sets, SIGNATURE_VALUES, _SEED)
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

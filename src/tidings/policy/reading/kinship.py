"""Kinship: whether two words are forms of one, or one is made of the other."""

from __future__ import annotations

import math
from functools import lru_cache

from tidings.policy.reading.lexicon import alphabet_language, root
from tidings.text.morphology import readings

# From this length on a word and its derivation share most of it: economy, economic; закрытие, закрыть.
LEAST_SHARED = 5
_SHARED = 0.75


def are_kin(norm: str, other: str) -> bool:
    """Whether two folded words have a root in common, or roots that begin alike."""
    one, two = roots_of(norm), roots_of(other)
    return not one.isdisjoint(two) or is_akin(root(norm), root(other))


@lru_cache(maxsize=65_536)
def roots_of(norm: str) -> frozenset[str]:
    """Every root a word may have: погибшие are the dead, and those that have died."""
    if alphabet_language(norm) != "ru":
        return frozenset({root(norm)})
    forms = (str(reading.normal_form).replace("ё", "е") for reading in readings(norm))
    return frozenset({root(norm), *(form.removesuffix("ся") for form in forms)})


def is_akin(root: str, other: str) -> bool:
    """Whether two roots begin alike for most of the longer one."""
    # Nearly all pairs differ in these letters.
    if root[:LEAST_SHARED] != other[:LEAST_SHARED] or min(len(root), len(other)) < LEAST_SHARED:
        return False
    shared = max(LEAST_SHARED, math.ceil(_SHARED * max(len(root), len(other))))
    return min(len(root), len(other)) >= shared and root[:shared] == other[:shared]

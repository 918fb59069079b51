"""Across: whether an article in one language bears out a sentence in the other."""

from __future__ import annotations

from tidings.policy.likeness import Likeness
from tidings.policy.passage import Passage
from tidings.policy.reading import Sentence
from tidings.policy.reasons import Reason


def check_part_across(part: Sentence, passage: Passage, likeness: Likeness | None) -> Reason | None:
    """Why a passage in another language does not bear out a part of a claim; None when it does."""
    return Reason.OTHER_LANGUAGE


def relevance_across(part: Sentence, passage: Passage, likeness: Likeness | None) -> float:
    """How much of what a part says the passage is about, 0..1."""
    return 0.0

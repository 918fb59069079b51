"""Support: whether the words of a sentence that a model wrote are borne out by the passages it cites.

What a claim says of numbers, names, offices, negation and direction must be in one of the passages as it is;
the rest of its words must be there, or near enough in meaning. What cannot be told counts as not supported.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from tidings.policy.across import check_part_across, relevance_across
from tidings.policy.actors import swapped_name
from tidings.policy.bearing import bearing_holds, is_only_possible
from tidings.policy.likeness import Likeness
from tidings.policy.measures import numbers_hold
from tidings.policy.offices import differing_office
from tidings.policy.opposites import turned_word
from tidings.policy.passage import Passage
from tidings.policy.portfolios import differing_portfolio
from tidings.policy.proper_names import names_in
from tidings.policy.reading import Sentence, read_sentence
from tidings.policy.reasons import Reason
from tidings.policy.remainder import remainder_holds
from tidings.policy.strength import overstating_word
from tidings.policy.whose import foreign_name
from tidings.text.tokens import sentences

# What each cited article must bear out of the claim at least, its names included.
_EACH = 0.3
_PARTS = re.compile(
    r";\s+|,?\s+(?:while|whereas|тогда как|в то время как)\s+|,\s+(?:а|но|but)\s+", re.IGNORECASE
)
_CHECKS_IN_ORDER = (
    Reason.OTHER_LANGUAGE,
    Reason.NUMBER_NOT_CITED,
    Reason.NAME_NOT_CITED,
    Reason.ROLE_DIFFERS,
    Reason.NEGATION_DIFFERS,
    Reason.DIRECTION_DIFFERS,
    Reason.OVERSTATED,
    Reason.NOT_SUPPORTED,
)


def check_support(text: str, passages: Sequence[Passage], likeness: Likeness | None = None) -> Reason | None:
    """Why the passages do not bear a sentence out; None when each part is borne out by one of them."""
    parts = parts_of(text)
    if not parts or not passages:
        return Reason.NOT_SUPPORTED
    for part in parts:
        reasons = [_check(part, passage, likeness) for passage in passages]
        if None not in reasons:
            return max((reason for reason in reasons if reason), key=_CHECKS_IN_ORDER.index)
    if any(max(_relevance(part, passage, likeness) for part in parts) < _EACH for passage in passages):
        return Reason.NOT_SUPPORTED
    return None


def _check(part: Sentence, passage: Passage, likeness: Likeness | None) -> Reason | None:
    """Words are compared within a language, what they mean across two."""
    if part.lang == passage.lang:
        return check_part(part, passage, likeness)
    return check_part_across(part, passage, likeness)


def _relevance(part: Sentence, passage: Passage, likeness: Likeness | None) -> float:
    if part.lang == passage.lang:
        return relevance(part, passage)
    return relevance_across(part, passage, likeness)


def parts_of(text: str) -> list[Sentence]:
    """The sentences of a claim, and the halves of those that say two things."""
    found: list[Sentence] = []
    for span in sentences(text):
        pieces = [piece.strip() for piece in _PARTS.split(text[span.start : span.end])]
        whole = [read_sentence(piece, opens=n == 0) for n, piece in enumerate(pieces) if piece]
        if any(len(part.content) < 2 for part in whole):
            whole = [read_sentence(text[span.start : span.end])]
        found.extend(whole)
    return found


def check_part(part: Sentence, passage: Passage, likeness: Likeness | None = None) -> Reason | None:
    """Why one passage does not bear out one part of a claim; None when it does."""
    reason = differs(part, passage)
    if reason is None and not remainder_holds(part, passage, likeness):
        return Reason.NOT_SUPPORTED
    return reason


def differs(part: Sentence, passage: Passage) -> Reason | None:
    """What a part says otherwise than the passage: numbers, names, roles, negation, direction, strength."""
    checks = (
        (Reason.NUMBER_NOT_CITED, lambda: not numbers_hold(part, passage)),
        (Reason.NAME_NOT_CITED, lambda: not all(passage.names.find(name) for name in names_in(part))),
        (Reason.ROLE_DIFFERS, lambda: differing_office(part, passage) or swapped_name(part, passage)),
        (Reason.ROLE_DIFFERS, lambda: differing_portfolio(part, passage) or foreign_name(part, passage)),
        (Reason.NEGATION_DIFFERS, lambda: not bearing_holds(part, passage)),
        (Reason.OVERSTATED, lambda: is_only_possible(part, passage)),
        (Reason.DIRECTION_DIFFERS, lambda: turned_word(part, passage)),
        (Reason.OVERSTATED, lambda: overstating_word(part, passage)),
    )
    return next((reason for reason, fails in checks if fails()), None)


def relevance(part: Sentence, passage: Passage) -> float:
    """How much of all a part's words, names included, the passage has, 0..1."""
    return sum(map(passage.says, part.content)) / max(len(part.content), 1)

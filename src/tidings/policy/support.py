"""Support: whether the words of a sentence that a model wrote are borne out by the passages it cites.

What a claim says of numbers, names, offices, negation and direction must be in one of the passages as it is;
the rest of its words must be there, or near enough in meaning. What cannot be told counts as not supported.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from tidings.policy.crosslingual.across import fault_across, relevance_across
from tidings.policy.reading.likeness import Likeness
from tidings.policy.reading.passage import Passage
from tidings.policy.reading.proper_names import names_in
from tidings.policy.reading.reading import Sentence, Word, read_sentence
from tidings.policy.reasons import Reason
from tidings.policy.written.actors import swapped_name
from tidings.policy.written.attributions import foreign_speaker
from tidings.policy.written.bearing import hedged_word, misborne_word
from tidings.policy.written.displaced import displacing_word
from tidings.policy.written.faults import Fault, Piece, fault
from tidings.policy.written.measures import unmet_number
from tidings.policy.written.offices import Held, differing_office, title_there
from tidings.policy.written.opposites import contrary_of, turned_word
from tidings.policy.written.portfolios import differing_portfolio
from tidings.policy.written.remainder import missing_words, remainder_holds
from tidings.policy.written.senses import unmet_outcome
from tidings.policy.written.strength import overstating_word
from tidings.policy.written.whose import foreign_name
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
    found = fault_in(text, passages, likeness)
    return found.reason if found else None


def fault_in(text: str, passages: Sequence[Passage], likeness: Likeness | None = None) -> Fault | None:
    """What of a sentence the passages do not bear out; None when each part is borne out by one of them."""
    parts = parts_of(text)
    if not parts or not passages:
        return Fault(Reason.NOT_SUPPORTED)
    for part in parts:
        faults = [fault_of_part(part, passage, likeness) for passage in passages]
        if None not in faults:
            found = [one for one in faults if one is not None]
            return max(found, key=lambda one: _CHECKS_IN_ORDER.index(one.reason))
    if any(max(_relevance(part, passage, likeness) for part in parts) < _EACH for passage in passages):
        return Fault(Reason.NOT_SUPPORTED)
    return None


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


def fault_of_part(part: Sentence, passage: Passage, likeness: Likeness | None = None) -> Fault | None:
    """What of one part of a claim one passage does not bear out; of another language, what it means."""
    if part.lang != passage.lang:
        return fault_across(part, passage, likeness)
    found = differs(part, passage)
    if found is None and not remainder_holds(part, passage, likeness):
        return fault(Reason.NOT_SUPPORTED, part, missing_words(part, passage))
    return found


def differs(part: Sentence, passage: Passage) -> Fault | None:
    """What a part says otherwise than the passage: numbers, names, roles, negation, direction, strength."""
    number = unmet_number(part, passage)
    if number is not None:
        return Fault(Reason.NUMBER_NOT_CITED, *number)
    name = next((name for name in names_in(part) if not passage.names.find(name)), None)
    if name is not None:
        return fault(Reason.NAME_NOT_CITED, part, name)
    checks = (
        (Reason.ROLE_DIFFERS, differing_office),
        (Reason.ROLE_DIFFERS, swapped_name),
        (Reason.ROLE_DIFFERS, differing_portfolio),
        (Reason.ROLE_DIFFERS, foreign_name),
        (Reason.ROLE_DIFFERS, foreign_speaker),
        (Reason.NEGATION_DIFFERS, misborne_word),
        (Reason.OVERSTATED, hedged_word),
        (Reason.DIRECTION_DIFFERS, turned_word),
        (Reason.OVERSTATED, overstating_word),
        (Reason.NOT_SUPPORTED, unmet_outcome),
        (Reason.NAME_NOT_CITED, displacing_word),
    )
    for reason, check in checks:
        piece = check(part, passage)
        if piece is not None:
            return fault(reason, part, piece, _in_its_place(reason, piece, part, passage))
    return None


def _in_its_place(reason: Reason, piece: Piece, part: Sentence, passage: Passage) -> str:
    """What the passage says where the claim is at fault, in its own words, as far as it can be told."""
    if isinstance(piece, Held):
        return title_there(piece, passage)
    if isinstance(piece, Word) and reason is Reason.DIRECTION_DIFFERS:
        return contrary_of(piece, part, passage)
    return ""


def relevance(part: Sentence, passage: Passage) -> float:
    """How much of all a part's words, names included, the passage has, 0..1."""
    return sum(map(passage.says, part.content)) / max(len(part.content), 1)

"""Across: whether an article in one language bears out a sentence in the other, held against it in its own.

The sentence is rendered word by word in the article's language by the bilingual lexicon; numbers, names,
offices, bearing and direction are then checked as those of the article's own language are.
"""

from __future__ import annotations

from tidings.policy.figures import figures_hold
from tidings.policy.lexicon import offices
from tidings.policy.likeness import Likeness
from tidings.policy.offices import differing_office
from tidings.policy.passage import Passage
from tidings.policy.proper_names import Name, names_in
from tidings.policy.reading import Sentence, Word
from tidings.policy.reasons import Reason
from tidings.policy.rendering import rendered
from tidings.policy.sayers import misplaced_name, reversed_order
from tidings.policy.stances import contrary_word, hedged_word, strong_word
from tidings.policy.turns import turned_across

SUPPORTED = 0.6
_CLAUSE_WORDS = 2
_CLAUSE_SHARE = 0.5


def check_part_across(part: Sentence, passage: Passage, likeness: Likeness | None) -> Reason | None:
    """Why a passage in another language does not bear out a part of a claim; None when it does."""
    if likeness is None:
        return Reason.OTHER_LANGUAGE
    part = rendered(part, passage)
    checks = (
        (Reason.NUMBER_NOT_CITED, lambda: not figures_hold(part, passage)),
        (Reason.NAME_NOT_CITED, lambda: not all(is_named(name, passage) for name in names_in(part))),
        (
            Reason.ROLE_DIFFERS,
            lambda: (
                _differs_in_office(part, passage)
                or misplaced_name(part, passage)
                or reversed_order(part, passage)
            ),
        ),
        (Reason.NEGATION_DIFFERS, lambda: contrary_word(part, passage)),
        (Reason.OVERSTATED, lambda: hedged_word(part, passage)),
        (Reason.DIRECTION_DIFFERS, lambda: turned_across(part, passage)),
        (Reason.OVERSTATED, lambda: strong_word(part, passage)),
        (Reason.NOT_SUPPORTED, lambda: share(part, passage) < SUPPORTED or has_addition(part, passage)),
    )
    return next((reason for reason, fails in checks if fails()), None)


def _differs_in_office(part: Sentence, passage: Passage) -> bool:
    """Whether an office differs; what a word order makes of other words says nothing across languages."""
    held = differing_office(part, passage)
    return held is not None and held.office in offices(part.lang).values()


def is_named(name: Name, passage: Passage) -> bool:
    """Whether a passage gives a name that was rendered as it spells it."""
    return bool(passage.names.find(name))


def share(part: Sentence, passage: Passage) -> float:
    """How much of what a rendered part says beside its names and numbers the passage says too, 0..1."""
    telling = telling_words(part) or list(part.content)
    if not telling:
        return 0.0
    return sum(map(passage.says, telling)) / len(telling)


def has_addition(part: Sentence, passage: Passage) -> bool:
    """Whether a clause of some length is not in the passage though the rest is."""
    for clause in {word.clause for word in part.content}:
        telling = [word for word in telling_words(part) if word.clause == clause]
        if len(telling) >= _CLAUSE_WORDS and sum(map(passage.says, telling)) < _CLAUSE_SHARE * len(telling):
            return True
    return False


def telling_words(part: Sentence) -> list[Word]:
    """What a part says beside its names and numbers."""
    named = {word.place for name in names_in(part) for word in name.words}
    return [word for word in part.content if word.place not in named]


def relevance_across(part: Sentence, passage: Passage, likeness: Likeness | None) -> float:
    """How much of what a part says the passage is about, 0..1."""
    if likeness is None:
        return 0.0
    said = rendered(part, passage)
    names = [bool(passage.names.find(name)) for name in names_in(said)]
    told = [passage.says(word) for word in telling_words(said)]
    return sum((*names, *told)) / max(len(names) + len(told), 1)

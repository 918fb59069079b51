"""Measures: whether each number of a claim is given by what it cites, and of the same thing."""

from __future__ import annotations

from itertools import pairwise

from tidings.policy.passage import Passage
from tidings.policy.quantities import Quantity, pairs
from tidings.policy.reading import Sentence
from tidings.policy.ties import Tie, is_outdone, tie_of_number


def numbers_hold(part: Sentence, passage: Passage) -> bool:
    """Whether every number is given, of the same thing, and every score and range in the same order."""
    scores = pairs(part.text)
    if scores and not scores <= frozenset().union(
        *(_pairs_given(sentence) for sentence in passage.sentences)
    ):
        return False
    if not part.loose_codes <= passage.codes:
        return False
    return all(_is_given(part, quantity, passage) for quantity in part.quantities)


def _pairs_given(sentence: Sentence) -> frozenset[tuple[int, int]]:
    """Pairs as written, and neighbouring numbers of a kind: from 5 to 7."""
    whole = [int(item.value) for item in sentence.quantities if item.value == int(item.value)]
    return pairs(sentence.text) | frozenset(pairwise(whole))


def _is_given(part: Sentence, quantity: Quantity, passage: Passage) -> bool:
    claimed = _tie(part, quantity)
    same, rivals = [], []
    for sentence in passage.sentences:
        for cited in sentence.quantities:
            if quantity.agrees(cited):
                same.append(_tie(sentence, cited))
            elif quantity.is_of_kind(cited):
                rivals.append(_tie(sentence, cited))
    met = [tie for tie in same if claimed.is_met_by(tie)]
    return bool(met) and not is_outdone(claimed, met, rivals)


def _tie(sentence: Sentence, quantity: Quantity) -> Tie:
    within = [word.place for word in sentence.words if quantity.start <= word.token.start < quantity.end]
    following = sentence.word_at(quantity.end)
    first = within[0] if within else (following.place if following else len(sentence.words))
    return tie_of_number(sentence, first, within[-1] if within else first - 1)

"""Bearing: whether what a claim asserts is asserted, negated, denied or only possible in what it cites."""

from __future__ import annotations

from collections.abc import Iterator

from tidings.policy.lexicon import alphabet_language
from tidings.policy.passage import Passage
from tidings.policy.proper_names import names_in
from tidings.policy.reading import Bearing, Sentence, Word
from tidings.text.morphology import readings
from tidings.text.stopwords import stop_words

_DENYING = Bearing.NEGATED | Bearing.DENIED
_TO_COME = Bearing.POSSIBLE | Bearing.FUTURE


def bearing_holds(part: Sentence, passage: Passage) -> bool:
    """Whether what the claim asserts, negates or denies is asserted, negated or denied there."""
    confirmed, claimed = Bearing.PLAIN, Bearing.PLAIN
    for word, cited in _bearings(part, passage):
        claimed |= word.bearing
        if cited and not any(_is_alike(word.bearing, bearing) for bearing in cited):
            return False
        if cited:
            confirmed |= word.bearing
    return not claimed & ~confirmed & _DENYING


def is_only_possible(part: Sentence, passage: Passage) -> bool:
    """Whether the claim states as done what is only possible, planned or to come there."""
    hedged = {word.clause for word in part.words if word.bearing & _TO_COME}
    return any(
        cited and word.clause not in hedged and all(bearing & _TO_COME for bearing in cited)
        for word, cited in _bearings(part, passage)
        if not _is_infinitive(word)
    )


def _is_infinitive(word: Word) -> bool:
    """A Russian infinitive states nothing: what it stands with may be a plan (решил закрыть)."""
    return alphabet_language(word.token.norm) == "ru" and str(readings(word.token.norm)[0].tag.POS) == "INFN"


def _bearings(part: Sentence, passage: Passage) -> Iterator[tuple[Word, set[Bearing]]]:
    """Each word that says something, with how it bears wherever the passage uses it."""
    named = {word.place for name in names_in(part) for word in name.words}
    for word in part.words:
        if word.place not in named and word.token.norm not in stop_words(part.lang):
            yield word, passage.bearings.get(word.root, set())


def _is_alike(claimed: Bearing, cited: Bearing) -> bool:
    return not (claimed ^ cited) & _DENYING

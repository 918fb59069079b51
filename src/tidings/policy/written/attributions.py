"""Attributions: who says what: whether the passage has somebody else say what a claim has its speaker say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache

from tidings.policy.reading.kinship import is_akin
from tidings.policy.reading.lexicon import offices, roots
from tidings.policy.reading.parties import party_keys
from tidings.policy.reading.passage import Passage
from tidings.policy.reading.proper_names import names_in
from tidings.policy.reading.reading import Sentence, Word
from tidings.text.stopwords import stop_words

# A speaker is named this near the verb: "union leader Marga Elstrow of Ostrel said".
_REACH = 7
# What two tellings have in common to be one: so many words and figures, and this share of the claim's.
_LEAST = 2
_SHARE = 0.6
_FIGURE = 2
# Sentences whose attributions are kept: those of some twenty answers.
_REMEMBERED = 1024


@dataclass(frozen=True, slots=True)
class Attribution:
    """A verb of speech, who says it, and the words and figures of what is said."""

    verb: Word
    speakers: frozenset[str]
    said: frozenset[str]
    figures: frozenset[str]


def foreign_speaker(part: Sentence, passage: Passage) -> Word | None:
    """The first verb of speech whose speaker does not say this in the passage, where somebody else does."""
    cited = [attributions_of(sentence) for sentence in passage.sentences]
    everybody = frozenset[str]().union(*(one.speakers for found in cited for one in found))
    vague = roots("references", part.lang) | set(offices(part.lang))
    for own in attributions_of(part):
        if own.speakers <= vague or not own.speakers & everybody:
            continue
        mine = max((_common(own, one) for one in _may_be(own, cited, vague)), default=0)
        best = max((_common(own, one) for found in cited for one in found), default=0)
        if best > mine and best >= _SHARE * _weight(own):
            return own.verb
    return None


def _may_be(
    own: Attribution, cited: Iterable[Sequence[Attribution]], vague: Set[str]
) -> Iterator[Attribution]:
    """Whatever the speaker may have said: "he" and "the union" are anybody who does not speak beside them.

    For a company its director speaks.
    """
    is_body = len(own.speakers) == 1
    for found in cited:
        beside = any(one.speakers & own.speakers for one in found)
        for one in found:
            may_be = one.speakers & vague if is_body else one.speakers <= vague
            if one.speakers & own.speakers or (may_be and not beside):
                yield one


def _common(own: Attribution, one: Attribution) -> int:
    words = sum(any(root == other or is_akin(root, other) for other in one.said) for root in own.said)
    weight = words + _FIGURE * len(own.figures & one.figures)
    return weight if weight >= _LEAST else 0


def _weight(own: Attribution) -> int:
    return len(own.said) + _FIGURE * len(own.figures)


@lru_cache(maxsize=_REMEMBERED)
def attributions_of(sentence: Sentence) -> tuple[Attribution, ...]:
    """Who says what in a sentence; what is said stands behind its verb, or before it where none is there."""
    speech = roots("speech", sentence.lang)
    verbs = [word for word in sentence.words if word.root in speech]
    return tuple(_attributions(sentence, verbs))


def _attributions(sentence: Sentence, verbs: Sequence[Word]) -> Iterator[Attribution]:
    for number, verb in enumerate(verbs):
        start = verbs[number - 1].place + 1 if number else 0
        end = verbs[number + 1].clause if number + 1 < len(verbs) else sentence.words[-1].clause + 1
        speakers = _speakers(sentence, verb, start)
        if speakers and speakers[0].place < verb.place:
            told = [word for word in sentence.content if word.place > verb.place and word.clause < end]
        else:
            told = [word for word in sentence.content if start <= word.place and word.clause < verb.clause]
        if speakers and told:
            yield _attribution(sentence, verb, speakers, told)


def _attribution(
    sentence: Sentence, verb: Word, speakers: Sequence[Word], told: Sequence[Word]
) -> Attribution:
    keys, clauses = party_keys(sentence), {word.clause for word in told}
    figures = frozenset(
        f"{item.value:g} {item.unit}"
        for item in sentence.quantities
        if (at := sentence.word_at(item.start)) is not None and at.clause in clauses
    )
    named = {word.place for name in names_in(sentence) for word in name.words}
    said = frozenset(word.root for word in told if word.place not in named)
    return Attribution(verb, frozenset(keys[word.place] for word in speakers), said, figures)


def _speakers(sentence: Sentence, verb: Word, start: int) -> list[Word]:
    """The names and nouns of the verb's clause, before it or right behind it."""
    own = [word for word in sentence.words if word.clause == verb.clause and word.place >= start]
    stops = stop_words(sentence.lang) | roots("links", sentence.lang)
    near = [
        word
        for word in own
        if word is not verb and abs(word.place - verb.place) <= _REACH and word.token.norm not in stops
    ]
    before = [word for word in near if word.place < verb.place]
    return before or [word for word in near if word.place > verb.place]

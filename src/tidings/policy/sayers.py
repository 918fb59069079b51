"""Sayers: whether what a rendered claim says of a name is said of it in the passage, or of another.

Pronouns and words such as "the company" stand for the name that was given last.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from tidings.policy.lexicon import alphabet_language, roots
from tidings.policy.passage import Passage
from tidings.policy.proper_names import Name, names_in
from tidings.policy.reading import Sentence, Word
from tidings.text.morphology import readings

# Less than this much in common is chance.
_TELLING = 2
_BEING = frozenset(["is", "are", "was", "were", "be", "been", "being"])
# An auxiliary stands this near before its participle, and who did it this near behind.
_AUXILIARY, _AGENT = 3, 5


def misplaced_name(part: Sentence, passage: Passage) -> Name | None:
    """The first name of a claim of which the passage says what is claimed of it only of others."""
    return next((name for name in names_in(part) if _is_anothers(name, part, passage)), None)


def _is_anothers(name: Name, part: Sentence, passage: Passage) -> bool:
    if _is_circumstance(name, part):
        return False
    said = _said_of(name, part)
    places = passage.names.find(name)
    mine, others, is_last = 0, 0, False
    for number, sentence in enumerate(passage.sentences):
        here = {place for at, place in places if at == number}
        common, foreign = _in_common(sentence, said, here)
        if here or (is_last and not names_in(sentence)):
            mine, others = max(mine, common), max(others, foreign)
        else:
            others = max(others, common, foreign)
        is_last = bool(here) or (is_last and not names_in(sentence))
    return others > mine and (others >= _TELLING or mine == 0)


def _said_of(name: Name, part: Sentence) -> set[str]:
    """What a claim says of a name: all of it, or of several names what stands in the clause of each."""
    named = {word.place for one in names_in(part) for word in one.words}
    telling = [word for word in part.content if word.place not in named]
    own = {word.root for word in telling if word.clause == name.clause}
    return own if own and len(names_in(part)) > 1 else {word.root for word in telling}


def _in_common(sentence: Sentence, said: set[str], here: set[int]) -> tuple[int, int]:
    """How much of what is said a sentence has, and how much a clause of it that names only others."""
    clauses = {word.clause for word in sentence.words}
    own = {sentence.words[place].clause for place in here}
    foreign = {name.clause for name in names_in(sentence)} - own
    apart = max((len(said & sentence.clause_roots(clause)) for clause in foreign), default=0)
    beside = frozenset[str]().union(*(sentence.clause_roots(clause) for clause in clauses - foreign))
    if here and apart >= _TELLING and apart > len(said & beside):
        return len(said & beside), apart
    return len(said & sentence.roots), 0


def _is_circumstance(name: Name, sentence: Sentence) -> bool:
    """Whether a preposition of place, time or purpose stands right before the name in the claim itself."""
    said = sentence.said or sentence
    before = said.words[max(0, name.words[0].place - 2) : name.words[0].place]
    return any(word.root in roots("links", said.lang) for word in before)


def reversed_order(part: Sentence, passage: Passage) -> Word | None:
    """The first word between two names of a claim that stands between them the other way round only."""
    for left, right in pairwise(names_in(part)):
        first, second = passage.names.find(left), passage.names.find(right)
        for word in part.content:
            if left.words[-1].place < word.place < right.words[0].place and first != second:
                turned = _is_turned(part.said or part, word.place, left.words[0].place)
                orders = set(_orders(word.root, first, second, passage))
                if orders and turned not in orders:
                    return word
    return None


def _orders(
    root: str, first: frozenset[tuple[int, int]], second: frozenset[tuple[int, int]], passage: Passage
) -> Iterator[bool]:
    """For each place where a word stands between two names: whether the second does it to the first."""
    for number, sentence in enumerate(passage.sentences):
        ones = [place for at, place in first if at == number]
        twos = [place for at, place in second if at == number]
        for word in sentence.words if ones and twos else ():
            if word.root != root:
                continue
            if min(ones) < word.place < max(twos):
                yield _is_turned(sentence, word.place, min(ones))
            elif min(twos) < word.place < max(ones):
                yield not _is_turned(sentence, word.place, min(twos))


def _is_turned(sentence: Sentence, verb: int, subject: int) -> bool:
    """Whether what stands before a verb is what it is done to: in the passive, or by its Russian case."""
    words: Sequence[Word] = sentence.words
    if alphabet_language(words[verb].token.norm) == "ru":
        cases = {str(reading.tag.case) for reading in readings(words[subject].token.norm)}
        is_passive = any(str(reading.tag.POS) == "PRTS" for reading in readings(words[verb].token.norm)[:1])
        return is_passive or "nomn" not in cases
    before = {word.token.norm for word in words[max(0, verb - _AUXILIARY) : verb]}
    after = {word.token.norm for word in words[verb + 1 : verb + 1 + _AGENT]}
    return not _BEING.isdisjoint(before) and "by" in after

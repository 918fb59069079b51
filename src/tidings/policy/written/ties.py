"""Ties: what a sentence says a number or a direction of, and whether another ties them so too."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from tidings.policy.reading.amounts import Quantity
from tidings.policy.reading.lexicon import roots
from tidings.policy.reading.proper_names import names_in
from tidings.policy.reading.reading import Sentence

# A word right beside says more of what is counted than one elsewhere in the clause.
_BESIDE = 2
# What two sentences have in common counts no more than three words of their clauses.
_SENTENCE = 3
# Another figure that two sentences have in common says that they tell of the same thing.
_FIGURE = 4


@dataclass(frozen=True, slots=True)
class Tie:
    """What stands with a mark, as roots: in its clause, next to it before and after, and in its sentence,
    names included.

    `next_to` tells the two sides apart, and holds function words too: 1 in 10 is not 10 in 1.
    """

    clause: frozenset[str]
    beside: frozenset[str]
    next_to: frozenset[tuple[int, str]]
    sentence: frozenset[str]
    figures: frozenset[str] = frozenset()

    def closeness(self, cited: Tie) -> int:
        """How much of what stands with one mark stands with the other."""
        beside = _BESIDE * len(self.beside & cited.beside)
        return len(self.clause & cited.clause) + beside + len(self.next_to & cited.next_to)

    def nearness(self, cited: Tie) -> int:
        """How closely the two are tied, what their sentences have in common besides counting a little."""
        return self.closeness(cited) + min(len(self.sentence & cited.sentence), _SENTENCE)

    def kinship(self, cited: Tie) -> int:
        """How much the two are of one telling: the same words, and other figures that are the same."""
        return self.nearness(cited) + _FIGURE * len(self.figures & cited.figures)


def tie_of_number(sentence: Sentence, first: int, last: int) -> Tie:
    """What the words from `first` to `last` of a sentence, which give a number, stand with."""
    tie = _tie(sentence, first, last, frozenset(), _next_to(sentence, first, last))
    clause = sentence.words[first].clause if first < len(sentence.words) else 0
    others = (item for item in sentence.quantities if not first <= _place(sentence, item) <= last)
    return replace(tie, figures=frozenset(_figure(item) for item in others if _in(sentence, item, clause)))


def tie_of_word(sentence: Sentence, place: int) -> Tie:
    """What a word stands with, the figures of its clause among it, the names beside it not."""
    named = {word.place for name in names_in(sentence) for word in name.words}
    figures = _figures(sentence, sentence.words[place].clause)
    return _tie(sentence, place, place, figures, _next_to(sentence, place, place, named))


def _tie(
    sentence: Sentence, first: int, last: int, figures: frozenset[str], next_to: frozenset[tuple[int, str]]
) -> Tie:
    """Names stand with nothing here: whose a deed is, `actors` asks."""
    own = {word.root for word in sentence.words[first : last + 1]}
    clause = sentence.words[first].clause if first < len(sentence.words) else 0
    named = {word.place for name in names_in(sentence) for word in name.words}
    passed = roots("numbers", f"counters_{sentence.lang}")
    telling = [word for word in sentence.content if word.place not in named and word.root not in passed]
    others = [word for word in telling if not first <= word.place <= last]
    mates = [word for word in others if word.clause == clause]
    before = [word.root for word in mates if word.place < first][-1:]
    after = [word.root for word in mates if word.place > last][:2]
    return Tie(
        (frozenset(word.root for word in mates) - own) | figures,
        frozenset(before + after) - own,
        next_to,
        sentence.roots - own,
    )


def _next_to(
    sentence: Sentence, first: int, last: int, without: Collection[int] = ()
) -> frozenset[tuple[int, str]]:
    sides = ((-1, sentence.words[max(first - 1, 0) : first]), (1, sentence.words[last + 1 : last + 2]))
    passed = roots("numbers", f"counters_{sentence.lang}")
    return frozenset(
        (side, word.root)
        for side, words in sides
        for word in words
        if word.place not in without and word.root not in passed
    )


def _figures(sentence: Sentence, clause: int) -> frozenset[str]:
    """The quantities of a clause, as one more thing it says."""
    return frozenset(
        _figure(item)
        for item in sentence.quantities
        if (word := sentence.word_at(item.start)) is not None and word.clause == clause
    )


def _in(sentence: Sentence, item: Quantity, clause: int) -> bool:
    word = sentence.word_at(item.start)
    return word is not None and word.clause == clause


def _figure(item: Quantity) -> str:
    return f"{item.value:g} {item.unit}"


def _place(sentence: Sentence, item: Quantity) -> int:
    word = sentence.word_at(item.start)
    return word.place if word is not None else len(sentence.words)


def is_outdone(claimed: Tie, same: Iterable[Tie], rivals: Iterable[Tie]) -> bool:
    """Whether something else of the kind is tied to what the claim says more closely than the claimed is."""
    best = max((claimed.closeness(tie) for tie in same), default=-1)
    return max((claimed.closeness(tie) for tie in rivals), default=-1) > best

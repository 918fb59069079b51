"""Actors: whether what a claim says of a name is said of that name, and who did it to whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from tidings.policy.deeds import Deed, turned_deed
from tidings.policy.lexicon import offices, roots
from tidings.policy.passage import Passage
from tidings.policy.proper_names import Name, NameIndex, names_in
from tidings.policy.reading import Sentence, Word
from tidings.text.stopwords import stop_words

# A party to an action is named this near the other.
_REACH = 7
# A word beside a name may have an article or a preposition between: "the death of Lind".
_BESIDE = 2
# Sentences whose names' surroundings are kept: those of some twenty answers.
_REMEMBERED = 4096
_SIDES = {-1: "before", 1: "after"}
_OF = frozenset(["of"])
_BEING = frozenset(["is", "are", "was", "were", "be", "been", "being"])
# One word in common proves nothing of whose it is, unless nothing at all is said of the claim's own name.
_TELLING = 2


@dataclass(frozen=True, slots=True)
class _Cited:
    """A sentence of a passage, and which names it gives where."""

    sentence: Sentence
    number: int
    index: NameIndex

    def places(self, name: Name) -> set[int]:
        """The words of the sentence that give the name, or its last word alone: Markova, of Elena Markova."""
        found = self.index.find(name)
        if len(name.words) > 1 and name.key is None:
            found |= self.index.find(Name(name.words[-1:], None))
        return {place for number, place in found if number == self.number}

    def clauses_of(self, name: Name) -> set[int]:
        """Clauses that give the name, or a common word of it: "the bank" is Varn Bank."""
        own = {word.root for word in name.words}
        common = [word for word in self.sentence.content if word.root in own and word.token.text.islower()]
        return {self.sentence.words[place].clause for place in self.places(name)} | {
            word.clause for word in common
        }

    def foreign_clauses(self, names: Sequence[Name]) -> set[int]:
        """Clauses of which a name that is none of these may be the subject."""
        given = set[int]().union(*(self.places(name) for name in names))
        return {
            name.clause
            for name in names_in(self.sentence)
            if given.isdisjoint(word.place for word in name.words) and _is_actor(self.sentence, name)
        }


def swapped_name(claimed: Sentence, passage: Passage) -> Name | Deed | None:
    """The first name of which the passage says it less than of another, or deed that it tells otherwise."""
    names = names_in(claimed)
    cited = [_Cited(sentence, number, passage.names) for number, sentence in enumerate(passage.sentences)]
    for name in names:
        if _is_subject(claimed, name) and _belongs_to_another(claimed, name, names, cited):
            return name
        if _is_misplaced(claimed, name, cited):
            return name
    return turned_deed(claimed, passage)


def _is_actor(sentence: Sentence, name: Name) -> bool:
    """Whether a name may be whom a clause is about; where Russian puts it says nothing."""
    return not _is_circumstance(sentence, name) and (sentence.lang == "ru" or _is_subject(sentence, name))


def _is_subject(sentence: Sentence, name: Name) -> bool:
    """Whether most of what is said in the name's clause comes after it, or nothing else is said there."""
    mates = [word.place for word in sentence.content if word.clause == name.clause and word not in name.words]
    return not mates or sum(place > name.words[0].place for place in mates) * 2 > len(mates)


def _belongs_to_another(
    claimed: Sentence, name: Name, names: Sequence[Name], cited: Sequence[_Cited]
) -> bool:
    own = frozenset(word.root for found in names for word in found.words)
    said = claimed.clause_roots(name.clause) - own
    # "Markova said that ..." and "Markova, the mayor, ...": what is said of her stands in other clauses.
    whole = not said
    if whole:
        said = claimed.roots - own
    common = [_common(one, said, name, names, whole) for one in cited if not one.sentence.is_headline]
    mine = max((its for its, _ in common), default=0)
    others = max((foreign for _, foreign in common), default=0)
    return others > mine and (others >= _TELLING or mine == 0)


def _common(
    cited: _Cited, said: frozenset[str], name: Name, names: Sequence[Name], whole: bool
) -> tuple[int, int]:
    """How much of what is said of a name a sentence says of it, and how much of names not in the claim."""
    here = cited.clauses_of(name)
    foreign = cited.foreign_clauses(names) - here
    if whole:
        common = len(said & cited.sentence.roots)
        return (common, 0) if here else (0, common if foreign else 0)
    clauses = {word.clause for word in cited.sentence.words}
    counts = {clause: len(said & cited.sentence.clause_roots(clause)) for clause in clauses}
    mine = max((count for clause, count in counts.items() if here and clause not in foreign), default=0)
    return mine, max((counts[clause] for clause in foreign), default=0)


def _is_misplaced(claimed: Sentence, name: Name, cited: Sequence[_Cited]) -> bool:
    """Whether another name stands among the words that the claim puts this one among, more than it does."""
    # What stands beside two names of the claim at once, as in "Lind and Rusk resigned", tells neither.
    shared = (_surroundings(claimed, other) for other in names_in(claimed) if other is not name)
    wanted = _surroundings(claimed, name).difference(*shared)
    mine, others = 0, 0
    for one in cited:
        places = one.places(name)
        for other in () if one.sentence.is_headline else names_in(one.sentence):
            common = len(wanted & _surroundings(one.sentence, other))
            if places.isdisjoint(word.place for word in other.words):
                others = max(others, common)
            else:
                mine = max(mine, common)
    return others > mine


@lru_cache(maxsize=_REMEMBERED)
def _surroundings(sentence: Sentence, name: Name) -> frozenset[tuple[str, str]]:
    """The nearest telling words of its clause on either side of a name, and what stands right beside it.

    In the passive the sides are changed: who is sued stands there where who sues does in the active.
    """
    first, last = name.words[0].place, name.words[-1].place
    telling = _telling(sentence)
    before = [word for word in telling if word.place < first][-1:]
    after = [word for word in telling if word.place > last][:1]
    found = set[tuple[str, str]]()
    for word, side, other in [*((word, -1, 1) for word in before), *((word, 1, -1) for word in after)]:
        at = other if _is_passive(sentence, word) else side
        found.add((_SIDES[at], word.root))
        if min(abs(word.place - first), abs(word.place - last)) <= _BESIDE:
            found.add((f"right {_SIDES[at]}", word.root))
    link = sentence.words[first - 1] if first else None
    if before and link is not None and link.root in roots("links", sentence.lang) | _OF:
        found.add((link.root, before[0].root))
    return frozenset(found)


@lru_cache(maxsize=_REMEMBERED)
def _telling(sentence: Sentence) -> tuple[Word, ...]:
    """The words that tell one name's place from another's: no names, offices, or words for saying."""
    named = {word.place for found in names_in(sentence) for word in found.words}
    without = offices(sentence.lang).keys() | stop_words(sentence.lang) | roots("speech", sentence.lang)
    return tuple(
        word
        for word in sentence.words
        if word.place not in named and word.root not in without and word.token.norm not in without
    )


def _is_circumstance(sentence: Sentence, name: Name) -> bool:
    """Whether a preposition of place or time stands right before the name, or one word before."""
    first = name.words[0].place
    before = sentence.words[max(0, first - 2) : first]
    return any(word.root in roots("links", sentence.lang) for word in before)


def _is_passive(sentence: Sentence, verb: Word) -> bool:
    """Whether the party before the verb is the one it is done to."""
    if sentence.lang == "ru":
        return False
    before = {word.token.norm for word in sentence.words[max(0, verb.place - 3) : verb.place]}
    after = {word.token.norm for word in sentence.words[verb.place + 1 : verb.place + 5]}
    return not _BEING.isdisjoint(before) and "by" in after

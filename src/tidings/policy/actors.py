"""Actors: whether what a claim says of a name is said of that name, and who did it to whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from tidings.policy.lexicon import offices, roots
from tidings.policy.passage import Passage
from tidings.policy.proper_names import Name, NameIndex, names_in
from tidings.policy.reading import Sentence, Word
from tidings.text.morphology import readings

# A party to an action is named this near the other.
_REACH = 7
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
        """The words of the sentence that give the name."""
        return {place for number, place in self.index.find(name) if number == self.number}

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


class _Deed(NamedTuple):
    """Two names with a word between them that may say what one did to the other."""

    left: Name
    verb: Word
    right: Name
    passive: bool


def swapped_name(claimed: Sentence, passage: Passage) -> Name | None:
    """The first name of a claim of which the passage says it less than of another, or in other order."""
    names = names_in(claimed)
    cited = [_Cited(sentence, number, passage.names) for number, sentence in enumerate(passage.sentences)]
    for name in names:
        if _is_subject(claimed, name) and (
            _belongs_to_another(claimed, name, names, cited) or _is_told_apart(claimed, name, names, cited)
        ):
            return name
        if _is_misplaced(claimed, name, cited):
            return name
    return next((deed.left for deed in _deeds(claimed) if _is_reversed(deed, cited)), None)


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


def _is_told_apart(claimed: Sentence, name: Name, names: Sequence[Name], cited: Sequence[_Cited]) -> bool:
    """Whether what the claim says of a name is said only where neither it nor any word for it stands."""
    if _is_circumstance(claimed, name):
        return False
    said = claimed.clause_roots(name.clause) - {word.root for found in names for word in found.words}
    mine, others = 0, 0
    for one in cited:
        common = len(said & one.sentence.roots)
        if one.clauses_of(name) or _refers(one.sentence):
            mine = max(mine, common)
        else:
            others = max(others, common)
    return others >= _TELLING and others > mine


def _refers(sentence: Sentence) -> bool:
    """Whether a sentence has a word that may stand for a name of another one: she, the company, the mayor."""
    known = roots("references", sentence.lang)
    return any(word.root in known or word.root in offices(sentence.lang) for word in sentence.words)


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


def _surroundings(sentence: Sentence, name: Name) -> frozenset[tuple[str, str]]:
    """The nearest telling words on either side of a name, and the preposition before it with its word.

    In the passive the sides are changed: who is sued stands there where who sues does in the active.
    """
    first, last = name.words[0].place, name.words[-1].place
    named = {word.place for found in names_in(sentence) for word in found.words}
    held = offices(sentence.lang)
    telling = [word for word in sentence.content if word.place not in named and word.root not in held]
    before = [word for word in telling if word.place < first][-1:]
    after = [word for word in telling if word.place > last][:1]
    found = {("after" if _is_passive(sentence, word) else "before", word.root) for word in before}
    found |= {("before" if _is_passive(sentence, word) else "after", word.root) for word in after}
    link = sentence.words[first - 1] if first else None
    if before and link is not None and link.root in roots("links", sentence.lang):
        found.add((link.root, before[0].root))
    return frozenset(found)


def _deeds(claimed: Sentence) -> Iterator[_Deed]:
    for left, right in pairwise(names_in(claimed)):
        start, end = left.words[-1].place, right.words[0].place
        if end - start > _REACH or _is_circumstance(claimed, right) or _is_circumstance(claimed, left):
            continue
        for word in claimed.content:
            if start < word.place < end and _is_deed(word, claimed.lang):
                yield _Deed(left, word, right, _is_passive(claimed, word))


def _is_deed(word: Word, lang: str) -> bool:
    """Whether a word may be what one did to the other. A Russian participle leaves open who did it."""
    if lang == "ru":
        return str(readings(word.token.norm)[0].tag.POS) == "VERB"
    return word.root not in offices(lang)


def _is_circumstance(sentence: Sentence, name: Name) -> bool:
    """Whether a preposition of place or time stands right before the name, or one word before."""
    first = name.words[0].place
    before = sentence.words[max(0, first - 2) : first]
    return any(word.root in roots("links", sentence.lang) for word in before)


def _is_reversed(deed: _Deed, cited: Sequence[_Cited]) -> bool:
    """Whether the passage has the two about the same word only the other way round."""
    order = [_order(deed, one) for one in cited]
    return -1 in order and 1 not in order


def _order(deed: _Deed, cited: _Cited) -> int:
    """1 where a sentence has the parties in the claim's order, -1 in the reverse, 0 where it has not both."""
    lefts, rights = cited.places(deed.left), cited.places(deed.right)
    if not lefts or not rights:
        return 0
    found = 0
    for word in cited.sentence.words:
        if word.root != deed.verb.root or not _is_deed(word, cited.sentence.lang):
            continue
        turned = _is_passive(cited.sentence, word) != deed.passive
        first, second = (rights, lefts) if turned else (lefts, rights)
        if min(first) < word.place < max(second):
            return 1
        if min(second) < word.place < max(first):
            found = -1
    return found


def _is_passive(sentence: Sentence, verb: Word) -> bool:
    """Whether the party before the verb is the one it is done to."""
    if sentence.lang == "ru":
        return False
    before = {word.token.norm for word in sentence.words[max(0, verb.place - 3) : verb.place]}
    after = {word.token.norm for word in sentence.words[verb.place + 1 : verb.place + 5]}
    return not _BEING.isdisjoint(before) and "by" in after

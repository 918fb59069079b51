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
        if _is_subject(claimed, name) and _belongs_to_another(claimed, name, names, cited):
            return name
        if _is_misplaced(claimed, name, names, cited):
            return name
    return next((deed.left for deed in _deeds(claimed) if _is_reversed(deed, cited)), None)


def _is_actor(sentence: Sentence, name: Name) -> bool:
    """Whether a name may be whom a clause is about; where Russian puts it says nothing."""
    return not _is_circumstance(sentence, name) and (sentence.lang == "ru" or _is_subject(sentence, name))


def _is_subject(sentence: Sentence, name: Name) -> bool:
    """Whether most of what is said in the name's clause comes after it."""
    mates = [word.place for word in sentence.content if word.clause == name.clause and word not in name.words]
    return sum(place > name.words[0].place for place in mates) * 2 >= len(mates)


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


def _is_misplaced(claimed: Sentence, name: Name, names: Sequence[Name], cited: Sequence[_Cited]) -> bool:
    """Whether what leads up to the name, such as "left from", leads up to another name there, never to it."""
    slot = _slot(claimed, name)
    if slot is None:
        return False
    taken = False
    for one in cited:
        for other in names_in(one.sentence):
            if _slot(one.sentence, other) != slot:
                continue
            here = {word.place for word in other.words}
            if not here.isdisjoint(one.places(name)):
                return False
            taken = taken or all(here.isdisjoint(one.places(mine)) for mine in names)
    return taken


def _slot(sentence: Sentence, name: Name) -> tuple[str, str] | None:
    """The preposition right before a name, and the word it belongs to; None where there is none."""
    first = name.words[0].place
    if first < 2 or sentence.words[first - 1].root not in roots("links", sentence.lang):
        return None
    return sentence.words[first - 2].root, sentence.words[first - 1].root


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

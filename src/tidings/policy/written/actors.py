"""Actors: whether what a claim says of a name is said of that name, and who did it to whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from tidings.policy.reading.lexicon import is_irregular, offices, roots
from tidings.policy.reading.parties import Deed
from tidings.policy.reading.passage import Passage
from tidings.policy.reading.proper_names import Name, NameIndex, names_in
from tidings.policy.reading.reading import Sentence, Word
from tidings.policy.written.attributes import is_attribute
from tidings.policy.written.deeds import deeds_in, turned_deed
from tidings.text.stopwords import stop_words

# A party to an action is named this near the other.
_REACH = 7
# A word beside a name may have an article or a preposition between: "the death of Lind".
_BESIDE = 2
# Sentences whose names' surroundings are kept: those of some twenty answers.
_REMEMBERED = 4096
# Words of a title behind its holder, up to what it is of: "the harbour master of".
_TITLE = 5
_SIDES = {-1: "before", 1: "after"}
_POSSESSIVE = ("'s", "’s", "s'", "s’")
_OF = frozenset(["of"])
_THAT = frozenset(["that", "что"])
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
        found = {self.sentence.words[place].clause for place in self.places(name)}
        found |= {word.clause for word in common}
        return {clause for first in found for clause in _up_to_verb(self.sentence, first)}

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
        if _is_of_office(claimed, name):
            continue
        is_party = not is_attribute(claimed, name) and _is_subject(claimed, name)
        if is_party and _belongs_to_another(claimed, name, names, cited):
            return name
        if _is_misplaced(claimed, name, cited):
            return name
    return turned_deed(claimed, passage)


def _is_of_office(sentence: Sentence, name: Name) -> bool:
    """Whether a name only says what an office is of: Naples' former mayor."""
    last = name.words[-1]
    following = sentence.words[last.place + 1 : last.place + 1 + _BESIDE]
    is_possessive = last.token.text.endswith(_POSSESSIVE)
    return is_possessive and any(word.root in offices(sentence.lang) for word in following)


def _up_to_verb(sentence: Sentence, first: int) -> range:
    """The clauses from one on to the next with a verb: Brandt of Varn, the owner, and Lind, a lawyer, sue.

    Where that is one of speech, what is said goes on behind it: Brandt announced that the port closes.
    """
    last = max((word.clause for word in sentence.words), default=first)
    verbs = {deed.verb.clause: deed.verb.root for deed in deeds_in(sentence)}
    end = next((clause for clause in range(first, last + 1) if clause in verbs), first)
    following = next((word.token.norm for word in sentence.words if word.clause == end + 1), "")
    goes_on = following in _THAT and verbs.get(end) in roots("speech", sentence.lang)
    return range(first, end + goes_on + 1)


def _is_actor(sentence: Sentence, name: Name) -> bool:
    """Whether a name may be whom a clause is about; where Russian puts it says nothing."""
    return not is_circumstance(sentence, name) and (sentence.lang == "ru" or _is_subject(sentence, name))


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
    return others >= _TELLING and mine == 0


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
    """Whether the passage has another name in the place of this one.

    Either the claim has the two change places, or it has not the other, and this one stands elsewhere.
    """
    others = [other for other in names_in(claimed) if other is not name]
    # What stands beside two names of the claim at once, as in "Lind and Rusk resigned", tells neither.
    wanted = _surroundings(claimed, name).difference(*(_surroundings(claimed, other) for other in others))
    if not wanted:
        return False
    attribute = is_attribute(claimed, name)
    if any(_have_changed_places(claimed, name, other, cited) for other in others):
        return True
    return not attribute and _has_rival(claimed, name, wanted, others, cited)


def _have_changed_places(claimed: Sentence, name: Name, other: Name, cited: Sequence[_Cited]) -> bool:
    """Whether each of two stands in the passage where the claim has the other, more than where it has it."""
    wanted, its = _surroundings(claimed, name), _surroundings(claimed, other)
    # What a title is of, as in "master of Varn", is no party that could change its place.
    if _is_of_title(claimed, name, other) or _is_of_title(claimed, other, name):
        return False
    # A Russian contract may be signed by either side, and either may stand first.
    mutual = roots("mutual", "ru") if claimed.lang == "ru" else frozenset[str]()
    shared = wanted & its
    wanted = frozenset(pair for pair in wanted - shared if pair[1] not in mutual)
    its = frozenset(pair for pair in its - shared if pair[1] not in mutual)
    crossed = _most(wanted, other, cited), _most(its, name, cited)
    straight = _most(wanted, name, cited) + _most(its, other, cited)
    return sum(crossed) > straight + (0 if min(crossed) else 1)


def _is_of_title(sentence: Sentence, name: Name, holder: Name) -> bool:
    """Whether a name ends the apposition right behind another: Lind, harbour master of Varn."""
    first, before = name.words[0].place, holder.words[-1]
    between = sentence.words[before.place + 1 : first]
    if not 1 < len(between) <= _TITLE or between[-1].root not in _OF:
        return False
    return between[0].clause == before.clause + 1 == name.clause and all(
        not (word.token.norm.endswith("ed") or is_irregular(word.token.norm)) for word in between
    )


def _most(wanted: frozenset[tuple[str, str]], name: Name, cited: Sequence[_Cited]) -> int:
    """How much of what is wanted stands beside a name, at most, in one sentence."""
    found = 0
    for one in cited:
        places = one.places(name)
        for given in names_in(one.sentence):
            if not places.isdisjoint(word.place for word in given.words):
                found = max(found, len(wanted & _surroundings(one.sentence, given)))
    return found


def _has_rival(
    claimed: Sentence,
    name: Name,
    wanted: frozenset[tuple[str, str]],
    others: Sequence[Name],
    cited: Sequence[_Cited],
) -> bool:
    """Whether a name that the claim has not stands where it puts this one, which stands elsewhere."""
    telling = {root for side, root in wanted if side != "slot"}
    wanted = frozenset(pair for pair in wanted if pair[0] != "slot")
    if _most(wanted, name, cited):
        return False
    found = False
    for one in cited:
        places = one.places(name)
        if any(telling & one.sentence.clause_roots(clause) for clause in one.clauses_of(name)):
            return False
        if places and claimed.lang == "ru" and not is_circumstance(claimed, name):
            continue  # who is named beside the rival has a part in what is told of both
        given = set[int]().union(*(one.places(other) for other in others))
        for rival in () if one.sentence.is_headline else names_in(one.sentence):
            own = {word.place for word in rival.words}
            same_slot = is_circumstance(one.sentence, rival) == is_circumstance(claimed, name)
            if own.isdisjoint(places | given) and same_slot:
                found = found or bool(wanted & _surroundings(one.sentence, rival))
    return found


@lru_cache(maxsize=_REMEMBERED)
def _surroundings(sentence: Sentence, name: Name) -> frozenset[tuple[str, str]]:
    """The nearest telling words of its clause on either side of a name, and what stands right beside it.

    In the passive the sides are changed: who is sued stands there where who sues does in the active.
    """
    first, last = name.words[0].place, name.words[-1].place
    telling = _telling(sentence)
    speech = roots("speech", sentence.lang)
    speaks = any(word.root in speech for word in sentence.words[last + 1 : last + 2])
    before = [(word, -1) for word in telling if word.place < first][-1:]
    # What follows "Lind said" is said by her, not of her.
    after = [] if speaks else [(word, 1) for word in telling if word.place > last][:1]
    found = (
        {("slot", "says")}
        if speaks or any(one.root in speech for one in sentence.words[first - 1 : first])
        else set()
    )
    for word, side in before + after:
        at = _SIDES[-side if _is_passive(sentence, word) else side]
        found.add((at, word.root))
        if min(abs(word.place - first), abs(word.place - last)) <= _BESIDE:
            found.add((f"right {at}", word.root))
    return frozenset(found | _linked(sentence, first, before))


def _linked(sentence: Sentence, first: int, before: Sequence[tuple[Word, int]]) -> set[tuple[str, str]]:
    """The preposition right before a name, alone and with the word before it."""
    link = sentence.words[first - 1] if first else None
    if link is None or link.root not in roots("links", sentence.lang) | _OF:
        return set()
    return {("slot", link.root)} | {(link.root, word.root) for word, _ in before}


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


def is_circumstance(sentence: Sentence, name: Name) -> bool:
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

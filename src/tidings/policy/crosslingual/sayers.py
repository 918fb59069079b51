"""Sayers: whether what a rendered claim says of a name is said of it in the passage, or of another.

Pronouns and words such as "the company" stand for the name that was given last.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from tidings.policy.crosslingual.bilingual import listed, renderings
from tidings.policy.reading.cases import shared_cases
from tidings.policy.reading.lexicon import alphabet_language, offices, root, roots, units, values
from tidings.policy.reading.parties import Deed, party_keys
from tidings.policy.reading.passage import Passage
from tidings.policy.reading.proper_names import Name, names_in, trimmed
from tidings.policy.reading.reading import Sentence, Word
from tidings.policy.written.deeds import deeds_in
from tidings.policy.written.senses import are_alike
from tidings.text.morphology import readings

# Less than this much in common is chance.
_TELLING = 2
# An office stands so near its holder's name.
_OFFICE = 3
# A preposition stands this far before what its noun is called.
_GOVERNED = 2
# A verb follows its subject within so many words: "has finally denied".
_VERB = 3
# Besides the links: what these stand before says whose, where or whence.
_PLACING = frozenset(["of", "из", "от", "у", "близ", "возле", "вокруг"])
_ARTICLES = frozenset(["the", "a", "an"])
# These open a clause that tells of the name before it; what follows goes on about that name.
_RELATIVE = frozenset(["who", "which", "whose", "that", "который", "чей"])
_BEING = frozenset(["is", "are", "was", "were", "be", "been", "being"])
# An auxiliary stands this near before its participle, and who did it this near behind.
_AUXILIARY, _AGENT = 3, 5


def misplaced_name(part: Sentence, passage: Passage) -> Name | None:
    """The first name of a claim of which the passage says what is claimed of it only of others."""
    return next(
        (
            name
            for name in names_in(part)
            if _is_anothers(name, part, passage)
            or _is_others_deed(name, part, passage)
            or _is_others_title(name, part, passage)
        ),
        None,
    )


def _is_anothers(name: Name, part: Sentence, passage: Passage) -> bool:
    if _is_circumstance(name, part):
        return False
    said = _said_of(name, part)
    # Who does something to somebody may be told where the other alone is named.
    mates = [other for other in names_in(part) if other.clause == name.clause]
    places = frozenset[tuple[int, int]]().union(*(_places(mate, passage) for mate in mates))
    mine, others, is_last = 0, 0, False
    for number, sentence in enumerate(passage.sentences):
        here = {place for at, place in places if at == number}
        common, foreign = _in_common(sentence, said, here)
        if here or (is_last and not names_in(sentence)):
            mine, others = max(mine, common), max(others, foreign)
        else:
            others = max(others, common, foreign)
        is_last = bool(here) or (is_last and not names_in(sentence))
    return others > mine + _TELLING


def _places(name: Name, passage: Passage) -> frozenset[tuple[int, int]]:
    """Where a passage speaks of a name: by all of it, or by the last word, unless that is of others too."""
    whole = passage.names.find(name)
    if len(name.words) == 1:
        return whole
    last = name._replace(words=name.words[-1:], key=None)
    named = [other for sentence in passage.sentences for other in names_in(sentence)]
    family = trimmed(last.words[0].token.text)
    others = [one for one in named if len(one.words) > 1 and trimmed(one.words[-1].token.text) == family]
    given = {trimmed(other.words[0].token.text) for other in others}
    return whole | passage.names.find(last) if len(given) <= 1 else whole


def _is_others_deed(name: Name, part: Sentence, passage: Passage) -> bool:
    """Whether the verb right after a name stands in the passage only in clauses that name others."""
    after = [
        word for word in part.content if word.place > name.words[-1].place and word.clause == name.clause
    ]
    if not after or after[0].place > name.words[-1].place + _VERB or after[0].root in listed("speaking"):
        return False
    places = _places(name, passage)
    deeds = [
        (number, word)
        for number, sentence in enumerate(passage.sentences)
        for word in sentence.words
        if word.root == after[0].root and not sentence.is_headline
    ]
    return bool(deeds) and all(
        _foreign_only(passage.sentences[number], word.clause, {place for at, place in places if at == number})
        for number, word in deeds
    )


def _is_others_title(name: Name, part: Sentence, passage: Passage) -> bool:
    """Whether the noun right before a name stands in the passage only right before others: Briton Smith."""
    before = part.words[name.words[0].place - 1] if name.words[0].place else None
    if before is None or not before.is_content or before.clause != name.clause:
        return False
    places = _places(name, passage)
    followed = [
        (number, word.place + 1)
        for number, sentence in enumerate(passage.sentences)
        for word in sentence.words
        if word.root == before.root
    ]
    others = {
        (number, other.words[0].place)
        for number, sentence in enumerate(passage.sentences)
        for other in names_in(sentence)
    } - places
    return bool(followed) and others.issuperset(followed)


def _foreign_only(sentence: Sentence, clause: int, here: set[int]) -> bool:
    """Whether a clause names somebody, and the sentence not the one in question."""
    return not here and any(name.clause == clause for name in names_in(sentence))


def _said_of(name: Name, part: Sentence) -> set[str]:
    """What a claim says of a name: its clause, and those after it without a name; offices aside."""
    said = part.said or part
    named = {word.place: one.clause for one in names_in(part) for word in one.words}
    relative = {
        number for number in named.values() if number != min(named.values()) and _is_relative(said, number)
    }
    clauses = {
        clause: max(
            (number for number in named.values() if number <= clause and number not in relative - {clause}),
            default=-1,
        )
        for clause in {word.clause for word in part.words}
    }
    return {
        word.root
        for word in part.content
        if word.place not in named
        and clauses[word.clause] == name.clause
        and word.root not in listed("speaking")
        and not (said.words[word.place].root in offices(said.lang) and _is_beside(word, name))
    }


def _is_relative(said: Sentence, clause: int) -> bool:
    """Whether a clause tells by the way of somebody whom the one before it names."""
    first = next((word for word in said.words if word.clause == clause), None)
    return first is not None and first.root in _relatives()


@cache
def _relatives() -> frozenset[str]:
    return frozenset(map(root, _RELATIVE))


def _is_beside(word: Word, name: Name) -> bool:
    """Whether a word stands where the office of a name does."""
    return min(abs(word.place - one.place) for one in name.words) <= _OFFICE


def _in_common(sentence: Sentence, said: set[str], here: set[int]) -> tuple[int, int]:
    """How much of what is said a sentence has, and how much a clause of it that names only others."""
    clauses = {word.clause for word in sentence.words}
    own = {sentence.words[place].clause for place in here}
    foreign = {name.clause for name in names_in(sentence)} - own
    apart = max((_said_in(sentence, said, {clause}) for clause in foreign), default=0)
    beside = _said_in(sentence, said, clauses - foreign)
    if here and apart >= _TELLING and apart > beside:
        return beside, apart
    return _said_in(sentence, said, clauses), 0


def _said_in(sentence: Sentence, said: set[str], clauses: set[int]) -> int:
    return len(said.intersection(word.root for word in sentence.words if word.clause in clauses))


def _is_circumstance(name: Name, sentence: Sentence) -> bool:
    """Whether a name only says where, when or whose, in the claim itself: in Norvia, the mayor of Norvia."""
    said = sentence.said or sentence
    first = said.words[name.words[0].place]
    before = [word for word in said.words[: first.place] if word.token.norm not in _ARTICLES][-1:]
    if any(word.root in roots("links", said.lang) or word.token.norm in _PLACING for word in before):
        return True
    if _is_beside_governed(said, first, before):
        return True
    if any(word.token.norm == "на" for word in before) and "loct" in _cases(first):
        return True
    is_quoted = said.text[: first.token.start].endswith(("«", "“", '"'))
    is_of_noun = said.lang == "ru" and any(_part_of_speech(word) == "NOUN" for word in before)
    is_oblique = "gent" in _cases(first) or "nomn" not in _cases(first)
    return is_of_noun and is_oblique and not is_quoted and len(name.words) == 1


def _is_beside_governed(said: Sentence, first: Word, before: Sequence[Word]) -> bool:
    """Whether a Russian name stands beside what it is a name of, behind a preposition: с партией «Гавань»."""
    if said.lang != "ru" or first.place < _GOVERNED:
        return False
    kinds = roots("references", "ru")
    is_noun = any(word.root in kinds and "nomn" not in _cases(word) for word in before)
    return is_noun and said.words[first.place - _GOVERNED].root in roots("links", "ru")


def _part_of_speech(word: Word) -> str:
    return str(readings(word.token.norm)[0].tag.POS)


def anothers_deed(part: Sentence, passage: Passage) -> Word | None:
    """The first verb of a claim that the passage says of others only, and of its own doers something else."""
    cited = [deed for sentence in passage.sentences for deed in deeds_in(sentence)]
    for deed in deeds_in(part.said or part):
        doers = _rendered_keys(deed.doers, part)
        verb = part.words[deed.verb.place]
        if verb.root in listed("converse") or deed.verb.root in listed("converse"):
            continue
        # Who was hurt in one language is whom a fire hurt in the other.
        suffers = verb.root in roots("deeds", f"harm_{passage.lang}") and not deed.targets
        alike = [one for one in cited if one.verb.root == verb.root or are_alike(verb, one.verb)]
        if not suffers and _is_done_the_other_way(doers, _rendered_keys(deed.targets, part), alike):
            return deed.verb
        same = [one.doers | one.targets if suffers else one.doers for one in alike]
        told_apart = same and not any(_may_be(doers, other, passage.lang) for other in same)
        if told_apart and any(doers & other.doers for other in cited):
            return deed.verb
    return None


def _is_done_the_other_way(doers: frozenset[str], targets: frozenset[str], alike: Sequence[Deed]) -> bool:
    """Whether two have changed places about a verb, and stand nowhere as they are claimed to."""
    if any(one.verb.root in roots("mutual", "en") | roots("mutual", "ru") for one in alike):
        return False
    straight = any(doers & one.doers or targets & one.targets for one in alike)
    return not straight and any(doers & one.targets and targets & one.doers for one in alike)


def _may_be(doers: frozenset[str], others: frozenset[str], lang: str) -> bool:
    """Whether the doers of two deeds may be the same: "the team" and a mere number are anybody's."""
    vague = roots("references", lang) | units().keys() | values(f"scales_{lang}").keys()
    return not others or bool(doers & others) or not vague.isdisjoint(others)


def _rendered_keys(party: frozenset[str], part: Sentence) -> frozenset[str]:
    """How the passage may compare the words of a party: as they are rendered, or might be, and as names."""
    said = part.said or part
    found: set[str] = set()
    for key, own, word in zip(party_keys(said), said.words, part.words, strict=True):
        if key in party:
            found |= {word.root, trimmed(word.token.text)}
            found.update(option[-1] for option in renderings((own.root,), said.lang))
    return frozenset(found)


def reversed_order(part: Sentence, passage: Passage) -> Word | None:
    """The first word between two names of a claim that stands between them the other way round only."""
    parties = [name for name in names_in(part) if not _is_circumstance(name, part)]
    for left, right in pairwise(parties):
        first, second = passage.names.find(left), passage.names.find(right)
        for word in part.content:
            if left.words[-1].place < word.place < right.words[0].place and first != second:
                turned = _is_turned(part.said or part, word.place, [one.place for one in left.words])
                orders = set(_orders(word.root, first, second, passage))
                if orders and turned not in orders:
                    return word
    return None


def _cases(word: Word) -> set[str]:
    return set(shared_cases([word])) if alphabet_language(word.token.norm) == "ru" else set()


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
                yield _is_turned(sentence, word.place, ones)
            elif min(twos) < word.place < max(ones):
                yield not _is_turned(sentence, word.place, twos)


def _is_turned(sentence: Sentence, verb: int, subject: Sequence[int]) -> bool:
    """Whether what stands before a verb is what it is done to: in the passive, or by its Russian case."""
    words = sentence.words
    if alphabet_language(words[verb].token.norm) == "ru":
        cases = [_cases(words[place]) for place in subject]
        is_passive = _part_of_speech(words[verb]) == "PRTS"
        return is_passive or (any(cases) and not any("nomn" in found for found in cases))
    before = {word.token.norm for word in words[max(0, verb - _AUXILIARY) : verb]}
    after = {word.token.norm for word in words[verb + 1 : verb + 1 + _AGENT]}
    return not _BEING.isdisjoint(before) and "by" in after

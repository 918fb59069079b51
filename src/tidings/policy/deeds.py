"""Deeds: who does what to whom in a sentence, by the order of English words and by Russian cases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

import simplemma
from pymorphy3.analyzer import Parse

from tidings.policy.lexicon import is_irregular, offices, roots, words
from tidings.policy.passage import Passage
from tidings.policy.proper_names import names_in, trimmed
from tidings.policy.reading import Sentence, Word
from tidings.text.morphology import readings
from tidings.text.stopwords import stop_words
from tidings.text.tokens import is_acronym

# Sentences whose deeds are kept: those of some twenty answers.
_REMEMBERED = 1024
# Words of a party that count, from its verb on: "the second largest bank of the country".
_PARTY = 5
# An auxiliary stands this near before its participle: "were not immediately arrested".
_AUXILIARY = 3
_BEING = frozenset(["is", "are", "was", "were", "be", "been", "being", "gets", "got"])
_BEFORE_VERB = _BEING | {
    "to",
    "will",
    "would",
    "can",
    "could",
    "may",
    "might",
    "should",
    "must",
    "did",
    "does",
    "do",
}
_VERBS = frozenset(["VERB", "INFN", "PRTS"])


class Deed(NamedTuple):
    """A verb with those who do it and those it is done to, as far as the sentence shows them."""

    verb: Word
    doers: frozenset[str]
    targets: frozenset[str]


def turned_deed(claimed: Sentence, passage: Passage) -> Deed | None:
    """The first deed of a claim that the passage tells the other way round, or of somebody else."""
    cited = [deed for sentence in passage.sentences for deed in deeds_in(sentence)]
    for deed in deeds_in(claimed):
        same = [other for other in cited if other.verb.root == deed.verb.root]
        if _is_reversed(deed, same) or _is_of_another(deed, same, claimed, passage):
            return deed
    return None


def _is_reversed(deed: Deed, same: Sequence[Deed]) -> bool:
    """Whether two change places, and nowhere stand as they are claimed to."""
    if deed.verb.root in roots("mutual", "en") | roots("mutual", "ru"):
        return False
    for other in same:
        doers, targets = deed.doers & other.targets, deed.targets & other.doers
        if doers and targets:
            return not any(doers & one.doers or targets & one.targets for one in same)
    return False


def _is_of_another(deed: Deed, same: Sequence[Deed], claimed: Sentence, passage: Passage) -> bool:
    """Whether the same is done to the same only by others, though the passage speaks of the claim's doer."""
    others = [other for other in same if _is_alike(deed, other)]
    if not deed.doers or not others or not deed.doers <= _all_parties(passage):
        return False
    if any(not other.doers or other.doers & (deed.doers | deed.targets) for other in same):
        return False
    vague = roots("references", claimed.lang) | set(offices(claimed.lang))
    return not any(side & vague for side in (deed.doers, *(other.doers for other in others)))


def _is_alike(deed: Deed, other: Deed) -> bool:
    return bool(deed.targets & other.targets) and bool(other.doers)


def _all_parties(passage: Passage) -> frozenset[str]:
    return frozenset(key for sentence in passage.sentences for key in _party_keys(sentence))


@lru_cache(maxsize=_REMEMBERED)
def deeds_in(sentence: Sentence) -> tuple[Deed, ...]:
    """The deeds of a sentence, clause by clause."""
    read = _russian if sentence.lang == "ru" else _english
    clauses: dict[int, list[Word]] = {}
    for word in sentence.words:
        clauses.setdefault(word.clause, []).append(word)
    return tuple(deed for clause in clauses.values() for deed in read(sentence, clause))


@lru_cache(maxsize=_REMEMBERED)
def _party_keys(sentence: Sentence) -> tuple[str, ...]:
    """How each word is compared as a party: a name through its cases, another word by its root."""
    named = {word.place for name in names_in(sentence) for word in name.words}
    return tuple(trimmed(word.token.text) if word.place in named else word.root for word in sentence.words)


def _english(sentence: Sentence, clause: Sequence[Word]) -> Iterator[Deed]:
    for number, word in enumerate(clause):
        if not _is_english_verb(word, clause[:number], clause[number + 1 :], sentence):
            continue
        before = _party(_subject(clause[:number], sentence), sentence)
        after = _party(_until_link(clause[number + 1 :], sentence), sentence)
        agent = _agent(clause, number, sentence)
        if _is_passive(clause[:number], agent, number):
            by = clause[agent + 1 :] if agent is not None else []
            yield Deed(word, _party(_until_link(by, sentence), sentence), before)
        else:
            yield Deed(word, before, after)


def _is_english_verb(word: Word, before: Sequence[Word], after: Sequence[Word], sentence: Sentence) -> bool:
    """Whether a word has the form of a verb: in the past, after an auxiliary, or where its s may be a verb's."""
    norm = word.token.norm
    if (
        norm in stop_words("en")
        or not (before and norm.isalpha())
        or (word.token.text[0].isupper() and not sentence.is_headline)
    ):
        return False
    if norm.endswith("ed") or is_irregular(norm) or before[-1].token.norm in _BEFORE_VERB:
        return True
    followed = bool(after) and after[0].root not in roots("links", "en") | {"of"}
    return norm.endswith("s") and followed and _has_past(norm)


@lru_cache(maxsize=16_384)
def _has_past(norm: str) -> bool:
    """Whether the dictionary has a verb of which this may be a form: sues, as there is sued."""
    base = str(simplemma.lemmatize(norm, lang="en"))
    past = f"{base}d" if base.endswith("e") else f"{base}ed"
    return bool(base) and base != norm and simplemma.is_known(past, lang="en")


def _agent(clause: Sequence[Word], verb: int, sentence: Sentence) -> int | None:
    """Where the "by" after a verb stands that brings in who did it, not how much: by 5 percent."""
    for number, word in enumerate(clause[verb + 1 :], verb + 1):
        if word.token.norm == "by":
            following = clause[number + 1 : number + 2]
            counted = following and any(
                item.start <= following[0].token.start < item.end for item in sentence.quantities
            )
            return None if counted else number
    return None


def _is_passive(before: Sequence[Word], agent: int | None, number: int) -> bool:
    if any(word.token.norm in _BEING for word in before[-_AUXILIARY:]):
        return True
    return agent is not None and agent - number == 1


def _subject(before: Sequence[Word], sentence: Sentence) -> Sequence[Word]:
    """The words of a clause before its verb, back to another verb, without what prepositions bring in."""
    links = roots("links", sentence.lang) | {"of"}
    found: list[Word] = []
    linked = False
    for number, word in enumerate(before):
        if _is_english_verb(word, before[:number], (), sentence):
            found, linked = [], False
        elif word.root in links and not (number == 0 and word.root in roots("clauses", "en")):
            linked = True
        elif linked and (word.token.norm in words("deeds", "articles_en") or word.token.norm.isdigit()):
            # "On Friday the port ...": a new party begins, unless one stood before the preposition.
            linked = bool(found)
        elif not linked:
            found.append(word)
    return found


def _until_link(after: Sequence[Word], sentence: Sentence) -> list[Word]:
    links = roots("links", sentence.lang) | {"of", "by"}
    end = next((n for n, word in enumerate(after) if word.root in links), len(after))
    return list(after[: min(end, _PARTY)])


def _party(found: Iterable[Word], sentence: Sentence) -> frozenset[str]:
    figures = {
        place
        for item in sentence.quantities
        if item.is_amount
        for place in _places(sentence, item.start, item.end)
    }
    return frozenset(
        word.token.norm if word.place in figures else _party_keys(sentence)[word.place]
        for word in found
        if word.place in figures or word.token.norm not in stop_words(sentence.lang)
    )


def _places(sentence: Sentence, start: int, end: int) -> Iterator[int]:
    return (word.place for word in sentence.words if start <= word.token.start < end)


def _russian(sentence: Sentence, clause: Sequence[Word]) -> Iterator[Deed]:
    nouns = list(_free_nouns(clause))
    for word in clause:
        reading = readings(word.token.norm)[0]
        if str(reading.tag.POS) not in _VERBS or word.token.norm in stop_words("ru"):
            continue
        doers = _nominative(word, reading, nouns)
        others = [noun for noun in nouns if noun not in doers]
        passive = str(reading.tag.POS) == "PRTS"
        agents = [noun for noun in others if "ablt" in _cases(noun)] if passive else []
        if passive:
            yield Deed(word, _keys(sentence, agents), _keys(sentence, doers))
        else:
            others = [noun for noun in others if _cases(noun) & {"accs", "datv"}]
            yield Deed(word, _keys(sentence, doers), _keys(sentence, others))


def _keys(sentence: Sentence, found: Iterable[Word]) -> frozenset[str]:
    return frozenset(_party_keys(sentence)[word.place] for word in found)


def _free_nouns(clause: Sequence[Word]) -> Iterator[Word]:
    """The nouns of a clause that no preposition and no noun before them governs."""
    governed, after_noun = False, False
    for word in clause:
        part = str(readings(word.token.norm)[0].tag.POS)
        if part == "PREP":
            governed, after_noun = True, False
        elif part in {"NOUN", "NPRO"}:
            of_others = "nomn" not in _cases(word) or is_acronym(word.token.text)
            dependent = after_noun and "gent" in _cases(word) and of_others
            if not governed and not dependent and part == "NOUN":
                yield word
            governed, after_noun = False, True
        elif part not in {"ADJF", "PRTF", "NUMR"}:
            governed, after_noun = False, False


def _nominative(verb: Word, reading: Parse, nouns: Sequence[Word]) -> list[Word]:
    """The nouns that may be the subject: in no case but the nominative, or else the nearest before the verb."""
    fitting = [noun for noun in nouns if _agrees(noun, reading)]
    certain = [noun for noun in fitting if "accs" not in _cases(noun) or _is_somebody(noun)]
    if certain:
        return certain
    before = [noun for noun in fitting if noun.place < verb.place]
    return before[-1:] or fitting[:1]


def _agrees(noun: Word, verb: Parse) -> bool:
    """Whether a noun is in the nominative and in the number and gender of the verb."""
    for reading in _noun_readings(noun):
        tag = reading.tag
        if str(tag.case) != "nomn" or (verb.tag.number and tag.number != verb.tag.number):
            continue
        if not verb.tag.gender or not tag.gender or tag.gender == verb.tag.gender:
            return True
    return False


def _is_somebody(noun: Word) -> bool:
    """Whether a noun is of a person's name, whose accusative differs, though the dictionary has a thing's."""
    return (
        noun.place > 0
        and noun.token.text.istitle()
        and not any("Geox" in reading.tag or "Orgn" in reading.tag for reading in _noun_readings(noun))
    )


def _cases(noun: Word) -> frozenset[str]:
    return frozenset(str(reading.tag.case) for reading in _noun_readings(noun))


def _noun_readings(noun: Word) -> list[Parse]:
    """The readings of a word that are of the likeliest noun."""
    found = [reading for reading in readings(noun.token.norm) if str(reading.tag.POS) == "NOUN"]
    return [reading for reading in found if reading.normal_form == found[0].normal_form]

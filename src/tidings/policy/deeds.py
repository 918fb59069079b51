"""Deeds: who does what to whom in a sentence, by the order of English words and by Russian cases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

import simplemma
from pymorphy3.analyzer import Parse

from tidings.policy.lexicon import is_irregular, offices, reading_of, roots, words
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
# And of what prepositions bring in behind it.
_REACH = 6
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
_QUOTES = frozenset('«“„"')
_VERBS = frozenset(["VERB", "INFN", "PRTS"])


class Deed(NamedTuple):
    """A verb with those who do it and those it is done to, as far as the sentence shows them.

    `beside` are those a preposition brings in: sued for damages, an attack on the port.
    """

    verb: Word
    doers: frozenset[str]
    targets: frozenset[str]
    beside: frozenset[str] = frozenset()


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
        doers = deed.doers & (other.targets | other.beside)
        targets = (deed.targets | deed.beside) & other.doers
        if doers and targets:
            return not any(doers & one.doers or targets & (one.targets | one.beside) for one in same)
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
        target = _until_link(clause[number + 1 :], sentence)
        after = _party(target, sentence)
        beside = _party(clause[number + 1 + len(target) :][:_REACH], sentence)
        agent = _agent(clause, number, sentence)
        if _is_passive(clause[:number], agent, number):
            by = clause[agent + 1 :] if agent is not None else []
            yield Deed(word, _party(_until_link(by, sentence), sentence), before)
        else:
            yield Deed(word, before, after, beside)


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


class _Noun(NamedTuple):
    """A Russian noun with the names beside it, and the cases it may be in; of a counted one, its numeral's."""

    words: tuple[Word, ...]
    cases: frozenset[str]
    counted: bool = False
    governed: bool = False
    dependent: bool = False


def _russian(sentence: Sentence, clause: Sequence[Word]) -> Iterator[Deed]:
    found = _nouns(sentence, clause)
    nouns = [noun for noun in found if not noun.governed]
    beside = _keys(sentence, (noun for noun in found if noun.governed))
    for word in clause:
        reading = reading_of(word.token.norm)
        if str(reading.tag.POS) not in _VERBS or word.token.norm in stop_words("ru"):
            continue
        doers = _nominative(word, reading, nouns)
        others = [noun for noun in nouns if noun not in doers]
        if str(reading.tag.POS) == "PRTS":
            agents = [noun for noun in others if "ablt" in noun.cases]
            yield Deed(word, _keys(sentence, agents), _keys(sentence, doers), beside)
        else:
            others = [noun for noun in others if noun.cases & {"accs", "datv"}]
            yield Deed(word, _keys(sentence, doers), _keys(sentence, others), beside)


def _keys(sentence: Sentence, found: Iterable[_Noun]) -> frozenset[str]:
    return frozenset(_party_keys(sentence)[word.place] for noun in found for word in noun.words)


def _nouns(sentence: Sentence, clause: Sequence[Word]) -> list[_Noun]:
    """The nouns of a clause, without those that only say whose the one before is: министр финансов."""
    found: list[_Noun] = []
    governed, counted, adjoins = False, False, False
    for word in clause:
        part = str(reading_of(word.token.norm).tag.POS)
        if part in {"PREP", "NUMR"} or word.token.norm[0].isdigit():
            governed, counted, adjoins = governed or part == "PREP", counted or part != "PREP", False
        elif part in {"NOUN", "NPRO"}:
            _add_noun(found, sentence, word, _Noun((word,), _cases(word), counted, governed), adjoins)
            governed, counted, adjoins = False, False, True
        elif part not in {"ADJF", "PRTF"}:
            governed, counted, adjoins = False, False, False
    return [noun for noun in found if not noun.dependent]


def _add_noun(found: list[_Noun], sentence: Sentence, word: Word, noun: _Noun, adjoins: bool) -> None:
    """A noun is a party of its own, or the name of the one before it, or says whose that one is."""
    quoted = sentence.text[word.token.start - 1 : word.token.start] in _QUOTES
    if adjoins and word.token.text[0].isupper() and (quoted or not noun.cases.isdisjoint(found[-1].cases)):
        found[-1] = found[-1]._replace(words=(*found[-1].words, word))
        return
    of_another = "nomn" not in noun.cases or is_acronym(word.token.text)
    if noun.counted and "gent" in noun.cases:
        noun = noun._replace(cases=frozenset({"nomn", "accs"}))
    elif adjoins and "gent" in noun.cases and of_another:
        noun = noun._replace(dependent=True)
    else:
        noun = noun._replace(counted=False)
    found.append(noun)


def _nominative(verb: Word, reading: Parse, nouns: Sequence[_Noun]) -> list[_Noun]:
    """The nouns that may be the subject: in no case but the nominative, or else the nearest before the verb."""
    fitting = [noun for noun in nouns if _agrees(noun, reading)]
    fitting = [noun for noun in fitting if not noun.counted] or fitting
    certain = [noun for noun in fitting if "accs" not in noun.cases or _is_somebody(noun.words[0])]
    if certain:
        return certain
    before = [noun for noun in fitting if noun.words[0].place < verb.place]
    return before[-1:] or fitting[:1]


def _agrees(noun: _Noun, verb: Parse) -> bool:
    """Whether a noun is in the nominative and in the number and gender of the verb."""
    if noun.counted or "nomn" not in noun.cases:
        return noun.counted and (verb.tag.number == "plur" or verb.tag.gender in {"neut", None})
    for reading in _noun_readings(noun.words[0]):
        tag = reading.tag
        if str(tag.case) != "nomn" or (verb.tag.number and tag.number != verb.tag.number):
            continue
        if not verb.tag.gender or not tag.gender or tag.gender == verb.tag.gender:
            return True
    return False


def _is_somebody(noun: Word) -> bool:
    """Whether a noun is of a person's name, whose accusative differs, though the dictionary has a thing's."""
    known = any("Geox" in reading.tag or "Orgn" in reading.tag for reading in _noun_readings(noun))
    return noun.place > 0 and noun.token.text.istitle() and not known


def _cases(noun: Word) -> frozenset[str]:
    return frozenset(str(reading.tag.case) for reading in _noun_readings(noun))


def _noun_readings(noun: Word) -> list[Parse]:
    """The readings of a word that are of the likeliest noun."""
    found = [reading for reading in readings(noun.token.norm) if str(reading.tag.POS) == "NOUN"]
    return [reading for reading in found if reading.normal_form == found[0].normal_form]

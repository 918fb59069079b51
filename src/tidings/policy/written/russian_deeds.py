"""Russian deeds: who does what to whom by the cases of nouns, wherever they stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from pymorphy3.analyzer import Parse

from tidings.policy.reading.amounts import ORDINAL
from tidings.policy.reading.cases import shared_cases
from tidings.policy.reading.lexicon import reading_of
from tidings.policy.reading.parties import Deed, deed_of
from tidings.policy.reading.proper_names import is_given_name, names_in
from tidings.policy.reading.reading import Sentence, Word
from tidings.text.morphology import readings
from tidings.text.stopwords import stop_words
from tidings.text.tokens import is_acronym

_QUOTES = frozenset('«“„"')
_VERBS = frozenset(["VERB", "INFN", "PRTS", "GRND"])


class _Noun(NamedTuple):
    """A Russian noun with the names beside it, and the cases it may be in; if counted, its numeral's."""

    words: tuple[Word, ...]
    cases: frozenset[str]
    counted: bool = False
    governed: bool = False
    dependent: bool = False


def russian_deeds(sentence: Sentence, clause: Sequence[Word]) -> Iterator[Deed]:
    """The deeds of a clause: the nominative does it, the accusative and the dative suffer it."""
    found = _nouns(sentence, clause)
    nouns = [noun for noun in found if not noun.governed]
    beside = _words(noun for noun in found if noun.governed)
    finite = next((word for word in clause if str(reading_of(word.token.norm).tag.POS) == "VERB"), None)
    for word in clause:
        reading = reading_of(word.token.norm)
        if str(reading.tag.POS) not in _VERBS or word.token.norm in stop_words("ru"):
            continue
        # An infinitive is done by whoever the verb is of that it hangs on.
        part = str(reading.tag.POS)
        leading = finite if finite is not None and part == "INFN" else word
        doers, others = _sides(leading, nouns)
        if part == "GRND":
            doers, others = _doers_beside(sentence, clause), nouns
        if part == "PRTS":
            agents = (noun for noun in others if "ablt" in noun.cases)
            yield deed_of(sentence, word, _words(agents), _words(doers), beside)
        else:
            targets = (noun for noun in others if noun.cases & {"accs", "datv"})
            yield deed_of(sentence, word, _words(doers), _words(targets), beside)


def _doers_beside(sentence: Sentence, clause: Sequence[Word]) -> list[_Noun]:
    """Who does what the next clause with a verb tells, and the gerund: победив гостей, клуб вышел вперед."""
    for number in (clause[0].clause + 1, clause[0].clause - 1):
        other = [word for word in sentence.words if word.clause == number]
        verb = next((word for word in other if str(reading_of(word.token.norm).tag.POS) == "VERB"), None)
        if verb is not None:
            return _sides(verb, [noun for noun in _nouns(sentence, other) if not noun.governed])[0]
    return []


def _words(found: Iterable[_Noun]) -> list[Word]:
    return [word for noun in found for word in noun.words]


def _nouns(sentence: Sentence, clause: Sequence[Word]) -> list[_Noun]:
    """The nouns of a clause, without those that only say whose the one before is: министр финансов."""
    found: list[_Noun] = []
    governed, counted, adjoins = False, False, False
    dates = [item for item in sentence.quantities if not item.is_amount and item.unit != ORDINAL]
    persons = _persons(sentence)
    for word in clause:
        part = str(reading_of(word.token.norm).tag.POS)
        if word.place in persons:
            # A full name is one party, in the case that its words share.
            person = persons[word.place]
            if person[0] is word:
                found.append(_Noun(person, shared_cases(person), False, governed))
            governed, counted, adjoins = False, False, word is person[-1]
        elif any(item.covers(word.token.start) for item in dates):
            governed, counted, adjoins = False, False, False
        elif part == "PREP":
            governed, counted, adjoins = True, False, False
        elif part == "NUMR" or word.token.norm[0].isdigit():
            counted = part != "NUMR" or _may_be_subject(word)
            adjoins = adjoins and not counted
        elif part in {"NOUN", "NPRO"}:
            _add_noun(found, sentence, _Noun((word,), _cases(word), counted, governed), adjoins)
            governed, counted, adjoins = False, False, True
        elif part not in {"ADJF", "PRTF"}:
            governed, counted, adjoins = False, False, False
    return [noun for noun in found if not noun.dependent]


def _persons(sentence: Sentence) -> dict[int, tuple[Word, ...]]:
    """The words of people's full names, each with the whole name."""
    return {
        word.place: name.words
        for name in names_in(sentence)
        if len(name.words) > 1 and any(_is_of_person(word) for word in name.words)
        for word in name.words
    }


def _is_of_person(word: Word) -> bool:
    return any("Name" in one.tag or "Surn" in one.tag for one in readings(word.token.norm))


def _may_be_subject(numeral: Word) -> bool:
    return any(reading.tag.case == "nomn" for reading in readings(numeral.token.norm))


def _add_noun(found: list[_Noun], sentence: Sentence, noun: _Noun, adjoins: bool) -> None:
    """A noun is a party of its own, or the name of the one before it, or says whose that one is."""
    word = noun.words[0]
    quoted = sentence.text[word.token.start - 1 : word.token.start] in _QUOTES
    # A given name begins a party of its own: лидер партии Владимир Орлов.
    adjoins = adjoins and (quoted or not is_given_name(word.token.norm))
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


def _sides(verb: Word, nouns: Sequence[_Noun]) -> tuple[list[_Noun], list[_Noun]]:
    """The nouns that may be the subject, and the others; where cases tell nothing, the order does."""
    reading = reading_of(verb.token.norm)
    fitting = [noun for noun in nouns if _agrees(noun, reading)]
    certain = [noun for noun in fitting if "accs" not in noun.cases or _is_somebody(noun.words[0])]
    if certain:
        return certain, [noun for noun in nouns if noun not in certain]
    fitting = [noun for noun in fitting if not noun.counted] or fitting
    doers = [noun for noun in fitting if noun.words[0].place < verb.place][-1:]
    # "They found cracks" has no subject in Russian: what stands behind a transitive verb is its object.
    if not doers and "tran" not in reading.tag:
        doers = fitting[:1]
    return doers, [noun for noun in nouns if noun not in doers]


def _agrees(noun: _Noun, verb: Parse) -> bool:
    """Whether a noun is in the nominative and in the number and gender of the verb."""
    if noun.counted or "nomn" not in noun.cases:
        return noun.counted and (verb.tag.number == "plur" or verb.tag.gender == "neut")
    for tag in (reading.tag for reading in _subject_readings(noun.words[0])):
        one_person = tag.number == "sing" or not _is_somebody(noun.words[0])
        if str(tag.case) != "nomn" or not one_person or (verb.tag.number and tag.number != verb.tag.number):
            continue
        if not verb.tag.gender or not tag.gender or tag.gender == verb.tag.gender:
            return True
    return False


def _subject_readings(noun: Word) -> list[Parse]:
    """The readings of a noun, those of a given name first: Яна is she, and him in another case."""
    names = [one for one in readings(noun.token.norm) if "Name" in one.tag]
    return names or _noun_readings(noun)


def _is_somebody(noun: Word) -> bool:
    """Whether a noun is of a person's name, whose accusative differs, though the dictionary has a thing's."""
    if is_given_name(noun.token.norm):
        return True
    known = any("Geox" in reading.tag or "Orgn" in reading.tag for reading in _noun_readings(noun))
    return noun.place > 0 and noun.token.text.istitle() and not known


def _cases(noun: Word) -> frozenset[str]:
    return frozenset(str(reading.tag.case) for reading in _noun_readings(noun))


def _noun_readings(noun: Word) -> list[Parse]:
    """The readings of a word that are of the likeliest noun."""
    found = [reading for reading in readings(noun.token.norm) if str(reading.tag.POS) == "NOUN"]
    return [reading for reading in found if reading.normal_form == found[0].normal_form]

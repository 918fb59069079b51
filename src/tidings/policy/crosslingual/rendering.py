"""Rendering: a sentence in the roots of the other language, each word as the passage at hand has it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from tidings.policy.crosslingual.bilingual import Roots, longest_phrase, renderings
from tidings.policy.crosslingual.spellings import is_same_loan, is_same_name
from tidings.policy.reading.lexicon import alphabet_language
from tidings.policy.reading.passage import Passage
from tidings.policy.reading.proper_names import names_in
from tidings.policy.reading.reading import Sentence, Word
from tidings.text.morphology import readings

# Words of one name stand this near each other, however the other language orders them.
_NEAR = 4

# Shorter words of the two languages sound alike by chance: lot, лот.
_LOAN = 5

_VERBS = frozenset(["VERB", "INFN", "PRTS"])

# What each word of a sentence may be in the other language, by its place.
Meanings = dict[int, tuple[Roots, ...]]


def rendered(part: Sentence, passage: Passage) -> Sentence:
    """The sentence as the passage's language would have it: its own figures, other roots and names.

    Of all a word may mean the passage's own word is taken, from the sentence with most of the claim in it;
    a name is spelled as the passage spells it.
    """
    meant = meanings(part)
    order = sorted(passage.sentences, key=lambda said: -_common(meant.values(), said))
    spelled = {word.place: word for name in names_in(part) for word in name.words}
    spelled.update(_spelled(part, meant, order, passage))
    words = tuple(
        spelled.get(word.place) or _as_said(word, meant.get(word.place, ()), order) for word in part.words
    )
    return replace(part, lang=passage.lang, words=words, said=part)


def is_verb(said: Word) -> bool:
    """Whether a word that the lexicon knows is a verb: by its Russian form, or all it may be."""
    options = renderings((said.root,), alphabet_language(said.token.norm))
    if alphabet_language(said.token.norm) == "ru":
        return bool(options) and _is_verbal(said.token.norm)
    # The roots of "number" are those of a verb, насчитывать, and of nouns.
    return bool(options) and all(_is_verbal(option[-1]) for option in options)


def _is_verbal(russian: str) -> bool:
    return str(readings(russian)[0].tag.POS) in _VERBS


def meanings(part: Sentence) -> Meanings:
    """What the words of a sentence may be, phrases taken whole; numbers and dates mean what they are."""
    return dict(_meanings(part))


def _meanings(part: Sentence) -> Iterator[tuple[int, tuple[Roots, ...]]]:
    said = [word.root for word in part.words]
    counted = [(item.start, item.end) for item in part.quantities]
    place = 0
    while place < len(said):
        length = longest_phrase(said[place:], part.lang)
        meant = renderings(tuple(said[place : place + length]), part.lang)
        start = part.words[place].token.start
        if meant and not any(first <= start < end for first, end in counted):
            yield from ((number, meant) for number in range(place, place + length))
        place += length


def _common(meant: Iterable[tuple[Roots, ...]], said: Sentence) -> int:
    return sum(any(said.all_roots.issuperset(one) for one in options) for options in meant)


def _as_said(word: Word, options: tuple[Roots, ...], order: Sequence[Sentence]) -> Word:
    for sentence in order:
        for option in options:
            if sentence.all_roots.issuperset(option):
                return _put(word, next(one for one in sentence.words if one.root == option[-1]))
    alike = (one for sentence in order for one in sentence.content if _is_loan(word, one))
    loan = next(alike, None) if word.is_content else None
    if loan is not None:
        return _put(word, loan)
    return word._replace(root=options[0][-1]) if options else word


def _put(word: Word, one: Word) -> Word:
    """A word of the claim in the passage's letters, which make no name of it."""
    return word._replace(token=word.token._replace(text=one.token.norm, norm=one.token.norm), root=one.root)


def _is_loan(word: Word, one: Word) -> bool:
    """Whether two common words are one word spelled in two alphabets: talar, талар."""
    return min(len(word.root), len(one.root)) >= _LOAN and is_same_loan(word.root, one.root)


def _spelled(
    part: Sentence, meant: Meanings, order: Sequence[Sentence], passage: Passage
) -> Iterator[tuple[int, Word]]:
    """The words of the claim's names as the passage spells them, where it has the whole name in one place."""
    for name in names_in(part):
        if name.key is not None and passage.names.find(name):
            yield from ((word.place, word) for word in name.words)
            continue
        found = _first_given(name.words, meant, order)
        first = name.words[0]
        if not found and len(name.words) > 1:
            opening = _first_given(name.words[:1], meant, order)
            if opening:
                # "Мэр Вальмера Анна Берг": a place and a person in a row.
                yield from _put_names(name.words[:1], opening)
                found = _first_given(name.words[1:], meant, order)
            elif first.place == 0 and first.place in meant:
                # "Airline Norjet ...": a common word with the sentence's capital.
                yield first.place, _small(_as_said(first, meant[first.place], order))
                found = _first_given(name.words[1:], meant, order)
        elif not found and first.place == 0 and first.place in meant:
            yield first.place, _small(_as_said(first, meant[first.place], order))
        yield from _put_names(name.words[-len(found) :], found)


def _first_given(words: Sequence[Word], meant: Meanings, order: Sequence[Sentence]) -> tuple[Word, ...]:
    """A name's words in the first sentence that gives them all."""
    return next((given for said in order if (given := _given(words, meant, said))), ())


def _put_names(words: Sequence[Word], found: Sequence[Word]) -> Iterator[tuple[int, Word]]:
    for word, as_given in zip(words, found, strict=False):
        token = word.token._replace(text=as_given.token.text, norm=as_given.token.norm)
        yield word.place, word._replace(token=token, root=as_given.root)


def _small(word: Word) -> Word:
    return word._replace(token=word.token._replace(text=word.token.text.lower()))


def _given(words: Sequence[Word], meant: Meanings, said: Sentence) -> tuple[Word, ...]:
    """The words by which a sentence gives a name, one for each of its own; () where one is missing."""
    found: list[Word] = []
    for word in words:
        near = [one for one in said.words if not found or abs(one.place - found[0].place) <= _NEAR]
        alike = next((one for one in near if _is_given_by(word, meant.get(word.place, ()), one)), None)
        if alike is None:
            return ()
        found.append(alike)
    return tuple(found)


def _is_given_by(word: Word, options: Collection[Roots], one: Word) -> bool:
    if one.token.norm == word.token.norm or (one.root,) in options:
        return True
    if one.token.text[0].islower():
        # Peoples and faiths have a capital in one of the languages only.
        return _is_loan(word, one)
    parts = {word.token.text, word.token.text.partition("-")[0]}
    return any(is_same_name(part, one.token.text) for part in parts)

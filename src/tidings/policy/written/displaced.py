"""Displaced names: a word of a claim that stands, between the same words, where the passage names another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile

from tidings.policy.reading.lexicon import alphabet_language, offices, reading_of, roots
from tidings.policy.reading.passage import Passage
from tidings.policy.reading.proper_names import names_in
from tidings.policy.reading.reading import Sentence, Word
from tidings.policy.written.remainder import is_said

# So many words on either side of a place, of both texts, tell that it is the same one; with the beginning
# or the end of a sentence, which stand on one side, two on the other do.
_BESIDE = 1
_FAR = 2


def displacing_word(part: Sentence, passage: Passage) -> Word | None:
    """The first capital word that the passage lacks and has another capital word in the place of.

    A dictionary may have it as a common word: no capital of a headline or an opening proves it a name.
    """
    lacking = (word for word in _candidates(part) if not is_said(word, part, passage))
    return next((word for word in lacking if _is_displaced(word, part, passage)), None)


def _candidates(part: Sentence) -> Iterator[Word]:
    """Words that may be names by their capital; in Russian no name found already, and no kind of person."""
    named = _named(part) if part.lang == "ru" else frozenset[int]()
    kinds = roots("references", "ru") | offices("ru").keys() if part.lang == "ru" else frozenset[str]()
    for word in part.words:
        is_kind = word.root in kinds or (part.lang == "ru" and _is_somebody(word))
        if _is_capital(word) and word.place not in named and not is_kind:
            yield word


def _is_somebody(word: Word) -> bool:
    """Whether a Russian word says what somebody is, whose name the passage may give: футболист."""
    if alphabet_language(word.token.norm) != "ru":
        return False
    tag = reading_of(word.token.norm).tag
    return "anim" in tag and "Name" not in tag and "Surn" not in tag


def _is_capital(word: Word) -> bool:
    return word.is_content and word.token.text[0].isupper()


def _named(sentence: Sentence) -> frozenset[int]:
    return frozenset(word.place for name in names_in(sentence) for word in name.words)


def _is_displaced(word: Word, part: Sentence, passage: Passage) -> bool:
    """Whether the passage has another word between those that stand beside one of the claim."""
    return any(
        _is_same_place(part.words, word.place, sentence.words, other.place)
        for sentence in passage.sentences
        for other in _others(sentence)
    )


def _others(sentence: Sentence) -> Iterable[Word]:
    """The words of a passage that may be names: in Russian, which writes no headline in capitals, names."""
    is_russian = sentence.lang == "ru"
    named = _named(sentence) if is_russian else frozenset[int]()
    return (word for word in sentence.words if _is_capital(word) and (not is_russian or word.place in named))


def _is_same_place(own: Sequence[Word], place: int, theirs: Sequence[Word], its: int) -> bool:
    left = _alike(own[:place][::-1], theirs[:its][::-1])
    right = _alike(own[place + 1 :], theirs[its + 1 :])
    is_edge = (not own[:place] and not its) or (place + 1 == len(own) and its + 1 == len(theirs))
    return min(left, right) >= _BESIDE or (is_edge and max(left, right) >= _FAR)


def _alike(own: Sequence[Word], theirs: Sequence[Word]) -> int:
    """How many words in a row are the same."""
    return sum(
        1 for _ in takewhile(lambda pair: pair[0].root == pair[1].root, zip(own, theirs, strict=False))
    )

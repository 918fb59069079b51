"""Displaced names: a word of a claim that stands, between the same words, where the passage names another."""

from __future__ import annotations

from collections.abc import Sequence

from tidings.policy.reading.passage import Passage
from tidings.policy.reading.reading import Sentence, Word
from tidings.policy.written.remainder import is_said

# So many words on either side of a place, of both texts, tell that it is the same one; with the beginning
# or the end of a sentence, which stand on one side, two on the other do.
_BESIDE = 1
_FAR = 2


def displacing_word(part: Sentence, passage: Passage) -> Word | None:
    """The first capital word that the passage lacks and has another capital word in the place of.

    A dictionary may have it as a common word, so that no capital of a headline or an opening proves it a
    name. Russian has no headlines in capitals, and needs no such proof.
    """
    if part.lang != "en":
        return None
    lacking = (word for word in part.words if _is_capital(word) and not is_said(word, part, passage))
    return next((word for word in lacking if _other_there(word, part, passage) is not None), None)


def _is_capital(word: Word) -> bool:
    return word.is_content and word.token.text[0].isupper()


def _other_there(word: Word, part: Sentence, passage: Passage) -> Word | None:
    """What the passage has between the words that stand beside one of the claim."""
    for sentence in passage.sentences:
        for other in sentence.words:
            if _is_capital(other) and _is_same_place(part.words, word.place, sentence.words, other.place):
                return other
    return None


def _is_same_place(own: Sequence[Word], place: int, theirs: Sequence[Word], its: int) -> bool:
    left = _alike(own[:place][::-1], theirs[:its][::-1])
    right = _alike(own[place + 1 :], theirs[its + 1 :])
    is_edge = (not own[:place] and not its) or (place + 1 == len(own) and its + 1 == len(theirs))
    return min(left, right) >= _BESIDE or (is_edge and max(left, right) >= _FAR)


def _alike(own: Sequence[Word], theirs: Sequence[Word]) -> int:
    """How many words in a row are the same."""
    count = 0
    for one, other in zip(own, theirs, strict=False):
        if one.token.norm != other.token.norm:
            break
        count += 1
    return count

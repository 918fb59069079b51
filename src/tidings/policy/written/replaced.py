"""Replaced names: a word that stands between the very words between which the passage has a name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tidings.policy.reading.lexicon import alphabet_language, offices, reading_of, roots
from tidings.policy.reading.passage import Passage
from tidings.policy.reading.proper_names import names_in
from tidings.policy.reading.reading import Sentence, Word

# Words around a name that must be the same for its place to be: two behind, two before, or one and one.
_NEAR = 2


def replaced_name(part: Sentence, passage: Passage) -> Word | None:
    """The first word with a capital that the passage has not, and in whose place it has a name.

    Whether a first word, or one of a headline, is a name its capital cannot tell; its place can.
    """
    for run in _unknown(part, passage):
        around = _around(part, run[0].place, run[-1].place)
        if any(_is_same_place(around, place) for place in _places_of_names(part, passage)):
            return run[0]
    return None


def _unknown(part: Sentence, passage: Passage) -> Iterator[Sequence[Word]]:
    """The runs of words with a capital of which the passage has none."""
    run: list[Word] = []
    named = {word.place for name in names_in(part) for word in name.words}
    for word in part.words:
        is_read = word.place in named or passage.says(word) or _is_kind(word, part.lang)
        if word.is_content and word.token.text[0].isupper() and not is_read:
            run.append(word)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _is_kind(word: Word, lang: str) -> bool:
    """Whether a word only says what somebody or something is, whose name the passage gives: the striker."""
    if word.root in roots("references", lang) or word.root in offices(lang):
        return True
    if lang != "ru" or alphabet_language(word.token.norm) != "ru":
        return False
    tag = reading_of(word.token.norm).tag
    return "anim" in tag and "Name" not in tag and "Surn" not in tag


def _places_of_names(part: Sentence, passage: Passage) -> Iterator[tuple[list[str], list[str]]]:
    """What stands around each name of a passage of which the claim has no word."""
    for sentence in passage.sentences:
        for name in names_in(sentence):
            if part.all_roots.isdisjoint(word.root for word in name.words):
                yield _around(sentence, name.words[0].place, name.words[-1].place)


def _around(sentence: Sentence, first: int, last: int) -> tuple[list[str], list[str]]:
    """The roots of the words before a run, the nearest first, and of those behind it."""
    before = [word.root for word in sentence.words[max(first - _NEAR, 0) : first]][::-1]
    return before, [word.root for word in sentence.words[last + 1 : last + 1 + _NEAR]]


def _is_same_place(one: tuple[list[str], list[str]], other: tuple[list[str], list[str]]) -> bool:
    before, behind = (_common(*pair) for pair in zip(one, other, strict=True))
    return max(behind, before) == _NEAR or min(behind, before) > 0


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """How many words are the same from the first on."""
    return next(
        (n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )

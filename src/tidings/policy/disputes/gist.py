"""Gist: as much of a sentence as fits a room, without losing the words that another contradicts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tidings.policy.disputes.telling import Telling
from tidings.policy.reading.lexicon import is_irregular
from tidings.policy.reading.proper_names import names_in
from tidings.policy.reading.reading import Sentence, Word
from tidings.text.cutting import ELLIPSIS
from tidings.text.morphology import readings

# What a word is worth that both speak of, a verb, any other that tells something, who is spoken of first, and
# what a gap in the middle takes away.
_SHARED, _PREDICATE, _TELLING, _FIRST, _GAP = 4, 3, 1, 3, 2
_BETWEEN = f" {ELLIPSIS} "
# Words that turn a deed, or belong to one that does: did not, не.
_TURNING = frozenset(
    {"not", "never", "не", "do", "does", "did", "has", "have", "had", "was", "were", "is", "are"}
)

_NEGATING = frozenset({"not", "never", "no", "не", "нет", "ни"})

# From a place to another, both kept.
Run = tuple[int, int]


def gist(telling: Telling, deed: str, other: Telling, room: int) -> str:
    """A telling whole, or the stretch around a deed and another one, which say most of what both speak of."""
    sentence = telling.sentence
    if len(sentence.text) <= room:
        return sentence.text
    at = next((word.place for word in sentence.words if word.token.text == deed), 0)
    least = _turned(sentence, at), at
    choices = _Choices(sentence, _worth(telling, other), room)
    best = max(choices.around(least), key=choices.value, default=(least,))
    return choices.shown(best)


def _turned(sentence: Sentence, at: int) -> int:
    """The first of the words right before a deed that turn it."""
    while at and (norm := sentence.words[at - 1].token.norm) and (norm in _TURNING or _negates(norm)):
        at -= 1
    return at


def _worth(telling: Telling, other: Telling) -> list[int]:
    """What each word of a telling is worth; across languages only names are spoken of in both."""
    sentence = telling.sentence
    if sentence.lang == other.sentence.lang:
        shared = {word.place for word in sentence.content if word.root in other.sentence.roots}
    else:
        names = (name for name in names_in(sentence) if other.passage.names.find(name))
        shared = {word.place for name in names for word in name.words}
    # Without its negation a sentence would say the contrary.
    shared |= {word.place for word in sentence.words if _negates(word.token.norm)}
    return [_SHARED if word.place in shared else _own_worth(word, sentence.lang) for word in sentence.words]


def _own_worth(word: Word, lang: str) -> int:
    if not word.is_content:
        return 0
    norm = word.token.norm
    if lang == "ru":
        is_verb = str(readings(norm)[0].tag.POS) in {"VERB", "PRTS"}
    else:
        is_verb = norm.endswith("ed") or is_irregular(norm)
    return _PREDICATE if is_verb else _TELLING


def _negates(norm: str) -> bool:
    return norm in _NEGATING or norm.endswith("n't")


@dataclass(frozen=True, slots=True)
class _Choices:
    """The ways to cut a sentence to a room, and what each is worth."""

    sentence: Sentence
    worth: Sequence[int]
    room: int

    def around(self, least: Run) -> Iterator[tuple[Run, ...]]:
        """Each stretch with the deed in it, alone and with the best other one that fits beside it."""
        last = len(self.sentence.words) - 1
        for start in range(least[0] + 1):
            for end in range(least[1], last + 1):
                run = start, end
                if self.length((run,)) > self.room:
                    break
                yield (run,)
                others = [(run, found) for found in self._beside(end + 2, last, run)]
                others += [(found, run) for found in self._beside(0, start - 2, run)]
                yield from others

    def _beside(self, first: int, last: int, run: Run) -> Iterator[Run]:
        """From each place on the longest stretch that fits beside a run."""
        end = first
        for start in range(first, last + 1):
            end = max(end, start)
            while end <= last and self.length(tuple(sorted((run, (start, end))))) <= self.room:
                end += 1
            if end > start:
                yield start, end - 1

    def length(self, runs: tuple[Run, ...]) -> int:
        """How many characters these stretches take, with what stands for the rest."""
        words = self.sentence.words
        ends = sum(words[end].token.end - words[start].token.start for start, end in runs)
        first, last = runs[0][0], runs[-1][1]
        opening = words[0].token.start if first == 0 else len(ELLIPSIS) + 1
        rest = len(self.sentence.text) - words[last].token.end
        closing = rest if last == len(words) - 1 else len(ELLIPSIS)
        return opening + ends + closing + len(_BETWEEN) * (len(runs) - 1)

    def value(self, runs: tuple[Run, ...]) -> tuple[int, int]:
        """What is kept, less the gaps; of equal ones the longer."""
        kept = sum(sum(self.worth[start : end + 1]) for start, end in runs)
        return kept + _FIRST * (runs[0][0] == 0) - _GAP * (len(runs) - 1), self.length(runs)

    def shown(self, runs: tuple[Run, ...]) -> str:
        """The stretches as they stand in the sentence, an ellipsis for each gap."""
        text, words = self.sentence.text, self.sentence.words
        pieces = [text[words[start].token.start : words[end].token.end] for start, end in runs]
        first, last = runs[0][0], runs[-1][1]
        opening = text[: words[0].token.start] if first == 0 else f"{ELLIPSIS} "
        closing = text[words[last].token.end :] if last == len(words) - 1 else ELLIPSIS
        return f"{opening}{_BETWEEN.join(pieces)}{closing}"

"""Turns: whether a rendered claim takes the same side as the passage: rose or fell, confirmed or denied.

The words of both stand in other order, so a direction belongs with what its clause says, figures and names
first.
"""

from __future__ import annotations

from collections.abc import Iterator

from tidings.policy.crosslingual.bilingual import renderings
from tidings.policy.reading.lexicon import Pole, poles
from tidings.policy.reading.passage import Passage
from tidings.policy.reading.proper_names import names_in
from tidings.policy.reading.reading import Bearing, Sentence, Word
from tidings.policy.written.opposites import votes_of

_FIGURE, _NAME = 3, 2
_POLES = 4


def turned_across(part: Sentence, passage: Passage) -> Word | None:
    """The first word of a claim for which the passage, of the same thing, has the contrary."""
    cited = {pole for sentence in passage.sentences for pole, _ in votes_of(sentence)}
    for pole, vote in votes_of(part.said or part):
        if cited and pole not in cited:
            return vote
    skipped = {word.place for name in names_in(part) for word in name.words}
    # Whether what is negated is negated there is asked for by itself.
    skipped |= {word.place for word in part.words if word.aimed & Bearing.NEGATED}
    for word in part.words:
        for table in ("opposites", "contrasts"):
            own = () if word.place in skipped else _poles_of(word, part, passage, table)
            if own and _is_turned(part, word, own, passage, table):
                return word
    return None


def _poles_of(word: Word, part: Sentence, passage: Passage, table: str) -> tuple[Pole, ...]:
    """The poles of a rendered word, or of all it may be where the passage has none of that."""
    known, own = poles(table, part.lang), (part.said or part).words[word.place]
    if word.root in passage.roots:
        return known.get(word.root, ())
    options = (option for option in renderings((own.root,), (part.said or part).lang) if len(option) == 1)
    found = [pole for option in options for pole in known.get(option[0], ())]
    return tuple(dict.fromkeys((*known.get(word.root, ()), *found)))


def _is_turned(part: Sentence, word: Word, own: tuple[Pole, ...], passage: Passage, table: str) -> bool:
    beside = _beside(part, word)
    contrary = False
    for axis, pole in own:
        others = [(axis, other) for other in range(_POLES) if other != pole]
        rival = max(_closeness(beside, passage, table, others), default=-1)
        same = max(_closeness(beside, passage, table, [(axis, pole)]), default=-1)
        # What will not reopen is closed.
        same = max(same, *_closeness(beside, passage, table, others, negated=True), -1)
        if same >= rival and same >= 0:
            return False
        contrary = contrary or rival >= 0
    return contrary


def _closeness(
    beside: dict[str, int], passage: Passage, table: str, wanted: list[Pole], negated: bool = False
) -> Iterator[int]:
    """How much each word of these poles, negated or not, has beside it of what the claim has."""
    for sentence in passage.sentences:
        known = poles(table, sentence.lang)
        for word in sentence.words:
            is_negated = bool(word.aimed & Bearing.NEGATED)
            if is_negated is negated and any(pole in known.get(word.root, ()) for pole in wanted):
                yield sum(beside.get(key, 0) for key in _beside(sentence, word))


def _beside(sentence: Sentence, word: Word) -> dict[str, int]:
    """What a clause says beside one of its words: figures tell most, then names."""
    named = {one.place for name in names_in(sentence) for one in name.words}
    found = {
        one.root: (_NAME if one.place in named else 1)
        for one in sentence.words
        if one.clause == word.clause and one is not word and (one.is_content or one.place in named)
    }
    for item in sentence.quantities:
        at = sentence.word_at(item.start)
        if at is not None and at.clause == word.clause:
            found[f"{item.value:g} {item.unit}"] = _FIGURE
    return found

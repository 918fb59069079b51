"""Directions: whether a claim takes the same side as what it cites: rose or fell, confirmed or denied."""

from __future__ import annotations

from collections.abc import Iterator

from tidings.policy.lexicon import Pole, poles
from tidings.policy.passage import Passage
from tidings.policy.proper_names import names_in
from tidings.policy.reading import Sentence, Word
from tidings.policy.ties import Tie, is_outdone, tie_of_word


def turned_word(claimed: Sentence, passage: Passage) -> Word | None:
    """The first word of a claim for which the passage has the contrary, or nothing where nothing will do."""
    named = {word.place for name in names_in(claimed) for word in name.words}
    for word in claimed.words:
        if word.place in named:
            continue
        for table in ("opposites", "contrasts"):
            own = poles(table, claimed.lang).get(word.root)
            if own and _is_turned(claimed, word, own, passage, table):
                return word
    return None


def is_met(claimed: Sentence, word: Word, passage: Passage) -> bool:
    """Whether the passage has another word of the same direction, which stands for this one."""
    own = poles("opposites", claimed.lang).get(word.root, ())
    return any(next(_ties(passage, table_pole), None) is not None for table_pole in own)


def _is_turned(claimed: Sentence, word: Word, own: tuple[Pole, ...], passage: Passage, table: str) -> bool:
    tie = tie_of_word(claimed, word.place)
    contrary = False
    for axis, pole in own:
        same = list(_ties(passage, (axis, pole), table))
        rivals = [
            found for other in range(4) if other != pole for found in _ties(passage, (axis, other), table)
        ]
        if same and not is_outdone(tie, same, rivals):
            return False
        contrary = contrary or bool(same) or bool(rivals)
    return contrary or table == "contrasts"


def _ties(passage: Passage, wanted: Pole, table: str = "opposites") -> Iterator[Tie]:
    """What each word of a pole stands with in the passage."""
    for sentence in passage.sentences:
        known = poles(table, sentence.lang)
        for word in sentence.words:
            if wanted in known.get(word.root, ()):
                yield tie_of_word(sentence, word.place)

"""Directions: whether a claim takes the same side as what it cites: rose or fell, before or after."""

from __future__ import annotations

from collections.abc import Iterator

from tidings.policy.reading.amounts import ORDINAL
from tidings.policy.reading.kinship import is_akin
from tidings.policy.reading.lexicon import Pole, has_past, poles, roots
from tidings.policy.reading.passage import Passage
from tidings.policy.reading.proper_names import names_in
from tidings.policy.reading.reading import Bearing, Sentence, Word
from tidings.policy.written.senses import are_alike_in
from tidings.policy.written.ties import Tie, is_outdone, tie_of_word

# What a preposition governs is among this many telling words after it: "after the long winter break".
_GOVERNED = 2
# And no further than this from it.
_REACH = 5
# Prepositions that hang on a verb or a noun, and how many words before them it is among.
_MOVES = frozenset({"to", "into", "toward", "towards", "from"})
_HEADS = 3
# Times that are verbs as well: "put off to spring" governs no infinitive.
_TIMES = frozenset({"last", "spring", "fall", "date", "end", "start", "close", "second"})
# The sides that an axis has at most.
_POLES = 4
_TABLES = ("opposites", "contrasts", "relations", "votes")


def turned_word(claimed: Sentence, passage: Passage) -> Word | None:
    """The first word of a claim for which the passage has the contrary, or nothing where nothing will do."""
    return (
        _turned_vote(claimed, passage)
        or _turned_relation(claimed, passage)
        or _turned_direction(claimed, passage)
    )


def contrary_of(word: Word, claimed: Sentence, passage: Passage) -> str:
    """The passage's contrary of a word of the claim, from the sentence that has most of the claim's words."""
    contraries = {
        (table, axis, pole)
        for table in _TABLES
        for axis, own in poles(table, claimed.lang).get(word.root, ())
        for pole in range(_POLES)
        if pole != own
    }
    for sentence in sorted(passage.sentences, key=lambda one: -len(one.roots & claimed.roots)):
        for other in sentence.words:
            own_poles = (
                (table, *pole)
                for table in _TABLES
                for pole in poles(table, sentence.lang).get(other.root, ())
            )
            if not contraries.isdisjoint(own_poles):
                return other.token.text
    return ""


def _turned_vote(claimed: Sentence, passage: Passage) -> Word | None:
    """The side of a vote that the claim has, where the passage has votes for the other alone."""
    cited = {pole for sentence in passage.sentences for pole, _ in votes_of(sentence)}
    return next((word for pole, word in votes_of(claimed) if cited and pole not in cited), None)


def votes_of(sentence: Sentence) -> Iterator[tuple[Pole, Word]]:
    """Each side that is taken in a vote: voted 31 to 22 against."""
    known, verbs = poles("votes", sentence.lang), roots("votes", f"verbs_{sentence.lang}")
    for word in sentence.words:
        before = sentence.words[max(word.place - _REACH, 0) : word.place]
        if any(one.root in verbs and one.clause == word.clause for one in before):
            yield from ((pole, word) for pole in known.get(word.root, ()))


def _turned_direction(claimed: Sentence, passage: Passage) -> Word | None:
    named = {word.place for name in names_in(claimed) for word in name.words}
    for word in claimed.words:
        if word.place in named:
            continue
        for table in ("opposites", "contrasts"):
            own = poles(table, claimed.lang).get(word.root)
            if own and _is_turned(claimed, word, own, passage, table):
                return word
    return None


def _turned_relation(claimed: Sentence, passage: Passage) -> Word | None:
    """The first preposition for which the passage has only its contrary before the same words."""
    for word in claimed.words:
        for axis, pole in poles("relations", claimed.lang).get(word.root, ()):
            governed = _governed(claimed, word.place)
            # One with nothing behind it may be of anything: "the opposition voted against".
            heads = _heads(claimed, word)
            met = {
                own
                for own, theirs, its_heads in _relations(passage, axis)
                if not theirs or theirs & governed
                if own == pole or not theirs or _is_counted(theirs & governed) or _may_share(heads, its_heads)
            }
            if met and pole not in met and not _is_infinitive(claimed, word):
                return word
    return None


def _heads(sentence: Sentence, word: Word) -> frozenset[str] | None:
    """What a "to" or a "from" may hang on; nothing of other prepositions, whose meaning needs no verb."""
    if word.token.norm not in _MOVES:
        return None
    before = [one for one in sentence.words[: word.place] if one.clause == word.clause and one.is_content]
    return frozenset(one.root for one in before[-_HEADS:])


def _is_counted(governed: frozenset[str]) -> bool:
    """Whether a preposition stands before a number, of which "to" and "from" are always contraries."""
    return any(char.isdigit() for key in governed for char in key)


def _may_share(heads: frozenset[str] | None, others: frozenset[str] | None) -> bool:
    """Whether two prepositions may hang on one word: "died from" says nothing against "prone to"."""
    return not heads or not others or not heads.isdisjoint(others)


def _is_infinitive(sentence: Sentence, word: Word) -> bool:
    """Whether a "to" stands before a verb, and is no preposition: to release."""
    after = sentence.words[word.place + 1].token if word.place + 1 < len(sentence.words) else None
    if word.token.norm != "to" or after is None or (after.text[0].isupper() and not sentence.is_headline):
        return False
    if after.norm in _TIMES or any(item.covers(after.start) for item in sentence.quantities):
        return False
    return after.norm == "be" or has_past(after.norm) == after.norm


def _relations(passage: Passage, axis: int) -> Iterator[tuple[int, frozenset[str], frozenset[str] | None]]:
    """The pole of each preposition of an axis in the passage, what it governs, and what it may hang on."""
    for sentence in passage.sentences:
        known = poles("relations", sentence.lang)
        for word in sentence.words:
            for its_axis, pole in known.get(word.root, ()):
                if its_axis == axis:
                    yield pole, _governed(sentence, word.place), _heads(sentence, word)


def _governed(sentence: Sentence, place: int) -> frozenset[str]:
    """The telling words right after a preposition, up to the next one; a number by its value."""
    counted = {
        word.token.start: f"{item.value:g} {item.unit}"
        for item in sentence.quantities
        if item.unit != ORDINAL and (word := sentence.word_at(item.start))
    }
    found: list[str] = []
    for word in sentence.words[place + 1 : place + 1 + _REACH]:
        is_next = word.root in roots("links", sentence.lang) or word.root in poles("relations", sentence.lang)
        if is_next or word.clause != sentence.words[place + 1].clause:
            break
        if word.token.start in counted:
            found.append(counted[word.token.start])
        elif word.is_content:
            found.append(word.root)
    return frozenset(found[:_GOVERNED])


def is_met(claimed: Sentence, word: Word, passage: Passage) -> bool:
    """Whether the passage has another word of the same direction, which stands for this one."""
    own = poles("opposites", claimed.lang).get(word.root, ())
    return any(next(_ties(passage, table_pole), None) is not None for table_pole in own)


def _is_turned(claimed: Sentence, word: Word, own: tuple[Pole, ...], passage: Passage, table: str) -> bool:
    tie = tie_of_word(claimed, word.place)
    contrary = False
    for axis, pole in own:
        others = [(axis, other) for other in range(_POLES) if other != pole]
        # What is not admitted is denied, and what says the same as the claim's word needs no pole.
        same = [
            *_ties(passage, (axis, pole), table),
            *(tie for other in others for tie in _ties(passage, other, table, negated=True)),
            *_ties_alike(claimed, word, passage),
        ]
        rivals = [tie for other in others for tie in _ties(passage, other, table, beside=word)]
        if same and not is_outdone(tie, same, rivals):
            return False
        # A contrary that nothing of the claim stands with is said of something else.
        contrary = contrary or bool(same) or any(not tie.clause or tie.closeness(rival) for rival in rivals)
    return contrary or table == "contrasts"


def _ties(
    passage: Passage,
    wanted: Pole,
    table: str = "opposites",
    *,
    negated: bool = False,
    beside: Word | None = None,
) -> Iterator[Tie]:
    """What each word of a pole stands with in the passage, those that are negated or the others.

    A word that is made of the one in question is not its contrary: employs, employees.
    """
    for sentence in passage.sentences:
        known = poles(table, sentence.lang)
        for word in sentence.words:
            if wanted not in known.get(word.root, ()) or (beside and is_akin(word.root, beside.root)):
                continue
            if not negated or word.aimed & Bearing.NEGATED:
                yield tie_of_word(sentence, word.place)


def _ties_alike(claimed: Sentence, word: Word, passage: Passage) -> Iterator[Tie]:
    """What each other word stands with that says the same as one of the claim."""
    for sentence in passage.sentences:
        for other in sentence.words:
            if other.root != word.root and are_alike_in(word, claimed, other, sentence):
                yield tie_of_word(sentence, other.place)

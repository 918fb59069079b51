"""Bearing: whether what a claim asserts is asserted, negated, denied or only possible in what it cites."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import simplemma

from tidings.policy.reading.kinship import are_kin
from tidings.policy.reading.lexicon import (
    alphabet_language,
    has_past,
    pairs_of_words,
    reading_of,
    roots,
    words,
)
from tidings.policy.reading.passage import Passage
from tidings.policy.reading.proper_names import names_in
from tidings.policy.reading.reading import Bearing, Sentence, Word
from tidings.policy.written.deeds import deeds_in
from tidings.policy.written.senses import are_alike_in, is_outcome
from tidings.text.morphology import readings
from tidings.text.stopwords import stop_words

_TURNED = Bearing.NEGATED | Bearing.DENIED
_TO_COME = Bearing.POSSIBLE | Bearing.FUTURE
# A sentence that has this share of a clause's other words, and of so many, tells the same without the word in
# question, which is turned elsewhere: of something else, then.
_TOLD = 0.8
_TOLD_WORDS = 5
# What a clause that turns a word has of the claim's beside it, at least, to be about the same.
_TELLING = 2

# "Is", "had" stand this near before what something is or has: was a rather drastic step.
_PREDICATE = 6
# A lack stands this near before what there is a lack of: lack of public money.
_LACK = 3

# In English it is also said of what was not done: without asking.
_WITHOUT = frozenset({"без"})
# Who tells something is named within so many words of its beginning or its end.
_TELLER = 3
_POSSESSIVE = ("'s", "’s", "s'", "s’")
# Endings that make Russian nouns of verbs.
_RUSSIAN_DEEDS = ("ние", "тие", "ция", "сия")
# Endings that make English nouns of verbs.
_NOUN = re.compile(r"(?:tion|sion|ment|ure|ance|ence|ity|ness)s?$")


def misborne_word(part: Sentence, passage: Passage) -> Word | None:
    """The first word that the claim asserts and the passage negates or denies, or the reverse."""
    found = (_only_turned(clause, passage) or _never_turned(clause, passage) for clause in _clauses(part))
    return next((word for word in found if word is not None), None)


def hedged_word(part: Sentence, passage: Passage) -> Word | None:
    """The first word that the claim states and is only possible there, or states as done and is to come."""
    hedged, is_told = _hedged(part), _is_told_so(part)
    stated = (
        (clause, word)
        for clause in _clauses(part)
        if clause.number not in hedged
        for word in clause.said
        if not word.aimed & (_TO_COME | Bearing.NEGATED) and may_state(word, part)
    )
    for clause, word in stated:
        if is_told and any(_is_hearsay(*given) for given in _given(word, part, passage)):
            continue
        if not _may_state_here(word, part) and not any(
            _is_adverbial(*given) for given in _given(word, part, passage)
        ):
            continue
        is_over = is_done(word) and not _is_under_way(word, part)
        if clause.stands_otherwise(word, passage, _TO_COME if is_over else Bearing.POSSIBLE):
            return word
    return None if is_told else _decided_word(part, passage)


def _is_under_way(word: Word, part: Sentence) -> bool:
    """Whether a participle says what is being done, which news writes of what is to come as well."""
    return word.place > 0 and part.words[word.place - 1].token.norm == "being"


def _may_state_here(word: Word, part: Sentence) -> bool:
    """Whether a word may state something; in an English headline a verb does, or what stands behind "is"."""
    if part.lang != "en" or part.text.endswith("."):
        return True
    before = part.words[: word.place]
    being = words("bearing", "being_en")
    is_told_of = any(one.token.norm in being and one.clause == word.clause for one in before)
    return is_told_of or _may_be_verb(word, part)


def _is_adverbial(sentence: Sentence, word: Word) -> bool:
    """Whether an adverb doubts all behind it, and not a verb alone: allegedly, perhaps."""
    doubting = words("bearing", "rest_en") - {"if", "whether"}
    before = sentence.words[: word.place]
    return any(one.clause == word.clause and one.token.norm in doubting for one in before)


def _may_be_verb(word: Word, part: Sentence) -> bool:
    """Whether an English word may be a verb that is no infinitive: no name, and nothing behind an article."""
    before = part.words[word.place - 1].token if word.place else None
    if before and before.norm in words("bearing", "articles_en") | {"to"}:
        return False
    if word.token.text[0].isupper() and not part.is_headline:
        return False
    return is_done(word) or word.token.norm.endswith("ing") or bool(has_past(word.token.norm))


def _is_told_so(part: Sentence) -> bool:
    """Whether a claim gives what it says as somebody's word: police say, a report says, "… : study"."""
    told = words("bearing", "told_en")
    around = (*part.words[:_TELLER], *part.words[-_TELLER:])
    return part.lang == "en" and any(word.token.norm in told for word in around)


def _is_hearsay(sentence: Sentence, word: Word) -> bool:
    """Whether all the doubt about a word is that others tell of it: he allegedly fled."""
    before = [one for one in sentence.words[: word.place] if one.clause == word.clause]
    hearsay, doubt = words("bearing", "hearsay_en"), roots("bearing", "possible_en")
    marks = [one for one in before if one.root in doubt or one.token.norm in hearsay]
    return bool(marks) and all(one.token.norm in hearsay for one in marks)


def _decided_word(part: Sentence, passage: Passage) -> Word | None:
    """The first word that the claim says will be so, and that is not even decided there: whether it will."""
    announced = set(_announced(part))
    sure = (
        (clause, word)
        for clause in _clauses(part)
        for word in clause.said
        if word.aimed & Bearing.FUTURE or word.place in announced
        if not word.aimed & (Bearing.POSSIBLE | Bearing.NEGATED)
    )
    return next((word for clause, word in sure if clause.stands_otherwise(word, passage, Bearing.OPEN)), None)


@dataclass(frozen=True, eq=False)
class _Clause:
    """A clause of a claim: its telling words, those in no name, whether it turns any, and mere things."""

    part: Sentence
    number: int
    words: Sequence[Word]
    said: Sequence[Word]
    turns: bool
    given: frozenset[int]

    @cached_property
    def turned(self) -> list[Word]:
        """The words that a negation is said of, or a denial stands before."""
        return [word for word in self.said if _bearing(word) & _TURNED]

    def stands_otherwise(self, word: Word, passage: Passage, marks: Bearing) -> bool:
        """Whether the passage has the word only under one of the marks, and tells this of nothing else."""
        given = list(_given(word, self.part, passage))
        turned = [pair for pair in given if _bearing(pair[1]) & marks]
        plain = [pair for pair in given if not _bearing(pair[1]) & marks]
        if not turned or (plain and not self._is_nearer(turned, plain, word)):
            return False
        given = turned
        turning = {id(sentence) for sentence, _ in given}
        return not any(
            self._is_told(sentence, word) for sentence in passage.sentences if id(sentence) not in turning
        )

    def _is_nearer(
        self, turned: Sequence[tuple[Sentence, Word]], plain: Sequence[tuple[Sentence, Word]], word: Word
    ) -> bool:
        """Whether the word is said of the same where it is turned, and of something else where it is not."""
        near = max(self._shared(sentence, other, word) for sentence, other in turned)
        return near >= _TELLING and near > max(
            self._shared(sentence, other, word) for sentence, other in plain
        )

    def _shared(self, sentence: Sentence, other: Word, word: Word) -> int:
        own = {one.root for one in self.words if one is not word}
        return len(own & sentence.clause_roots(other.clause))

    def _is_told(self, sentence: Sentence, without: Word) -> bool:
        others = [word for word in self.words if word is not without]
        found = sum(any(_is_same(word, other) for other in sentence.words) for word in others)
        return len(others) >= _TOLD_WORDS and found >= _TOLD * len(others)


def _clauses(part: Sentence) -> Iterator[_Clause]:
    named = {word.place for name in names_in(part) for word in name.words}
    telling = [word for word in part.words if word.token.norm not in stop_words(_alphabet(word))]
    things = _things(part)
    for number in dict.fromkeys(word.clause for word in telling):
        own = [word for word in telling if word.clause == number]
        said = [word for word in own if word.place not in named]
        yield _Clause(part, number, own, said, number in part.turning, things)


def _only_turned(clause: _Clause, passage: Passage) -> Word | None:
    """A word that the clause asserts and that is only negated or denied there.

    A clause that turns something by itself may turn the very word: a reward was turned down. One that negates
    is asked for what it negates.
    """
    turning = next((word for word in clause.words if _is_undone(word, clause.part, passage)), None)
    if turning is not None or clause.turns or clause.turned:
        return turning
    plain = (word for word in clause.said if not _bearing(word) & _TURNED and word.place not in clause.given)
    return next((word for word in plain if clause.stands_otherwise(word, passage, _TURNED)), None)


def _is_undone(word: Word, part: Sentence, passage: Passage) -> bool:
    """Whether a word that turns something ("refused") is itself negated in the passage, and here is not."""
    turning = (
        roots("bearing", f"negate_{_alphabet(word)}")
        | pairs_of_words("bearing", f"turning_{_alphabet(word)}").keys()
    )
    if word.root not in turning or word.aimed & Bearing.NEGATED:
        return False
    given = [
        other
        for sentence in passage.sentences
        for other in sentence.words
        if other.root == word.root or are_alike_in(word, part, other, sentence)
    ]
    return bool(given) and all(other.aimed & Bearing.NEGATED for other in given)


def _things(part: Sentence) -> frozenset[int]:
    """Words for who or what a claim speaks of, which say nothing of it: the engines, паром.

    In English those with a definite article or somebody's before them, in Russian nouns that are no deeds.
    """
    if part.lang == "ru":
        return frozenset(word.place for word in part.words if _is_thing(word))
    return frozenset(
        word.place
        for before, word in pairwise(part.words)
        if before.token.norm in words("bearing", "definite_en") or before.token.text.endswith(_POSSESSIVE)
        if not is_outcome(word)
    )


def _is_thing(word: Word) -> bool:
    if alphabet_language(word.token.norm) != "ru" or is_outcome(word):
        return False
    tag = reading_of(word.token.norm).tag
    return str(tag.POS) == "NOUN" and not word.root.endswith(_RUSSIAN_DEEDS)


def _never_turned(clause: _Clause, passage: Passage) -> Word | None:
    """A word that the clause negates or denies and that is neither negated nor denied there.

    Where the passage has none of those words, a sentence of it must negate something and share another word.
    """
    turned = [word for word in clause.turned if word.place not in clause.given] or clause.turned
    given = {word: list(_given(word, clause.part, passage)) for word in turned}
    if any(given.values()):
        met = ((word, found) for word, found in given.items() if found)
        return next((word for word, found in met if not any(_is_turned(*one) for one in found)), None)
    about = any(_negates_about(clause, sentence) for sentence in _nearest(clause, passage))
    return next((word for word in turned if not about), None)


def _nearest(clause: _Clause, passage: Passage) -> list[Sentence]:
    """The sentences that have most of what a clause says beside what it turns."""
    plain = [word for word in clause.words if word not in clause.turned]
    common = [
        (sum(any(_is_same(word, other) for other in sentence.words) for word in plain), sentence)
        for sentence in passage.sentences
    ]
    most = max((count for count, _ in common), default=0)
    return [sentence for count, sentence in common if count == most]


def _negates_about(clause: _Clause, sentence: Sentence) -> bool:
    plain = [word for word in clause.said if word not in clause.turned]
    turned = {word.clause for word in sentence.words if _bearing(word) & _TURNED}
    negates = (turned | sentence.turning) - _lacking(sentence)
    return bool(negates) and any(_is_same(word, other) for word in plain for other in sentence.content)


def _lacking(sentence: Sentence) -> set[int]:
    """The clauses that say without what something was, and nothing of what did not happen."""
    lacking = {word.clause for word in sentence.words if word.token.norm in _WITHOUT}
    negating = roots("bearing", f"negate_{sentence.lang}") - _WITHOUT
    return lacking - {word.clause for word in sentence.words if word.root in negating}


def _given(word: Word, part: Sentence, passage: Passage) -> Iterator[tuple[Sentence, Word]]:
    """Wherever the passage uses the word, in whatever form; where it does not, what says the same."""
    found = [
        (sentence, other)
        for sentence in passage.sentences
        for other in sentence.words
        if _is_same(word, other)
    ]
    yield from found or [
        (sentence, other)
        for sentence in passage.sentences
        for other in sentence.words
        if are_alike_in(word, part, other, sentence)
    ]


def _is_same(word: Word, other: Word) -> bool:
    return word.root == other.root or are_kin(word.token.norm, other.token.norm)


def _bearing(word: Word) -> Bearing:
    """What is said of the word itself; a denial reaches all that follows it."""
    return word.aimed | (word.bearing & Bearing.DENIED)


def _is_turned(sentence: Sentence, word: Word) -> bool:
    """Whether a negation, a denial or a lack stands somewhere before a word in its clause."""
    return bool((word.aimed | word.bearing) & _TURNED) or _is_lacked(sentence, word)


def _is_lacked(sentence: Sentence, word: Word) -> bool:
    """Whether there is said to be too little of something, or none: for lack of money, нехватка рейсов."""
    lacks = roots("bearing", f"lacks_{_alphabet(word)}")
    before = sentence.words[max(word.place - _LACK, 0) : word.place]
    return any(one.root in lacks and one.clause == word.clause for one in before)


def _hedged(part: Sentence) -> set[int]:
    """The clauses of a claim that state nothing as done."""
    hedged = {word.clause for word in part.words if (word.bearing | word.aimed) & _TO_COME}
    planned = {word.clause for word in part.words if _is_planned(word, part)}
    planned |= {part.words[place].clause for place in _announced(part)}
    # What is planned has its verb behind what stands between commas: talks, led by Lind, are due in May.
    hedged |= planned | {clause - 1 for clause in planned}
    for before, word in zip(part.words, part.words[1:], strict=False):
        if word.clause == before.clause + 1 and before.clause in hedged and _is_carried(word):
            hedged.add(word.clause)
    return hedged


def _announced(part: Sentence) -> Iterator[int]:
    """Where a headline without another verb says what is to be: Varn to close its plant."""
    if part.lang != "en" or part.text.endswith("."):
        return
    verbs = {deed.verb.place for deed in deeds_in(part)}
    for before, word, verb in zip(part.words, part.words[1:], part.words[2:], strict=False):
        if word.token.norm != "to" or not before.clause == word.clause == verb.clause:
            continue
        others = [one for one in part.words if one.clause == word.clause and one is not verb]
        if verb.token.norm[0].isalpha() and not any(_is_finite(one, verbs) for one in others):
            yield verb.place


def _is_finite(word: Word, verbs: set[int]) -> bool:
    return word.place in verbs or word.token.norm in words("bearing", "being_en")


def _is_planned(word: Word, part: Sentence) -> bool:
    """Whether a word says that something is to be; "due to" gives a reason unless a verb follows."""
    after = [one.token.norm for one in part.words[word.place + 1 : word.place + 3]]
    return word.root in roots("bearing", "planned_en") and (after[:1] != ["to"] or after == ["to", "be"])


def _is_carried(word: Word) -> bool:
    return word.token.norm in words("bearing", f"carried_{_alphabet(word)}")


def may_state(word: Word, sentence: Sentence) -> bool:
    """Whether a word may state that something is or was done: no noun does, nor an infinitive."""
    norm = word.token.norm
    if any(map(str.isdigit, norm)):
        return False
    if _alphabet(word) == "ru":
        return str(readings(norm)[0].tag.POS) not in {"INFN", "NOUN", "ADJF", "NPRO"}
    return not _NOUN.search(norm) and not _is_english_noun(word, sentence)


def _is_english_noun(word: Word, sentence: Sentence) -> bool:
    """Whether an English word is a noun or infinitive by what stands before: on licensing, to be tested."""
    before = [one.token.norm for one in sentence.words[max(word.place - 2, 0) : word.place]]
    if before == ["to", "be"]:
        return True
    if not before or is_done(word) or _is_predicate(word, sentence):
        return False  # "by renewed fire", but "the accused fled" as well
    is_counted = any(item.covers(sentence.words[word.place - 1].token.start) for item in sentence.quantities)
    return before[-1] in words("bearing", "governing_en") or (is_counted and "-" in before[-1])


def _is_predicate(word: Word, sentence: Sentence) -> bool:
    """Whether a word may be what something is or has: was in dispute, had an effect."""
    before = sentence.words[max(word.place - _PREDICATE, 0) : word.place]
    if any(one.token.norm == "to" for one in before):
        return False  # "is ready to look at loans"
    return any(one.token.norm in words("bearing", "being_en") and one.clause == word.clause for one in before)


def is_done(word: Word) -> bool:
    """Whether a word may be a verb in the past, or a participle of it."""
    norm = word.token.norm
    if _alphabet(word) == "ru":
        reading = readings(norm)[0].tag
        return reading.tense == "past" or str(reading.POS) in {"PRTS", "PRTF"}
    return not norm.endswith("ing") and simplemma.lemmatize(norm, lang="en") not in {
        norm,
        norm.removesuffix("s"),
    }


def _alphabet(word: Word) -> str:
    return alphabet_language(word.token.norm)

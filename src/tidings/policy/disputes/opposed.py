"""Opposed: whether one sentence asserts what another negates, denies, or tells the reverse of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from tidings.policy.disputes.counted import is_question
from tidings.policy.disputes.telling import Telling, names_given, opens_quotation
from tidings.policy.disputes.things import CONFIRMED, Deed, deed_of, is_listed
from tidings.policy.reading.lexicon import is_irregular, roots
from tidings.policy.reading.proper_names import names_in
from tidings.policy.reading.reading import Bearing, Sentence, Word
from tidings.text.morphology import readings

# Share of what the shorter of two statements says that the other must say, for both to be about one deed.
_SAME_MATTER = 0.5
# Of a statement and its negation, which differ in nothing else.
_SAME_WORDS = 0.7
# Names and words that two statements share at least; one alone is a subject, not a deed.
_LEAST = 2
# Words beside the deed of a statement so short that one name is all it can share: "Berg has not resigned".
_SHORT = 3
_ATTRIBUTING = frozenset(
    {"to", "of", "the", "a", "an", "other", "several", "all", "no", "more", "new", "its", "their"}
)
_THAT = frozenset({"that", "что"})
_NOT = frozenset({"not", "never", "не"})
_DO = frozenset({"do", "does", "did", "don't", "doesn't", "didn't"})
_DENYING = Bearing.NEGATED | Bearing.DENIED
_UNSURE = Bearing.POSSIBLE | Bearing.FUTURE


@dataclass(frozen=True, slots=True)
class Opposed:
    """The word of each sentence in which they are opposed."""

    one: str
    other: str


def opposed(one: Telling, other: Telling) -> Opposed | None:
    """What two sentences state the contrary of; None where they do not, or it cannot be told."""
    for mine, theirs in _contrary(one.sentence, other.sentence):
        if _is_one_matter(one, mine, other, theirs):
            return Opposed(mine.token.text, theirs.token.text)
    return None


def _contrary(one: Sentence, other: Sentence) -> Iterator[tuple[Word, Word]]:
    yield from _poles_apart(one, other)
    if one.lang == other.lang:
        yield from _negated(one, other)
        yield from ((mine, theirs) for theirs, mine in _negated(other, one))


def _poles_apart(one: Sentence, other: Sentence) -> Iterator[tuple[Word, Word]]:
    """Words for deeds that exclude each other, each stated as done in its sentence, and there alone."""
    mine, theirs = _deeds(one), _deeds(other)
    for (axis, pole), word in mine.items():
        contrary = theirs.get((axis, 1 - pole))
        if contrary is not None and (axis, 1 - pole) not in mine and (axis, pole) not in theirs:
            yield word, contrary


@lru_cache(maxsize=1024)
def _deeds(sentence: Sentence) -> dict[Deed, Word]:
    named = {word.place for name in names_in(sentence) for word in name.words}
    found: dict[Deed, Word] = {}
    for word in sentence.words:
        deed = None if word.place in named else deed_of(word, sentence.lang)
        if deed is None or word.bearing & (_UNSURE | Bearing.NEGATED):
            continue
        if _is_done(word, sentence):
            found.setdefault(deed, word)
    return found


def _negated(one: Sentence, other: Sentence) -> Iterator[tuple[Word, Word]]:
    """A verb that one sentence negates or denies, and the other, which negates nothing, states as a fact."""
    turned = [word for word in one.content if word.bearing & _DENYING and word.root in other.roots]
    if not turned or _confirms(one):
        return
    for word in turned:
        if (
            word.bearing & _UNSURE
            or word.bearing & _DENYING == _DENYING
            or not (_is_denied_itself(one, word) or _is_negated_itself(one, word))
        ):
            continue
        plain = next(item for item in other.content if item.root == word.root)
        if _turns_anything(other, plain) or not _is_stated(other, plain):
            continue
        if _is_verb(word, one) and _is_verb(plain, other):
            yield word, plain


def _is_stated(sentence: Sentence, word: Word) -> bool:
    """Whether the sentence itself says so, not somebody in it."""
    if word.bearing & _UNSURE or is_question(sentence) or opens_quotation(sentence, word):
        return False
    if any(is_listed(item, sentence.lang, "hearsay") for item in sentence.words):
        return False
    return not any(
        item.clause == word.clause and is_listed(item, sentence.lang, "subordinate")
        for item in sentence.words
    )


def _is_denied_itself(sentence: Sentence, word: Word) -> bool:
    """Denied as a statement: denied that, опроверг слухи; whoever denies a refund denies no statement."""
    denying = roots("bearing", f"deny_{sentence.lang}")
    places = [item.place for item in sentence.words if item.root in denying and item.place < word.place]
    said = sentence.words[places[-1] + 1 : places[-1] + 3] if places else ()
    return bool(word.bearing & Bearing.DENIED) and any(
        is_listed(item, sentence.lang, "hearsay") for item in said
    )


def _is_negated_itself(sentence: Sentence, word: Word) -> bool:
    """Not, n't or never right before it; what somebody is only said to claim is no statement."""
    if any(
        is_listed(item, sentence.lang, "hearsay") and item.token.norm not in _THAT for item in sentence.words
    ):
        return False
    if sentence.words[0].token.norm in {"don't", "do"}:
        return False  # what is asked of the reader states nothing
    before = sentence.words[max(0, word.place - 1)].token.norm
    return bool(word.bearing & Bearing.NEGATED) and (before in _NOT or before.endswith("n't"))


def _turns_anything(sentence: Sentence, but: Word) -> bool:
    """Whether it negates or denies anything; a verb such as fail, which may be what is at issue, aside."""
    turning = roots("bearing", f"negate_{sentence.lang}") | roots("bearing", f"deny_{sentence.lang}")
    turning -= {but.root}
    return any(word.root in turning or word.token.norm.endswith("n't") for word in sentence.words)


def _confirms(sentence: Sentence) -> bool:
    """Whether it gives the other side as well."""
    return any(deed_of(word, sentence.lang) == CONFIRMED for word in sentence.words)


def _is_done(word: Word, sentence: Sentence) -> bool:
    """A deed done, not one asked for (to deny), nor the mark of a thing (two confirmed cases)."""
    if sentence.lang == "ru":
        return str(readings(word.token.norm)[0].tag.POS) in {"VERB", "PRTS"}
    before = sentence.words[max(0, word.place - 1) : word.place]
    after = sentence.words[word.place + 1 : word.place + 2]
    if any(item.token.norm in _ATTRIBUTING for item in before):
        return False
    return not (
        before and before[0].is_content and before[0].token.text.islower() and _describes(word, after)
    )


def _describes(word: Word, after: Sequence[Word]) -> bool:
    """Whether a participle stands right before a noun of its own: other confirmed games."""
    following = next(iter(after), None)
    return word.token.norm.endswith("ed") and following is not None and following.token.norm.endswith("s")


def _is_verb(word: Word, sentence: Sentence) -> bool:
    """A finite verb; of English words, one whose form or whose "did not" shows it."""
    norm = word.token.norm
    if sentence.lang == "ru":
        return str(readings(norm)[0].tag.POS) in {"VERB", "PRTS", "ADJS"}
    before = sentence.words[max(0, word.place - 2) : word.place]
    if norm.endswith("ed") or is_irregular(norm) or any(item.token.norm in _DO for item in before):
        return True
    return norm.endswith("s") and _is_predicate(word, sentence)


def _is_predicate(word: Word, sentence: Sentence) -> bool:
    """Whether a word in -s stands right after a name that opens the sentence: Minister Berg resigns."""
    ends = (name.words[-1].place for name in names_in(sentence))
    return word.token.text.islower() and word.place <= _SHORT and word.place - 1 in ends


def _is_one_matter(one: Telling, mine: Word, other: Telling, theirs: Word) -> bool:
    """Whether both sentences speak of the same people and things, and say the same of them otherwise."""
    if not (_names_agree(one, mine, other) and _names_agree(other, theirs, one)):
        return False
    if one.sentence.lang != other.sentence.lang:
        return _shared_names(one, other) >= _LEAST
    left, right = _matter(one.sentence, mine), _matter(other.sentence, theirs)
    common = len(left & right)
    if max(len(left), len(right)) <= _SHORT and (left <= right or right <= left):
        return max(_shared_names(one, other), _shared_names(other, one)) > 0
    least = _SAME_MATTER if _is_of_words(mine, one.sentence) else _SAME_WORDS
    return common >= _LEAST and common >= least * min(len(left), len(right))


def _names_agree(one: Telling, deed: Word, other: Telling) -> bool:
    """Whether the names the deed is about, which stand after it or in its clause, are given by the other."""
    about = [name for name in names_in(one.sentence) if _is_about(one.sentence, deed, name.words[0])]
    return names_given(about, other)


def _is_about(sentence: Sentence, deed: Word, word: Word) -> bool:
    if _is_of_words(deed, sentence):
        return word.place > deed.place
    return word.clause == deed.clause


def _is_of_words(deed: Word, sentence: Sentence) -> bool:
    return (deed_of(deed, sentence.lang) or (-1, 0))[0] == CONFIRMED[0]


def _shared_names(one: Telling, other: Telling) -> int:
    return sum(bool(other.passage.names.find(name)) for name in names_in(one.sentence))


def _matter(sentence: Sentence, deed: Word) -> frozenset[str]:
    """What a sentence says beside the deed; of what is denied or confirmed, not who does."""
    content = [word for word in sentence.content if word.place != deed.place]
    after = [word for word in content if word.place > deed.place]
    if _is_of_words(deed, sentence) and len(after) >= _LEAST:
        content = after
    saying = roots("bearing", f"deny_{sentence.lang}")
    return frozenset(
        word.root for word in content if deed_of(word, sentence.lang) is None and word.root not in saying
    )

"""Attributes: names that only say whose or of what the noun beside them is: the Rovers' keeper, глава МОК."""

from __future__ import annotations

from functools import lru_cache

import simplemma

from tidings.policy.reading.cases import shared_cases
from tidings.policy.reading.lexicon import alphabet_language, is_irregular, reading_of
from tidings.policy.reading.proper_names import Name, is_given_name
from tidings.policy.reading.reading import Sentence, Word
from tidings.text.morphology import readings
from tidings.text.stopwords import stop_words

_POSSESSIVE = ("'s", "’s", "s'", "s’")
_QUOTES = ("«", "“", '"', "„")


def is_attribute(sentence: Sentence, name: Name) -> bool:
    """Whether a sentence says nothing of a name itself, but of the noun that it goes with."""
    if name.words[-1].token.text.endswith(_POSSESSIVE):
        return True
    return _is_of_noun(sentence, name) if sentence.lang == "ru" else _is_before_noun(sentence, name)


def _is_before_noun(sentence: Sentence, name: Name) -> bool:
    """Whether an English name stands right before a common noun, or behind "of": the Varn keeper."""
    first, last = name.words[0], name.words[-1]
    if any(word.token.norm == "of" for word in sentence.words[first.place - 1 : first.place]):
        return True
    following = sentence.words[last.place + 1 : last.place + 2]
    if not following or following[0].clause != last.clause or sentence.is_headline:
        return False
    norm = following[0].token.norm
    if not norm.isalpha() or not norm.islower() or following[0].token.text[0].isupper():
        return False
    if norm in stop_words("en") or norm.endswith(("ed", "ing", "ly")) or is_irregular(norm):
        return False
    is_plural = last.token.norm.endswith("s")
    return not (_is_verb(norm) if is_plural else norm.endswith("s") and _is_verb(norm))


@lru_cache(maxsize=16_384)
def _is_verb(norm: str) -> bool:
    """Whether the dictionary has a past of what may be a verb in the present: sues, as there is sued."""
    base = str(simplemma.lemmatize(norm, lang="en"))
    past = f"{base}d" if base.endswith("e") else f"{base}ed"
    return simplemma.is_known(past, lang="en")


def _is_of_noun(sentence: Sentence, name: Name) -> bool:
    """Whether a Russian name stands right behind a noun that it is not the name of."""
    first = name.words[0]
    before = sentence.words[first.place - 1] if first.place else None
    if before is None or before.clause != first.clause or not _is_common_noun(before):
        return False
    if is_given_name(first.token.norm) and "anim" not in reading_of(before.token.norm).tag:
        return True  # платье Меган Марч: no thing bears a person's name
    if _is_declined(first) and not _is_quoted(sentence, first):
        cases = shared_cases(name.words)
        return "nomn" not in cases and "gent" in cases and not _may_be_subject(first)
    # What has no cases of its own is an attribute of a person, and of a noun that is one itself.
    tag = reading_of(before.token.norm).tag
    if "anim" in tag:
        return True
    earlier = sentence.words[before.place - 1] if before.place else None
    return tag.case == "gent" and earlier is not None and _is_common_noun(earlier)


def _is_common_noun(word: Word) -> bool:
    if alphabet_language(word.token.norm) != "ru" or (word.token.text[0].isupper() and word.place):
        return False
    return str(reading_of(word.token.norm).tag.POS) == "NOUN"


def _is_declined(word: Word) -> bool:
    """Whether a word shows its case by its form."""
    if alphabet_language(word.token.norm) != "ru" or word.token.text.isupper():
        return False
    return "Fixd" not in readings(word.token.norm)[0].tag


def _may_be_subject(word: Word) -> bool:
    """Whether a given name may be in the nominative: Марина, though she may be Марин's, too."""
    return any("Name" in one.tag and one.tag.case == "nomn" for one in readings(word.token.norm))


def _is_quoted(sentence: Sentence, word: Word) -> bool:
    return sentence.text[: word.token.start].endswith(_QUOTES)

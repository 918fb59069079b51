"""Tellings: sentences of outlets with what stands around them, and whether two tell of one event."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from tidings.policy.disputes.counted import times_of
from tidings.policy.reading.passage import Passage, passage_of
from tidings.policy.reading.proper_names import Name, names_in
from tidings.policy.reading.reading import Sentence, Word, read_sentence
from tidings.store.articles import StoredArticle

# A day apart, outlets tell of another day: another count, another vote, the bridge closed and opened again.
SPAN = timedelta(hours=24)
# Share of the telling words of the shorter text that two texts of one event have in common.
_COMMON = 0.2


@dataclass(frozen=True, eq=False)
class Telling:
    """A stretch of an article as it is quoted."""

    article: StoredArticle
    start: int
    end: int

    @cached_property
    def sentence(self) -> Sentence:
        """The quoted words, read."""
        return read_sentence(self.article.text[self.start : self.end])

    @cached_property
    def passage(self) -> Passage:
        """The words with what stands around them."""
        return passage_of(self.article, [(self.start, self.end)])

    @property
    def at(self) -> datetime:
        """When it was published."""
        return self.article.published_at


def is_one_event(one: Telling, other: Telling) -> bool:
    """Whether two outlets tell of the same: a name in common, no day apart, and words in common."""
    if abs(one.at - other.at) > SPAN or are_days_apart(one.sentence, other.sentence):
        return False
    if not (_has_any(one, other) and _has_any(other, one)) or _is_nameless(one, other):
        return False
    if one.passage.lang != other.passage.lang:
        return True
    mine, theirs = _roots(one), _roots(other)
    return len(mine & theirs) >= _COMMON * max(1, min(len(mine), len(theirs)))


def _is_nameless(*tellings: Telling) -> bool:
    """Whether no passage has a name that could tell one event from another."""
    return not any(names_in(sentence) for telling in tellings for sentence in telling.passage.sentences)


def _roots(telling: Telling) -> frozenset[str]:
    return frozenset[str]().union(*(sentence.roots for sentence in telling.passage.sentences))


def names_given(names: Iterable[Name], telling: Telling) -> bool:
    """Whether a telling gives every one of these names."""
    return all(telling.passage.names.find(name) for name in names)


def names_of_clause(sentence: Sentence, clause: int) -> list[Name]:
    """The names in one clause of a sentence, and of a list that goes on: in Ostby, Marne and Torzhen."""
    names = names_in(sentence)
    named = {word.place for name in names for word in name.words}
    said = {word.clause for word in sentence.content if word.place not in named}
    last = clause
    while any(name.clause == last + 1 for name in names) and last + 1 not in said:
        last += 1
    return [name for name in names if clause <= name.clause <= last]


def opens_quotation(sentence: Sentence, word: Word) -> bool:
    """Whether a word opens a quotation: what a work is called, or what the sentence does not say itself."""
    start = word.token.start
    return start > 0 and sentence.text[start - 1] in "‘“«'\""


def are_days_apart(one: Sentence, other: Sentence) -> bool:
    """Whether two sentences name days, months or years, and no common one; or only one names a year."""
    mine, theirs = times_of(one), times_of(other)
    differ = (mine[kind].isdisjoint(theirs[kind]) for kind in mine.keys() & theirs.keys())
    return any(differ) or ("calendar" in mine) != ("calendar" in theirs)


def _has_any(one: Telling, other: Telling) -> bool:
    """Whether a name of the sentence stands in the other passage; of one without names, of its passage.

    A passage without any, which may be a headline that begins with one, misses none.
    """
    names = names_in(one.sentence) or [
        name for sentence in one.passage.sentences for name in names_in(sentence)
    ]
    return not names or any(other.passage.names.find(name) for name in names)

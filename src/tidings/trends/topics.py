"""Topics: threads about one subject, and which of them stay on their own as emerging."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from tidings.store.trends import Fact
from tidings.trends import bursts
from tidings.trends.naming import TERMS, Named, distinct_texts
from tidings.trends.threads import History, Thread, added

MOST_TOPICS = 8
MOST_EMERGING = 10
# Centroids of one subject's events lie about this near with the default embedding; any two near .25.
KINDRED = 0.6
# Centroids this near tell of one event, told in two threads.
SAME_EVENT = 0.8
# An emerging thread has at least this many independent outlets, and this many times what was expected.
EMERGING_SOURCES = 3
EMERGING_RATIO = 3.0


@dataclass(frozen=True, slots=True)
class Group:
    """Threads of one subject, the widest covered first, and their articles by id."""

    threads: tuple[Named, ...]
    facts: dict[int, Fact]

    @property
    def lead(self) -> Named:
        """The widest-covered thread."""
        return self.threads[0]

    @property
    def terms(self) -> tuple[str, ...]:
        """Terms of all its threads, in turn: the first of each, then the second, so that each has its say."""
        rounds = zip_longest(*(named.terms for named in self.threads))
        return tuple(distinct_texts(term for turn in rounds for term in turn if term))[:TERMS]

    @property
    def article_ids(self) -> tuple[int, ...]:
        """All its articles: its threads' in turn, the most central of each first, then the rest by age."""
        rounds = zip_longest(*(named.article_ids for named in self.threads))
        telling = (article for turn in rounds for article in turn if article)
        rest = sorted(self.facts.values(), key=lambda fact: (-fact.at, fact.id))
        return tuple(dict.fromkeys([*telling, *(fact.id for fact in rest)]))

    @property
    def sources(self) -> int:
        """Independent outlets of all its articles."""
        return len({fact.source_id for fact in self.facts.values()})

    @property
    def expected(self) -> float:
        """Articles the past leads one to expect."""
        return self.history.expected

    @property
    def history(self) -> History:
        """What was expected of all its threads, and the counts it comes from."""
        return added(History(named.thread.expected, named.thread.past) for named in self.threads)

    @property
    def strength(self) -> float:
        """Rank among topics."""
        return bursts.burst(self.sources, len(self.facts), self.expected)


def group(threads: Sequence[Named]) -> list[Group]:
    """The strongest groups: each thread, the widest covered first, joins a group led by its kin."""
    groups: list[list[Named]] = []
    for named in sorted(threads, key=lambda item: (-len(item.thread.sources), item.thread.lead)):
        kin = next((members for members in groups if _is_kin(named, members[0])), None)
        if kin is None:
            groups.append([named])
        else:
            kin.append(named)
    whole = [Group(tuple(members), _union(members)) for members in groups]
    return sorted(whole, key=lambda item: (-item.strength, item.lead.thread.lead))[:MOST_TOPICS]


def _is_kin(named: Named, lead: Named) -> bool:
    if named.thread.parent is not None and named.thread.parent in lead.thread.stories:
        return True
    if named.thread.overlap(lead.thread) >= 0.5:
        return True
    return bool(float(named.centroid @ lead.centroid) >= KINDRED)


def _union(members: Sequence[Named]) -> dict[int, Fact]:
    facts: dict[int, Fact] = {}
    for named in members:
        facts.update(named.thread.facts)
    return facts


@dataclass(frozen=True, slots=True)
class Growth:
    """A thread's articles and outlets, and the articles that were expected."""

    articles: int
    sources: int
    expected: float


def growth(thread: Thread, middle: float | None = None) -> Growth:
    """A thread against its past; at a cold start, its second half against its first.

    `middle` is the window's middle in epoch seconds, given when there is no past to compare with.
    """
    if middle is None:
        return Growth(thread.articles, len(thread.sources), thread.expected)
    late = [fact for fact in thread.facts.values() if fact.at >= middle]
    return Growth(len(late), len({fact.source_id for fact in late}), thread.articles - len(late))


def emerging(threads: Sequence[Named], topics: Sequence[Group], middle: float | None = None) -> list[Named]:
    """Threads far above their past that do not already lead a topic, the most surprising first."""
    grown = {named.thread.lead: growth(named.thread, middle) for named in threads}

    def surprise(named: Named) -> float:
        figures = grown[named.thread.lead]
        return bursts.surprise(figures.sources, figures.expected)

    shown = [topic.lead for topic in topics]
    found: list[Named] = []
    for named in sorted(threads, key=lambda item: (-surprise(item), item.thread.lead)):
        figures = grown[named.thread.lead]
        if figures.sources < EMERGING_SOURCES:
            continue
        if bursts.ratio(figures.articles, figures.expected) < EMERGING_RATIO:
            continue
        if any(_says_the_same(named, other) for other in shown):
            continue
        shown.append(named)
        found.append(named)
        if len(found) == MOST_EMERGING:
            break
    return found


def _says_the_same(named: Named, other: Named) -> bool:
    """Whether a reader who saw the other one learns nothing from this one."""
    if _is_episode(named, other):
        return False
    if named.thread.overlap(other.thread) >= 0.5 or float(named.centroid @ other.centroid) >= SAME_EVENT:
        return True
    # Labels are made of titles.
    return named.title == other.title and named.label == other.label


def _is_episode(named: Named, other: Named) -> bool:
    return named.thread.parent is not None and named.thread.parent in other.thread.stories

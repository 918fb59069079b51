"""Threads: what the window's coverage follows. A story, or a name that bursts across many small ones."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import zip_longest

import numpy as np
import numpy.typing as npt

from tidings.store.trends import Fact
from tidings.trends.bursts import burst

# Mean cosine between articles that use a term, from which they are about one thing. Articles of one event lie
# near .5 with the default embedding, of one topic near .25, any two near .1.
COHERENT = 0.3
# Cosine to the thread's middle from which an article is about the same thing: articles of one event lie
# near .7 there, of one topic near .5.
FITTING = 0.6
# Terms that share this much of their articles name one thing: "Jane Doe", "Doe", "Doe trial".
SAME_THING = 0.4
# A thread that lies this much inside another belongs to it.
INSIDE = 0.5
# ... unless it is under a quarter of it: then it is an episode of its own inside a large story.
EPISODE = 0.25


@dataclass(frozen=True, slots=True)
class BurstingTerm:
    """A phrase or name far above its past."""

    term: int
    surprise: float
    expected: float
    past: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class History:
    """What was expected of something, and the counts it comes from, one a window of the past."""

    expected: float = 0.0
    past: tuple[float, ...] = ()


def added(histories: Iterable[History]) -> History:
    """Several histories as one."""
    known = list(histories)
    rows = zip_longest(*(history.past for history in known), fillvalue=0.0)
    return History(sum(history.expected for history in known), tuple(sum(row) for row in rows))


@dataclass(frozen=True)
class Thread:
    """Articles that belong together, by id, and what was expected of them.

    `lead` is the story or term it grew from; `terms` are the bursting terms that name it; `past` are the
    counts that `expected` comes from, one for each window of the past, the newest first.
    """

    lead: int
    facts: Mapping[int, Fact]
    expected: float
    terms: tuple[int, ...] = ()
    stories: frozenset[int] = frozenset()
    surprise: float = 0.0
    parent: int | None = None
    past: tuple[float, ...] = ()

    @property
    def is_united(self) -> bool:
        """Whether a term brought its articles together, rather than a story."""
        return self.lead in self.terms

    @property
    def articles(self) -> int:
        """How many articles it has in the window."""
        return len(self.facts)

    @cached_property
    def sources(self) -> frozenset[int]:
        """Its independent outlets; asked for whenever threads are ranked or compared."""
        return frozenset({fact.source_id for fact in self.facts.values()})

    @property
    def sentiment(self) -> float:
        """Mean sentiment of its articles."""
        return sum(fact.sentiment for fact in self.facts.values()) / len(self.facts)

    @cached_property
    def strength(self) -> float:
        """Its rank among threads."""
        return burst(len(self.sources), self.articles, self.expected)

    def overlap(self, other: Thread) -> float:
        """Share of the smaller one's articles that the other has too."""
        shared = len(self.facts.keys() & other.facts.keys())
        return shared / min(len(self.facts), len(other.facts))


@dataclass(slots=True)
class _TermGroup:
    """Bursting terms that name one thing, strongest first."""

    terms: list[BurstingTerm]
    facts: dict[int, Fact] = field(default_factory=dict)


def coherence(vectors: Sequence[npt.NDArray[np.float32]]) -> float:
    """Mean cosine between each two of these unit vectors; 1 for fewer than two."""
    n = len(vectors)
    if n < 2:
        return 1.0
    length = float(np.square(np.sum(vectors, axis=0, dtype=np.float64)).sum())
    return (length - n) / (n * (n - 1))


def trimmed(thread: Thread, vectors: Mapping[int, npt.NDArray[np.float32]]) -> Thread:
    """The thread without articles that share its name and nothing else; as it is where none would stay."""
    if not vectors.keys() >= thread.facts.keys():
        return thread
    middle = np.sum([vectors[article] for article in thread.facts], axis=0)
    middle = middle / max(float(np.linalg.norm(middle)), 1e-9)
    fitting = {
        article: fact for article, fact in thread.facts.items() if float(vectors[article] @ middle) >= FITTING
    }
    return replace(thread, facts=fitting) if fitting else thread


def final_story(story: int, merges: Mapping[int, int]) -> int:
    """The story that this one has become; merges never form a ring, as the absorbed live no more."""
    while story in merges:
        story = merges[story]
    return story


def weave(
    stories: Mapping[int, Mapping[int, Fact]],
    pasts: Mapping[int, History],
    bursting: Sequence[BurstingTerm],
    uses: Mapping[int, Sequence[Fact]],
) -> list[Thread]:
    """Threads of a window: its stories, named and united by the terms that burst in them."""
    groups = _group_terms(bursting, uses)
    home = {article: story for story, facts in stories.items() for article in facts}
    named: dict[int, list[_TermGroup]] = defaultdict(list)
    free: list[tuple[_TermGroup, int | None]] = []
    for group in groups:
        story, share = _main_story(group, home)
        if story is not None and share >= INSIDE:
            named[story].append(group)
            if len(group.facts) >= EPISODE * len(stories[story]):
                continue
        free.append((group, story if share >= INSIDE else None))
    threads = [_unite(group, parent, stories, home, pasts) for group, parent in free]
    united = [thread for thread in threads if thread.facts]
    taken = {story for thread in united for story in thread.stories}
    alone = [
        _story_thread(story, facts, pasts.get(story, History()), named.get(story, ()))
        for story, facts in stories.items()
        if story not in taken
    ]
    return united + alone


def _group_terms(bursting: Sequence[BurstingTerm], uses: Mapping[int, Sequence[Fact]]) -> list[_TermGroup]:
    """Terms joined, strongest first, to the first group that shares SAME_THING of their articles."""
    groups: list[_TermGroup] = []
    for term in sorted(bursting, key=lambda item: (-item.surprise, item.term)):
        facts = {fact.id: fact for fact in uses.get(term.term, ())}
        if not facts:
            continue
        home = next((group for group in groups if _jaccard(group.facts, facts) >= SAME_THING), None)
        if home is None:
            groups.append(_TermGroup([term], facts))
        else:
            home.terms.append(term)
            home.facts.update(facts)
    return groups


def _jaccard(left: Mapping[int, Fact], right: Mapping[int, Fact]) -> float:
    shared = len(left.keys() & right.keys())
    return shared / (len(left) + len(right) - shared)


def _main_story(group: _TermGroup, home: Mapping[int, int]) -> tuple[int | None, float]:
    """The story most of the group's articles belong to, and their share."""
    homes = Counter(home[article] for article in group.facts if article in home)
    if not homes:
        return None, 0.0
    story, n = min(homes.items(), key=lambda item: (-item[1], item[0]))
    return story, n / len(group.facts)


def _unite(
    group: _TermGroup,
    parent: int | None,
    stories: Mapping[int, Mapping[int, Fact]],
    home: Mapping[int, int],
    pasts: Mapping[int, History],
) -> Thread:
    """A thread of the stories mostly in the group, and of its articles that are in no other story."""
    homes = Counter(home[article] for article in group.facts if article in home)
    inside = {story for story, n in homes.items() if n >= INSIDE * len(stories[story])}
    ours = {*inside, parent, None}
    facts = {article: fact for article, fact in group.facts.items() if home.get(article) in ours}
    for story in sorted(inside):
        facts.update(stories[story])
    lead = group.terms[0]
    own = History(lead.expected, lead.past)
    told = added(pasts[story] for story in sorted(inside & pasts.keys()))
    history = own if own.expected >= told.expected else told
    return Thread(
        lead=lead.term,
        facts=facts,
        expected=history.expected,
        terms=tuple(term.term for term in group.terms),
        stories=frozenset(inside),
        surprise=lead.surprise,
        parent=parent,
        past=history.past,
    )


def _story_thread(
    story: int, facts: Mapping[int, Fact], history: History, groups: Sequence[_TermGroup]
) -> Thread:
    strongest = max((group.terms[0].surprise for group in groups), default=0.0)
    return Thread(
        lead=story,
        facts=facts,
        expected=history.expected,
        terms=tuple(term.term for group in groups for term in group.terms),
        stories=frozenset({story}),
        surprise=strongest,
        past=history.past,
    )

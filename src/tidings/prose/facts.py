"""Facts: what was computed, in one shape for every mode, and the ledger that sentences are held against."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from tidings.agents.keyphrase_mining import MinedPhrase
from tidings.agents.topic_modeler import STORY_LABEL_LIMIT, topic_label
from tidings.policy.claims import Ledger
from tidings.schemas.evidence import EvidenceRef
from tidings.schemas.results import SentimentResult
from tidings.text.cutting import cut
from tidings.text.naming import Subject, subject_of
from tidings.trends.view import StoryTrend, TopicTrend, TrendsView

# The ledger's subject for what is said of all the articles together.
ALL = ""

# A topic's label is its leading story's: a quote from there names what the label says.
_FROM_LEAD = 4

Course = Literal["rising", "falling", "stable", "new", "unknown"]


@dataclass(frozen=True, slots=True)
class Fact:
    """One subject with what was counted of it; `subjects` are the wordings a quote about it must name.

    `counted` are the articles that were, as far as they are remembered, and `past` what was counted of it in
    each window before, the newest first.
    """

    label: str
    articles: int
    sources: int
    expected: float
    tone: float
    course: Course
    subjects: tuple[Subject, ...]
    article_ids: tuple[int, ...]
    refs: tuple[EvidenceRef, ...] = ()
    counted: tuple[int, ...] = ()
    past: tuple[float, ...] = ()

    @property
    def ratio(self) -> float:
        """How many times its usual rate the subject is seen at."""
        return self.articles / self.expected if self.expected > 0 else float("inf")


@dataclass(frozen=True, slots=True)
class Facts:
    """All an answer may speak of: totals of the set, its tone, and its subjects, strongest first."""

    articles: int
    sources: int
    subjects: tuple[Fact, ...] = ()
    emerging: tuple[Fact, ...] = ()
    tone: SentimentResult | None = None
    aspects: tuple[Fact, ...] = field(default=())


def topic_facts(view: TrendsView) -> tuple[Fact, ...]:
    """The view's topics as subjects; without a past their course is unknown."""
    return tuple(_topic_fact(topic, known=view.baseline_windows > 0) for topic in view.topics)


def emerging_facts(view: TrendsView) -> tuple[Fact, ...]:
    """The view's emerging stories as subjects."""
    return tuple(_story_fact(story, known=view.baseline_windows > 0) for story in view.emerging)


def phrase_fact(phrase: MinedPhrase, refs: tuple[EvidenceRef, ...] = ()) -> Fact:
    """A mined phrase as a subject, with the quotes already found for it."""
    return Fact(
        label=phrase.phrase,
        articles=phrase.articles,
        sources=phrase.sources,
        expected=phrase.expected,
        tone=phrase.sentiment,
        course="unknown",
        subjects=(phrase.stems,),
        article_ids=phrase.article_ids,
        refs=refs,
        counted=phrase.counted,
    )


def ledger(facts: Facts) -> Ledger:
    """Every figure a sentence may use, by what it is about."""
    lines: dict[tuple[str, str], float] = {(ALL, "articles"): facts.articles, (ALL, "sources"): facts.sources}
    if facts.tone is not None:
        lines[ALL, "tone"] = facts.tone.overall
    for fact in (*facts.subjects, *facts.emerging, *facts.aspects):
        lines.setdefault((fact.label, "articles"), fact.articles)
        lines.setdefault((fact.label, "sources"), fact.sources)
        lines.setdefault((fact.label, "expected"), fact.expected)
        lines.setdefault((fact.label, "ratio"), fact.ratio)
        lines.setdefault((fact.label, "tone"), fact.tone)
    return lines


def _topic_fact(topic: TopicTrend, *, known: bool) -> Fact:
    """The topic, to be quoted from the story that gives it its label first, by what the label names."""
    lead = topic.stories[0] if topic.stories else None
    terms = lead.terms if lead and lead.terms else topic.terms
    ids = (*(lead.article_ids[:_FROM_LEAD] if lead else ()), *topic.article_ids)
    return Fact(
        label=topic_label(topic),
        articles=topic.articles,
        sources=topic.sources,
        expected=topic.expected,
        tone=topic.sentiment,
        course=topic.trend if known else "unknown",
        subjects=_named_by(topic.label, terms),
        article_ids=tuple(dict.fromkeys(ids)),
        counted=topic.article_ids,
        past=topic.past,
    )


def _story_fact(story: StoryTrend, *, known: bool) -> Fact:
    course: Course = "unknown" if not known else "new" if story.is_new else "rising"
    return Fact(
        label=cut(story.label, STORY_LABEL_LIMIT),
        articles=story.articles,
        sources=story.sources,
        expected=story.expected,
        tone=story.sentiment,
        course=course,
        subjects=_named_by(story.label, story.terms),
        article_ids=story.article_ids,
        counted=story.counted,
        past=story.past,
    )


def _named_by(label: str, terms: Sequence[str]) -> tuple[Subject, ...]:
    """The strongest term that the label names; any term, or the label, where it names none.

    What shares another term may be of another matter: the same company orders ships.
    """
    whole = subject_of(label, "en")
    own = next((subject for subject in _wordings(terms) if subject <= whole), None)
    return (own,) if own else _wordings((*terms, label))


def _wordings(words: Sequence[str]) -> tuple[Subject, ...]:
    """Each as stems, once; words of a script are stemmed in its language."""
    found = [subject_of(text, "en") for text in words]
    return tuple(dict.fromkeys(subject for subject in found if subject))

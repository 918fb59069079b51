"""Workings: what an answer counted on the way, in the form in which it is kept beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from tidings.agents.counting import LISTED
from tidings.asking import Asked
from tidings.findings import Findings, Found
from tidings.formatting import grounds
from tidings.policy.claims import Claim, Statement
from tidings.policy.confidence import Grounds, parts
from tidings.prose.facts import Fact, Facts
from tidings.proving import Proved
from tidings.schemas.base import Contract, Count, Score
from tidings.schemas.explanation import Course, Headline, Past, SubjectKind
from tidings.schemas.insight import Figure
from tidings.trends.view import TrendsView


class CountedSubject(Contract):
    """A subject with the articles that were counted, as far as they are listed, and its past."""

    kind: SubjectKind
    label: str
    articles: Count
    sources: Count
    course: Course
    expected: float
    past: tuple[float, ...]
    counted: tuple[int, ...]


class KeptGrounds(Contract):
    """The parts of a confidence, and what they are made of."""

    agreement: Score
    sample: Score
    ranking: Score
    articles: Count
    outlets: tuple[Count, ...]
    searched: bool


class Workings(Contract):
    """All that an explanation needs beside the answer itself."""

    mode: str
    news_lang: str | None
    sources: tuple[str, ...]
    as_of: datetime | None
    header: Headline
    tldr: Headline
    past: Past | None
    confidence: KeptGrounds
    subjects: tuple[CountedSubject, ...]
    # The label of each insight's subject, in their order.
    spoken: tuple[str | None, ...]


def workings_of(asked: Asked, found: Found, findings: Findings, proved: Proved) -> Workings:
    """What was counted for an answer."""
    return Workings(
        mode=asked.mode,
        news_lang=asked.lang,
        sources=asked.sources or (),
        as_of=asked.as_of,
        header=_headline(proved.header),
        tldr=_headline(proved.summary),
        past=_past(findings.view),
        confidence=_grounds(grounds(asked, found, findings), searched=asked.query is not None),
        subjects=(*_set(asked, found, findings.facts), *_subjects(asked.mode, findings)),
        spoken=tuple(_spoken_of(claim, asked) for claim in proved.chosen),
    )


def _headline(statement: Statement | None) -> Headline:
    if statement is None:
        return Headline()
    figures = (Figure(name=line.name, value=line.value) for line in statement.backing)
    return Headline(figures=tuple(figures), subjects=tuple(dict.fromkeys(_named(statement))))


def _spoken_of(claim: Claim, asked: Asked) -> str | None:
    """What a computed sentence counted: the subject it names, or else all that was found."""
    if claim.basis != "computed":
        return None
    return next(_named(claim.statement), asked.query)


def _named(statement: Statement) -> Iterator[str]:
    return (label.subject for label in statement.labels if label.subject)


def _past(view: TrendsView | None) -> Past | None:
    """The windows before this one; none where nothing was held against them."""
    if view is None:
        return None
    window = view.window
    return Past(
        since=window.since - window.span * view.baseline_windows,
        until=window.since,
        windows=view.baseline_windows,
        articles=view.baseline_articles,
    )


def _grounds(made_of: Grounds, *, searched: bool) -> KeptGrounds:
    agreement, sample, ranking = parts(made_of)
    return KeptGrounds(
        agreement=agreement,
        sample=sample,
        ranking=ranking,
        articles=made_of.articles,
        outlets=tuple(made_of.outlets),
        searched=searched,
    )


def _set(asked: Asked, found: Found, facts: Facts) -> Iterator[CountedSubject]:
    """All that was found for a query; of a question without one it is every article of its window."""
    if asked.query is not None:
        yield CountedSubject(
            kind="set",
            label=asked.query,
            articles=facts.articles,
            sources=facts.sources,
            course="unknown",
            expected=0.0,
            past=(),
            counted=(found.matches or ())[:LISTED],
        )


def _subjects(mode: str, findings: Findings) -> Iterator[CountedSubject]:
    """Every subject once: what leads a topic and emerges, too, is the topic."""
    facts, windows = findings.facts, findings.view.baseline_windows if findings.view else 0
    kinds: Sequence[tuple[SubjectKind, Iterable[Fact]]] = (
        ("phrase" if mode == "keywords" else "topic", facts.subjects),
        ("story", facts.emerging),
        ("aspect", facts.aspects),
    )
    once = {fact.label: (kind, fact) for kind, rows in reversed(kinds) for fact in rows}
    told = dict.fromkeys(fact.label for _, rows in kinds for fact in rows)
    return (_subject(*once[label], windows) for label in told)


def _subject(kind: SubjectKind, fact: Fact, windows: int) -> CountedSubject:
    # What had no article in any window of the past has none there.
    past = fact.past or (0.0,) * windows
    return CountedSubject(
        kind=kind,
        label=fact.label,
        articles=fact.articles,
        sources=fact.sources,
        course=fact.course,
        expected=round(fact.expected, 3),
        past=tuple(round(n, 3) for n in past),
        counted=fact.counted[:LISTED],
    )

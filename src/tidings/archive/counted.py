"""Counted: what an answer's figures were counted from, in the reader's language."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from datetime import UTC

from tidings.agents.keyphrase_mining import LEAST_RATIO
from tidings.archive.workings import CountedSubject, KeptGrounds, Workings
from tidings.messages import Lang, say
from tidings.policy.confidence import HALF_SAMPLE, WEIGHTS
from tidings.schemas.explanation import ConfidencePart, CountedArticle, Expectation, Subject
from tidings.store.answers import Card
from tidings.trends.bursts import FALLING, RISING
from tidings.trends.topics import EMERGING_RATIO, EMERGING_SOURCES


def subjects(workings: Workings, cards: Mapping[int, Card], words: Lang) -> tuple[Subject, ...]:
    """Everything that was counted, with its articles as far as they are stored."""
    return tuple(
        Subject(
            kind=subject.kind,
            label=subject.label,
            articles=subject.articles,
            sources=subject.sources,
            course=subject.course,
            counted=tuple(_article(cards[key]) for key in subject.counted if key in cards),
            expectation=_expectation(subject, words),
        )
        for subject in workings.subjects
    )


def _article(card: Card) -> CountedArticle:
    return CountedArticle(
        article_id=str(card.id),
        title=card.title,
        source=card.source,
        url=card.url,
        date=card.published_at.astimezone(UTC).date().isoformat(),
    )


def _expectation(subject: CountedSubject, words: Lang) -> Expectation | None:
    """What was expected and why; none where there was no past, or nothing was held against it."""
    if subject.kind == "set":
        return None
    if subject.kind in {"phrase", "aspect"}:
        rule = say("explain.rule.phrase", words, expected=decimal(subject.expected, words), ratio=LEAST_RATIO)
    elif subject.course == "unknown":
        return None
    else:
        rule = " ".join(_rules(subject, words))
    return Expectation(counts=subject.past, articles=subject.expected, rule=rule)


def _rules(subject: CountedSubject, words: Lang) -> Iterator[str]:
    """How the expectation comes about, then what makes the subject rise, fall, or be called new."""
    expected = subject.expected
    yield say("explain.rule.expected", words, expected=decimal(expected, words))
    if subject.course == "new":
        yield say("explain.rule.new", words)
    elif subject.kind == "story":
        yield say("explain.rule.story", words, sources=EMERGING_SOURCES, ratio=round(EMERGING_RATIO))
    else:
        rising = math.ceil(RISING * (expected + 1) - 1)
        falling = math.floor(FALLING * (expected + 1) - 1)
        yield say("explain.rule.topic", words, rising=rising)
        if falling > 0:
            yield say("explain.rule.falling", words, falling=falling)


def confidence_parts(grounds: KeptGrounds, words: Lang) -> tuple[ConfidencePart, ...]:
    """The confidence's three parts, each with what it is made of."""
    agreement, sample, ranking = WEIGHTS
    outlets = ", ".join(map(str, grounds.outlets))
    ranked = "explain.confidence.ranking" if grounds.searched else "explain.confidence.unranked"
    return (
        ConfidencePart(
            name="agreement",
            value=grounds.agreement,
            weight=agreement,
            sentence=say("explain.confidence.agreement", words, outlets=outlets),
        ),
        ConfidencePart(
            name="sample",
            value=grounds.sample,
            weight=sample,
            sentence=say(
                "explain.confidence.sample", words, articles=grounds.articles, half=round(HALF_SAMPLE)
            ),
        ),
        ConfidencePart(name="ranking", value=grounds.ranking, weight=ranking, sentence=say(ranked, words)),
    )


def decimal(value: float, lang: Lang) -> str:
    """A count, with as much of a fraction as tells it from the next."""
    text = f"{value:.2g}" if 0.001 <= value < 1 else f"{value:.1f}".removesuffix(".0")
    return text.replace(".", ",") if lang == "ru" else text

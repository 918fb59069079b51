"""What an answer found beside its insights: topics, keyphrases, tone; nothing the insights say already."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from tidings.pages.blocks import Block, Heading, Line, Paragraph, Point, Span
from tidings.pages.evidence import Library
from tidings.pages.figures import times
from tidings.pages.words import Words, one_line
from tidings.schemas import (
    Aspect,
    Emerging,
    Emotions,
    ExpansionHint,
    Gap,
    Keyphrase,
    KeywordsResult,
    Result,
    SentimentResult,
    SourceCount,
    TopicsResult,
    TrendsResult,
)
from tidings.text.cutting import ELLIPSIS

_SIGNS = {"rising": "▲", "falling": "▼", "stable": "●"}
_UNKNOWN = "•"
# A label is told already if this much of its beginning stands somewhere: insights cut long ones.
_RECOGNISED = 30
# What fits a screen of a phone after the insights.
_MOST_TOPICS, _MOST_NEWS, _MOST_ASPECTS, _MOST_PHRASES, _MOST_SOURCES, _MOST_TERMS = 5, 3, 6, 12, 3, 5
# Emotions weaker than this are noise of their classifier.
_LEAST_EMOTION = 0.05
_BETWEEN = Span(" · ")
_TO_ITS_NUMBER = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True, slots=True)
class Told:
    """What is known and said while a result is told, so that nothing is said twice."""

    library: Library
    words: Words
    said: tuple[str, ...]
    knows_past: bool

    def is_new(self, label: str) -> bool:
        """Whether this subject has not been spoken of."""
        beginning = one_line(label).removesuffix(ELLIPSIS)[:_RECOGNISED]
        return not any(beginning in text for text in self.said)


def findings(result: Result, told: Told) -> Iterator[Block]:
    """The result of an answer, without what its insights say."""
    match result:
        case TrendsResult():
            yield from _topics(result, told)
            yield from _news(result, told)
            yield _tone(result.sentiment, told.words)
            yield from _sources(result.top_sources, told.words)
        case TopicsResult():
            yield from _topics(result, told)
            yield from _news(result, told)
        case SentimentResult():
            yield from _emotions(result.emotions, told.words)
            yield from _aspects(result.aspects, told)
        case KeywordsResult():
            yield from _phrases(result.keyphrases, told)
            yield from _expansion(result.expansion_hint, told.words)


def _topics(result: TrendsResult | TopicsResult, told: Told) -> Iterator[Block]:
    groups = [cluster.doc_ids for cluster in result.clusters]
    left = [
        (topic, articles or ())
        for topic, articles in zip_longest(result.topics, groups)
        if topic is not None and told.is_new(topic.label)
    ]
    if left:
        is_all = len(left) == len(result.topics)
        yield Heading(told.words.say("page.topics" if is_all else "page.more_topics"))
    for topic, articles in left[:_MOST_TOPICS]:
        counts = told.words.say("page.coverage", articles=topic.size, sources=topic.sources)
        label = Span(one_line(topic.label), url=told.library.address(articles))
        yield Point(_SIGNS[topic.trend] if told.knows_past else _UNKNOWN, (label, Span(f" — {counts}")))


def _news(result: TrendsResult | TopicsResult, told: Told) -> Iterator[Block]:
    """What is new or missing, unless it is one of the topics."""
    topics = [topic.label for topic in result.topics]
    rest = Told(told.library, told.words, (*told.said, *map(one_line, topics)), told.knows_past)
    emerging = [item for item in result.emerging if rest.is_new(item.label)]
    gaps = [item for item in result.gaps if rest.is_new(item.label)]
    if emerging:
        yield Heading(told.words.say("page.emerging" if told.knows_past else "page.emerging.cold"))
    yield from (_emerging(item, told) for item in emerging[:_MOST_NEWS])
    if gaps:
        yield Heading(told.words.say("page.gaps"))
    yield from (_gap(item, told.words) for item in gaps[:_MOST_NEWS])


def _emerging(item: Emerging, told: Told) -> Point:
    """A thread far above its past; without a past, one far above the window's first half."""
    words = told.words
    facts = [words.say("page.coverage", articles=item.articles, sources=item.sources)]
    if told.knows_past:
        facts.append(times(item.ratio, words) if item.had_a_past else words.say("page.hardly_before"))
    elif item.ratio > 0:
        facts.append(words.say("page.times.cold", ratio=words.decimal(item.ratio, 1)))
    return Point("▲", (Span(one_line(item.label)), Span(f" — {'; '.join(facts)}")))


def _gap(item: Gap, words: Words) -> Point:
    said = words.say("page.gap", articles=item.articles, expected=words.number(item.expected))
    return Point("▼", (Span(one_line(item.label)), Span(f" — {said}")))


def _tone(result: SentimentResult, words: Words) -> Block:
    said = words.say("page.tone.said", mood=words.mood(result.overall), score=words.signed(result.overall))
    return _labelled("page.tone", [(Span(said),)], words)


def _sources(sources: Sequence[SourceCount], words: Words) -> Iterator[Block]:
    shown = [
        (Span(f"{one_line(item.source)}{_TO_ITS_NUMBER}{words.number(item.articles)}"),) for item in sources
    ]
    if len(shown) > 1:  # one source alone has written everything
        yield _labelled("page.sources", shown[:_MOST_SOURCES], words)


def _emotions(emotions: Emotions, words: Words) -> Iterator[Block]:
    ranked = sorted(emotions.model_dump().items(), key=lambda item: -item[1])
    shown = [
        (Span(f"{words.say(f'answer.emotion.{name}')}{_TO_ITS_NUMBER}{words.decimal(share)}"),)
        for name, share in ranked
        if share >= _LEAST_EMOTION
    ]
    if shown:
        yield _labelled("page.emotions", shown, words)


def _aspects(aspects: Sequence[Aspect], told: Told) -> Iterator[Block]:
    shown = [
        (
            Span(one_line(item.name), url=told.library.origin(item.evidence_ref).url),
            Span(f"{_TO_ITS_NUMBER}{told.words.signed(item.score)}"),
        )
        for item in aspects
        if told.is_new(item.name)
    ]
    if shown:
        yield _labelled("page.aspects", shown[:_MOST_ASPECTS], told.words)


def _phrases(phrases: Sequence[Keyphrase], told: Told) -> Iterator[Block]:
    left = [item for item in phrases if told.is_new(item.phrase)]
    if left:
        key = "page.phrases" if len(left) == len(phrases) else "page.more_phrases"
        yield _labelled(key, [(_phrase(item, told),) for item in left[:_MOST_PHRASES]], told.words)


def _phrase(item: Keyphrase, told: Told) -> Span:
    address = told.library.origin(item.examples[0]).url if item.examples else None
    return Span(one_line(item.phrase), url=address)


def _expansion(hint: ExpansionHint | None, words: Words) -> Iterator[Block]:
    if hint is None:
        return
    for key, terms in (("page.widen", hint.expansions), ("page.exclude", hint.negatives)):
        if terms:
            yield _labelled(key, [(Span(one_line(term)),) for term in terms[:_MOST_TERMS]], words)


def _labelled(key: str, items: Iterable[Line], words: Words) -> Paragraph:
    """A name in bold, and a row of things."""
    line: list[Span] = [Span(words.say(key), "bold"), Span(" ")]
    for place, item in enumerate(items):
        line += [_BETWEEN, *item] if place else item
    return Paragraph(tuple(line))

"""The figures of an answer: one set of titled sections for each mode."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from tidings.cli.charts import balance, bar, sparkline
from tidings.cli.layout import numbered
from tidings.cli.untrusted import one_line
from tidings.cli.words import Words
from tidings.schemas import (
    Aspect,
    Emerging,
    ExpansionHint,
    Gap,
    Keyphrase,
    KeywordsResult,
    Momentum,
    SentimentResult,
    SourceCount,
    Topic,
    TopicsResult,
    TrendsResult,
)

Section = tuple[str, Iterable[RenderableType]]

# A topic's first terms say what it is about and fit a line; --json has them all.
TERMS_SHOWN = 6

_TREND_STYLES = {"rising": "green", "falling": "red", "stable": "dim", "unknown": "dim"}
_ARROWS = {"up": "↑", "down": "↓", "flat": "→"}
# Borders of the five words for a tone; most news sits within .05 of zero, a day of disasters near -.4.
_NEUTRAL, _STRONG = 0.05, 0.4
_EMOTION_NAMES = ("joy", "fear", "anger", "sadness", "surprise")


def result_sections(
    result: TrendsResult | KeywordsResult | SentimentResult | TopicsResult,
    words: Words,
    *,
    knows_past: bool = True,
) -> list[Section]:
    """The sections of a result, titles first; empty ones included. Without a past nothing rises or stays."""
    match result:
        case TrendsResult():
            return _trends(result, words, knows_past)
        case TopicsResult():
            return [
                (words.say("answer.section.topics"), _topics(result.topics, (), words, knows_past)),
                *_news(result.emerging, result.gaps, words, knows_past),
            ]
        case SentimentResult():
            return _sentiment_sections(result, words)
        case KeywordsResult():
            return [
                (words.say("answer.section.keyphrases"), _keyphrases(result.keyphrases, words)),
                (words.say("answer.section.expansion"), _expansion(result.expansion_hint, words)),
            ]


def _trends(result: TrendsResult, words: Words, knows_past: bool) -> list[Section]:
    momentum = result.momentum if knows_past else ()
    return [
        (words.say("answer.section.topics"), _topics(result.topics, momentum, words, knows_past)),
        *_news(result.emerging, result.gaps, words, knows_past),
        *_sentiment_sections(result.sentiment, words),
        (words.say("answer.section.sources"), _sources(result.top_sources, words)),
    ]


def _news(emerging: Sequence[Emerging], gaps: Sequence[Gap], words: Words, knows_past: bool) -> list[Section]:
    """What is far above its past; without a past, above the window's first half; and what is missing."""
    key, ratio = ("", "answer.times_usual") if knows_past else (".cold", "answer.times_before")
    return [
        (
            words.say(f"answer.section.emerging{key}"),
            (_emerging(item, ratio, words, knows_past) for item in emerging),
        ),
        (words.say("answer.section.gaps"), (_gap(item, words) for item in gaps)),
    ]


def _topics(
    topics: Sequence[Topic], momentum: Sequence[Momentum], words: Words, knows_past: bool
) -> Iterable[RenderableType]:
    """Each topic's label on a line of its own, its figures in columns below, then its terms."""
    heading = {item.topic: item for item in momentum}
    counts = [words.say("answer.coverage", articles=topic.size, sources=topic.sources) for topic in topics]
    courses = [topic.trend if knows_past else "unknown" for topic in topics]
    trends = [words.say(f"answer.trend.{course}") for course in courses]
    told = zip(topics, counts, courses, trends, strict=True)
    for number, (topic, count, course, trend) in enumerate(told, 1):
        text = Text(one_line(topic.label), style="bold")
        text.append(f"\n{trend.ljust(max(map(len, trends)))}", style=f"not bold {_TREND_STYLES[course]}")
        text.append_text(_momentum(heading.get(topic.label), words))
        text.append(f"  {count}", style="not bold")
        text.append(f"\n{', '.join(map(one_line, topic.terms[:TERMS_SHOWN]))}", style="not bold dim")
        yield numbered(number, text)


def _momentum(momentum: Momentum | None, words: Words) -> Text:
    if momentum is None:
        return Text()
    cell = Text(f"  {_ARROWS[momentum.direction]} ", style="not bold")
    cell.append(bar(momentum.score, 8), style="not bold cyan")
    cell.append(f" {words.decimal(momentum.score)}", style="not bold")
    return cell


def _emerging(item: Emerging, ratio: str, words: Words, knows_past: bool) -> RenderableType:
    line = Text("↗ ", style="green")
    line.append(one_line(item.label), style="default")
    facts = [words.say("answer.coverage", articles=item.articles, sources=item.sources)]
    if knows_past and not item.had_a_past:
        facts.append(words.say("answer.hardly_before"))
    elif item.ratio > 0:
        facts.append(words.say(ratio, ratio=words.decimal(item.ratio, 1)))
    line.append("  " + " · ".join(facts), style="dim")
    return Padding(line, (0, 0, 0, 2))


def _gap(item: Gap, words: Words) -> RenderableType:
    line = Text("↘ ", style="red")
    line.append(one_line(item.label), style="default")
    expected = words.say(
        "answer.expected", articles=item.articles, expected=words.number(round(item.expected))
    )
    line.append(f"  {expected}", style="dim")
    return Padding(line, (0, 0, 0, 2))


def _sentiment_sections(result: SentimentResult, words: Words) -> list[Section]:
    return [
        (words.say("answer.section.sentiment"), _tone(result, words)),
        (
            words.say("answer.section.aspects"),
            (part for item in result.aspects for part in _aspect(item, words)),
        ),
    ]


def _tone(result: SentimentResult, words: Words) -> Iterable[RenderableType]:
    overall = Text(f"  {balance(result.overall, 12)} ", style=_polarity_style(result.overall))
    overall.append(f"{words.signed(result.overall)}  {tone_word(result.overall, words)}")
    yield overall
    known = [point.score for point in result.timeline if point.score is not None]
    if known:
        line = Text(f"  {words.say('answer.timeline')}  ")
        line.append(sparkline([point.score for point in result.timeline]), style="cyan")
        span = words.say("answer.timeline_range", low=words.signed(min(known)), high=words.signed(max(known)))
        line.append(f"  {span}", style="dim")
        yield line
    yield _emotions(result, words)


def _emotions(result: SentimentResult, words: Words) -> Text:
    strongest = sorted(
        ((getattr(result.emotions, name), name) for name in _EMOTION_NAMES), key=lambda pair: -pair[0]
    )
    line = Text(f"  {words.say('answer.emotions')}  ")
    parts = [f"{words.say(f'answer.emotion.{name}')} {words.decimal(score)}" for score, name in strongest]
    line.append(" · ".join(parts), style="dim")
    return line


def _aspect(item: Aspect, words: Words) -> Iterable[RenderableType]:
    line = Text(f"{balance(item.score, 5)} ", style=_polarity_style(item.score))
    line.append(f"{words.signed(item.score)}  ")
    line.append(one_line(item.name), style="bold default")
    yield Padding(line, (0, 0, 0, 2))
    quote = Text(words.say("answer.quote", quote=one_line(item.evidence_ref.quote)), style="italic")
    quote.append(f" — {words.day(item.evidence_ref.date)}", style="not italic dim")
    yield Padding(quote, (0, 0, 0, 5))


def tone_word(score: float, words: Words) -> str:
    """A word for a score of -1..1."""
    if abs(score) < _NEUTRAL:
        return words.say("answer.tone.neutral")
    side = "positive" if score > 0 else "negative"
    return words.say(f"answer.tone.{'very_' if abs(score) >= _STRONG else ''}{side}")


def _polarity_style(score: float) -> str:
    return "green" if score >= _NEUTRAL else "red" if score <= -_NEUTRAL else "default"


def _sources(sources: Sequence[SourceCount], words: Words) -> Iterable[RenderableType]:
    if not sources:
        return
    most = max(item.articles for item in sources) or 1
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, show_header=False, expand=True)
    table.add_column(ratio=1)
    table.add_column(justify="right", no_wrap=True)
    table.add_column(no_wrap=True)
    for item in sources:
        share = Text(bar(item.articles / most, 20), style="cyan")
        table.add_row(Text(one_line(item.source)), Text(words.number(item.articles)), share)
    yield Padding(table, (0, 0, 0, 2))


def _keyphrases(phrases: Sequence[Keyphrase], words: Words) -> Iterable[RenderableType]:
    for item in phrases:
        line = Text(f"{bar(item.score, 8)} ", style="cyan")
        line.append(f"{words.decimal(item.score)}  ", style="default")
        line.append(one_line(item.phrase), style="bold default")
        if item.variants:
            also = words.say("answer.variants", variants=", ".join(map(one_line, item.variants)))
            line.append(f"  {also}", style="not bold dim default")
        yield Padding(line, (0, 0, 0, 2))
        for ref in item.examples[:1]:
            quote = words.say("answer.quote", quote=one_line(ref.quote))
            example = Text(quote, style="italic").append(f" — {words.day(ref.date)}", style="not italic dim")
            yield Padding(example, (0, 0, 0, 5))


def _expansion(hint: ExpansionHint | None, words: Words) -> Iterable[RenderableType]:
    if hint is None:
        return
    rows = (
        ("answer.intents", [words.say(f"answer.intent.{name}") for name in hint.intents]),
        ("answer.expansions", [one_line(term) for term in hint.expansions]),
        ("answer.negatives", [one_line(term) for term in hint.negatives]),
    )
    for key, values in rows:
        if values:
            line = Text(f"{words.say(key)}: ", style="dim")
            line.append(", ".join(values), style="not dim")
            yield Padding(line, (0, 0, 0, 2))

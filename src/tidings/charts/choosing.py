"""Which picture an answer gets: its topics, its tone over time or its keyphrases, where that says more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from babel.numbers import format_decimal

from tidings.agents.sentiment_emotion import LEAST_ARTICLES
from tidings.charts.chart import Bar, Chart, Course, Kind, Point, Ranking, Sign
from tidings.charts.clock import ticks
from tidings.charts.lettering import visible
from tidings.pages.answer import scope
from tidings.pages.reader import Reader
from tidings.pages.words import Words, nested
from tidings.schemas import (
    Answer,
    Keyphrase,
    KeywordsResult,
    SentimentPoint,
    SentimentResult,
    Topic,
    TopicsResult,
    TrendsResult,
)
from tidings.text.cutting import cut

# Two bars are read faster as two numbers.
_LEAST = 3
# What is no taller than apps show whole; the text tells the others.
_MOST_TOPICS, _MOST_PHRASES = 6, 12
# A subject that leaves room for its closing mark in the three lines of a title.
_QUERY = 45
# Tones of a day seldom pass a half; an axis to one would hide most of what moves.
_REACHES = (0.5, 1.0)
# A place of the axis, with its sign and no more digits than it has; zero is neither.
_LEVEL = "+0.##;\N{MINUS SIGN}0.##"
_SIGNS: dict[str, Sign] = {"rising": "up", "stable": "flat", "falling": "down"}


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What every chart of one answer says."""

    answer: Answer
    words: Words

    def chart(self, kind: Kind, plot: Ranking | Course, told: str) -> Chart:
        title = self._title(kind)
        caption = scope(self.answer.meta, self.words)
        alt = self.words.say("chart.alt", title=title, told=told, scope=caption)
        return Chart(kind, title, plot, caption, alt)

    def _title(self, kind: Kind) -> str:
        title, query = self.words.say(f"chart.{kind}"), self.answer.meta.query
        if not query:
            return title
        about = self.words.say("chart.about", title=title, query=cut(visible(query), _QUERY))
        return nested(about, self.words.lang)


def chart_of(answer: Answer, reader: Reader) -> Chart | None:
    """The answer's picture, in the reader's words and zone; None where it says no more than text."""
    sheet = _Sheet(answer, Words.of(reader, answer.meta.until))
    match answer.result:
        case TrendsResult() as result:
            return _of_topics(result.topics, sheet) or _of_tone(result.sentiment, sheet)
        case TopicsResult() as result:
            return _of_topics(result.topics, sheet)
        case SentimentResult() as result:
            return _of_tone(result, sheet)
        case KeywordsResult() as result:
            return _of_phrases(result.keyphrases, sheet)


def _of_topics(topics: Sequence[Topic], sheet: _Sheet) -> Chart | None:
    """Bars of how many articles; with the signs of their directions where there is a past to tell them."""
    if len(topics) < _LEAST:
        return None
    knows_past = all(notice.code != "cold_start" for notice in sheet.answer.warnings)
    ranked = sorted(topics, key=lambda topic: -topic.size)[:_MOST_TOPICS]
    bars = tuple(
        Bar(
            visible(topic.label),
            topic.size,
            sheet.words.number(topic.size),
            _SIGNS[topic.trend] if knows_past else None,
        )
        for topic in ranked
    )
    shown = {bar.sign for bar in bars}
    signs = tuple((sign, sheet.words.say(f"chart.{sign}")) for sign in _SIGNS.values() if sign in shown)
    notes = [] if knows_past else [sheet.words.say("chart.no_past")]
    if len(topics) > len(bars):
        notes.append(sheet.words.say("chart.largest", shown=len(bars), all=len(topics)))
    return sheet.chart("topics", Ranking(bars, signs, tuple(notes)), _told_topics(bars, sheet.words))


def _told_topics(bars: Sequence[Bar], words: Words) -> str:
    return "; ".join(
        words.say("chart.alt.topic", label=bar.label, articles=round(bar.length))
        + (f", {words.say(f'chart.{bar.sign}')}" if bar.sign else "")
        for bar in bars
    )


def _of_phrases(phrases: Sequence[Keyphrase], sheet: _Sheet) -> Chart | None:
    """Bars of how much each phrase sets the articles apart, against the first."""
    if len(phrases) < _LEAST:
        return None
    ranked = sorted(phrases, key=lambda phrase: -phrase.score)[:_MOST_PHRASES]
    words = sheet.words
    bars = tuple(Bar(visible(phrase.phrase), phrase.score, words.decimal(phrase.score)) for phrase in ranked)
    told = "; ".join(f"{bar.label} {bar.figure}" for bar in bars)
    return sheet.chart("phrases", Ranking(bars, notes=(words.say("chart.phrases.note"),)), told)


def _of_tone(result: SentimentResult, sheet: _Sheet) -> Chart | None:
    """The mean tone of each span; nothing where nothing was written."""
    timeline, words = result.timeline, sheet.words
    felt = [point for point in timeline if point.score is not None]
    if len(felt) < _LEAST:
        return None
    reach = _reach([point.score or 0.0 for point in felt])
    course = Course(
        points=_points(timeline, words),
        reach=reach,
        levels=tuple((reach * share, _level(reach * share, words)) for share in (1, 0.5, 0, -0.5, -1)),
        sides=(words.say("chart.tone.above"), words.say("chart.tone.below")),
        mean=result.overall,
        mean_label=words.say("chart.tone.mean", tone=words.signed(result.overall)),
        counts_label=words.say("chart.tone.counts"),
        sparse_label=words.say("chart.tone.sparse", least=LEAST_ARTICLES),
        ticks=ticks(timeline[0].start, timeline[-1].end, words.zone, words.lang),
    )
    return sheet.chart("tone", course, _told_tone(felt, len(timeline) - len(felt), result.overall, words))


def _reach(levels: Sequence[float]) -> float:
    """The nearest round end of the axis that leaves no level out."""
    farthest = max(map(abs, levels))
    return next((reach for reach in _REACHES if farthest <= reach), _REACHES[-1])


def _level(level: float, words: Words) -> str:
    return str(format_decimal(level, _LEVEL, locale=words.lang)) if level else "0"


def _points(timeline: Sequence[SentimentPoint], words: Words) -> tuple[Point, ...]:
    since, until = timeline[0].start, timeline[-1].end

    def share(moment: datetime) -> float:
        return (moment - since) / (until - since)

    return tuple(
        Point(
            share(point.start),
            share(point.end),
            point.score,
            point.n_docs,
            words.number(point.n_docs),
            is_sparse=point.n_docs < LEAST_ARTICLES,
        )
        for point in timeline
    )


def _told_tone(felt: Sequence[SentimentPoint], empty: int, overall: float, words: Words) -> str:
    coldest, warmest = (choose(felt, key=lambda point: point.score or 0.0) for choose in (min, max))
    told = words.say(
        "chart.alt.tone",
        mean=words.signed(overall),
        low=words.signed(coldest.score or 0.0),
        low_span=words.span(coldest.start, coldest.end),
        high=words.signed(warmest.score or 0.0),
        high_span=words.span(warmest.start, warmest.end),
    )
    return f"{told} {words.say('chart.alt.empty', empty=empty)}" if empty else told

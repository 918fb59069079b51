"""The page of an explanation: what each insight stands on, what was left out, how the answer was made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from tidings.pages.blocks import (
    Block,
    Footnote,
    Heading,
    Origin,
    Page,
    Paragraph,
    Point,
    Quotation,
    Span,
    text,
)
from tidings.pages.confidence import level
from tidings.pages.evidence import origin
from tidings.pages.figures import counted
from tidings.pages.reader import Reader
from tidings.pages.words import Words, nested, one_line
from tidings.schemas import explanation as schema
from tidings.text.cutting import cut

# A reason's example is there to be recognised, not read.
_EXAMPLE = 100
# What an answer names as its model where none was asked.
_NO_MODEL = "local"
_BULLET = "•"


def explanation_page(told: schema.Explanation, reader: Reader) -> Page:
    """Why an answer says what it says, for somebody who reads it on a phone."""
    words = Words.of(reader, told.until)
    return Page(
        (
            Heading(words.say("explained.title")),
            *_asked(told, words),
            *_insights(told, words),
            *_left_out(told, words),
            *_made(told, words),
        )
    )


def _asked(told: schema.Explanation, words: Words) -> Iterator[Block]:
    asked = words.say("explained.asked", moment=words.moment(told.asked_at))
    yield Paragraph((Span(asked), Span(" "), Span(command(told), "code")))
    if told.error_code is not None:
        yield Paragraph(text(words.say("explained.failed")))
    if told.corrected:
        said = words.say("explain.corrections", articles=told.corrected)
        yield Paragraph(text(words.say("page.warning", said=said)))


def command(told: schema.Explanation) -> str:
    """What to send to the bot to ask the same."""
    mode = told.command.replace("_", " ")
    return " ".join(part for part in (f"/{mode}", one_line(told.query or ""), told.window) if part)


def _insights(told: schema.Explanation, words: Words) -> Iterator[Block]:
    if told.insights:
        yield Heading(words.say("explained.insights"))
    rules = {subject.label: subject.expectation.rule for subject in told.subjects if subject.expectation}
    for insight in told.insights:
        yield _insight(insight, rules, words)
        for ground in insight.grounds:
            if not _is_told(insight, ground):
                yield Quotation(one_line(ground.quote), _origin(ground, words))
            yield from _correction(ground, words)


def _insight(insight: schema.Standing, rules: Mapping[str, str], words: Words) -> Point:
    by = "model" if insight.written else insight.basis
    kind = f"{words.say(f'explained.kind.{insight.type}')}, {words.say(f'explained.by.{by}')}"
    said = one_line(insight.text)
    # A quote stands here letter by letter, its marks among them.
    line = [Span(said if insight.basis == "quoted" else nested(said, words.lang))]
    line += [Span("\n"), Span(kind, "italic")]
    if insight.figures:
        figures = words.say("explained.counted", figures=counted(insight.figures, words))
        line.append(Span(f"\n{figures}"))
    if rule := rules.get(insight.subject or ""):
        line.append(Span(f"\n{one_line(rule)}"))
    told = tuple(_origin(ground, words) for ground in insight.grounds if _is_told(insight, ground))
    return Point(f"{insight.number}.", tuple(line), told)


def _is_told(insight: schema.Standing, ground: schema.Ground) -> bool:
    """Whether the insight is the quote, which need not be read twice."""
    return insight.basis == "quoted" and ground.quote in insight.text


def _origin(ground: schema.Ground, words: Words) -> Origin:
    return origin(ground.source, ground.date, ground.url, words)


def _correction(ground: schema.Ground, words: Words) -> Iterator[Block]:
    if ground.corrected is not None:
        key = f"explain.corrected.{'stands' if ground.corrected.words_stand else 'gone'}"
        moment = words.moment(ground.corrected.revised_at)
        said = words.say(key, moment=moment, revision=ground.corrected.revision)
        yield Footnote(text(words.say("page.warning", said=said)))


def _left_out(told: schema.Explanation, words: Words) -> Iterator[Block]:
    yield Heading(words.say("explained.left_out"))
    if not told.left_out and not told.withheld:
        yield Paragraph(text(words.say("explained.nothing_left_out")))
    reasons = Counter((item.outcome, item.sentence) for item in told.left_out)
    for (outcome, sentence), count in reasons.most_common():
        key = "explained.reason" if outcome == "drop" else "explained.reason.untold"
        said = words.say(key, sentence=one_line(sentence), count=count)
        example = next(item for item in told.left_out if (item.outcome, item.sentence) == (outcome, sentence))
        yield Point(_BULLET, (Span(said), Span("\n"), Span(_example(example, words), "italic")))
    if told.withheld:
        yield Point(_BULLET, text(words.say("explained.withheld", count=told.withheld)))


def _example(item: schema.LeftOut, words: Words) -> str:
    said = words.say("explained.example", text=cut(one_line(item.text), _EXAMPLE))
    return nested(said, words.lang)


def _made(told: schema.Explanation, words: Words) -> Iterator[Block]:
    yield Heading(words.say("explained.made"))
    yield from (Point(_BULLET, text(said)) for said in _effort(told, words))
    if told.past is not None:
        said = words.say(
            "explained.past",
            windows=told.past.windows,
            since=words.day(told.past.since.astimezone(words.zone).date()),
            articles=told.past.articles,
        )
        yield Point(_BULLET, text(said))
    yield from _confidence(told.confidence, told.confidence_parts, words)
    yield Point(
        _BULLET, (Span(words.say("explained.reference")), Span(" "), Span(told.correlation_id, "code"))
    )


def _effort(told: schema.Explanation, words: Words) -> Iterator[str]:
    if told.model == _NO_MODEL:
        yield words.say("explained.no_models")
    else:
        yield words.say("explained.models", models=one_line(told.model.replace("+", ", ")))
        yield words.say("explained.tokens", tokens=words.number(told.tokens))
        yield (
            words.say("explained.cost", usd=words.decimal(told.cost_usd, 4))
            if told.cost_usd
            else words.say("explained.free")
        )
    seconds = told.latency_ms / 1000
    yield words.say("explained.time", seconds=words.decimal(seconds, 2 if seconds < 1 else 1))


def _confidence(score: float | None, parts: Sequence[schema.ConfidencePart], words: Words) -> Iterator[Block]:
    if score is None:
        return
    word = words.say(f"answer.confidence.{level(score)}")
    said = words.say("explained.confidence", word=word, score=words.decimal(score))
    line = [Span(said)]
    for part in parts:
        line += [Span("\n"), Span(one_line(part.sentence), "italic")]
    yield Point(_BULLET, tuple(line))

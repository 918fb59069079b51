"""The page of an explanation: what each insight stands on, what was left out, how the answer was made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from tidings.pages.blocks import (
    Block,
    Fold,
    Footnote,
    Heading,
    Line,
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
from tidings.pages.insights import disagreement
from tidings.pages.reader import Reader
from tidings.pages.words import Words, nested, one_line
from tidings.schemas import explanation as schema
from tidings.text.cutting import ELLIPSIS, cut

# A reason's example is there to be recognised, not read.
_EXAMPLE = 100
# What an answer names as its model where none was asked.
_NO_MODEL = "local"
_BULLET = "•"
# A handful of articles shows what was counted, a week of days how even the past was.
_ARTICLES_SHOWN, _SPANS_SHOWN = 4, 7


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


def _insights(told: schema.Explanation, words: Words) -> Iterator[Block | Fold]:
    if told.insights:
        yield Heading(words.say("explained.insights"))
    subjects = {subject.label: subject for subject in told.subjects}
    for insight in told.insights:
        subject = subjects.get(insight.subject or "")
        yield _insight(insight, subject, words)
        for ground in insight.grounds:
            if not _is_told(insight, ground):
                yield Quotation(one_line(ground.quote), _origin(ground, words))
            yield from _correction(ground, words)
        yield from _articles(insight, subject, words)


def _insight(insight: schema.Standing, subject: schema.Subject | None, words: Words) -> Point:
    line = [*_said(insight, words), Span("\n"), Span(_kind(insight, words), "italic")]
    expectation = subject.expectation if subject else None
    if insight.figures:
        # What was expected is told by the rule, where there is one, and to more places.
        left = [figure for figure in insight.figures if expectation is None or figure.name != "expected"]
        line.append(Span(f"\n{words.say('explained.counted', figures=counted(left, words))}"))
    if expectation is not None:
        line += [Span("\n"), *text(_baseline(expectation, words))]
    told = tuple(_origin(ground, words) for ground in insight.grounds if _is_told(insight, ground))
    return Point(f"{insight.number}.", tuple(line), told)


def _kind(insight: schema.Standing, words: Words) -> str:
    """What kind of claim it is, and whose words it has; a conflict has those of both sides."""
    kind = words.say(f"explained.kind.{insight.type}")
    by = "model" if insight.written else insight.basis
    return kind if insight.type == "conflict" else f"{kind}, {words.say(f'explained.by.{by}')}"


def _said(insight: schema.Standing, words: Words) -> Line:
    """The insight; where it is a quote, letter by letter, its quotation marks among them."""
    if insight.type == "conflict":
        return disagreement(insight.text, [ground.quote for ground in insight.grounds], words)
    return text(one_line(insight.text) if insight.basis == "quoted" else words.typeset(insight.text))


def _baseline(expectation: schema.Expectation, words: Words) -> str:
    """What was there before, and the rule that makes an expectation of it."""
    rule = one_line(expectation.rule)
    if not expectation.counts:
        return rule
    counts = ", ".join(
        words.number(count) if float(count).is_integer() else words.decimal(count, 1)
        for count in expectation.counts[:_SPANS_SHOWN]
    )
    more = f", {ELLIPSIS}" if len(expectation.counts) > _SPANS_SHOWN else ""
    return f"{words.say('explained.before', counts=counts + more)} {rule}"


def _articles(insight: schema.Standing, subject: schema.Subject | None, words: Words) -> Iterator[Fold]:
    """Some of what was counted, beside what is quoted."""
    quoted = {ground.article_id for ground in insight.grounds}
    left = [item for item in subject.counted if item.article_id not in quoted] if subject else []
    if subject is None or not left:
        return
    shown = left[:_ARTICLES_SHOWN]
    title = words.say("explained.articles", shown=len(shown), articles=subject.articles)
    yield Fold((Heading(title), *(_counted(item, words) for item in shown)))


def _counted(item: schema.CountedArticle, words: Words) -> Point:
    place = origin(item.source, item.date, item.url, words)
    return Point(_BULLET, (Span(one_line(item.title), url=item.url), Span(f" — {place.source}, {place.day}")))


def _is_told(insight: schema.Standing, ground: schema.Ground) -> bool:
    """Whether the insight is the quote, which need not be read twice."""
    return insight.type != "conflict" and insight.basis == "quoted" and ground.quote in insight.text


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
        spans = [Span(said), Span("\n"), Span(_example(example, words), "italic")]
        if example.at_fault:
            spans += [Span("\n"), Span(one_line(example.at_fault))]
        yield Point(_BULLET, tuple(spans))
    if told.withheld:
        yield Point(_BULLET, text(words.say("explained.withheld", count=told.withheld)))


def _example(item: schema.LeftOut, words: Words) -> str:
    said = words.say("explained.example", text=cut(one_line(item.text), _EXAMPLE))
    return nested(said, words.lang)


def _made(told: schema.Explanation, words: Words) -> Iterator[Block]:
    yield Heading(words.say("explained.made"))
    yield from (Point(_BULLET, text(said)) for said in _effort(told, words))
    yield Point(_BULLET, text(_past(told.past, words)))
    yield from _confidence(told.confidence, told.confidence_parts, words)
    yield Point(
        _BULLET, (Span(words.say("explained.reference")), Span(" "), Span(told.correlation_id, "code"))
    )


def _past(past: schema.Past | None, words: Words) -> str:
    if past is None or not past.windows:
        return words.say("explained.no_past")
    since = words.day(past.since.astimezone(words.zone).date())
    return words.say("explained.past", windows=past.windows, since=since, articles=past.articles)


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
        line += [Span("\n– "), Span(one_line(part.sentence), "italic")]
    yield Point(_BULLET, tuple(line))

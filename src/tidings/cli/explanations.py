"""An explanation as a person reads it in a terminal or a pipe."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from tidings.cli.answers import confidence, effort
from tidings.cli.layout import address, numbered, section
from tidings.cli.untrusted import one_line

if TYPE_CHECKING:
    from tidings.cli.words import Words
    from tidings.schemas.explanation import (
        CitedArticle,
        ConfidencePart,
        Explanation,
        Ground,
        KeptAnswer,
        LeftOut,
        Past,
        Standing,
        Subject,
    )
    from tidings.schemas.insight import Figure

# Figures that are whole numbers; the others have a fraction.
_WHOLE = frozenset({"articles", "sources", "expected"})
# Articles of a subject that a screen shows; --json has all that are kept.
_SHOWN = 5
_INDENT = (0, 0, 0, 5)


def explanation_page(told: Explanation, words: Words, program: str = "tidings") -> list[RenderableType]:
    """What was asked and answered, what each part of it stands on, and what was left out.

    `program` is how this program is called again on the same data.
    """
    theirs = _quoting(told, words)
    places = {subject.label: place for place, subject in enumerate(told.subjects, 1)}
    return [
        *_heading(told, places, words, program),
        *section(words.say("explain.section.insights"), _insights(told, places, words, theirs)),
        *section(words.say("explain.section.subjects"), _subjects(told, words)),
        *section(words.say("explain.section.confidence"), _confidence(told.confidence_parts, words)),
        *section(words.say("explain.section.left_out"), _left_out(told.left_out, words)),
    ]


def kept_page(kept: Sequence[KeptAnswer], words: Words, program: str = "tidings") -> list[RenderableType]:
    """The answers that can be explained, the newest first."""
    lines = [Padding(_kept(answer, words), (0, 0, 0, 2)) for answer in kept]
    hint = words.say("explain.list.next", program=program, id=kept[0].correlation_id)
    title = Text(words.say("explain.list.title").upper(), style="bold blue")
    return [title, *lines, Text(), Text(hint, style="dim", no_wrap=True, overflow="ignore")]


def _kept(answer: KeptAnswer, words: Words) -> Text:
    line = Text(answer.correlation_id, style="bold")
    line.append(f"  {words.moment(answer.asked_at, year=True)}  ", style="not bold dim")
    line.append(_question(answer.command, answer.query, answer.window, words), style="not bold")
    said = answer.header or words.say("explain.list.failed")
    line.append(f"\n{one_line(said)}", style="not bold dim")
    return line


def _question(command: str, query: str | None, window: str, words: Words) -> str:
    mode = words.say(f"answer.{command.removeprefix('analyze_')}")
    return " ".join(part for part in (mode, one_line(query or ""), window) if part)


def _quoting(told: Explanation, words: Words) -> Words:
    """The words that quote the answer: its own quotation marks around its own language."""
    return replace(words, lang="ru" if told.lang == "ru" else "en")


def _heading(
    told: Explanation, places: Mapping[str, int], words: Words, program: str
) -> Iterator[RenderableType]:
    kind = Text(words.say("explain.title"), style="bold reverse")
    kind.append(f"  {_question(told.command, told.query, told.window, words)}", style="bold not reverse")
    yield kind
    yield Text(" · ".join(_circumstances(told, words)), style="dim")
    made = [
        words.moment(told.asked_at, year=True),
        *([confidence(told.confidence, words)] if told.confidence is not None else []),
        *effort(told.latency_ms, told.cost_usd, told.model, words),
        told.correlation_id,
    ]
    yield Text(" · ".join(made), style="dim")
    if told.asked_again:
        command = program + one_line(told.asked_again).removeprefix("tidings")
        again = words.say("explain.again", command=command)
        yield Text(again, style="dim", no_wrap=True, overflow="ignore")
    yield Text()
    yield from _answered(told, places, words)


def _circumstances(told: Explanation, words: Words) -> Iterator[str]:
    """Which period it was of, as of when, and in which language it was answered."""
    zone = told.until.astimezone(words.zone).tzname() or "UTC"
    yield f"{words.since(told.since, told.until)} – {words.moment(told.until, year=True)} {zone}"
    if told.as_of is not None:
        yield words.say("explain.as_of", moment=words.moment(told.as_of, year=True))
    if told.lang != words.lang:
        yield words.say(f"explain.answered_in.{told.lang}")


def _answered(told: Explanation, places: Mapping[str, int], words: Words) -> Iterator[RenderableType]:
    if told.error_code is not None:
        yield Text(words.say("explain.failed", code=told.error_code), style="red")
    for line, style in ((told.header, "bold"), (told.tldr, "")):
        if line:
            yield Text(one_line(line), style=style)
    labels = dict.fromkeys((*told.header_grounds.subjects, *told.tldr_grounds.subjects))
    named = [str(places[label]) for label in labels if label in places]
    if named:
        yield Text(words.say("explain.headline", places=", ".join(named)), style="dim")
    if told.corrected:
        yield Text(f"! {words.say('explain.corrections', articles=told.corrected)}", style="yellow")
    if told.withheld:
        yield Text(f"! {words.say('explain.withheld', withheld=told.withheld)}", style="yellow")


def _insights(
    told: Explanation, places: Mapping[str, int], words: Words, theirs: Words
) -> Iterator[RenderableType]:
    for insight in told.insights:
        line = Text(one_line(insight.text), style="bold")
        line.append(f"  {_kind(insight, words)}", style="not bold dim")
        yield numbered(insight.number, line)
        for said in _counts(insight, places, words):
            yield Padding(Text(said), _INDENT)
        for ground in insight.grounds:
            repeated = insight.basis == "quoted" and ground.quote in insight.text
            yield Padding(_ground(ground, words, theirs, only_origin=repeated), _INDENT)
            yield from address(ground.url, indent=5)


def _kind(insight: Standing, words: Words) -> str:
    basis = words.say("explain.by_model" if insight.written else f"answer.basis.{insight.basis}")
    return f"{words.say(f'answer.type.{insight.type}')}, {basis}"


def _counts(insight: Standing, places: Mapping[str, int], words: Words) -> Iterator[str]:
    """Its figures, and where what they were counted from is listed."""
    if insight.figures:
        figures = ", ".join(figure_said(figure, words) for figure in insight.figures)
        yield words.say("explain.counted", figures=figures)
    place = places.get(insight.subject or "")
    if place is not None:
        title = words.say("explain.section.subjects")
        yield words.say("explain.see", number=place, section=title)
    elif insight.basis == "computed" and places:
        yield words.say("explain.of_all")


def figure_said(figure: Figure, words: Words) -> str:
    """A figure with its name."""
    if figure.name == "tone":
        return words.say("explain.figure.tone", value=words.signed(figure.value))
    whole = figure.name in _WHOLE
    value = words.number(round(figure.value)) if whole else words.decimal(figure.value, 1)
    return words.say(f"explain.figure.{figure.name}", value=value)


def _ground(ground: Ground, words: Words, theirs: Words, *, only_origin: bool) -> Text:
    quote = theirs.say("answer.quote", quote=one_line(ground.quote))
    line = Text() if only_origin else Text(f"{quote}\n", style="italic")
    parts = [one_line(ground.source), words.day(ground.date), f"#{ground.article_id}"]
    if ground.revision is not None:
        parts.append(words.say("explain.revision", revision=ground.revision))
    line.append(f"— {' · '.join(parts)} · {ground.start}:{ground.end}", style="not italic dim")
    line.append(f"\n{one_line(ground.title)}", style="not italic dim")
    if ground.corrected is not None:
        key = f"explain.corrected.{'stands' if ground.corrected.words_stand else 'gone'}"
        moment = words.moment(ground.corrected.revised_at, year=True)
        said = words.say(key, moment=moment, revision=ground.corrected.revision)
        line.append(f"\n! {said}", style="not italic yellow")
    return line


def _subjects(told: Explanation, words: Words) -> Iterator[RenderableType]:
    """Each thing that was counted: its figures, its past and the rule, its articles."""
    if told.subjects and told.past is not None:
        yield Padding(Text(_past(told.past, words), style="dim"), (0, 0, 0, 2))
    for place, subject in enumerate(told.subjects, 1):
        line = Text(one_line(subject.label), style="bold")
        coverage = words.say("answer.coverage", articles=subject.articles, sources=subject.sources)
        kind = words.say(f"explain.kind.{subject.kind}")
        line.append(f"  {kind}, {coverage}", style="not bold")
        line.append(_expectation(subject, words), style="not bold dim")
        yield numbered(place, line)
        for article in subject.counted[:_SHOWN]:
            origin = f"#{article.article_id} · {one_line(article.source)} · {words.day(article.date)}"
            shown = Text(f"{one_line(article.title)}\n")
            shown.append(origin, style="dim")
            yield Padding(shown, _INDENT)
        more = subject.articles - min(_SHOWN, len(subject.counted))
        if more > 0:
            rest = words.say("explain.more", more=more, kept=len(subject.counted))
            yield Padding(Text(rest, style="dim"), _INDENT)


def _past(past: Past, words: Words) -> str:
    if not past.windows:
        return words.say("explain.no_past")
    return words.say(
        "explain.past",
        windows=past.windows,
        since=words.since(past.since, past.until),
        until=words.moment(past.until, year=True),
        articles=past.articles,
    )


def _expectation(subject: Subject, words: Words) -> str:
    expectation = subject.expectation
    if expectation is None:
        return ""
    counts = ", ".join(_count(n, words) for n in expectation.counts)
    before = f"\n{words.say('explain.before', counts=counts)}" if counts else ""
    return f"{before}\n{expectation.rule}"


def _count(n: float, words: Words) -> str:
    return words.number(round(n)) if n == round(n) else words.decimal(n, 1)


def _confidence(parts: Iterable[ConfidencePart], words: Words) -> Iterator[RenderableType]:
    for part in parts:
        said = words.say(
            "explain.confidence.part",
            name=words.say(f"explain.confidence.{part.name}.name"),
            value=words.decimal(part.value),
            weight=words.decimal(part.weight),
            sentence=part.sentence,
        )
        yield Padding(Text(said), (0, 0, 0, 2))


def _left_out(items: Iterable[LeftOut], words: Words) -> Iterator[RenderableType]:
    place = 0
    for place, item in enumerate(items, 1):
        line = Text(one_line(item.text), style="italic")
        line.append(f"  {_origin(item, words)}", style="not italic dim")
        outcome = words.say(f"explain.outcome.{item.outcome}")
        why = " ".join(filter(None, (one_line(item.sentence), one_line(item.at_fault))))
        line.append(f"\n{outcome}: {why}", style="not italic yellow")
        for article in item.articles:
            line.append(f"\n{_cited(article)}", style="not italic dim")
        yield numbered(place, line)
    if not place:
        yield Text(f"     {words.say('explain.none_left_out')}", style="dim")


def _cited(article: CitedArticle) -> str:
    """An article by its number, and by its outlet and title where these may be told."""
    known = (one_line(part) for part in (article.source, article.title) if part)
    return " · ".join((f"#{article.article_id}", *known))


def _origin(item: LeftOut, words: Words) -> str:
    part = words.say(f"explain.part.{item.part}")
    return f"{part}, {words.say('explain.by_model')}" if item.written else part

"""Why an answer says what it says, and what was left out of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from tidings.cli.console import show, show_json
from tidings.cli.invocation import Invocation
from tidings.cli.layout import numbered, section
from tidings.cli.options import AsJson
from tidings.cli.session import with_database
from tidings.cli.untrusted import one_line

if TYPE_CHECKING:
    from tidings.cli.words import Words
    from tidings.schemas.explanation import Explanation, Ground, LeftOut, Standing
    from tidings.schemas.insight import Figure
    from tidings.store.pool import Database

# Figures that are whole numbers; the others have a fraction.
_WHOLE = frozenset({"articles", "sources", "expected"})


def explain(
    context: typer.Context,
    reference: Annotated[str | None, typer.Argument(metavar="[REFERENCE]", help="option.reference")] = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Print why an answer says what it says."""
    invocation: Invocation = context.obj

    async def work(db: Database) -> Explanation:
        from tidings.archive import explanation
        from tidings.orchestrator import LOCAL_USER

        # Whoever sits at this terminal may read all that is in its database.
        user = LOCAL_USER if reference is None else None
        return await explanation(db, reference, user=user, words=invocation.lang)

    told = with_database(invocation, work)
    if as_json:
        show_json(told)
    else:
        show(*explanation_page(told, invocation.words()))


def explanation_page(told: Explanation, words: Words) -> list[RenderableType]:
    """What was asked and answered, what each insight stands on, and what was left out."""
    left_out = words.say("explain.section.left_out")
    return [
        *_heading(told, words),
        *section(words.say("explain.section.insights"), _insights(told.insights, words)),
        *section(left_out, _left_out(told.left_out, words)),
    ]


def _heading(told: Explanation, words: Words) -> Iterator[RenderableType]:
    from tidings.cli.answers import confidence, effort

    kind = Text(words.say("explain.title"), style="bold reverse")
    asked = " ".join(part for part in (told.command, one_line(told.query or ""), told.window) if part)
    kind.append(f"  {asked}", style="bold not reverse")
    yield kind
    made = [
        words.moment(told.asked_at, year=True),
        *([confidence(told.confidence, words)] if told.confidence is not None else []),
        *effort(told.latency_ms, told.cost_usd, told.model, words),
        told.correlation_id,
    ]
    yield Text(" · ".join(made), style="dim")
    yield Text()
    if told.error_code is not None:
        yield Text(words.say("explain.failed", code=told.error_code), style="red")
    for line, style in ((told.header, "bold"), (told.tldr, "")):
        if line:
            yield Text(one_line(line), style=style)
    if told.corrected:
        yield Text(f"! {words.say('explain.corrections', articles=told.corrected)}", style="yellow")


def _insights(insights: Iterable[Standing], words: Words) -> Iterator[RenderableType]:
    for insight in insights:
        line = Text(one_line(insight.text), style="bold")
        line.append(f"  {_kind(insight, words)}", style="not bold dim")
        yield numbered(insight.number, line)
        if insight.figures:
            figures = ", ".join(_figure(figure, words) for figure in insight.figures)
            yield Padding(Text(words.say("explain.counted", figures=figures)), (0, 0, 0, 5))
        for ground in insight.grounds:
            said = insight.basis == "quoted" and ground.quote in insight.text
            yield Padding(_ground(ground, words, only_origin=said), (0, 0, 0, 5))


def _kind(insight: Standing, words: Words) -> str:
    basis = words.say("explain.by_model" if insight.written else f"answer.basis.{insight.basis}")
    return f"{words.say(f'answer.type.{insight.type}')}, {basis}"


def _figure(figure: Figure, words: Words) -> str:
    if figure.name == "tone":
        return words.say("explain.figure.tone", value=words.signed(figure.value))
    whole = figure.name in _WHOLE
    value = words.number(round(figure.value)) if whole else words.decimal(figure.value, 1)
    return words.say(f"explain.figure.{figure.name}", value=value)


def _ground(ground: Ground, words: Words, *, only_origin: bool) -> Text:
    quote = words.say("answer.quote", quote=one_line(ground.quote))
    line = Text() if only_origin else Text(f"{quote}\n", style="italic")
    parts = [one_line(ground.source), words.day(ground.date), f"#{ground.article_id}"]
    if ground.revision is not None:
        parts.append(words.say("explain.revision", revision=ground.revision))
    line.append(f"— {' · '.join(parts)} · {ground.start}:{ground.end}", style="not italic dim")
    if ground.corrected is not None:
        key = f"explain.corrected.{'stands' if ground.corrected.words_stand else 'gone'}"
        moment = words.moment(ground.corrected.revised_at, year=True)
        said = words.say(key, moment=moment, revision=ground.corrected.revision)
        line.append(f"\n! {said}", style="not italic yellow")
    return line


def _left_out(items: Iterable[LeftOut], words: Words) -> Iterator[RenderableType]:
    place = 0
    for place, item in enumerate(items, 1):
        line = Text(words.say("answer.quote", quote=one_line(item.text)))
        line.append(f"  {_origin(item, words)}", style="dim")
        outcome = words.say(f"explain.outcome.{item.outcome}")
        articles = "".join(f" #{article.article_id}" for article in item.articles)
        line.append(f"\n{outcome}: {one_line(item.sentence)}{articles}", style="yellow")
        yield numbered(place, line)
    if not place:
        yield Text(f"     {words.say('explain.none_left_out')}", style="dim")


def _origin(item: LeftOut, words: Words) -> str:
    part = words.say(f"explain.part.{item.part}")
    return f"{part}, {words.say('explain.by_model')}" if item.written else part

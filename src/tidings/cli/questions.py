"""The two questions: what is happening, and what about this."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Annotated

import typer

from tidings.cli.console import show, show_json
from tidings.cli.interrupts import run
from tidings.cli.invocation import Invocation
from tidings.cli.options import AsJson, AsOf, NewsLang, Sources, WindowOption, news_language, window_of
from tidings.cli.session import require_stored

if TYPE_CHECKING:
    from tidings.engine import Engine
    from tidings.schemas import Answer


# How the options that a bot takes within a line are given here.
_OPTIONS = {"lang": "--news-lang", "source": "--source", "window": "--window"}


def trends(
    context: typer.Context,
    window: Annotated[str, typer.Argument(metavar="[WINDOW]", help="option.window")] = "24h",
    *,
    as_of: AsOf = None,
    news_lang: NewsLang = None,
    source: Sources = None,
    simple: Annotated[bool, typer.Option("--simple", help="option.simple")] = False,
    as_json: AsJson = False,
) -> None:
    """Print what is happening in a window."""
    invocation: Invocation = context.obj
    # Here, so that a wrong word is told before the database starts.
    articles_lang, moment = news_language(news_lang), window_of(window, as_of)[1]

    async def ask(engine: Engine) -> Answer:
        from tidings.orchestrator import execute_trends

        return await execute_trends(
            window=window,
            lang=articles_lang,
            words=invocation.lang,
            sources=source,
            as_of=moment,
            simple=simple,
            engine=engine,
        )

    answer_question(invocation, ask, as_json)


def analyze(
    context: typer.Context,
    mode: Annotated[str, typer.Argument(metavar="MODE", help="option.mode")],
    query: Annotated[str | None, typer.Argument(metavar="[QUERY]", help="option.query")] = None,
    *,
    window: WindowOption = "24h",
    as_of: AsOf = None,
    news_lang: NewsLang = None,
    source: Sources = None,
    as_json: AsJson = False,
) -> None:
    """Print what the coverage of a subject is about, how it feels, or which topics it has."""
    from tidings.asking import known_mode

    invocation: Invocation = context.obj
    articles_lang, moment = news_language(news_lang), window_of(window, as_of)[1]
    known_mode(mode)
    if query is not None:
        subject_alone(query)

    async def ask(engine: Engine) -> Answer:
        from tidings.orchestrator import execute_analyze

        return await execute_analyze(
            mode=mode,
            query=query,
            window=window,
            lang=articles_lang,
            words=invocation.lang,
            sources=source,
            as_of=moment,
            engine=engine,
        )

    answer_question(invocation, ask, as_json)


def subject_alone(query: str) -> str:
    """The query, checked; InvalidRequest where an option was typed into it, as a bot takes them."""
    from tidings.asking import known_subject, named_option
    from tidings.errors import InvalidRequest

    for word in query.split():
        named = named_option(word)
        if named is not None and named.value:
            raise InvalidRequest(
                f"{word!r} in the query is an option",
                message="option_in_query",
                params={"typed": word, "option": _OPTIONS[named.option], "value": named.value},
            )
    return known_subject(query)


def answer_question(
    invocation: Invocation, ask: Callable[[Engine], Awaitable[Answer]], as_json: bool
) -> Answer:
    """Open the engine, ask, and print the answer for its reader."""

    async def whole() -> Answer:
        from tidings.engine import Engine

        async with Engine.open(invocation.settings) as engine:
            return await ask(engine)

    from tidings.observability.tracing import tracing

    require_stored(invocation)
    with tracing(invocation.settings, "command"):
        answer = run(whole())
    if as_json:
        show_json(answer)
    else:
        from tidings.cli.answers import render

        show(render(answer, invocation.words(), invocation.program))
    return answer

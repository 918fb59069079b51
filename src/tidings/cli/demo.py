"""`demo`: Tidings at work within a minute, on real feeds where they can be reached, else on invented news."""

from __future__ import annotations

import json
import shlex
import shutil
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.panel import Panel
from rich.text import Text

from tidings.cli.console import note, show
from tidings.cli.feeds import follow_starters
from tidings.cli.interrupts import run
from tidings.cli.invocation import Invocation
from tidings.cli.session import progress
from tidings.observability.correlation import new_id

if TYPE_CHECKING:
    from tidings.engine import Engine
    from tidings.ingest.polling import PollReport
    from tidings.schemas import Answer
    from tidings.settings import Settings

# Long enough for a quick publisher on a slow line; the whole demo stays within a minute.
POLL_SECONDS = 15.0
WINDOW = "24h"


def demo(
    context: typer.Context,
    offline: Annotated[bool, typer.Option("--offline", help="option.offline")] = False,
) -> None:
    """Fill a data folder of its own and ask it two questions."""
    invocation: Invocation = context.obj
    settings = demo_settings(invocation.settings)
    note(invocation.say("demo.folder", path=settings.data_dir), style="dim")
    run(_run(invocation, settings, offline=offline))


def demo_settings(settings: Settings) -> Settings:
    """The same settings with a database apart from the reader's own, and feeds read without their pages."""
    changes = {"data_dir": settings.data_dir / "demo", "database_url": None, "full_text": False}
    return settings.model_copy(update=changes)


async def _run(invocation: Invocation, settings: Settings, *, offline: bool) -> None:
    from tidings.engine import Engine

    await _start_afresh(settings)
    async with Engine.open(settings) as engine:
        invented = offline or not await _poll(invocation, engine)
        if invented:
            await _load_sample(invocation, engine)
        await _ask(invocation, engine)
    if invented:
        show(_label(invocation))
    again = command_again(settings, "analyze", "topics", "--window", "1w")
    note(invocation.say("demo.next", command=again), style="dim")


async def _start_afresh(settings: Settings) -> None:
    """Empty what an earlier demo left: its sample would be older than the window by now."""
    from tidings.store.checkup import wipe
    from tidings.store.pool import Database

    async with Database.from_settings(settings) as db, db.transaction() as conn:
        await wipe(conn)


async def _poll(invocation: Invocation, engine: Engine) -> bool:
    """Read the shipped feeds; False where none gave an article."""
    from tidings.ingest.polling import poll_feeds

    followed = await follow_starters(engine.db)
    note(invocation.say("demo.polling", feeds=followed.added, seconds=round(POLL_SECONDS)))
    with progress(invocation, invocation.say("ingest.running"), "progress.feeds") as count:
        report = await poll_feeds(
            engine.db, engine.settings, only_due=False, timeout=POLL_SECONDS, progress=count
        )
    return _reached(invocation, report)


def _reached(invocation: Invocation, report: PollReport) -> bool:
    stored = report.outcomes.get("stored", 0)
    if not stored:
        note(invocation.say("demo.unreachable"), style="yellow")
        return False
    note(invocation.say("demo.reached", answered=report.fetched, feeds=report.feeds, articles=stored))
    return True


async def _load_sample(invocation: Invocation, engine: Engine) -> None:
    """Import the invented news, dated back from now, and say what they are."""
    from tidings.ingest.importing import import_file
    from tidings.sample import articles

    show(_label(invocation))
    rows = engine.settings.data_dir / "sample.jsonl"
    lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in articles(datetime.now(UTC)))
    rows.write_text("".join(lines), encoding="utf-8")
    with progress(invocation, invocation.say("import.running", path=rows.name), "progress.rows") as count:
        report = await import_file(engine.db, engine.settings, rows, progress=count)
    note(invocation.say("demo.loaded", articles=report.outcomes.get("stored", 0)))


def _label(invocation: Invocation) -> Panel:
    return Panel(Text(invocation.say("demo.sample")), style="yellow")


async def _ask(invocation: Invocation, engine: Engine) -> None:
    """Trends of the day, then how its first topic feels; each answer is kept under an id of its own."""
    from tidings.orchestrator import execute_analyze, execute_trends

    words = invocation.lang
    trends = await execute_trends(
        window=WINDOW, words=words, simple=False, engine=engine, correlation_id=new_id()
    )
    _show(invocation, engine.settings, ("trends", WINDOW), trends)
    query = first_subject(trends)
    answer = await execute_analyze(
        mode="sentiment", query=query, window=WINDOW, words=words, engine=engine, correlation_id=new_id()
    )
    _show(invocation, engine.settings, ("analyze", "sentiment", query or ""), answer)


def first_subject(trends: Answer) -> str | None:
    """The strongest topic's first term, as a reader might ask about it; None where there is no topic."""
    topics = trends.result.topics if trends.result.mode == "trends" else ()
    return topics[0].terms[0] if topics else None


def command_again(settings: Settings, *words: str) -> str:
    """The command that asks the same again, as this one was called."""
    called = sys.argv[0] if Path(sys.argv[0]).name == "tidings" else "tidings"
    program = "tidings" if shutil.which("tidings") else called
    return shlex.join([program, "--data-dir", str(settings.data_dir), *filter(None, words)])


def _show(invocation: Invocation, settings: Settings, asked: Sequence[str], answer: Answer) -> None:
    from tidings.cli.answers import render

    command = command_again(settings, *asked)
    # On one line however long, so that it can be copied.
    prompt = Text(f"$ {command}", style="bold green", no_wrap=True, overflow="ignore")
    show(Text(), prompt, Text(), render(answer, invocation.words(), command_again(settings)))

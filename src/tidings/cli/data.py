"""Articles' ways in: polling feeds, importing files; and analysing anew what is stored."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from tidings.cli.console import note, show, show_json
from tidings.cli.invocation import Invocation
from tidings.cli.session import progress, telling, with_database, with_stored
from tidings.cli.untrusted import one_line
from tidings.errors import NoData, UnreadableInput

if TYPE_CHECKING:
    from tidings.cli.words import Words
    from tidings.ingest.importing import ImportReport
    from tidings.ingest.items import Rejected
    from tidings.ingest.polling import PollReport
    from tidings.ingest.reindexing import ReindexReport
    from tidings.store.pool import Database

# Feeds are due every quarter of an hour or more seldom; looking once a minute adds little to their wait.
WATCH_SECONDS = 60.0
_REJECTED = "rejected_"

AsJson = Annotated[bool, typer.Option("--json", help="option.json")]


def import_(
    context: typer.Context,
    path: Annotated[str, typer.Argument(metavar="PATH", help="option.path")],
    as_json: AsJson = False,
) -> int:
    """Import a file or folder and account for its rows; 1 where it is damaged."""
    invocation: Invocation = context.obj
    source = Path(path).expanduser()
    if not path.strip() or not source.exists():
        raise UnreadableInput(f"{source} does not exist", message="file_missing", params={"path": path})
    with progress(
        invocation, invocation.say("import.running", path=_shown_name(source)), "progress.rows"
    ) as count:

        async def work(db: Database) -> ImportReport:
            from tidings.ingest.importing import import_file

            report = await import_file(db, invocation.settings, source, progress=count)
            await _tell_followers(db)
            return report

        def check() -> None:
            from tidings.ingest.importing import origin

            origin(source)

        report = with_database(invocation, work, before=check)
    if as_json:
        show_json(asdict(report))
    else:
        show(*import_page(report, invocation.words()))
    return int(report.damaged)


def _shown_name(path: Path) -> str:
    """A file's name, a folder's also where it is called `.` or `..`."""
    return one_line((path.resolve() if path.is_dir() else path).name)


def import_page(report: ImportReport, words: Words) -> list[Text | Table]:
    """What became of an import's rows."""
    seconds = words.decimal(report.seconds, 1)
    title = words.say("import.done", path=_shown_name(Path(report.path)), rows=report.rows, seconds=seconds)
    parts: list[Text | Table] = [Text(title, style="bold")]
    if report.resumed_from:
        parts.append(Text(words.say("import.resumed", rows=report.resumed_from), style="dim"))
    return [*parts, outcome_table(report.outcomes, words), *_examples(report, words)]


def _examples(report: ImportReport, words: Words) -> Iterator[Text]:
    """Some of the rows that were refused, and how many more there are."""
    refused = sum(count for outcome, count in report.outcomes.items() if outcome.startswith(_REJECTED))
    yield from (_example(row, words) for row in report.examples)
    if report.examples and refused > len(report.examples):
        yield Text(words.say("import.more", rows=refused - len(report.examples)), style="dim")


def _example(row: Rejected, words: Words) -> Text:
    why = words.reason(row.reason)
    what = f"{why} ({one_line(row.detail)})" if row.detail else why
    return Text(words.say("import.example", row=row.row_number, what=what), style="dim")


def outcome_table(outcomes: Mapping[str, int], words: Words) -> Table:
    """Outcomes with their counts, the commonest first."""
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    table.add_column(justify="right", no_wrap=True)
    table.add_column()
    for outcome, count in sorted(outcomes.items(), key=lambda pair: -pair[1]):
        number, _, what = _outcome_words(outcome, count, words).partition(" ")
        table.add_row(Text(number), Text(what))
    return table


def _outcome_words(outcome: str, count: int, words: Words) -> str:
    if outcome.startswith(_REJECTED):
        why = words.reason(outcome.removeprefix(_REJECTED))
        return words.say("outcome.rejected", count=count, reason=why)
    return words.say(f"outcome.{outcome}", count=count)


def ingest(
    context: typer.Context,
    watch: Annotated[bool, typer.Option("--watch", help="option.watch")] = False,
    everything: Annotated[bool, typer.Option("--all", help="option.all")] = False,
    as_json: AsJson = False,
) -> int:
    """Poll feeds once, or until stopped; 1 where none could be read."""
    invocation: Invocation = context.obj

    async def work(db: Database) -> int:
        from tidings.health import Watched, serving

        feeds = await _followed(db)
        if not watch:
            report = await _poll(db, invocation, only_due=not everything)
            _tell_poll(report, invocation, as_json)
            return int(0 < report.feeds == sum(report.failed.values()))
        invocation.log_as_service()
        async with serving(Watched(invocation.settings, db), "ingest", telling(invocation)):
            note(invocation.say("ingest.watching", feeds=feeds), style="dim")
            while True:
                report = await _poll(db, invocation, only_due=True)
                if report.feeds:
                    _tell_poll(report, invocation, as_json)
                await asyncio.sleep(WATCH_SECONDS)

    return with_database(invocation, work)


async def _followed(db: Database) -> int:
    """How many feeds are followed; NoData says how to get some."""
    from tidings.store import feeds

    async with db.connection() as conn:
        followed = await feeds.list_feeds(conn)
    if not followed:
        raise NoData("no feeds are followed", message="ingest.no_feeds")
    return len(followed)


async def _poll(db: Database, invocation: Invocation, *, only_due: bool) -> PollReport:
    from tidings.ingest.polling import poll_feeds

    with progress(invocation, invocation.say("ingest.running"), "progress.feeds") as count:
        report = await poll_feeds(db, invocation.settings, only_due=only_due, progress=count)
    await _tell_followers(db)
    return report


async def _tell_followers(db: Database) -> None:
    """Have a worker, where there is one, look at what arrived."""
    from tidings.jobs.waking import wake

    await wake(db)


def _tell_poll(report: PollReport, invocation: Invocation, as_json: bool) -> None:
    if as_json:
        show_json(poll_document(report))
        return
    words = invocation.words()
    if not report.feeds:
        show(Text(words.say("ingest.none_due")))
        return
    title = words.say(
        "ingest.done",
        feeds=report.feeds - report.elsewhere,
        seconds=words.decimal(report.seconds, 1),
        fetched=report.fetched,
        unchanged=report.unchanged,
        failed=sum(report.failed.values()),
    )
    failures = ", ".join(
        f"{words.reason(reason)} ({count})" for reason, count in sorted(report.failed.items())
    )
    show(Text(title, style="bold"), outcome_table(report.outcomes, words))
    if report.elsewhere:
        show(Text(words.say("ingest.elsewhere", feeds=report.elsewhere), style="dim"))
    if failures:
        show(Text(words.say("ingest.failed", reason=failures), style="yellow"))


def poll_document(report: PollReport) -> dict[str, Any]:
    """A poll's report for a program."""
    return {
        "feeds": report.feeds,
        "fetched": report.fetched,
        "unchanged": report.unchanged,
        "elsewhere": report.elsewhere,
        "failed": dict(report.failed),
        "outcomes": dict(report.outcomes),
        "seconds": report.seconds,
    }


def reindex(context: typer.Context, as_json: AsJson = False) -> None:
    """Analyse all stored articles again with the models of the settings."""
    invocation: Invocation = context.obj
    with progress(invocation, invocation.say("reindex.running"), "progress.articles") as count:

        async def work(db: Database) -> ReindexReport:
            from tidings.ingest.reindexing import reindex

            return await reindex(db, invocation.settings, progress=count)

        report = with_stored(invocation, work)
    if as_json:
        show_json(asdict(report))
        return
    seconds = invocation.words().decimal(report.seconds, 1)
    show(Text(invocation.say("reindex.done", articles=report.articles, seconds=seconds)))

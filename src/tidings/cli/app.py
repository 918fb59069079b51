"""The program: its commands in reading order, their help in the reader's language, one way in."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Sequence
from typing import Annotated, Any

import typer

from tidings import __version__, messages
from tidings.cli import (
    article,
    backup,
    bot,
    canary,
    check,
    data,
    degrade,
    demo,
    dev,
    doctor,
    explain,
    feeds,
    questions,
    search,
    setup,
    slo,
    worker,
)
from tidings.cli.failures import run_guarded, written
from tidings.cli.invocation import read_invocation
from tidings.cli.streams import answering, open_closed
from tidings.errors import InvalidRequest
from tidings.messages import LANGUAGES, Lang

# A line of the catalogue ends where its source file's does; a paragraph is wrapped where it is shown.
_BROKEN_LINE = re.compile(r"(?<!\n)\n(?!\n)")


def main(argv: Sequence[str] | None = None) -> int:
    """Run `tidings` and return its exit code."""
    unread = open_closed()
    # With nothing asked, the help is the answer.
    invocation = read_invocation((sys.argv[1:] if argv is None else argv) or ["--help"])

    def work() -> int | None:
        code = program(invocation.lang).main(
            args=list(invocation.args), prog_name="tidings", standalone_mode=False, obj=invocation
        )
        return code if isinstance(code, int) else None

    code = written(lambda: run_guarded(work, invocation), invocation)
    return code or int(unread)  # an answer that nothing could read is none


def program(lang: Lang) -> Any:
    """The command tree with its help in that language."""
    app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False)
    app.callback()(_everywhere)
    app.command("demo")(demo.demo)
    app.command("init")(setup.init)
    app.command("trends")(questions.trends)
    app.command("analyze")(questions.analyze)
    app.command("search")(search.search)
    # Half of all numbers begin with a minus sign.
    app.command("article", context_settings={"ignore_unknown_options": True})(article.article)
    app.command("explain")(explain.explain)
    app.command("check")(check.check)
    app.command("ingest")(data.ingest)
    app.command("import")(data.import_)
    app.command("reindex")(data.reindex)
    app.add_typer(_feeds(), name="feeds")
    app.command("bot")(bot.bot)
    app.command("worker")(worker.worker)
    app.command("doctor")(doctor.doctor)
    app.command("degrade")(degrade.degrade)
    app.add_typer(_canary(), name="canary")
    app.command("backup")(backup.backup)
    app.command("restore")(backup.restore)
    app.command("migrate")(backup.migrate)
    app.command("slo")(slo.slo)
    app.add_typer(_dev(), name="dev")
    command = typer.main.get_command(app)
    _localise(command, "help", lang)
    return command


def _feeds() -> typer.Typer:
    group = typer.Typer(no_args_is_help=True)
    group.command("add")(feeds.add)
    group.command("remove")(feeds.remove)
    group.command("list")(feeds.list_)
    group.command("import")(feeds.import_)
    group.command("export")(feeds.export)
    group.command("health")(feeds.health)
    return group


def _canary() -> typer.Typer:
    group = typer.Typer(no_args_is_help=True)
    group.command("start")(canary.start)
    group.command("status")(canary.status)
    group.command("resume")(canary.resume)
    group.command("abort")(canary.abort)
    group.command("log")(canary.log)
    group.command("preflight")(canary.preflight)
    return group


def _dev() -> typer.Typer:
    group = typer.Typer(no_args_is_help=True)
    group.command("providers")(dev.providers)
    group.command("telegram")(dev.telegram)
    return group


def _version(asked: bool) -> None:
    if asked:
        with answering():
            typer.echo(f"tidings {__version__}")
        raise typer.Exit


def _everywhere(
    lang: Annotated[str | None, typer.Option(metavar="ru|en", help="option.lang")] = None,
    data_dir: Annotated[str | None, typer.Option(metavar="FOLDER", help="option.data_dir")] = None,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="option.version")
    ] = False,
) -> None:
    """Options of the whole program; `read_invocation` has taken their values already."""
    if lang is not None and lang not in LANGUAGES:
        raise InvalidRequest(f"unknown language {lang!r}", message="unknown_language", params={"lang": lang})


def _localise(command: Any, key: str, lang: Lang) -> None:
    """Put the catalogue's words where keys stand: a command's help is found by its path."""
    command.help = _BROKEN_LINE.sub(" ", messages.say(key, lang))
    command.short_help = command.help.partition("\n")[0]
    help_option = command.get_help_option(command.make_context("tidings", [], resilient_parsing=True))
    help_option.help = "option.help"
    for parameter in (*command.params, help_option):
        parameter.help = messages.say(parameter.help, lang)
        kind = "options" if parameter.param_type_name == "option" else "arguments"
        parameter.rich_help_panel = messages.say(f"panel.{kind}", lang)
        if getattr(parameter, "is_flag", False):
            parameter.metavar = " "  # it takes no value, so none is named
    command.format_help = _answered(command.format_help)
    for name, child in getattr(command, "commands", {}).items():
        child.rich_help_panel = messages.say("panel.commands", lang)
        _localise(child, f"{key}.{name}", lang)


def _answered(print_page: Callable[..., None]) -> Callable[..., None]:
    """The parser's printing of a page of help as an answer like any other."""

    def print_answer(*args: Any) -> None:
        with answering():
            print_page(*args)

    return print_answer

"""Asking again: the command that asks what a kept answer was asked."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from tidings.archive.workings import Workings
from tidings.store.answers import AnswerRow

_ANALYZE = "analyze_"


def asking_again(row: AnswerRow, workings: Workings | None) -> str:
    """The command, such as `tidings analyze topics ferry --window 1w --as-of 2024-03-08T18:00:00+00:00`."""
    return shlex.join(["tidings", *_words(row), *(_options(workings) if workings else ())])


def _words(row: AnswerRow) -> list[str]:
    if not row.command.startswith(_ANALYZE):
        return [row.command, row.window_name]
    query = [row.query] if row.query else []
    return ["analyze", row.command.removeprefix(_ANALYZE), *query, "--window", row.window_name]


def _options(workings: Workings) -> Iterator[str]:
    if workings.as_of is not None:
        yield from ("--as-of", workings.as_of.isoformat())
    if workings.news_lang is not None:
        yield from ("--news-lang", workings.news_lang)
    for source in workings.sources:
        yield from ("--source", source)

"""Pieces a page is put together from: titled sections, numbered items, addresses."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from tidings.cli.untrusted import one_line


def section(title: str, body: Iterable[RenderableType]) -> list[RenderableType]:
    """A titled block, or nothing where it would be empty."""
    parts = list(body)
    return [Text(), Text(title.upper(), style="bold blue"), *parts] if parts else []


def numbered(number: int, text: Text) -> Table:
    """An item of a list, its further lines under its first word."""
    row = Table.grid()
    row.add_column(width=5, no_wrap=True)
    row.add_column()
    row.add_row(Text(f"{number:>3}. ", style="bold"), text)
    return row


def address(url: str | None, indent: int) -> list[RenderableType]:
    """A link on a line of its own, never broken, so that it can be clicked and copied."""
    if not url:
        return []
    return [Text(" " * indent + one_line(url), style="dim underline", no_wrap=True, overflow="ignore")]

"""Options that several commands share, and what their values mean."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from tidings.errors import InvalidRequest
from tidings.messages import LANGUAGES

if TYPE_CHECKING:
    from tidings.windows import Window

AsOf = Annotated[str | None, typer.Option(metavar="DATE", help="option.as_of")]
NewsLang = Annotated[str | None, typer.Option("--news-lang", metavar="ru|en", help="option.news_lang")]
Sources = Annotated[list[str] | None, typer.Option("--source", metavar="NAME", help="option.source")]
WindowOption = Annotated[str, typer.Option("--window", metavar="SPAN", help="option.window")]
AsJson = Annotated[bool, typer.Option("--json", help="option.json")]


def window_of(name: str, as_of: str | None) -> tuple[Window, datetime | None]:
    """The window of that name ending at `as_of`, with that moment; None where it is now."""
    from tidings.windows import parse_moment, parse_window

    moment = parse_moment(as_of) if as_of else None
    return parse_window(name, moment), moment


def news_language(asked: str | None) -> str:
    """The language of the articles asked for; "auto" is all of them."""
    if asked is not None and asked not in LANGUAGES:
        raise InvalidRequest(
            f"unknown language {asked!r}", message="unknown_language", params={"lang": asked}
        )
    return asked or "auto"

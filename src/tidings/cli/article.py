"""A stored article by its number, with the very text that quotes are cut from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import RenderableType
from rich.text import Text

from tidings.cli.console import show, show_json
from tidings.cli.invocation import Invocation
from tidings.cli.layout import address
from tidings.cli.options import AsJson, AsOf
from tidings.cli.session import with_stored
from tidings.cli.untrusted import many_lines, one_line
from tidings.errors import InvalidRequest, UnknownName

if TYPE_CHECKING:
    from tidings.cli.words import Words
    from tidings.store.articles import StoredArticle
    from tidings.store.pool import Database


def article(
    context: typer.Context,
    number: Annotated[str, typer.Argument(metavar="ID", help="option.article")],
    *,
    span: Annotated[str | None, typer.Option(metavar="START:END", help="option.span")] = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Print a stored article."""
    invocation: Invocation = context.obj
    article_id = article_number(number)
    bounds = span_bounds(span) if span else None
    (stored,) = with_stored(invocation, lambda db: stored_articles(db, [article_id], as_of))
    if as_json:
        show_json(article_document(stored, bounds))
    elif bounds:
        show(Text(many_lines(stored.text[slice(*bounds)])))
    else:
        show(*article_page(stored, invocation.words()))


def article_number(text: str) -> int:
    """The number as answers print it, with or without #; or that of the article at a web address."""
    from tidings.ingest.canonical import article_id, web_address

    if address_given := web_address(text):
        return article_id(address_given)
    try:
        return int(text.strip().removeprefix("#"))
    except ValueError as error:
        raise InvalidRequest(
            f"{text!r} is not a number", message="bad_article_id", params={"value": text}
        ) from error


def span_bounds(text: str) -> tuple[int, int]:
    """Character offsets from START:END."""
    match = re.fullmatch(r"(\d+):(\d+)", text.strip())
    if match is None or int(match[1]) >= int(match[2]):
        raise InvalidRequest(f"{text!r} is not a span", message="bad_span", params={"value": text})
    return int(match[1]), int(match[2])


async def stored_articles(db: Database, numbers: Sequence[int], as_of: str | None) -> list[StoredArticle]:
    """The articles in the order given, as they stood then; a copy is what it repeats.

    UnknownName names the first that is not stored, or had not appeared yet.
    """
    from tidings.store import articles
    from tidings.windows import parse_moment

    moment = parse_moment(as_of) if as_of else None
    async with db.connection() as conn:
        repeated = await articles.originals(conn, numbers)
        wanted = list(dict.fromkeys(repeated.get(number, number) for number in numbers))
        found = await articles.texts(conn, wanted, as_of=moment)
    for number in wanted:
        if number not in found:
            params = {"article": f"#{number}"}
            raise UnknownName(f"no article {number}", message="unknown_article", params=params)
        appeared = found[number].published_at
        if moment is not None and appeared >= moment:
            raise _unpublished(number, appeared, moment)
    return [found[number] for number in wanted]


def _unpublished(number: int, appeared: datetime, moment: datetime) -> UnknownName:
    return UnknownName(
        f"article {number} appeared at {appeared.isoformat()}, after {moment.isoformat()}",
        message="unpublished_article",
        params={"article": f"#{number}", "appeared": f"{appeared:%Y-%m-%d %H:%M} UTC"},
    )


def article_page(stored: StoredArticle, words: Words) -> list[RenderableType]:
    """Where and when it appeared, then its text."""
    body = stored.text.removeprefix(stored.title).lstrip("\n")
    origin = f"{one_line(stored.source)} · {words.moment(stored.published_at, year=True)} · {stored.lang}"
    number = words.say("answer.article", id=str(stored.id), revision=str(stored.revision))
    return [
        Text(one_line(stored.title), style="bold"),
        Text(f"{origin} · {number}", style="dim"),
        *address(stored.url, indent=0),
        Text(),
        Text(many_lines(body)),
    ]


def article_document(stored: StoredArticle, bounds: tuple[int, int] | None) -> dict[str, Any]:
    """The article for a program; offsets of quotes count in `text`."""
    document: dict[str, Any] = {
        "article_id": str(stored.id),
        "url": stored.url,
        "title": stored.title,
        "text": stored.text,
        "source": stored.source,
        "lang": stored.lang,
        "published_at": stored.published_at.isoformat(),
        "revision": stored.revision,
    }
    if bounds:
        document["span"] = {"start": bounds[0], "end": bounds[1], "text": stored.text[slice(*bounds)]}
    return document

"""Which feeds are read: adding, removing, listing, moving between readers, and how they fare."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from tidings.cli.console import show, show_document, show_json
from tidings.cli.invocation import Invocation
from tidings.cli.session import with_database, with_stored
from tidings.cli.untrusted import one_line
from tidings.errors import InvalidRequest

if TYPE_CHECKING:
    from tidings.cli.words import Words
    from tidings.ingest.opml import FeedList
    from tidings.store.feeds import Feed
    from tidings.store.pool import Database

AsJson = Annotated[bool, typer.Option("--json", help="option.json")]
Url = Annotated[str, typer.Argument(metavar="URL", help="option.feed_url")]

_REFUSALS = {
    "bad_url": "bad_feed_url",
    "credentials": "feed_credentials",
    "refused_address": "feed_not_public",
}
_STATE_STYLES = {"active": "green", "new": "dim", "backing_off": "yellow", "dead": "red"}


def add(
    context: typer.Context,
    url: Url,
    title: Annotated[str, typer.Option(metavar="NAME", help="option.feed_title")] = "",
    lang: Annotated[
        str | None, typer.Option("--feed-lang", metavar="ru|en|...", help="option.feed_lang")
    ] = None,
    category: Annotated[str | None, typer.Option(metavar="NAME", help="option.feed_category")] = None,
) -> None:
    """Follow a feed."""
    invocation: Invocation = context.obj
    address, language = address_to_follow(url), language_to_keep(lang)

    async def work(db: Database) -> bool:
        from tidings.store import feeds

        async with db.transaction() as conn:
            return await feeds.add(conn, address, title=title, category=category, lang=language)

    added = with_database(invocation, work)
    show(Text(invocation.say("feeds.added" if added else "feeds.known", url=one_line(address))))


def address_to_follow(url: str) -> str:
    """The address as it is stored; InvalidRequest says why it would never be read or must not be kept."""
    from tidings.ingest.subscription import RefusedFeed, feed_address

    address = feed_address(url)
    if isinstance(address, RefusedFeed):
        raise InvalidRequest(
            f"{address.shown!r} is not followed: {address.reason}",
            message=_REFUSALS[address.reason],
            params={"url": address.shown},
        )
    return address


def language_to_keep(stated: str | None) -> str | None:
    """The code of the language asked for; InvalidRequest where it is none."""
    from tidings.ingest.subscription import feed_language

    if stated is None:
        return None
    code = feed_language(stated)
    if not code:
        raise InvalidRequest(
            f"{stated!r} is not a language", message="bad_feed_lang", params={"lang": stated}
        )
    return code


def remove(context: typer.Context, url: Url) -> None:
    """Stop following a feed."""
    invocation: Invocation = context.obj

    async def work(db: Database) -> bool:
        from tidings.ingest.canonical import web_address
        from tidings.store import feeds

        async with db.transaction() as conn:
            # As it was typed, for feeds of earlier versions; else in the form addresses are kept in.
            return await feeds.remove(conn, url.strip()) or await feeds.remove(conn, web_address(url))

    if not with_stored(invocation, work):
        raise InvalidRequest(f"{url!r} is not followed", message="unknown_feed", params={"url": url})
    show(Text(invocation.say("feeds.removed", url=one_line(url))))


def list_(context: typer.Context, as_json: AsJson = False) -> None:
    """List the feeds."""
    invocation: Invocation = context.obj
    followed = with_stored(invocation, all_feeds)
    if as_json:
        show_json([feed_document(feed) for feed in followed])
        return
    for feed in followed:
        show(
            Text(one_line(feed.title or feed.url), style="bold"), Text(f"  {one_line(feed.url)}", style="dim")
        )
    show(Text(invocation.say("feeds.count", feeds=len(followed))))


async def all_feeds(db: Database) -> list[Feed]:
    """Every feed that is followed, by title."""
    from tidings.store import feeds

    async with db.connection() as conn:
        return await feeds.list_feeds(conn)


def health(context: typer.Context, as_json: AsJson = False) -> None:
    """Tell how the feeds fare."""
    invocation: Invocation = context.obj
    followed = with_stored(invocation, all_feeds)
    if as_json:
        show_json([feed_document(feed) for feed in followed])
        return
    show(*health_page(followed, invocation.words()))


def condition(feed: Feed) -> str:
    """How a feed is: its state, or "new" before its first poll."""
    return "new" if feed.last_polled_at is None else feed.state


def feed_document(feed: Feed) -> dict[str, Any]:
    """A feed for a program."""
    moments = ("added_at", "last_polled_at", "last_ok_at", "last_new_at", "next_poll_at")
    times = {name: getattr(feed, name) for name in moments}
    return {
        "url": feed.url,
        "title": feed.title,
        "site_url": feed.site_url,
        "category": feed.category,
        "lang": feed.lang,
        "condition": condition(feed),
        "reason": feed.reason,
        "error_streak": feed.error_streak,
        "articles": feed.articles,
        **{name: moment.isoformat() if moment else None for name, moment in times.items()},
    }


def condition_counts(followed: Sequence[Feed]) -> dict[str, int]:
    """How many feeds are in each condition, none left out."""
    counts = Counter(condition(feed) for feed in followed)
    return {state: counts[state] for state in _STATE_STYLES}


def health_page(followed: Sequence[Feed], words: Words) -> list[Text | Table]:
    """A table of the feeds, those in trouble first, under a line that counts them."""
    title = Text(words.say("feeds.health", total=len(followed), **condition_counts(followed)), style="bold")
    if not followed:
        return [title]
    table = Table(box=None, header_style="dim", padding=(0, 2, 0, 0), pad_edge=False)
    for key in ("state", "feed", "articles", "last_ok", "reason"):
        table.add_column(words.say(f"feeds.column.{key}"), justify="right" if key == "articles" else "left")
    for feed in sorted(followed, key=lambda feed: (-feed.error_streak, feed.title)):
        table.add_row(*_health_row(feed, words))
    return [title, table]


def _health_row(feed: Feed, words: Words) -> list[Text]:
    state = condition(feed)
    read = words.moment(feed.last_ok_at) if feed.last_ok_at else words.say("feeds.never")
    reason = f"{words.reason(feed.reason)} ×{feed.error_streak}" if feed.reason else ""
    return [
        Text(words.say(f"feeds.state.{state}"), style=_STATE_STYLES[state]),
        Text(one_line(feed.title or feed.url)),
        Text(words.number(feed.articles)),
        Text(read),
        Text(reason, style="yellow"),
    ]


def import_(
    context: typer.Context,
    path: Annotated[str, typer.Argument(metavar="FILE", help="option.opml")],
    as_json: AsJson = False,
) -> None:
    """Follow the feeds of an OPML file."""
    from tidings.ingest.opml import read_opml

    invocation: Invocation = context.obj
    listed = read_opml(Path(path).expanduser())
    followed = with_database(invocation, lambda db: follow(db, listed))
    if as_json:
        show_json({**asdict(followed), "rejected": [asdict(row) for row in listed.rejected]})
        return
    show(Text(invocation.say("feeds.imported", **asdict(followed))))
    words = invocation.words()
    for row in listed.rejected:
        why = words.reason(row.reason)
        line = words.say("feeds.refused", line=row.row_number, url=one_line(row.detail), reason=why)
        show(Text(line, style="yellow"))


@dataclass(frozen=True)
class Followed:
    """What became of a list's feeds."""

    added: int
    known: int
    refused: int


async def follow(db: Database, listed: FeedList) -> Followed:
    """Follow every feed of a list, all or none."""
    from tidings.store import feeds

    added = 0
    async with db.transaction() as conn:
        for feed in listed.feeds:
            added += await feeds.add(
                conn,
                feed.url,
                title=feed.title,
                site_url=feed.site_url or None,
                category=feed.category or None,
                lang=feed.lang or None,
            )
    return Followed(added, len(listed.feeds) - added, len(listed.rejected))


async def follow_starters(db: Database) -> Followed:
    """Follow the feeds that come with Tidings."""
    from tidings.ingest.opml import parse_opml
    from tidings.sample import starter_feeds

    return await follow(db, parse_opml(starter_feeds().encode(), "feeds.opml"))


def export(context: typer.Context) -> None:
    """Print the feeds as OPML."""
    from tidings.ingest.opml import ListedFeed, export_opml

    followed = with_stored(context.obj, all_feeds)
    listed = (
        ListedFeed(feed.url, feed.title, feed.site_url or "", feed.category or "", feed.lang or "")
        for feed in followed
    )
    show_document(export_opml(listed))

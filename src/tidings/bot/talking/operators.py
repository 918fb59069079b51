"""What operators see in the chat: how the service, its feeds and its readers' satisfaction are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tidings import __version__
from tidings.bot.talking.keyboards import Board, pages_row
from tidings.bot.talking.talk import Talk
from tidings.messages import reason
from tidings.pages.blocks import Block, Footnote, Heading, Page, Paragraph, Point, Span, text
from tidings.pages.reader import Reader
from tidings.pages.words import Words, one_line
from tidings.store import corpus, degradation, feeds, follows, inbox, judgements, outbox, readers
from tidings.store.degradation import Change
from tidings.store.feeds import Feed
from tidings.store.judgements import Satisfaction
from tidings.store.pool import Connection

# Long enough for a few ratings of each command, short enough to show a change.
_RATED_DAYS = 30
_FEEDS_A_PAGE = 12
_CONDITIONS = ("active", "new", "backing_off", "dead")
_MARKS = {"active": "🟢", "new": "⚪", "backing_off": "🟡", "dead": "🔴"}


@dataclass(frozen=True, slots=True)
class Facts:
    """What /status tells."""

    articles: int
    newest_at: datetime | None
    feeds: Sequence[Feed]
    readers: int
    readers_today: int
    follows: int
    followers: int
    waiting: int
    satisfaction: Sequence[Satisfaction]
    accepted: int
    judged: int
    level: Change | None = None


async def status(talk: Talk) -> None:
    """How the service is doing, for operators."""
    if await _may_see(talk):
        facts = await talk.service.db.read(_facts)
        await talk.show(status_page(facts, talk.reader, talk.now()))


async def show_feeds(talk: Talk) -> None:
    """How the feeds fare, for operators, those in trouble first."""
    if await _may_see(talk):
        await talk.show(*await _feeds(talk, 0))


async def turn_feeds(talk: Talk, payload: Mapping[str, Any]) -> None:
    """Another page of the feeds, in the place of this one."""
    if await _may_see(talk):
        await talk.change(*await _feeds(talk, int(payload["page"])))


async def _may_see(talk: Talk) -> bool:
    """Whether the reader is an operator; who is not is told so."""
    if talk.service.guests.is_admin(talk.row.id, talk.name):
        return True
    await talk.show(Page((Paragraph(text(talk.say("bot.operators_only"))),)))
    return False


async def _facts(conn: Connection) -> Facts:
    state = await corpus.state(conn)
    all_readers, today = await readers.count(conn)
    followed, followers, _ = await follows.totals(conn)
    accepted, judged = await judgements.verdicts(conn, _RATED_DAYS)
    return Facts(
        articles=await corpus.articles_before(conn, None),
        newest_at=state.newest_at,
        feeds=await feeds.list_feeds(conn),
        readers=all_readers,
        readers_today=today,
        follows=followed,
        followers=followers,
        waiting=sum((await inbox.waiting(conn)).values()) + await outbox.waiting(conn),
        satisfaction=await judgements.satisfaction(conn, _RATED_DAYS),
        accepted=accepted,
        judged=judged,
        level=await degradation.current(conn),
    )


def status_page(facts: Facts, reader: Reader, moment: datetime) -> Page:
    """What is stored, how the feeds and the queue are, and what readers say of answers."""
    words = Words.of(reader, moment)
    newest = words.moment(facts.newest_at) if facts.newest_at else None
    stored = words.say("bot.status.articles", articles=facts.articles, newest=newest)
    counts = Counter(condition(feed) for feed in facts.feeds)
    of_each = {name: counts[name] for name in _CONDITIONS}
    lines = [
        _level(facts.level, words),
        stored if newest else words.say("bot.status.empty"),
        words.say(
            "bot.status.feeds" if facts.feeds else "bot.status.no_feeds", feeds=len(facts.feeds), **of_each
        ),
        words.say("bot.status.readers", readers=facts.readers, today=facts.readers_today),
        words.say("bot.status.follows", follows=facts.follows, readers=facts.followers),
        words.say("bot.status.waiting", waiting=facts.waiting),
    ]
    return Page(
        (
            Heading(words.say("bot.status.title")),
            *(Point("•", text(line)) for line in lines),
            *_opinions(facts, words),
            Footnote(text(words.say("bot.status.version", version=__version__))),
        )
    )


def _level(change: Change | None, words: Words) -> str:
    """How far service is reduced, and since when."""
    if change is None or not change.level:
        return words.say("bot.status.full")
    return words.say("bot.status.level", level=change.level, since=words.moment(change.since))


def _opinions(facts: Facts, words: Words) -> Iterator[Block]:
    """What readers say of answers, a command a line."""
    yield Heading(words.say("bot.status.satisfaction", days=_RATED_DAYS))
    for item in facts.satisfaction:
        share = f"{round(100 * item.helpful / item.ratings)}\N{NO-BREAK SPACE}%"
        said = words.say(
            "bot.status.helped",
            command=words.say(f"bot.mode.{item.command.removeprefix('analyze_')}"),
            helpful=item.helpful,
            ratings=item.ratings,
            share=share,
        )
        yield Point("•", text(said))
    if not facts.satisfaction:
        yield Point("•", text(words.say("bot.status.no_ratings")))
    if facts.judged:
        said = words.say("bot.status.verdicts", accepted=facts.accepted, claims=facts.judged)
        yield Point("•", text(said))


async def _feeds(talk: Talk, page: int) -> tuple[Page, Board]:
    listed = await talk.service.db.read(feeds.list_feeds)
    pages = max(1, -(-len(listed) // _FEEDS_A_PAGE))
    place = page % pages
    return feeds_page(listed, place, talk.reader, talk.now()), [pages_row("feeds", {}, place, pages)]


def feeds_page(listed: Sequence[Feed], place: int, reader: Reader, moment: datetime) -> Page:
    """A page of feeds, those in trouble first, each with when it was read and what is wrong with it."""
    words = Words.of(reader, moment)
    if not listed:
        return Page((Paragraph(text(words.say("bot.feeds.none"))),))
    ordered = sorted(listed, key=lambda feed: (-feed.error_streak, feed.title, feed.url))
    shown = ordered[place * _FEEDS_A_PAGE : (place + 1) * _FEEDS_A_PAGE]
    title = f"{words.say('bot.feeds.title')}: {words.number(len(listed))}"
    return Page((Heading(title), *(_feed(feed, words) for feed in shown)))


def _feed(feed: Feed, words: Words) -> Point:
    read = words.moment(feed.last_ok_at) if feed.last_ok_at else None
    notes = [
        words.say("bot.feeds.read", moment=read) if read else words.say("bot.feeds.never"),
        *([f"{reason(feed.reason, words.lang)} ×{feed.error_streak}"] if feed.reason else []),
        words.say("page.articles", articles=feed.articles),
    ]
    name = Span(one_line(feed.title or feed.url), "bold")
    return Point(_MARKS[condition(feed)], (name, Span(f" — {' · '.join(notes)}")))


def condition(feed: Feed) -> str:
    """How a feed is: its state, or new before its first poll."""
    return "new" if feed.last_polled_at is None else feed.state

"""Alerts and digests on their way to the outbox: as pages, with a button that ends what they came for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import structlog
from psycopg import AsyncConnection

from tidings.bot.showing import html
from tidings.bot.showing.delivery import enqueue
from tidings.bot.showing.outgoing import Place
from tidings.bot.talking.boards import signed
from tidings.bot.talking.follow_menu import manner
from tidings.bot.talking.keyboards import Board, Key, distinct_labels
from tidings.bot.talking.talk import language_of
from tidings.following.alerts import STORIES_AN_ALERT
from tidings.following.digest import Digest
from tidings.following.news import Alert, Follow
from tidings.messages import Lang, say
from tidings.pages.blocks import Page
from tidings.pages.follows import alert_page, digest_page
from tidings.pages.reader import Reader
from tidings.settings import Settings
from tidings.store.readers import ReaderRow

log = structlog.get_logger(__name__)

# As many as there are stories in an alert; one story may have come for more, which end in /following.
_BUTTONS = 2 * STORIES_AN_ALERT


@dataclass(frozen=True, slots=True)
class Post:
    """Renders what is told and puts it into the outbox, within the transaction that marks it as told."""

    settings: Settings

    async def alert(self, conn: AsyncConnection[Any], alert: Alert, row: ReaderRow) -> None:
        """An alert, with a button to end each of the followed things it came for."""
        board = unfollow_board(alert.follows, language_of(row))
        await self._enqueue(conn, alert.key, alert_page(alert, reader_of(row)), board, row)

    async def digest(self, conn: AsyncConnection[Any], digest: Digest, row: ReaderRow) -> None:
        """A digest, with a button to end digests; its settings are named in its last line."""
        board = [[Key(say("bot.digest.end", language_of(row)), "digest_off")]]
        await self._enqueue(conn, digest.key, digest_page(digest, reader_of(row)), board, row)

    async def _enqueue(
        self, conn: AsyncConnection[Any], key: str, page: Page, board: Board, row: ReaderRow
    ) -> None:
        *before, last = html.parts(page)
        keyboard = await signed(conn, board, self.settings, owner=row.id, chat_id=row.id)
        parts = [*before, replace(last, keyboard=keyboard)]
        if not await enqueue(conn, key, Place(row.id), parts):
            log.warning("told_under_that_key_before", kind=key.partition(":")[0])


def reader_of(row: ReaderRow) -> Reader:
    """For whom pages are made."""
    return Reader(language_of(row), row.zone or "UTC")


def unfollow_board(follows: Sequence[Follow], lang: Lang) -> Board:
    """A button for each of the followed things, which ends it by one tap; no two say the same."""
    ended = follows[:_BUTTONS]
    names = distinct_labels(
        [say("follow.end", lang, words=follow.words) for follow in ended],
        [manner(follow, lang) for follow in ended],
    )
    return [[Key(name, "unfollow", {"follow": follow.id})] for name, follow in zip(names, ended, strict=True)]

"""Saying something once: stored under a key first, then shown, by this process or by another after it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from tidings.bot.service import Service
from tidings.bot.showing.outgoing import Part, Place
from tidings.bot.underway import underway
from tidings.store import outbox, processes
from tidings.store.pool import Connection


class Delivered(StrEnum):
    """What became of something to say."""

    SHOWN = "shown"
    LATER = "later"  # stored; it is sent as soon as Telegram takes it
    BLOCKED = "blocked"  # the chat cannot be written to
    REFUSED = "refused"  # Telegram takes it in no form
    EXPIRED = "expired"  # Telegram was out of reach for too long
    ELSEWHERE = "elsewhere"  # the key is used: it was, or is being, said already


async def deliver(service: Service, key: str, place: Place, parts: Sequence[Part]) -> Delivered:
    """Say this in that place, once for the key, however often this is called and whoever is killed."""
    work = underway.get()
    if work is not None:
        await work.settle(key, elsewhere=any(part.replaces for part in parts))
    target = _target(key, place, work.received_at if work else None)
    process = service.presence.number
    async with service.db.transaction() as conn:
        number = await outbox.put(conn, target, _messages(parts), process=process)
    if number is None:
        return Delivered.ELSEWHERE
    return Delivered(await service.courier.show(number, process))


async def enqueue(
    conn: Connection, key: str, place: Place, parts: Sequence[Part], due_at: datetime | None = None
) -> bool:
    """Say this when the transaction is committed, or at that time; False where the key is used already.

    Any process of the bot sends it.
    """
    number = await outbox.put(conn, _target(key, place, None), _messages(parts), process=None, due_at=due_at)
    if number is not None:
        await processes.call(conn)
    return number is not None


def _target(key: str, place: Place, received_at: datetime | None) -> outbox.Target:
    return outbox.Target(key, place.chat_id, place.thread_id, place.reply_to, received_at)


def _messages(parts: Sequence[Part]) -> list[outbox.Message]:
    return [
        outbox.Message(
            part.html,
            part.plain,
            json.dumps(part.keyboard, ensure_ascii=False) if part.keyboard else None,
            part.picture,
            part.replaces,
        )
        for part in parts
    ]

"""What is done now and then beside the answering: old rows removed, what waits counted."""

from __future__ import annotations

import asyncio

import structlog

from tidings.bot.service import Service
from tidings.errors import DatabaseUnavailable
from tidings.observability import metrics
from tidings.store import inbox, outbox

log = structlog.get_logger(__name__)

# As often as metrics are commonly collected.
_COUNT_SECONDS = 15.0
# Telegram sends an update again for 24 hours; its number is known for longer than that.
INBOX_DAYS = 3.0
# Alerts and digests are told once by their keys, which name a day or a moment that is past by then.
OUTBOX_DAYS = 14.0
# Few enough that nobody waits for the rows; with every count they are more than come.
_BITE = 1000


async def keep_house(service: Service) -> None:
    """Count and prune until cancelled."""
    while True:
        try:
            await _count(service)
            await _prune(service)
        except DatabaseUnavailable as error:
            log.warning("bot_house_unkept", reason=error.tech_message)
        await asyncio.sleep(_COUNT_SECONDS)


async def _count(service: Service) -> None:
    async with service.db.connection() as conn:
        waiting = await inbox.waiting(conn)
        messages = await outbox.waiting(conn)
    for lane in ("command", "button", "notice", "refusal"):
        metrics.bot_queue.labels(lane).set(waiting.get(lane, 0))
    metrics.bot_queue.labels("message").set(messages)


async def _prune(service: Service) -> None:
    async with service.db.connection() as conn:
        updates = await inbox.prune(conn, INBOX_DAYS, _BITE)
        messages = await outbox.prune(conn, OUTBOX_DAYS, _BITE)
    if updates or messages:
        log.info("bot_pruned", updates=updates, messages=messages)

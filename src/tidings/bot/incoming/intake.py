"""An update's way into the inbox: sorted, judged, and stored before Telegram is told that it came."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import structlog

from tidings.bot.incoming.admission import Admission, admit, hourly_limit
from tidings.bot.incoming.guests import Guests
from tidings.bot.incoming.sorting import Ignored, Me, Sorted, sort
from tidings.observability import metrics
from tidings.store import inbox, processes
from tidings.store.inbox import Arrival
from tidings.store.pool import Connection, Database

log = structlog.get_logger(__name__)

Raw = Mapping[str, Any]


class Intake:
    """Stores updates, each once."""

    def __init__(self, db: Database, guests: Guests, me: Me, user_hourly: int) -> None:
        self._db = db
        self._guests = guests
        self._me = me
        self._user_hourly = user_hourly

    async def store(self, updates: Sequence[Raw]) -> None:
        """Store what is for this bot and has not come before; all of it, or with an error nothing."""
        ours = list(self._ours(updates))
        if not ours:
            return
        async with self._db.transaction() as conn:
            await inbox.lock(conn, (update.user for update, _ in ours))
            known = await inbox.known(conn, (update.update_id for update, _ in ours))
            arrivals = [
                await self._arrive(conn, update, raw) for update, raw in ours if update.update_id not in known
            ]
            await processes.call(conn)
        metrics.bot_updates.labels("any", "repeated").inc(len(ours) - len(arrivals))
        for arrival in arrivals:
            if arrival.outcome is not None:
                log.info("bot_update_passed_over", reason=arrival.outcome)
                metrics.bot_updates.labels("refusal", arrival.outcome).inc()

    def _ours(self, updates: Sequence[Raw]) -> Iterator[tuple[Sorted, Raw]]:
        for raw in updates:
            update = sort(raw, self._me)
            if isinstance(update, Ignored):
                log.debug("bot_update_ignored", reason=update.reason)
                metrics.bot_updates.labels("any", update.reason).inc()
            else:
                yield update, raw

    async def _arrive(self, conn: Connection, update: Sorted, raw: Raw) -> Arrival:
        limit = hourly_limit(update.lane, self._user_hourly)
        standing = await inbox.standing(conn, update.user, update.lane, limit)
        known = self._guests.may_enter(update.user, update.username)
        arrival = arrived(update, raw, admit(update.lane, standing, known=known))
        await inbox.add(conn, arrival)
        return arrival


def arrived(update: Sorted, raw: Raw, admission: Admission) -> Arrival:
    """The row of an update so judged; what is not carried out uses up nothing of its user's hour."""
    return Arrival(
        update_id=update.update_id,
        lane="refusal" if admission.refusal or admission.outcome else update.lane,
        queue=update.user,
        body=None if admission.outcome else json.dumps(raw),  # in ASCII: the database takes no NUL
        refusal=admission.refusal,
        resets_at=admission.resets_at,
        outcome=admission.outcome,
    )

"""Replies: what a model wrote is kept for whoever asks the same, so the same news is not paid for twice."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import Any
from uuid import UUID, uuid4

import structlog

from tidings.errors import DatabaseUnavailable
from tidings.llm.outcomes import Usage
from tidings.llm.task import Prompt
from tidings.observability import metrics
from tidings.store import replies
from tidings.store.attempts import repeated
from tidings.store.pool import Database
from tidings.store.replies import ReplyRow

log = structlog.get_logger(__name__)

_CACHE = "replies"
# Models answer in seconds: first looked for soon, then seldom enough that dozens of waiters cost nothing.
_FIRST_PAUSE = 0.02
_LONGEST_PAUSE = 0.2
# A claim is kept up while its process lives: where that dies, others wait so long and not for the longest
# call there is. It is taken again after half of it, as a busy process may be a second late.
_LEASE_SECONDS = 3.0
# A process removes old replies with its first one, and with every so many more than were added meanwhile.
_PRUNE_EVERY = 16


@dataclass(frozen=True, slots=True)
class StoredReply:
    """A draft as its contract writes it for JSON, the model that wrote it, and what that cost in all."""

    model: str
    draft: Mapping[str, Any]
    usage: Usage
    nanos: int
    made_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class _Claim:
    """Who is to pay, and what keeps the claim up meanwhile."""

    holder: UUID
    keeper: asyncio.Task[None]


def cache_key(agent: str, model: str, version: str, prompt: Prompt) -> bytes:
    """The key of a reply: everything that decides what a model is asked.

    A request that was made smaller has another prompt and so another key. What it brought belongs under that
    key alone: under the whole request's, a degraded answer would be taken for a full one.
    """
    digest = blake2b(digest_size=32, person=b"tidings reply")
    for part in (agent, model, version, prompt.instructions, prompt.text):
        encoded = part.encode("utf-8", "surrogatepass")
        digest.update(len(encoded).to_bytes(8, "big") + encoded)
    return digest.digest()


class ReplyCache:
    """Replies of the last hours, shared by all processes; with 0 hours nothing is kept."""

    def __init__(self, db: Database, hours: float) -> None:
        self._db = db
        self._hours = hours
        self._claims: dict[bytes, _Claim] = {}
        self._puts = 0

    async def get(self, key: bytes) -> StoredReply | None:
        """The reply, where somebody has paid for it."""
        if not self._hours:
            return None
        metrics.cache_requests.labels(_CACHE).inc()
        reply, _ = await self._find(key)
        return reply

    async def claim(self, key: bytes, seconds: float) -> bool:
        """Whether this caller is the one to pay; then it puts or releases within so many seconds.

        False where another holds the claim, or a reply has come: wait for it.
        """
        if not self._hours:
            return True
        holder, until = uuid4(), time.monotonic() + seconds
        claimed = await self._take(key, holder, until)
        if claimed:
            self._claims[key] = _Claim(holder, asyncio.create_task(self._keep_up(key, holder, until)))
        return claimed

    async def _take(self, key: bytes, holder: UUID, until: float) -> bool:
        """Take the claim, or take it again, for a few seconds and never beyond that moment."""
        lasting = min(max(0.0, until - time.monotonic()), _LEASE_SECONDS)
        return await repeated(self._db, lambda conn: replies.claim(conn, key, holder, lasting))

    async def _keep_up(self, key: bytes, holder: UUID, until: float) -> None:
        """Take the claim again and again; where that fails it lapses, and somebody may pay once more."""
        try:
            while time.monotonic() + _LEASE_SECONDS / 2 < until:
                await asyncio.sleep(_LEASE_SECONDS / 2)
                if not await self._take(key, holder, until):
                    return
        except DatabaseUnavailable as error:
            log.warning("claim_not_kept_up", reason=error.tech_message)

    async def _leave(self, key: bytes) -> UUID | None:
        """Keep up the claim no longer; whose it was."""
        claim = self._claims.pop(key, None)
        if claim is None:
            return None
        claim.keeper.cancel()
        await asyncio.wait([claim.keeper])
        return claim.holder

    async def put(self, key: bytes, reply: StoredReply) -> None:
        """Keep a reply, also one that comes after its claim has lapsed: it is paid for."""
        if not self._hours:
            return
        await self._leave(key)
        usage = reply.usage
        row = ReplyRow(
            model=reply.model,
            draft=reply.draft,
            sent=usage.sent,
            received=usage.received,
            cached=usage.cached,
            written=usage.written,
            nanos=reply.nanos,
        )
        await repeated(self._db, lambda conn: replies.put(conn, key, row, self._hours))
        if self._puts % _PRUNE_EVERY == 0:
            await repeated(self._db, replies.prune)
        self._puts += 1

    async def release(self, key: bytes) -> None:
        """Give up a claim, so that another may try; nothing where it has lapsed or the reply is there."""
        holder = await self._leave(key)
        if holder is not None:
            await repeated(self._db, lambda conn: replies.release(conn, key, holder))

    async def wait(self, key: bytes, seconds: float) -> StoredReply | None:
        """The reply another is paying for; None once its claim has ended without one, or time is up."""
        if not self._hours:
            return None
        until, pause = time.monotonic() + seconds, _FIRST_PAUSE
        while True:
            reply, expected = await self._find(key)
            left = until - time.monotonic()
            if reply is not None or not expected or left <= 0:
                return reply
            await asyncio.sleep(min(pause, left))
            pause = min(2 * pause, _LONGEST_PAUSE)

    async def _find(self, key: bytes) -> tuple[StoredReply | None, bool]:
        """The reply, and whether there may soon be one."""
        row, expected = await self._db.read(lambda conn: replies.find(conn, key))
        if row is None:
            return None, expected
        metrics.cache_hits.labels(_CACHE).inc()
        usage = Usage(row.sent, row.received, row.cached, row.written)
        return StoredReply(row.model, row.draft, usage, row.nanos, row.made_at), False

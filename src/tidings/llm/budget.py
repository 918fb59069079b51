"""Budgets: money and tokens are reserved before a call and settled after it, so that no limit is passed."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from hashlib import blake2b
from typing import Self
from uuid import UUID, uuid4

import structlog

from tidings.errors import DatabaseUnavailable
from tidings.llm.outcomes import NANOS, Outcome, Usage
from tidings.observability import correlation, metrics
from tidings.settings import Settings
from tidings.store import budgets
from tidings.store.attempts import repeated
from tidings.store.budgets import EndedCall, LostCall, NewCall, Standing
from tidings.store.pool import Database

log = structlog.get_logger(__name__)

_NANOS_A_CENT = NANOS // 100
# Beyond every sum that is meant, and a thousand times below what PostgreSQL's bigint holds.
MOST = 2**53
# Over its time limit a call needs moments to be settled; after these its process is taken for dead.
GRACE_SECONDS = 5.0


class Refusal(StrEnum):
    """The limit that stands against a call."""

    COMMAND_TOKENS = "command_tokens"
    COMMAND_USD = "command_usd"
    USER_COMMANDS = "user_commands"
    USER_USD = "user_usd"
    DAILY_USD = "daily_usd"


class OutOfBudget(Exception):
    """A call that a limit does not allow; nothing was reserved for it."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.value)
        self.refusal = refusal


@dataclass(frozen=True, slots=True)
class Limits:
    """What a command, a user in a day, and all users in a day may use; 0 is nothing at all."""

    command_tokens: int
    command_nanos: int
    user_commands: int
    user_nanos: int
    daily_nanos: int

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """The limits of the settings, in nano-dollars."""
        return cls(
            command_tokens=_bounded(settings.command_tokens),
            command_nanos=_nanos(settings.command_usd),
            user_commands=_bounded(settings.user_commands),
            user_nanos=_nanos(settings.user_usd),
            daily_nanos=_nanos(settings.daily_usd),
        )


@dataclass(frozen=True, slots=True)
class Room:
    """What a command could still reserve; where that is no token or no money, `refusal` says by which limit.

    Without money there may be tokens: for a model that costs nothing. `tightest` is the limit that more
    money than this would break.
    """

    tokens: int
    nanos: int
    refusal: Refusal | None = None
    tightest: Refusal = field(default=Refusal.COMMAND_USD, compare=False)


def room_within(limits: Limits, used: Standing) -> Room:
    """What the tightest of the limits leaves."""
    money = {
        Refusal.COMMAND_USD: limits.command_nanos - used.command_nanos,
        Refusal.USER_USD: limits.user_nanos - used.user_nanos,
        Refusal.DAILY_USD: limits.daily_nanos - used.daily_nanos,
    }
    if not used.command_counted and used.user_commands >= limits.user_commands:
        return Room(0, 0, Refusal.USER_COMMANDS)
    tightest = min(money, key=lambda limit: money[limit])
    tokens = max(0, limits.command_tokens - used.command_tokens)
    room = Room(tokens, max(0, money[tightest]), tightest=tightest)
    if not room.tokens:
        return replace(room, refusal=Refusal.COMMAND_TOKENS)
    return room if room.nanos else replace(room, refusal=tightest)


@dataclass(frozen=True, slots=True)
class Reservation:
    """What is held for a call until it is settled."""

    id: UUID
    agent: str
    model: str
    tokens: int
    nanos: int


class Purse:
    """What one command may spend; tasks of the command may share it."""

    def __init__(self, db: Database, limits: Limits, *, user: str, command: str) -> None:
        self._db = db
        self._limits = limits
        self._user_hash = user_hash(user)
        self._command = command

    async def room(self) -> Room:
        """What could be reserved at this moment; others may be faster."""
        used = await self._db.read(lambda conn: budgets.standing(conn, self._user_hash, self._command))
        self._show(used.daily_nanos)
        return room_within(self._limits, used)

    async def reserve(
        self, *, agent: str, model: str, tokens: int, nanos: int, seconds: float
    ) -> Reservation:
        """Hold what a call of so many seconds may use at most; raises OutOfBudget.

        It is on the server's disk when this returns. What is never settled is booked in full.
        """
        reservation = Reservation(uuid4(), agent, model, _bounded(tokens), _bounded(nanos))
        call = NewCall(
            id=reservation.id,
            user_hash=self._user_hash,
            command=self._command,
            agent=agent,
            model=model,
            correlation_id=_correlation_id() or self._command,
            tokens=reservation.tokens,
            nanos=reservation.nanos,
            seconds=max(0.0, seconds) + GRACE_SECONDS,
        )
        limits = asdict(self._limits)
        try:
            reserved = await repeated(self._db, lambda conn: budgets.reserve(conn, call, **limits))
        except asyncio.CancelledError:
            # It may have been granted, and nobody will make the call.
            await self._book_given_up(_ended(reservation, Usage(), 0, Outcome.CANCELLED, 0.0))
            raise
        _report_lost(reserved.lost)
        self._show(reserved.daily_used)
        if reserved.refusal is not None:
            raise OutOfBudget(Refusal(reserved.refusal))
        return reservation

    async def settle(
        self,
        reservation: Reservation,
        *,
        usage: Usage | None,
        nanos: int | None,
        outcome: Outcome,
        seconds: float,
    ) -> None:
        """Book what a call used, and free the rest. None is not known: all that was reserved is taken.

        More than was reserved is booked as well, and said. Cancelled on the way, it is done nevertheless.
        """
        if usage is not None and usage.total > reservation.tokens:
            _report_excess(reservation, "more_tokens_than_reserved", reservation.tokens, usage.total)
        if nanos is not None and nanos > reservation.nanos:
            _report_excess(reservation, "more_money_than_reserved", reservation.nanos, nanos)
        ended = _ended(reservation, usage, nanos, outcome, seconds)
        try:
            await self._book(ended)
        except asyncio.CancelledError:
            await self._book_given_up(ended)
            raise

    async def _book(self, ended: EndedCall) -> None:
        settled = await repeated(self._db, lambda conn: budgets.settle(conn, ended))
        if settled.changed and settled.late:
            log.info("call_settled_late", call=str(ended.id), outcome=ended.outcome)
        self._show(settled.daily_used)

    async def _book_given_up(self, ended: EndedCall) -> None:
        """Book for a command that ends here; where that fails, the call lapses and is booked in full."""
        try:
            await self._book(ended)
        except DatabaseUnavailable as error:
            log.warning("call_left_to_lapse", call=str(ended.id), reason=error.tech_message)

    def _show(self, daily_used: int | None) -> None:
        """Keep the gauges at what is spent and reserved today."""
        metrics.budget_limit.set(self._limits.daily_nanos / _NANOS_A_CENT)
        if daily_used is not None:
            metrics.budget_used.set(daily_used / _NANOS_A_CENT)


async def reconcile(db: Database) -> int:
    """Book the calls of processes that died, and remove what is too old to keep; how many calls were booked.

    Every reservation does the first for a few calls; whoever runs for long does both now and then.
    """
    lost = await repeated(db, budgets.settle_lapsed)
    _report_lost(lost)
    pruned = await repeated(db, budgets.prune)
    if pruned:
        log.info("model_books_pruned", rows=pruned)
    return len(lost)


def resets_at(now: datetime) -> datetime:
    """When the limits of a day begin anew: the next midnight of UTC."""
    today = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return today + timedelta(days=1)


def user_hash(user: str) -> str:
    """The name of a user in the books: keeps them apart without saying who they are."""
    return blake2b(user.encode(), digest_size=8, person=b"tidings user").hexdigest()


def _ended(
    reservation: Reservation, usage: Usage | None, nanos: int | None, outcome: Outcome, seconds: float
) -> EndedCall:
    """The call as it is booked."""
    return EndedCall(
        id=reservation.id,
        outcome=outcome.value,
        sent=None if usage is None else _bounded(usage.sent),
        received=None if usage is None else _bounded(usage.received),
        cached=None if usage is None else _bounded(usage.cached),
        written=None if usage is None else _bounded(usage.written),
        nanos=None if nanos is None else _bounded(nanos),
        seconds=seconds,
    )


def _report_excess(reservation: Reservation, reason: str, reserved: int, used: int) -> None:
    """Say that a provider took more than an honest one can."""
    log.warning(
        "reservation_exceeded",
        reason=reason,
        model=reservation.model,
        agent=reservation.agent,
        reserved=reserved,
        used=used,
    )


def _report_lost(lost: Iterable[LostCall]) -> None:
    """Count calls whose process died: they are in the books, and in no other process's metrics."""
    for call in lost:
        metrics.model_requests.labels(call.model, Outcome.LOST).inc()
        metrics.model_cost.labels(call.model).inc(call.nanos / NANOS)
        log.warning("call_lost", model=call.model, nanos=call.nanos)


def _bounded(number: int) -> int:
    """The number within what is counted: a provider may say anything."""
    return max(0, min(number, MOST))


def _nanos(dollars: float) -> int:
    return int(min(Decimal(str(dollars)) * NANOS, Decimal(MOST)))


def _correlation_id() -> str | None:
    bound = structlog.contextvars.get_contextvars().get(correlation.KEY)
    return None if bound is None else str(bound)

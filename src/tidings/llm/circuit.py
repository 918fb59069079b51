"""Circuits: a model that keeps failing is left alone for a while, at no cost of time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

import structlog

from tidings.llm.outcomes import Outcome
from tidings.observability import metrics
from tidings.store import circuits as sql
from tidings.store.circuits import Circuit
from tidings.store.pool import Database

log = structlog.get_logger(__name__)

# One failure may be chance and two a hiccup.
FAILURES = 3
# The first pause is about what providers' short outages last; each failed probe doubles it.
PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(minutes=10)
# A key that is refused stays refused until someone changes it.
_SETTLED = frozenset({Outcome.REFUSED_KEY})
# A provider that says "slower" is well; the throttle keeps to what it says.
# One that declines says something of the news it was shown, and nothing of the next question's.
_HARMLESS = frozenset({Outcome.RATE_LIMITED, Outcome.REFUSAL, Outcome.CANCELLED, Outcome.LOST})


class Gate(StrEnum):
    """Whether a model may be asked."""

    CLOSED = "closed"  # as usual
    PROBE = "probe"  # once, to see whether it is back
    OPEN = "open"  # not now


def gate(circuit: Circuit | None, now: datetime) -> Gate:
    """What a circuit says at that moment; one that is not known is closed."""
    if circuit is None or circuit.open_until is None:
        return Gate.CLOSED
    return Gate.OPEN if now < circuit.open_until else Gate.PROBE


# What the gauge says of a model: of one that nobody has tried again since its pause nothing is known.
AVAILABILITY = {Gate.CLOSED: 1.0, Gate.PROBE: 0.5, Gate.OPEN: 0.0}


def after(circuit: Circuit, outcome: Outcome, now: datetime) -> Circuit:
    """The circuit once a request has ended so."""
    if outcome in _HARMLESS:
        return circuit
    if outcome is Outcome.OK:
        return replace(circuit, failures=0, opened=0, open_until=None)
    failures = circuit.failures + 1
    if failures < FAILURES and circuit.open_until is None and outcome not in _SETTLED:
        return replace(circuit, failures=failures)
    pause = min(PAUSE * 2**circuit.opened, LONGEST_PAUSE)
    # Requests that were on their way together when it opened do not lengthen the pause.
    if circuit.open_until is not None and now < circuit.open_until:
        return replace(circuit, failures=failures)
    return replace(circuit, failures=failures, opened=circuit.opened + 1, open_until=now + pause)


@dataclass(frozen=True, slots=True)
class Standing:
    """How a model stands: whether it may be asked, and whether it failed lately."""

    gate: Gate
    failures: int = 0


class Circuits:
    """The circuits of all models, shared by processes through the database."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def standings(self, models: Iterable[str]) -> Mapping[str, Standing]:
        """How each of these models stands now."""
        wanted = list(models)
        known, now = await self._db.read(lambda conn: sql.read(conn, wanted))
        found = {model: _standing(known.get(model), now) for model in wanted}
        for model, standing in found.items():
            metrics.model_available.labels(_name(model)).set(AVAILABILITY[standing.gate])
        return found

    async def may_probe(self, model: str, seconds: float) -> bool:
        """Take the one probe of an open circuit whose pause is over; false when another process has it."""
        async with self._db.connection() as conn:
            return await sql.take_probe(conn, model, seconds)

    async def note(self, model: str, outcome: Outcome, standing: Standing) -> None:
        """Count how a request ended; the success of a model that is well needs no writing."""
        if outcome in _HARMLESS or (outcome is Outcome.OK and standing == _WELL):
            return
        async with self._db.transaction() as conn:
            before, now = await sql.locked(conn, model)
            changed = after(before, outcome, now)
            await sql.write(conn, changed)
        metrics.model_available.labels(_name(model)).set(AVAILABILITY[gate(changed, now)])
        if (before.open_until is None) != (changed.open_until is None):
            state = "closed" if changed.open_until is None else "opened"
            log.warning("model_circuit", model=_name(model), state=state, outcome=outcome)


_WELL = Standing(Gate.CLOSED)


def _standing(circuit: Circuit | None, now: datetime) -> Standing:
    return Standing(gate(circuit, now), circuit.failures if circuit else 0)


def _name(identity: str) -> str:
    """The model's bare name, as in every other metric; circuits are kept by provider, address and key."""
    return identity.partition("@")[0].partition(":")[2]

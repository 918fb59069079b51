"""Which updates are carried out, which are refused with a sentence, and which are passed over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from tidings.bot.incoming.sorting import Lane
from tidings.store.inbox import Standing

Refusal = Literal["stranger", "busy", "hourly"]

# One command of a user runs, two wait: who asks for more has lost patience, not found questions.
COMMANDS_UNDONE = 3
# Buttons are quick; so many in a row is somebody leafing through pages.
BUTTONS_UNDONE = 6
# An answer has some ten buttons, of which a reader presses a few.
BUTTONS_A_COMMAND = 4
# Refusals of a user that are said in a minute; to more of them nobody listens.
REFUSALS_A_MINUTE = 3


@dataclass(frozen=True, slots=True)
class Admission:
    """What to do with an update: carry it out, refuse it, or with an `outcome` pass it over."""

    refusal: Refusal | None = None
    resets_at: datetime | None = None
    outcome: str | None = None


def hourly_limit(lane: Lane, user_hourly: int) -> int:
    """How many updates of a lane a user may send in an hour who may give so many commands."""
    return user_hourly * BUTTONS_A_COMMAND if lane == "button" else user_hourly


def admit(lane: Lane, standing: Standing, *, known: bool) -> Admission:
    """Judge an update by what its user has under way; `known` is whether they may use the bot at all."""
    if lane == "notice":
        return Admission()
    if not known:
        return Admission(outcome="stranger") if standing.turned_away else Admission("stranger")
    refused = _refused(lane, standing)
    if refused.refusal and standing.refused >= REFUSALS_A_MINUTE:
        return Admission(outcome=f"flood_{refused.refusal}")
    return refused


def _refused(lane: Lane, standing: Standing) -> Admission:
    if standing.resets_at is not None:
        return Admission("hourly", standing.resets_at)
    if standing.undone >= (BUTTONS_UNDONE if lane == "button" else COMMANDS_UNDONE):
        return Admission("busy")
    return Admission()

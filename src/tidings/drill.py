"""Fire drills: commands of whoever has the flag `drill` go wrong, to try roll-back before it is needed."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace

import structlog

from tidings.errors import InternalError
from tidings.flags.flag import Drill, Fault
from tidings.policy.claims import Claim

log = structlog.get_logger(__name__)


async def undergo(drill: Drill) -> Drill:
    """Fail, or take long, where that is the drill; gives the drill for what comes later."""
    if drill.fault is Fault.FAIL:
        raise InternalError("a fire drill makes this command fail: the flag drill says so")
    if drill.fault is Fault.SLOW:
        log.info("drill_slow", seconds=drill.slow_seconds)
        await asyncio.sleep(drill.slow_seconds)
    return drill


def unproven(claims: Sequence[Claim], drill: Drill) -> list[Claim]:
    """The claims; without anything that would prove them where that is the drill."""
    if drill.fault is not Fault.UNPROVEN:
        return list(claims)
    return [replace(claim, refs=()) for claim in claims]

"""What Prometheus knows of both tracks, over samples written here."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.scraped import scraped

from tidings.prometheus import Prometheus
from tidings.rollout.measuring import measure

MINUTES = 60
# What each track has counted by the last minute, evenly; and of what it had before nothing.
COUNTED = {
    'orchestrator_requests{track="canary",command="analyze_topics"}': 120,
    'orchestrator_requests{track="stable",command="trends"}': 600,
    'orchestrator_errors{track="canary",code="MODEL_UNAVAILABLE"}': 60,
    'orchestrator_errors{track="canary",code="NO_DATA"}': 30,
    'orchestrator_errors{track="stable",code="INTERNAL"}': 6,
    'refused_commands{track="canary"}': 54,
    'orchestrator_claims{track="canary",outcome="pass"}': 240,
    'orchestrator_claims{track="canary",outcome="drop"}': 12,
}


def samples(end: int) -> str:
    """A sample a minute of each count, of one process."""
    lines = ["# TYPE tidings_build gauge"]
    moments = [(minute, end - 60 * (MINUTES - minute)) for minute in range(MINUTES + 1)]
    lines += [f'tidings_build{{instance="a"}} 1 {at}' for _, at in moments]
    for name, total in COUNTED.items():
        family, labels = name.removesuffix("}").split("{")
        typed = f"# TYPE {family} counter"
        if typed not in lines:
            lines.append(typed)
        lines += [
            f'{family}_total{{{labels},instance="a"}} {total * minute / MINUTES} {at}'
            for minute, at in moments
        ]
    return "\n".join([*lines, "# EOF", ""])


async def test_refusals_that_were_meant_for_everybody_are_no_commands_of_a_track(tmp_path: Path) -> None:
    with scraped(tmp_path, samples(int(datetime.now(UTC).timestamp()))) as url:
        async with Prometheus(url) as prometheus:
            sight = await measure(prometheus, 1800)
    canary, stable = sight.canary, sight.stable
    # Half of the hour, which Prometheus extrapolates to its ends.
    assert canary.commands == pytest.approx(33, rel=0.1)
    assert canary.faults == pytest.approx(3, rel=0.1)
    assert canary.coverage == pytest.approx(240 / 252)
    assert (stable.commands, stable.faults) == pytest.approx((300, 3), rel=0.1)

"""Both sources tell the figures of a week that is known, and tell the same."""

from __future__ import annotations

import pytest
from tests.integration.slo import week

from tidings.prometheus import Prometheus
from tidings.slo import Report, report
from tidings.slo.burning import Standing
from tidings.slo.from_database import read_database
from tidings.slo.from_prometheus import read_prometheus
from tidings.store.pool import Database

# Worked out by hand from `week`: 1,008 steps of two processes, ten commands each.
COMMANDS = 1_008 * 2 * 10
# All but six steps have a tenth of a fault, the last six a whole one.
FAULTS = 2 * (1_002 * 0.1 + 6 * 1.0)
ERROR_RATE = FAULTS / COMMANDS
FIGURES = {
    # The 95th of a hundred is 60 % of the way through the bucket that ends at 3 s: 0.5 + 2.5 * (7.6 - 7) / 1.
    "p95_simple": 2.0,
    # Of two the slower is in the bucket from 5 to 12 s: 5 + 7 * (1.9 - 1) / 1.
    "p95_enhanced": 11.3,
    "error_rate": ERROR_RATE,
    "evidence_coverage": 0.97,
    "command_cost": 0.04,
    "fallback_rate": 0.05,
    "cache_hit_rate": 0.25,
    "command_success": 1 - ERROR_RATE - 600 / COMMANDS,
}
SAMPLES = {
    "p95_simple": COMMANDS * 0.8,
    "p95_enhanced": COMMANDS * 0.2,
    "evidence_coverage": 1_008 * 2 * 50,
    "fallback_rate": COMMANDS * 0.2,
    "cache_hit_rate": 1_008 * 2 * 20,
}
# A tenth of the last hour's commands fail, which is five times what is allowed; 6 h are 36 steps.
ERRORS_BURN = {"1h": 5.0, "6h": (30 * 0.1 + 6) / 36 / 10 / 0.02, "window": ERROR_RATE / 0.02}


def assert_that_week(found: Report, *, tolerance: float) -> None:
    measures = {measure.objective.name: measure for measure in found.measures}
    assert {name: measure.figure for name, measure in measures.items()} == pytest.approx(
        FIGURES, rel=tolerance
    )
    for name, measure in measures.items():
        assert measure.sample == pytest.approx(SAMPLES.get(name, COMMANDS), rel=tolerance)
        assert measure.standing is (Standing.UNMET if name == "cache_hit_rate" else Standing.MET), name
    assert measures["error_rate"].burn == pytest.approx(ERRORS_BURN, rel=3 * tolerance)
    assert measures["error_rate"].budget_left == pytest.approx(1 - ERROR_RATE / 0.02, rel=3 * tolerance)
    assert measures["cache_hit_rate"].burn["window"] == pytest.approx(0.75 / 0.7, rel=tolerance)
    assert found.use.commands == pytest.approx(
        {"trends": COMMANDS * 0.8, "analyze_topics": COMMANDS * 0.2}, rel=tolerance
    )
    assert found.use.satisfaction == pytest.approx(0.75, rel=tolerance)
    assert found.is_whole


async def test_what_processes_wrote_down_tells_the_week(db: Database) -> None:
    end = week.now()
    await week.write_week(db, end)
    found = report(await read_database(db, 7, keep_answers_days=30, moment=end))
    # Every row counts whole: 1e-6 is what adding up fractions may lose.
    assert_that_week(found, tolerance=1e-6)
    assert found.use.users == 0


async def test_prometheus_tells_the_same_week(weekly_prometheus: str) -> None:
    async with Prometheus(weekly_prometheus) as prometheus:
        found = report(await read_prometheus(prometheus, 7))
    # It extrapolates to the ends of a span, by half of ten minutes at most: a twelfth of an hour.
    assert_that_week(found, tolerance=0.01)
    assert found.use.users == 42


async def test_of_fewer_days_the_last_are_told(db: Database) -> None:
    end = week.now()
    await week.write_week(db, end)
    found = report(await read_database(db, 1, keep_answers_days=0.5, moment=end))
    errors = next(measure for measure in found.measures if measure.objective.name == "error_rate")
    assert errors.sample == 144 * 2 * 10
    assert errors.figure == pytest.approx((138 * 0.1 + 6) / 1440)
    # Answers are kept for half of that day, so nobody knows how many users it had.
    assert found.use.users is None

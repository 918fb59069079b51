"""The report says what was kept, from when on it knows, and who used the service."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tidings.slo import Readings, Report, report
from tidings.slo.burning import Standing
from tidings.slo.traffic import Tally

MOMENT = datetime(2026, 3, 8, 12, tzinfo=UTC)
BUSY: Tally = {"commands trends": 900.0, "commands analyze_topics": 100.0, "errors INTERNAL": 10.0}
FAILING: Tally = {"commands trends": 100.0, "errors INTERNAL": 10.0}


def told(
    tally: Tally = BUSY, *, begun: datetime | None = MOMENT - timedelta(days=7), users: int = 3
) -> Report:
    spans = {"1h": FAILING, "6h": BUSY, "window": tally}
    return report(Readings("database", MOMENT, 7, begun, spans, users))


def test_a_measure_burns_at_its_own_speed_in_every_span() -> None:
    errors = next(measure for measure in told().measures if measure.objective.name == "error_rate")
    assert errors.figure == pytest.approx(0.01)
    assert errors.standing is Standing.MET
    assert errors.budget_left == pytest.approx(0.5)
    assert errors.burn == pytest.approx({"1h": 5.0, "6h": 0.5, "window": 0.5})
    assert (errors.sample, errors.needed) == (1000, 50)


def test_broken_are_the_promises_that_were_not_kept_and_not_those_too_little_is_known_of() -> None:
    assert told().broken == ()
    assert [measure.objective.name for measure in told(FAILING).broken] == ["error_rate", "command_success"]


@pytest.mark.parametrize(
    ("begun", "covered"),
    [(7.0, 7.0), (6.999, 7.0), (1.5, 1.5), (0.0, 0.0)],
)
def test_it_says_how_much_of_the_time_it_knows_of(begun: float, covered: float) -> None:
    found = told(begun=MOMENT - timedelta(days=begun))
    assert found.covered == pytest.approx(covered)
    assert found.is_whole is (covered == 7.0)


def test_where_nothing_was_counted_no_day_is_covered() -> None:
    assert told(begun=None).covered == 0


def test_use_is_told_beside_the_promises() -> None:
    use = told(BUSY | {"ratings helpful": 9.0, "ratings not_helpful": 3.0}).use
    assert use.commands == {"analyze_topics": 100, "trends": 900}
    assert (use.users, use.ratings, use.helped, use.satisfaction) == (3, 12, 9, 0.75)
    assert told().use.satisfaction is None

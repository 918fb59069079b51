"""What a process's readiness follows from."""

from __future__ import annotations

import pytest

from tidings.health.readiness import LATE_JOBS_SECONDS, LOW_SPACE, Condition, Found, judge

WELL = {"models": 2, "free_bytes": 5 * LOW_SPACE}


def conditions(**found: object) -> dict[str, Condition]:
    return {check.name: check.condition for check in judge(Found(**WELL | found)).checks}


def test_all_is_well() -> None:
    assert set(conditions().values()) == {Condition.OK}
    assert judge(Found(**WELL)).condition is Condition.OK


@pytest.mark.parametrize(
    ("found", "name", "condition"),
    [
        ({"missing": ["0002_models"]}, "migrations", Condition.DEAD),
        ({"oldest_job": LATE_JOBS_SECONDS + 1}, "queue", Condition.DEGRADED),
        ({"closed_off": ["gpt-6.1-terra"]}, "models", Condition.DEGRADED),
        ({"closed_off": ["gpt-6.1-terra", "claude"]}, "models", Condition.DEGRADED),
        ({"free_bytes": LOW_SPACE - 1}, "disk", Condition.DEGRADED),
    ],
)
def test_each_fault_is_told_and_weighs_what_it_should(
    found: dict[str, object], name: str, condition: Condition
) -> None:
    told = conditions(**found)
    assert told.pop(name) is condition
    assert set(told.values()) == {Condition.OK}
    assert judge(Found(**WELL | found)).condition is condition


def test_without_a_database_nothing_else_is_known_but_the_disk() -> None:
    report = judge(Found(away="timeout", free_bytes=LOW_SPACE - 1))
    assert [(check.name, check.condition) for check in report.checks] == [
        ("database", Condition.DEAD),
        ("disk", Condition.DEGRADED),
    ]
    assert report.condition is Condition.DEAD


def test_no_models_and_no_disk_of_one_s_own_are_no_faults() -> None:
    report = judge(Found())
    assert report.condition is Condition.OK
    assert [check.name for check in report.checks] == ["database", "migrations", "queue", "models"]

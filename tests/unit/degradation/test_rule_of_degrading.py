"""The rule: which level the alerts ask for, how long they have to be quiet, and that operators are obeyed."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from tidings.degradation import Level
from tidings.degrading import Reason, Sight, decide
from tidings.degrading.rule import Decision, told
from tidings.prometheus import FiringAlert
from tidings.store.degradation import Change, Memory

START = datetime(2026, 3, 2, 12, tzinfo=UTC)
LOOK = timedelta(seconds=15)
MINUTE = timedelta(minutes=1)
ERRORS, SLOW, BUDGET = "HighErrorRate", "HighLatency", "BudgetWarning"


@dataclass
class Service:
    """A service whose level is only what the rule and operators make of it, on a clock of its own."""

    now: datetime = START
    changes: list[Change] = field(default_factory=list)
    looked_at: datetime | None = None
    quiet_since: datetime | None = None
    since: dict[str, datetime] = field(default_factory=dict)

    @property
    def level(self) -> int:
        return self.changes[-1].level if self.changes else 0

    def look(self, alerts: Sequence[str] = (), spent: float | None = None) -> Decision:
        """One look of the rule; an alert fires since it was first seen in a row of looks."""
        self.since = {name: self.since.get(name, self.now) for name in alerts}
        firing = [FiringAlert(name, {}, since) for name, since in self.since.items()]
        held = self.changes[-1] if self.changes else None
        decision = decide(Sight(firing, spent), held, Memory(self.looked_at, self.quiet_since, self.now))
        self.looked_at, self.quiet_since = self.now, decision.quiet_since
        if decision.move:
            self.set(decision.move.level, by_rule=True, why=decision.move.why)
        return decision

    def set(self, level: int, *, by_rule: bool = False, why: str = "drill") -> None:
        since = self.changes[-1].since if self.changes and self.level == level else self.now
        self.changes.append(Change(len(self.changes), level, by_rule, "vera", why, self.now, since))

    def watch(self, minutes: float, alerts: Sequence[str] = (), spent: float | None = None) -> list[int]:
        """The level after each look of so many minutes."""
        levels = []
        for _ in range(round(minutes * 4)):
            self.now += LOOK
            self.look(alerts, spent)
            levels.append(self.level)
        return levels


@pytest.mark.parametrize("alert", [ERRORS, SLOW, BUDGET])
def test_an_alert_of_errors_time_or_money_reduces_service_at_once(alert: str) -> None:
    service = Service()
    decision = service.look([alert])
    assert decision.move is not None
    assert decision.move.level is Level.SOFT
    assert told(decision.move.why) == (Reason.FIRING, alert)


def test_other_alerts_change_nothing() -> None:
    assert set(Service().watch(60, ["LowCacheHitRate", "ModelUnavailable", "FeedsStale"])) == {0}


@pytest.mark.parametrize(
    ("alerts", "spent", "level"),
    [([BUDGET], 0.95, 1), ([BUDGET], 0.951, 2), ([BUDGET], None, 1), ([], 0.99, 0)],
)
def test_a_budget_that_is_nearly_spent_leaves_out_first_models(
    alerts: list[str], spent: float | None, level: int
) -> None:
    service = Service()
    service.look(alerts, spent)
    assert service.level == level


@pytest.mark.parametrize("alert", [ERRORS, SLOW])
def test_what_level_1_does_not_mend_in_ten_minutes_makes_level_2_and_never_3(alert: str) -> None:
    service = Service()
    levels = service.watch(120, [alert])
    assert levels.index(2) == 40, "ten minutes after level 1, four looks a minute"
    assert max(levels) == 2
    assert told(service.changes[-1].why) == (Reason.STILL_FIRING, alert)


def test_a_budget_warning_alone_stays_at_level_1() -> None:
    assert set(Service().watch(120, [BUDGET], 0.85)) == {1}


def test_an_alert_that_begins_late_at_level_1_is_given_its_own_ten_minutes() -> None:
    service = Service()
    service.watch(60, [BUDGET], 0.85)
    levels = service.watch(12, [BUDGET, SLOW], 0.85)
    assert levels.index(2) == 40


def test_service_is_restored_a_level_at_a_time_after_quiet() -> None:
    service = Service()
    service.watch(15, [ERRORS])
    assert service.level == 2
    levels = service.watch(40)
    assert levels.index(1) == 60, "quiet from the first look, so 15 minutes later"
    assert levels.index(0) == 120
    assert [told(change.why)[0] for change in service.changes[-2:]] == [Reason.QUIET, Reason.QUIET]


def test_an_alert_in_between_begins_the_quiet_anew() -> None:
    service = Service()
    service.watch(5, [ERRORS])
    service.watch(14)
    service.watch(1, [ERRORS])
    assert service.watch(15).count(1) == 60
    assert service.watch(0.5)[-1] == 0


def test_a_warning_of_the_budget_keeps_level_1_but_not_level_2() -> None:
    service = Service()
    service.watch(15, [ERRORS, BUDGET], 0.85)
    assert service.level == 2
    assert service.watch(60, [BUDGET], 0.85)[-1] == 1


def test_what_nobody_watched_was_not_quiet() -> None:
    service = Service()
    service.watch(5, [ERRORS])
    service.watch(2)
    service.now += 30 * MINUTE  # Prometheus was away
    service.look()
    assert service.level == 1
    assert service.watch(14)[-1] == 1
    assert service.watch(2)[-1] == 0


@pytest.mark.parametrize("level", [1, 2, 3])
def test_what_an_operator_set_is_left_alone(level: int) -> None:
    service = Service()
    service.set(level)
    assert set(service.watch(60, [ERRORS, BUDGET], 0.99)) == {level}
    assert set(service.watch(60)) == {level}
    assert len(service.changes) == 1


def test_an_operator_who_takes_over_from_the_rule_is_left_alone() -> None:
    service = Service()
    service.watch(5, [ERRORS])
    service.set(1)
    assert set(service.watch(60, [ERRORS])) == {1}
    assert set(service.watch(60)) == {1}


def test_an_operator_who_restores_service_has_it_for_fifteen_minutes() -> None:
    service = Service()
    service.watch(5, [ERRORS])
    service.set(0)
    levels = service.watch(20, [ERRORS])
    assert levels.index(1) == 59


@pytest.mark.parametrize("seed", range(40))
def test_whatever_happens_it_is_slow_to_restore_and_never_beats_an_operator(seed: int) -> None:
    dice = random.Random(seed)
    service, alerts, spent = Service(), list[str](), 0.0
    for _ in range(2000):
        service.now += LOOK * (1 if dice.random() < 0.98 else dice.randrange(1, 200))
        if dice.random() < 0.05:
            alerts = [name for name in (ERRORS, SLOW, BUDGET) if dice.random() < 0.3]
            spent = dice.random() * 1.1
        if dice.random() < 0.004:
            service.set(dice.randrange(4))
        before = service.changes[-1] if service.changes else None
        move = service.look(alerts, spent).move
        if move is None:
            continue
        assert move.level <= Level.HARD
        if before is None:
            continue
        assert move.level != before.level
        if not before.by_rule:
            assert before.level == 0
            assert service.now - before.at >= 15 * MINUTE
        if move.level < before.level:
            assert before.by_rule
            assert move.level == before.level - 1
            assert service.now - before.since >= 15 * MINUTE
            assert told(move.why)[0] is Reason.QUIET

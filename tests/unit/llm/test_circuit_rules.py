"""When a circuit opens, for how long, and what closes it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tidings.llm.circuit import FAILURES, LONGEST_PAUSE, PAUSE, Gate, after, gate
from tidings.llm.outcomes import Outcome
from tidings.store.circuits import Circuit

NOW = datetime(2025, 3, 8, 12, tzinfo=UTC)
NEW = Circuit("a-model")


def failed(times: int, outcome: Outcome = Outcome.TIMEOUT, at: datetime = NOW) -> Circuit:
    circuit = NEW
    for _ in range(times):
        circuit = after(circuit, outcome, at)
    return circuit


def test_a_model_without_a_history_may_be_asked() -> None:
    assert gate(None, NOW) is Gate.CLOSED
    assert gate(NEW, NOW) is Gate.CLOSED


def test_it_opens_at_the_third_failure_in_a_row() -> None:
    assert gate(failed(FAILURES - 1), NOW) is Gate.CLOSED
    assert gate(failed(FAILURES), NOW) is Gate.OPEN


def test_a_success_in_between_starts_the_count_again() -> None:
    circuit = after(failed(FAILURES - 1), Outcome.OK, NOW)
    assert gate(after(circuit, Outcome.TIMEOUT, NOW), NOW) is Gate.CLOSED


def test_it_is_probed_when_its_pause_is_over() -> None:
    assert gate(failed(FAILURES), NOW + PAUSE - timedelta(seconds=1)) is Gate.OPEN
    assert gate(failed(FAILURES), NOW + PAUSE) is Gate.PROBE


def test_a_good_probe_closes_it() -> None:
    circuit = after(failed(FAILURES), Outcome.OK, NOW + PAUSE)
    assert circuit == NEW


def test_each_failed_probe_doubles_the_pause_up_to_a_limit() -> None:
    circuit, now = failed(FAILURES), NOW
    pauses = []
    for _ in range(8):
        assert circuit.open_until is not None
        pauses.append(circuit.open_until - now)
        now = circuit.open_until
        circuit = after(circuit, Outcome.OVERLOADED, now)
    assert pauses[:3] == [PAUSE, 2 * PAUSE, 4 * PAUSE]
    assert pauses[-1] == LONGEST_PAUSE


def test_failures_that_were_on_their_way_do_not_lengthen_the_pause() -> None:
    assert failed(FAILURES + 5).open_until == failed(FAILURES).open_until


def test_a_refused_key_opens_it_at_once() -> None:
    assert gate(failed(1, Outcome.REFUSED_KEY), NOW) is Gate.OPEN


@pytest.mark.parametrize("outcome", [Outcome.RATE_LIMITED, Outcome.REFUSAL, Outcome.CANCELLED, Outcome.LOST])
def test_what_says_nothing_of_a_model_s_health_is_not_counted(outcome: Outcome) -> None:
    assert failed(10, outcome) == NEW


@pytest.mark.parametrize("outcome", [Outcome.WRONG_SHAPE, Outcome.EMPTY, Outcome.CONNECTION])
def test_garbage_counts_like_silence(outcome: Outcome) -> None:
    assert gate(failed(FAILURES, outcome), NOW) is Gate.OPEN

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime

import pytest
from bench._costs import Bill
from bench._crowd import Came, figures
from bench._overhead import Run, Taken
from bench._questions import Kind, Question, Questions, each_kind
from bench._watch import Call

TOPICS = Kind("topics", "1w", subject=True)
PHRASES = {"ru": ["паром"], "en": ["ferry", "harbour", "tide"]}


def taken(runs: list[tuple[float, float]], plain: list[float]) -> Taken:
    found = tuple(Run(total, slowest, slowest - 0.01, slowest + 0.02) for total, slowest in runs)
    return Taken(TOPICS, found, tuple(plain), (), ())


def test_the_run_with_least_beside_its_slowest_call_counts_whatever_the_call_took() -> None:
    one = taken([(0.5, 0.3), (0.9, 0.75)], [0.1, 0.14])
    assert one.best.total == 0.9
    assert one.best.beyond_call == pytest.approx(0.15)
    assert one.added == pytest.approx(0.05)
    assert one.around_calls == pytest.approx(0.02)
    assert one.in_sdk == pytest.approx(0.01)


def test_a_crowd_s_shares_count_errors_lateness_and_steps_down_apart() -> None:
    came = [Came(1.0, "", ()), Came(13.0, "", ()), Came(2.0, "INTERNAL", ()), Came(3.0, "", ("local:x:y",))]
    shares = figures(came, "crowd")
    assert (shares["crowd_answered"], shares["crowd_in_time"], shares["crowd_undegraded"]) == (
        0.75,
        0.75,
        0.75,
    )


def test_a_bill_adds_up_its_calls_and_counts_as_proved_what_neither_repeats_nor_fails() -> None:
    call = Call("gpt-6.1-terra", "ok", 0.5, 1000, 300, 0, 2000, 4_000_000, 9_000_000)
    question = Question(TOPICS, "en", "ferry", datetime(2020, 5, 30, tzinfo=UTC))
    bill = Bill(question, (call, call), 0.008, 2600, False, 8, 2, Counter({"number": 1}), 3, 0.0, True)
    assert (bill.sent, bill.received, bill.reserved, bill.proved) == (2000, 600, 4000, 5)
    assert bill.most_usd == pytest.approx(0.018)


def test_the_same_seed_draws_the_same_questions_and_another_others() -> None:
    def drawn(seed: int) -> list[Question]:
        questions = Questions(PHRASES, seed)
        return [questions.one(TOPICS, "en") for _ in range(5)]

    assert drawn(1) == drawn(1) != drawn(2)


def test_every_kind_comes_in_either_language_as_often() -> None:
    counted = Counter(each_kind([TOPICS, Kind("trends", "24h")], 4))
    assert set(counted.values()) == {2}
    assert len(counted) == 4

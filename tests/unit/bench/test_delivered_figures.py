from __future__ import annotations

import asyncio
from collections import Counter
from itertools import islice
from types import SimpleNamespace

from bench import _delivered_sample
from bench._delivered_answers import Delivery
from bench._delivered_check import Check, Finding
from bench._delivered_cost import clocked
from bench.delivered import Plan, shares

from tidings.errors import ErrorCode

QUESTION = next(_delivered_sample.questions())


def failed(error: str) -> Delivery:
    return Delivery("local", "", QUESTION, error=error)


def test_an_answer_that_there_is_nothing_counts_and_one_that_failed_does_not() -> None:
    nothing, broken = failed(ErrorCode.NO_DATA), failed(ErrorCode.VALIDATION_FAILED)
    assert shares([nothing])["answered_or_no_data"] == 1.0
    assert shares([nothing, broken])["answered_or_no_data"] == 0.5


def test_a_share_is_of_all_that_was_looked_up_in_all_answers() -> None:
    def looked(*held: bool) -> Delivery:
        return Delivery("local", "", QUESTION, findings=[Finding(Check.QUOTE, one, "") for one in held])

    found = shares([looked(True, True, True), looked(False)])
    assert found[Check.QUOTE] == 0.75
    assert Check.DATE not in found


def test_halves_make_the_whole() -> None:
    for plan in (Plan(7, 3, 1), Plan(245, 195, 60)):
        one, other = plan.halves()
        assert Plan(one.local + other.local, one.lying + other.lying, one.real + other.real) == plan


def test_questions_come_in_every_mode_and_language_with_and_without_a_subject() -> None:
    asked = list(islice(_delivered_sample.questions(), 280))
    sorts = Counter((one.kind.mode, one.kind.subject, one.lang) for one in asked)
    assert len(sorts) == 14
    assert max(sorts.values()) == min(sorts.values())
    assert len({one.kind.window for one in asked}) > 8
    assert all((one.query is not None) == one.kind.subject for one in asked)
    assert asked == list(islice(_delivered_sample.questions(), 280))


def test_what_parts_of_a_pipeline_take_is_added_up_and_their_names_are_given_back() -> None:
    async def later(value: int) -> int:
        await asyncio.sleep(0.01)
        return value

    rooms = SimpleNamespace(later=later, now=lambda value: value)
    before = vars(rooms).copy()
    with clocked(rooms, ("later", "now")) as clock:
        assert asyncio.run(rooms.later(1)) + asyncio.run(rooms.later(2)) + rooms.now(3) == 6
    assert clock.wall["later"] >= 0.02
    assert clock.wall["now"] >= 0
    assert clock.cpu.keys() == clock.wall.keys()
    assert vars(rooms) == before

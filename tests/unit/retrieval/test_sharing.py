"""Work shared by those who ask at once: done once, kept for a while, and no longer than it is of use."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from tidings.retrieval.sharing import SharedWork


class Work:
    """Counts how often it is begun and ended; ends when it is let go."""

    def __init__(self, error: Exception | None = None) -> None:
        self.begun = self.given_up = 0
        self.go = asyncio.Event()
        self._error = error

    async def __call__(self) -> str:
        self.begun += 1
        try:
            await self.go.wait()
        except asyncio.CancelledError:
            self.given_up += 1
            raise
        if self._error is not None:
            raise self._error
        return f"outcome {self.begun}"


@pytest.fixture
def shared() -> SharedWork:
    return SharedWork("t", seconds=300, size=8, at_once=2)


async def asked(shared: SharedWork, work: Work, times: int = 3) -> list[asyncio.Task[str]]:
    """So many who wait for the same."""
    tasks = [asyncio.create_task(shared.of("key", work)) for _ in range(times)]
    await asyncio.sleep(0)
    return tasks


async def test_all_who_ask_while_it_is_under_way_or_soon_after_get_one_outcome(shared: SharedWork) -> None:
    work = Work()
    tasks = await asked(shared, work)
    work.go.set()
    assert await asyncio.gather(*tasks) == ["outcome 1"] * 3
    assert await shared.of("key", work) == "outcome 1"
    assert await shared.of("another", work) == "outcome 2"


async def test_an_error_goes_to_all_who_waited_and_the_next_begins_anew(shared: SharedWork) -> None:
    failing, work = Work(ValueError("no")), Work()
    tasks = await asked(shared, failing)
    failing.go.set()
    outcomes = await asyncio.gather(*tasks, return_exceptions=True)
    assert [str(outcome) for outcome in outcomes] == ["no"] * 3
    assert failing.begun == 1
    work.go.set()
    assert await shared.of("key", work) == "outcome 1"


async def test_one_who_goes_away_does_not_stop_it_and_the_last_one_does(shared: SharedWork) -> None:
    work = Work()
    first, second = await asked(shared, work, 2)
    first.cancel()
    await asyncio.wait([first])
    assert work.given_up == 0
    second.cancel()
    await asyncio.wait([second])
    await asyncio.sleep(0)
    assert work.given_up == 1
    work.go.set()
    assert await shared.of("key", work) == "outcome 2"


@pytest.mark.parametrize("seconds", [0.0, 10.0])
async def test_it_is_kept_so_long_and_not_at_all_where_nothing_is_to_be_kept(seconds: float) -> None:
    now = 0.0
    shared, work = SharedWork("t", seconds=seconds, size=8, at_once=2, clock=lambda: now), Work()
    work.go.set()
    ask: Callable[[], Awaitable[str]] = lambda: shared.of("key", work)  # noqa: E731
    assert await ask() == "outcome 1"
    assert await ask() == ("outcome 1" if seconds else "outcome 2")
    now = 10.0
    assert await ask() == ("outcome 2" if seconds else "outcome 3")


async def test_no_more_are_worked_on_at_once_and_what_is_known_waits_for_none(shared: SharedWork) -> None:
    quick, works = Work(), [Work() for _ in range(3)]
    quick.go.set()
    assert await shared.of("quick", quick) == "outcome 1"
    tasks = [asyncio.create_task(shared.of(number, work)) for number, work in enumerate(works)]
    await asyncio.sleep(0.01)
    assert [work.begun for work in works] == [1, 1, 0]
    assert await shared.of("quick", quick) == "outcome 1"
    for work in works:
        work.go.set()
    assert await asyncio.gather(*tasks) == ["outcome 1"] * 3

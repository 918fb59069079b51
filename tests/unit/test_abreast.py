"""Works side by side: one that fails is heard of, and all of them end with their context."""

import asyncio

import pytest

from tidings.abreast import beside, first_failure


async def forever(ended: list[str], name: str) -> None:
    try:
        await asyncio.Event().wait()
    finally:
        ended.append(name)


async def failing() -> None:
    await asyncio.sleep(0)
    raise LookupError("no such thing")


async def test_the_first_work_that_fails_is_heard_of_and_ends_the_others() -> None:
    ended: list[str] = []
    with pytest.raises(LookupError):
        async with (
            beside(forever(ended, "one")) as one,
            beside(failing()) as two,
            beside(forever(ended, "x")) as x,
        ):
            await first_failure([one, two, x])
    assert sorted(ended) == ["one", "x"]


async def test_a_work_beside_others_is_ended_and_waited_for_when_its_context_ends() -> None:
    ended: list[str] = []
    async with beside(forever(ended, "one"), "named") as task:
        await asyncio.sleep(0)
        assert task.get_name() == "named"
    assert ended == ["one"]
    assert task.cancelled()

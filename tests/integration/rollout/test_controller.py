"""The controller over the database: one transaction a decision, nothing lost, nothing decided blindly."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from prometheus_client import REGISTRY
from tests.waiting import PATIENCE

from tidings.cli.canary import _followed
from tidings.cli.invocation import Invocation
from tidings.errors import InvalidRequest, UnknownName
from tidings.flags import DRILL, Flag, Flags, Track
from tidings.flags.flags import Prepared
from tidings.flags.refreshing import refresh, refreshing
from tidings.rollout.controlling import carry_out, control, look
from tidings.rollout.criteria import Options, Ruling, Verdict
from tidings.rollout.preflight import preflight
from tidings.rollout.stages import STAGES
from tidings.rollout.starting import abort, begin, check_variant
from tidings.settings import Settings
from tidings.store import rollouts
from tidings.store.pool import Database
from tidings.store.rollouts import Rollout, Share

BLIND = Settings(database_url=None, prometheus_url="http://127.0.0.1:1")
PROMOTE = Ruling(Verdict.PROMOTE, "good", {"commands": 100, "percent": 30})
COMPLETE = Ruling(Verdict.COMPLETE, "good", {"commands": 100, "percent": 100})
BACK = Ruling(Verdict.ROLL_BACK, "beyond_errors", {"value": 0.5, "limit": 0.05, "commands": 100})


async def begun(db: Database, flag: str = "rerank", variant: str = "on") -> Rollout:
    return await begin(db, flag, variant, stages=STAGES, options=Options(every=0.05), why="a test")


async def now(db: Database, rollout: Rollout) -> Rollout:
    found = await db.read(lambda conn: rollouts.by_number(conn, rollout.id))
    assert found is not None
    return found


async def log_of(db: Database) -> list[tuple[str, int, str]]:
    return [(line.decision, line.percent, line.reason) for line in await db.read(rollouts.decisions)]


async def eventually(holds: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not await holds():  # noqa: ASYNC110 - only the database tells
            await asyncio.sleep(0.05)


async def shares(db: Database) -> tuple[Share, ...]:
    return await db.read(rollouts.in_effect)


async def test_a_rollout_goes_through_its_stages_and_is_everybody_s_at_the_end(db: Database) -> None:
    rollout = await begun(db)
    assert await shares(db) == (Share("rerank", "on", 10, True),)
    await carry_out(db, rollout, PROMOTE, None)
    assert await shares(db) == (Share("rerank", "on", 30, True),)
    await carry_out(db, await now(db, rollout), COMPLETE, None)
    assert await shares(db) == (Share("rerank", "on", 100, False),)
    assert await log_of(db) == [("start", 10, "said"), ("promote", 30, "good"), ("complete", 100, "good")]


async def test_one_that_is_taken_back_is_nobody_s(db: Database) -> None:
    rollout = await begun(db)
    counted = REGISTRY.get_sample_value
    labels = {"flag": "rerank", "decision": "roll_back"}
    before = counted("canary_decisions_total", labels) or 0.0
    await carry_out(db, rollout, BACK, {"whole": {}})
    assert await shares(db) == ()
    assert (await now(db, rollout)).state == "rolled_back"
    assert (await log_of(db))[-1] == ("roll_back", 0, "beyond_errors")
    assert counted("canary_decisions_total", labels) == before + 1


@pytest.mark.parametrize("late", [PROMOTE, BACK])
async def test_what_was_decided_of_an_earlier_stage_is_not_carried_out(db: Database, late: Ruling) -> None:
    rollout = await begun(db)
    await carry_out(db, rollout, PROMOTE, None)
    await carry_out(db, rollout, late, None)
    assert await shares(db) == (Share("rerank", "on", 30, True),)
    await abort(db, "enough")
    await carry_out(db, await now(db, rollout), PROMOTE, None)
    assert await shares(db) == ()


async def test_why_it_waits_is_logged_once(db: Database) -> None:
    rollout = await begun(db)
    for commands in (1, 2, 3):
        waits = Ruling(Verdict.WAIT, "too_little", {"commands": commands, "enough": 50})
        await carry_out(db, rollout, waits, None)
    await carry_out(db, rollout, Ruling(Verdict.HOLD, "time"), None)
    assert [reason for _, _, reason in await log_of(db)] == ["said", "too_little", "time"]


@pytest.mark.parametrize("settings", [BLIND, BLIND.model_copy(update={"prometheus_url": None})])
async def test_without_prometheus_nothing_is_decided_and_that_is_said(
    db: Database, settings: Settings
) -> None:
    rollout = await begun(db)
    found = await look(settings, db, rollout)
    assert (found.verdict, found.reason) == (Verdict.WAIT, "no_prometheus")
    assert await shares(db) == (Share("rerank", "on", 10, True),)
    assert (await log_of(db))[-1] == ("wait", 10, "no_prometheus")


async def test_one_controls_at_a_time_and_another_goes_on_where_it_is_gone(db: Database) -> None:
    rollout = await begun(db)
    assert not await db.read(rollouts.is_controlled)
    async with db.own_connection() as first, db.own_connection() as second:
        assert await rollouts.control(first)
        assert not await rollouts.control(second)
        assert await rollouts.is_controlled(second)
        task = asyncio.create_task(control(BLIND, db))
        await asyncio.sleep(0.3)
        assert (await log_of(db))[-1][0] == "start"

    async def took_over() -> bool:
        return (await log_of(db))[-1][0] == "wait"

    await eventually(took_over)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert (await now(db, rollout)).state == "running"


async def test_only_one_runs_at_a_time(db: Database) -> None:
    await begun(db)
    with pytest.raises(InvalidRequest) as caught:
        await begun(db, DRILL, "fail")
    assert caught.value.message == "canary_runs"
    assert len(await log_of(db)) == 1


async def test_by_hand_the_running_one_is_taken_back_and_another_by_the_name_of_its_flag(
    db: Database,
) -> None:
    first = await begun(db)
    await carry_out(db, first, COMPLETE, None)
    second = await begun(db, "topic_modeler", "off")
    assert (await abort(db, "no")).id == second.id
    assert await shares(db) == (Share("rerank", "on", 100, False),)
    for flag, message in ((None, "canary_none_to_abort"), ("topic_modeler", "canary_not_out")):
        with pytest.raises(UnknownName) as refused:
            await abort(db, "no", flag)
        assert refused.value.message == message
    assert await shares(db) == (Share("rerank", "on", 100, False),)
    assert (await abort(db, "no", "rerank")).id == first.id
    assert await shares(db) == ()


@pytest.mark.parametrize(
    ("flag", "variant", "message"),
    [
        ("rerankk", "on", "canary_no_flag"),
        ("rerank", "maybe", "canary_no_variant"),
        ("rerank", "off", "canary_had"),
        ("track", "canary", "canary_no_flag"),
    ],
)
def test_what_cannot_be_rolled_out_is_refused(flag: str, variant: str, message: str, tmp_path: Path) -> None:
    flags = Flags.from_settings(Settings(database_url=None, data_dir=tmp_path))
    with pytest.raises(InvalidRequest) as caught:
        check_variant(flags, flag, variant)
    assert caught.value.message == message


@asynccontextmanager
async def engine_flags(db: Database, folder: Path) -> AsyncIterator[Flags]:
    flags = Flags.from_settings(Settings(database_url=None, data_dir=folder))
    async with refreshing(flags, db):
        yield flags


async def test_every_process_of_a_database_follows_what_one_decides(db: Database, tmp_path: Path) -> None:
    async with engine_flags(db, tmp_path) as one, engine_flags(db, tmp_path) as other:
        rollout = await begun(db)
        await refresh(one, db)
        user = next(user for user in map(str, range(1000)) if one.track(user) is Track.CANARY)

        async def given() -> bool:
            return other.track(user) is Track.CANARY and other.on(Flag.RERANK, user)

        async def taken_back() -> bool:
            tracks = {flags.track(user) for flags in (one, other)}
            return tracks == {Track.STABLE} and not other.on(Flag.RERANK, user)

        await eventually(given)
        await carry_out(db, rollout, BACK, None)
        await eventually(taken_back)


async def test_a_look_that_went_wrong_keeps_no_process_from_what_is_taken_back(
    db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with engine_flags(db, tmp_path) as flags:
        rollout = await begun(db)
        failures = iter([ValueError("of a kind that nobody thought of")] * 2)
        prepare = flags.prepare

        def failing(shares: Sequence[Share]) -> Prepared | None:
            for failure in failures:
                raise failure
            return prepare(shares)

        monkeypatch.setattr(flags, "prepare", failing)

        async def tracks() -> set[Track]:
            return {flags.track(user) for user in map(str, range(1000))}

        await eventually(lambda: _is(tracks, {Track.CANARY, Track.STABLE}))
        await carry_out(db, rollout, BACK, None)
        await eventually(lambda: _is(tracks, {Track.STABLE}))


async def _is(seen: Callable[[], Awaitable[set[Track]]], expected: set[Track]) -> bool:
    return await seen() == expected


async def test_who_follows_a_rollout_is_told_when_its_control_ends(
    db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def ended(_settings: Settings, _db: Database) -> None:
        raise ValueError("of a kind that nobody thought of")

    monkeypatch.setattr(sys.modules["tidings.rollout.controlling"], "control", ended)
    invocation = Invocation((), _settings=Settings(database_url=None, data_dir=tmp_path))
    with pytest.raises(ValueError, match="nobody thought of"):
        await asyncio.wait_for(_followed(invocation, db, await begun(db)), 20)


async def test_the_checklist_says_what_is_missing_where_nothing_is_there(
    db: Database, tmp_path: Path
) -> None:
    settings = Settings(database_url=None, data_dir=tmp_path)
    found = {item.name: item async for item in preflight(settings, db, Flags.from_settings(settings))}
    assert {name for name, item in found.items() if item.ok} == {
        "database",
        "degradation",
        "budget",
        "drill",
        "rollout",
    }
    await carry_out(db, await begun(db, DRILL, "fail"), BACK, None)
    found = {item.name: item async for item in preflight(settings, db, Flags.from_settings(settings))}
    assert found["rollback"].ok


@pytest.mark.parametrize("by_hand", [True, False])
async def test_a_drill_that_nothing_noticed_shows_no_roll_back(db: Database, by_hand: bool) -> None:
    rollout = await begun(db, DRILL, "fail")
    if by_hand:
        await abort(db, "enough")
    else:
        await carry_out(db, rollout, Ruling(Verdict.ROLL_BACK, "drill_unnoticed"), None)
    assert await db.read(lambda conn: rollouts.rolled_back_at(conn, DRILL)) is None

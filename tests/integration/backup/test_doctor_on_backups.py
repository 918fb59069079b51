"""What the doctor says of backups."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tidings.cli.checks import DatabaseFacts, check_backup
from tidings.cli.invocation import Invocation
from tidings.store import backups, checkup, corpus
from tidings.store.pool import Database

NOW = datetime(2026, 11, 23, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    ("age", "articles", "state"),
    [
        (None, 0, "ok"),
        (None, 5, "warn"),
        (timedelta(days=1), 5, "ok"),
        (timedelta(days=9), 5, "warn"),
    ],
)
async def test_the_doctor_warns_where_what_is_stored_was_not_backed_up_lately(
    db: Database, age: timedelta | None, articles: int, state: str
) -> None:
    async with db.connection() as conn:
        if age is not None:
            await backups.record(conn, NOW - age, 1000, articles, "a")
            # The same backup, restored somewhere, is one.
            await backups.record(conn, NOW - age, 1000, articles, "a")
            await backups.record(conn, NOW - age - timedelta(days=30), 1000, 1, "b")
        facts = DatabaseFacts(
            server=await checkup.server_facts(conn),
            corpus=await corpus.state(conn),
            articles=articles,
            feeds=[],
            claims=(0, 0),
            streaks={},
            backup=await backups.newest(conn),
        )
    check = check_backup(Invocation((), "en"), facts, NOW)
    assert check.state == state
    assert bool(check.advice) == (state == "warn")
    if age is not None:
        assert f"{articles} articles" in check.text

"""What is tried again after the server undid it, and what is not."""

from __future__ import annotations

import psycopg
import pytest

from tidings.errors import DatabaseUnavailable
from tidings.store.attempts import ATTEMPTS, repeated
from tidings.store.pool import Collided, Connection, ConnectionLost, Database

END_THIS_BACKEND = b"SELECT pg_terminate_backend(pg_backend_pid())"


def fail_with(code: str) -> bytes:
    """A statement that ends as a collision does."""
    return f"DO $$ BEGIN RAISE EXCEPTION 'collided' USING ERRCODE = '{code}'; END $$".encode()


class Work:
    """Fails by a statement so many times, then gives its number of attempts."""

    def __init__(self, statement: bytes, failures: int) -> None:
        self._statement = statement
        self._failures = failures
        self.attempts = 0

    async def __call__(self, conn: Connection) -> int:
        self.attempts += 1
        if self.attempts <= self._failures:
            await conn.execute(self._statement)
        return self.attempts


@pytest.mark.parametrize(
    "statement",
    [fail_with("40001"), fail_with("40P01"), END_THIS_BACKEND],
    ids=["serial", "deadlock", "lost"],
)
async def test_a_collision_or_a_lost_connection_is_tried_again(db: Database, statement: bytes) -> None:
    assert await repeated(db, Work(statement, 2)) == 3


@pytest.mark.parametrize(
    ("statement", "error"),
    [
        (fail_with("40001"), Collided),
        (fail_with("40P01"), Collided),
        (END_THIS_BACKEND, ConnectionLost),
    ],
    ids=["serial", "deadlock", "lost"],
)
async def test_what_never_succeeds_is_given_up(
    db: Database, statement: bytes, error: type[Exception]
) -> None:
    work = Work(statement, 100)
    with pytest.raises(error):
        await repeated(db, work)
    assert work.attempts == ATTEMPTS


async def test_a_mistake_is_not_repeated(db: Database) -> None:
    work = Work(b"SELECT * FROM nowhere", 100)
    with pytest.raises(psycopg.errors.UndefinedTable):
        await repeated(db, work)
    assert work.attempts == 1


@pytest.mark.parametrize("code", ["57014", "55P03", "53200"], ids=["cancelled", "locked", "memory"])
async def test_what_the_server_gives_up_is_no_other_error_than_one_that_is_away(
    db: Database, code: str
) -> None:
    work = Work(fail_with(code), 1)
    with pytest.raises(DatabaseUnavailable, match="gave up"):
        await repeated(db, work)
    assert await repeated(db, work) == 2, "the connection is as good as it was"

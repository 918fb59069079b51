"""The pool on a real server: its connections, transactions and what happens when the server goes away."""

from __future__ import annotations

import numpy as np
import pytest

from tidings.store.pool import Database
from tidings.store.vectors import SparseVector


async def test_a_fresh_database_has_the_schema_and_no_articles(db: Database) -> None:
    assert await db.fetch_all("SELECT count(*) FROM articles") == [(0,)]
    assert await db.fetch_all("SELECT count(*) > 0 FROM schema_migrations") == [(True,)]


async def test_an_error_undoes_the_transaction(db: Database) -> None:
    async def insert_and_fail() -> None:
        async with db.transaction() as conn:
            await conn.execute("INSERT INTO sources (id, name) VALUES (1, 'Herald')")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await insert_and_fail()
    assert await db.fetch_all("SELECT count(*) FROM sources") == [(0,)]


async def test_vectors_and_sparse_vectors_survive_a_binary_copy(db: Database) -> None:
    dense = np.array([0.5, -1.25, 3.0], np.float32)
    sparse = SparseVector.from_mapping({7: 1.5, 999_999_998: 2.0, 3: 0.0})
    async with db.transaction() as conn:
        await conn.execute(
            "CREATE TABLE v (id int8, dense vector(3), half halfvec(3), sparse sparsevec(1000000000))"
        )
        async with conn.cursor().copy("COPY v FROM STDIN (FORMAT BINARY)") as copy:
            copy.set_types(["int8", "vector", "halfvec", "sparsevec"])
            await copy.write_row((1, dense, dense, sparse))
    [row] = await db.fetch_all("SELECT dense, half, sparse FROM v")
    assert row[0].tolist() == row[1].tolist() == dense.tolist()
    assert row[2] == SparseVector.from_mapping({7: 1.5, 999_999_998: 2.0})

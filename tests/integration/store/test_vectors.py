"""pgvector's types to the database and back, as parameters and in COPY, in text and in binary."""

from __future__ import annotations

import numpy as np
import pytest

from tidings.store.pool import Database
from tidings.store.vectors import SparseVector

DENSE = np.array([0.5, -1.25, 3.0, 65504.0], np.float32)
SPARSE = SparseVector.from_mapping({0: 1.5, 7: 0.1, 999_999_999: 2.0})
TABLE = "CREATE TABLE v (id int8, dense vector(4), half halfvec(4), sparse sparsevec(1000000000))"


@pytest.mark.parametrize("copy_sql", ["COPY v FROM STDIN (FORMAT BINARY)", "COPY v FROM STDIN"])
async def test_copy_writes_every_type(db: Database, copy_sql: str) -> None:
    async with db.transaction() as conn:
        await conn.execute(TABLE)
        async with conn.cursor().copy(copy_sql) as copy:
            copy.set_types(["int8", "vector", "halfvec", "sparsevec"])
            await copy.write_row((1, DENSE, DENSE, SPARSE))
            await copy.write_row((2, None, None, None))
    rows = await db.fetch_all("SELECT dense, half, sparse FROM v ORDER BY id")
    dense, half, sparse = rows[0]
    assert dense.tolist() == half.tolist() == DENSE.tolist()
    assert dense.dtype == half.dtype == np.float32
    assert sparse == SPARSE
    assert rows[1] == (None, None, None)


@pytest.mark.parametrize("kind", ["%s", "%t", "%b"])
@pytest.mark.parametrize("binary", [False, True])
async def test_parameters_and_results_keep_their_values(db: Database, kind: str, binary: bool) -> None:
    async with db.connection() as conn:
        cursor = conn.cursor(binary=binary)
        await cursor.execute(
            f"SELECT {kind}::vector, {kind}::halfvec, {kind}::sparsevec, {kind}::sparsevec",
            (DENSE, DENSE.astype(np.float16), SPARSE, SparseVector.from_mapping({}, dim=5)),
        )
        dense, half, sparse, empty = (await cursor.fetchall())[0]
    assert dense.tolist() == DENSE.tolist()
    assert half.tolist() == DENSE.astype(np.float16).tolist()
    assert sparse == SPARSE
    assert empty == SparseVector.from_mapping({}, dim=5)


async def test_the_width_of_an_array_decides_its_type_where_nothing_else_does(db: Database) -> None:
    [row] = await db.fetch_all(
        "SELECT pg_typeof(%s)::text, pg_typeof(%s)::text, pg_typeof(%s)::text",
        (DENSE.astype(np.float16), DENSE, SPARSE),
    )
    assert row == ("halfvec", "vector", "sparsevec")


async def test_the_database_computes_with_what_was_sent(db: Database) -> None:
    [row] = await db.fetch_all(
        "SELECT %s <#> %s, %s <#> %s",
        (DENSE[:3].astype(np.float16), np.array([2, 4, 1], np.float16), SPARSE, SPARSE),
    )
    assert row[0] == pytest.approx(-(1.0 - 5.0 + 3.0))
    assert row[1] == pytest.approx(-(1.5**2 + 0.1**2 + 2.0**2))


async def test_an_array_of_integers_is_refused_rather_than_taken_for_a_vector(db: Database) -> None:
    with pytest.raises(TypeError, match="send a list"):
        await db.fetch_all("SELECT %s", (np.array([1, 2, 3]),))

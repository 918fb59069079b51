"""Which outlets a reader wants: those they chose, without those they blocked."""

from __future__ import annotations

from collections.abc import Sequence

from tidings.store import outlets
from tidings.store.pool import Database
from tidings.store.readers import ReaderRow


async def outlets_for(db: Database, row: ReaderRow) -> tuple[str, ...] | None:
    """The outlets to answer a reader from; None for all, and empty where their settings leave none."""
    if not (row.sources or row.blocked_sources):
        return None
    return allowed(await db.read(outlets.names), row.sources, row.blocked_sources)


def allowed(known: Sequence[str], chosen: Sequence[str], blocked: Sequence[str]) -> tuple[str, ...]:
    """Of all outlets those a reader's settings leave; all of them where all they chose are gone."""
    wanted = [name for name in known if name in set(chosen)] or list(known)
    return tuple(name for name in wanted if name not in set(blocked))

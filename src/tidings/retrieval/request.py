"""What retrieval is asked for, and under what its answers may be shared."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from tidings.errors import InvalidRequest, NoData
from tidings.retrieval.fusion import DEPTH
from tidings.retrieval.query import AUTO, clean_query
from tidings.store.analysis import Selection
from tidings.store.corpus import source_id, source_names
from tidings.store.pool import Database
from tidings.windows import Window


@dataclass(frozen=True, slots=True)
class Request:
    """A cleaned question; `lang` may be `auto`, `as_of` is None for now, `rerank` needs a query."""

    query: str | None
    window: Window
    lang: str
    source_ids: tuple[int, ...] | None
    k_final: int
    as_of: datetime | None
    rerank: bool

    @classmethod
    def of(
        cls,
        query: str | None,
        window: Window,
        *,
        lang: str,
        sources: Sequence[str] | None,
        k_final: int,
        as_of: datetime | None,
        rerank: bool = False,
    ) -> Self:
        """The question as asked, checked."""
        if not 1 <= k_final <= DEPTH:
            raise InvalidRequest(f"k_final is 1 to {DEPTH}, not {k_final}")
        ids = tuple(sorted({source_id(name) for name in sources})) if sources else None
        cleaned = clean_query(query)
        return cls(cleaned, window, lang, ids, k_final, as_of, rerank and cleaned is not None)

    @property
    def selection(self) -> Selection:
        """The articles it is about; none newer than `as_of`."""
        until = min(self.window.until, self.as_of) if self.as_of else self.window.until
        langs = None if self.lang == AUTO else [self.lang]
        return Selection(self.window.since, until, langs, self.source_ids)

    def key(self, epoch: int) -> Hashable:
        """Equal for questions that may share an answer.

        A window that ends now is known by its name and length: its edges move with the clock, by no more
        than a cache's lifetime, and nothing was stored meanwhile, as that would have raised the epoch.
        """
        folded = self.query.casefold() if self.query else None
        edge = (self.window.until, self.as_of) if self.as_of else None
        filters = (self.lang, self.source_ids, self.k_final, self.rerank)
        return (folded, self.window.name, self.window.span, edge, filters, epoch)


async def require_sources(db: Database, names: Sequence[str] | None) -> None:
    """NoData names the first of `names` that no outlet ever had."""
    wanted = {source_id(name): name for name in names or ()}
    if not wanted:
        return
    known = await db.read(lambda conn: source_names(conn, wanted))
    for key, name in wanted.items():
        if key not in known:
            raise NoData(f"no source is named {name!r}", message="unknown_source", params={"source": name})

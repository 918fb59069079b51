"""The engine: the open database, the models of language and of meaning, and the rules commands share."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass

from tidings.flags import Flags, refreshing
from tidings.llm.manager import ModelManager
from tidings.policy.crosslingual.rendering import meanings
from tidings.policy.domains import DomainRule
from tidings.policy.reading.likeness import Likeness
from tidings.policy.reading.reading import read_sentence
from tidings.retrieval import Retriever, SharedEdges, SharedWork
from tidings.settings import Settings, load_settings
from tidings.store.pool import Database
from tidings.tallies import tallying
from tidings.text.embeddings import Embedder, load_embedder
from tidings.text.language import FastTextIdentifier

# What is asked again and again, such as the day's trends in two languages; about 1 MB each.
_COMPUTED_KEPT = 64
# Computing keeps Python's one core and another of the database busy. More at once would only take turns: each
# answer would come as late as the last, and what is known already would wait for a connection.
_COMPUTED_AT_ONCE = 3
# What answers in two languages and of two modes have in common; about 2 MB each, with the texts to name by.
_COUNTED_KEPT = 64
# What a first question makes anyone read, in both languages.
_SAID = ("Rain fell on the town of Valmere.", "Дождь прошёл над городом Валмер.")


@dataclass(frozen=True, slots=True)
class Engine:
    """What answering needs, open. One per process and event loop; safe to share between tasks."""

    settings: Settings
    db: Database
    embedder: Embedder
    retriever: Retriever
    flags: Flags
    models: ModelManager
    likeness: Likeness
    domains: DomainRule
    computed: SharedWork
    counted: SharedWork
    edges: SharedEdges

    @classmethod
    @asynccontextmanager
    async def open(cls, settings: Settings, *, warm: bool = False) -> AsyncIterator[Engine]:
        """Open the database and load the embedder, side by side; closes what it opened at the end.

        With `warm` also what the first question would load otherwise: a second and a half.
        """
        async with AsyncExitStack() as stack:
            load = _load_warm if warm else load_embedder
            loading = asyncio.create_task(asyncio.to_thread(load, settings.embedder))
            stack.push_async_callback(_settled, loading)
            db = await stack.enter_async_context(Database.from_settings(settings))
            engine = cls.over(settings, db, await loading)
            stack.push_async_callback(engine.models.aclose)
            await stack.enter_async_context(refreshing(engine.flags, db))
            await asyncio.gather(asyncio.to_thread(engine.models.load), engine.models.settle_lost())
            stack.enter_context(_uncollected())
            await stack.enter_async_context(tallying(db))
            yield engine

    @classmethod
    def over(cls, settings: Settings, db: Database, embedder: Embedder) -> Engine:
        """An engine over parts that are open already."""
        retriever = Retriever(db, embedder, cache_seconds=settings.retrieval_cache_seconds)
        flags = Flags.from_settings(settings)
        models = ModelManager(settings, db, flags)
        domains = DomainRule.from_settings(settings)
        seconds = settings.retrieval_cache_seconds
        computed = SharedWork("findings", seconds=seconds, size=_COMPUTED_KEPT, at_once=_COMPUTED_AT_ONCE)
        # Of its own: findings wait for counts while they hold one of their places, and counts for nothing.
        counted = SharedWork("counts", seconds=seconds, size=_COUNTED_KEPT, at_once=_COMPUTED_AT_ONCE)
        edges = SharedEdges(seconds=seconds)
        likeness = Likeness(embedder)
        return cls(
            settings, db, embedder, retriever, flags, models, likeness, domains, computed, counted, edges
        )


def _load_warm(name: str) -> Embedder:
    """The embedder with its weights, and the dictionaries by which sentences are read and rendered."""
    embedder = load_embedder(name)
    said = [read_sentence(text) for text in _SAID]
    embedder.encode(_SAID)
    for sentence in said:
        meanings(sentence)
    FastTextIdentifier().identify(_SAID[0])
    return embedder


# New objects after which Python looks for garbage. By its own 700, a full look through what an engine and the
# providers' SDKs keep alive, 380,000 objects in 0.25 s, fell into every sixteenth answer; by these into none
# of 128.
_YOUNG = 10_000


@dataclass(slots=True)
class _Sparing:
    """How many engines are open in this process, and how Python looked for garbage before the first."""

    engines: int = 0
    before: tuple[int, int, int] = (0, 0, 0)


_sparing = _Sparing()


@contextmanager
def _uncollected() -> Iterator[None]:
    """Spare what was loaded from being looked through for garbage, until the last engine is closed."""
    if not _sparing.engines:
        _sparing.before = gc.get_threshold()
    _sparing.engines += 1
    gc.freeze()
    gc.set_threshold(_YOUNG, *_sparing.before[1:])
    try:
        yield
    finally:
        _sparing.engines -= 1
        if not _sparing.engines:
            gc.set_threshold(*_sparing.before)
            gc.unfreeze()


async def _settled(task: asyncio.Task[Embedder]) -> None:
    """Leave no thread behind when the database could not be opened."""
    await asyncio.gather(task, return_exceptions=True)


@dataclass(slots=True)
class _Shared:
    """The process-wide engine of one event loop, opened when first asked for."""

    loop: asyncio.AbstractEventLoop
    lock: asyncio.Lock
    stack: AsyncExitStack
    engine: Engine | None = None


_shared: _Shared | None = None


async def shared_engine() -> Engine:
    """The process-wide engine, opened with the settings in force when first asked for."""
    global _shared
    loop = asyncio.get_running_loop()
    if _shared is None or _shared.loop is not loop:
        _shared = _Shared(loop, asyncio.Lock(), AsyncExitStack())
    mine = _shared
    async with mine.lock:
        if mine.engine is None:
            mine.engine = await mine.stack.enter_async_context(Engine.open(load_settings()))
        return mine.engine


async def close_shared_engine() -> None:
    """Close the process-wide engine, if this loop opened one."""
    global _shared
    mine = _shared
    if mine is not None and mine.loop is asyncio.get_running_loop():
        _shared = None
        await mine.stack.aclose()

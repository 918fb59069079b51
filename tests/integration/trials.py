"""Trials: every command, asked of a store in which hostile articles stand among honest ones.

They are made before the tests look at what came of them, as many tests look at the same answers.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tests.integration.hostile import QUERIES

from tidings.dev.behaviour import Behaviour, Kind
from tidings.dev.journal import Entry
from tidings.dev.servers import ProviderServers
from tidings.engine import Engine
from tidings.llm.budget import user_hash
from tidings.orchestrator import execute_analyze, execute_trends
from tidings.schemas import Answer
from tidings.settings import Settings
from tidings.store.pool import Database
from tidings.text.embeddings import load_embedder

MODELS = {"google": "gemini-3.8-flash", "anthropic": "claude-sonnet-5-5", "openai": "gpt-6.1-terra"}
AGENTS = ("keyphrase_mining", "query_expansion", "sentiment_emotion", "topic_modeler")
READER = "reader"
# More than all commands together send.
QUOTA = "10000/100000000"

# The language to answer in, that of the query where none is named; the mode; the query.
Asked = tuple[str | None, str, str | None]
MODES = ("keywords", "sentiment", "topics")
COMMANDS: tuple[Asked, ...] = (
    *((words, mode, None) for words in ("en", "ru") for mode in ("trends", *MODES)),
    *((None, mode, query) for query in QUERIES.values() for mode in MODES),
)


@dataclass(frozen=True, slots=True)
class Trial:
    """One command: its answer, and what was asked of models for it."""

    asked: Asked
    answer: Answer
    requests: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Books:
    """Spent and reserved by pot; how many calls of the reader there were, and what they were paid."""

    pots: Mapping[str, tuple[int, int]]
    calls: int
    paid: int


@dataclass(frozen=True, slots=True)
class Run:
    """All commands with one provider's model behaving in one way."""

    trials: tuple[Trial, ...]
    before: Books
    after: Books


async def run_all(
    url: str, servers: ProviderServers, moment: datetime, provider: Any, kind: Kind | None
) -> Run:
    """Every command in turn; without models where no kind is named."""
    servers.reset()
    servers.behave("all", Behaviour(kind or "ok"))
    options: dict[str, Any] = {
        "processes": 0,
        "database_url": None,
        "models": kind is not None,
        "model_cache_hours": 0,
        "user_commands": 1000,
        "anthropic_quota": QUOTA,
        "gemini_quota": QUOTA,
        **{f"route_{agent}": f"{MODELS[provider]}, local" for agent in AGENTS},
        **servers.settings(provider),
    }
    async with Database(url=url) as db:
        engine = Engine.over(Settings(**options), db, load_embedder())
        engine.models.load()
        before = await books(db)
        trials = [trial async for trial in _in_turn(engine, servers, moment)]
        await engine.models.aclose()
        assert engine.settings == Settings(**options)
        return Run(tuple(trials), before, await books(db))


async def _in_turn(engine: Engine, servers: ProviderServers, moment: datetime) -> AsyncIterator[Trial]:
    for asked in COMMANDS:
        seen = len(servers.requests)
        answer = await ask(engine, asked, moment)
        yield Trial(asked, answer, tuple(servers.requests[seen:]))


async def ask(engine: Engine, asked: Asked, moment: datetime, user: str = READER) -> Answer:
    """One command, over the seven days before the moment."""
    words, mode, query = asked
    common: dict[str, Any] = {"window": "1w", "as_of": moment, "engine": engine, "user": user}
    if mode == "trends":
        return await execute_trends(words=words, **common)
    return await execute_analyze(mode=mode, query=query, words=words, **common)


async def books(db: Database) -> Books:
    """What the books say at this moment."""
    async with db.connection() as conn:
        rows = await conn.execute("SELECT name, nanos_spent, nanos_reserved FROM model_pots")
        pots = {name: (spent, held) for name, spent, held in await rows.fetchall()}
        rows = await conn.execute(
            "SELECT count(*), coalesce(sum(nanos_paid), 0)::bigint FROM model_calls WHERE user_hash = %s",
            (user_hash(READER),),
        )
        [(calls, paid)] = await rows.fetchall()
    return Books(pots, calls, paid)

"""Answers: time and memory of commands over both 2020 corpora, in one warm process."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench import _corpus
from tidings.engine import Engine
from tidings.errors import NoData
from tidings.orchestrator import MODES, execute_analyze, execute_trends
from tidings.windows import parse_window

NAME = "Answers: P50 and P95 of each command, 200 varied calls each"
CALLS = 200
SEED = 20200530
# Moments whose week is full in both corpora.
FIRST, HOURS = datetime(2020, 5, 28, tzinfo=UTC), 24 * 9
QUERIES = """
SELECT lang, keyphrases FROM articles
 WHERE published_at BETWEEN '2020-05-21' AND '2020-06-06' AND lang IN ('en', 'ru')
   AND jsonb_array_length(keyphrases) > 2
 ORDER BY hashint8(id) LIMIT 400
"""

Call = Callable[[], Awaitable[object]]


async def _queries(engine: Engine) -> list[str]:
    """Phrases that articles of those weeks use, from one word to three, in both languages."""
    rows = await engine.db.fetch_all(QUERIES)
    return [keyphrases[place % 3][0] for place, (_, keyphrases) in enumerate(rows)]


async def _measure(data: Path) -> tuple[dict[str, list[float]], float]:
    await _corpus.prepare(data)
    chance = random.Random(SEED)
    async with Engine.open(_corpus.settings()) as engine:
        queries = await _queries(engine)

        def moment() -> datetime:
            return FIRST + timedelta(minutes=chance.randrange(HOURS * 60))

        def trends(window: str) -> Call:
            return lambda: execute_trends(window=window, as_of=moment(), engine=engine)

        def analyze(mode: str) -> Call:
            return lambda: execute_analyze(
                mode=mode, query=chance.choice(queries), window="1w", as_of=moment(), engine=engine
            )

        def retrieve() -> Call:
            return lambda: engine.retriever.retrieve_for_analysis(
                chance.choice(queries), parse_window("1w", moment())
            )

        calls = {"retrieve_1w": retrieve(), "trends_24h": trends("24h"), "trends_1w": trends("1w")}
        calls |= {f"analyze_{mode}_1w": analyze(mode) for mode in MODES}
        times = {name: await _times(call) for name, call in calls.items()}
        return times, _corpus.own_mb()


async def _times(call: Call) -> list[float]:
    """Milliseconds of CALLS calls, sorted, after three that warm up; one that finds nothing counts too."""
    taken = []
    for _ in range(CALLS + 3):
        started = time.perf_counter()
        with suppress(NoData):  # an answer as well: nothing in that week says so
            await call()
        taken.append((time.perf_counter() - started) * 1000)
    return sorted(taken[3:])


def run(data: Path) -> dict[str, float]:
    """P50 and P95 in milliseconds, and the process' memory."""
    times, memory = asyncio.run(_measure(data))
    figures: dict[str, float] = {}
    for name, taken in times.items():
        p50, p95 = taken[len(taken) // 2], taken[int(len(taken) * 0.95)]
        print(f"  {name:<24} P50 {p50:7.1f} ms   P95 {p95:7.1f} ms   slowest {taken[-1]:7.1f} ms")
        figures |= {f"{name}_p50_ms": p50, f"{name}_p95_ms": p95}
    print(f"  memory of the process: {memory:.0f} MB")
    return figures | {"process_mb": memory}


if __name__ == "__main__":
    from bench.__main__ import data_folder

    print(run(data_folder()))

"""The same load on several processes of one database, as several bots share the readers of one token.

Lines of JSON tell each process what to put next, and it tells what became of it. How Telegram shares out its
updates is no part of it.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from typing import IO, Any

from bench import _corpus, _outages
from bench._arrivals import Came, Crowd
from bench._providers import Providers
from bench._traffic import MIX, Traffic
from tidings.engine import Engine


class Several:
    """Processes that wait for work, each with an engine of its own that has answered before."""

    def __init__(self, processes: Sequence[subprocess.Popen[str]]) -> None:
        self._pipes = [(_stream(process.stdin), _stream(process.stdout)) for process in processes]

    def at_once(self, count: int) -> list[Came]:
        """So many mixed commands at the same moment, shared out, each process with empty caches."""
        return self._share({"count": count // len(self._pipes)})

    def steady(self, servers: Providers, rate: float, warming: float, seconds: float) -> list[Came]:
        """So many a second with models in all, after a while of the same."""
        job = {"rate": rate / len(self._pipes), "warming": warming, "seconds": seconds}
        return self._share(job | {"providers": asdict(servers)})

    def _share(self, job: dict[str, Any]) -> list[Came]:
        for pipe, _ in self._pipes:
            pipe.write(json.dumps(job) + "\n")
            pipe.flush()
        told = [json.loads(pipe.readline()) for _, pipe in self._pipes]
        return [Came(**{**row, "steps": tuple(row["steps"])}) for rows in told for row in rows]


def _stream(pipe: IO[str] | None) -> IO[str]:
    assert pipe is not None
    return pipe


@contextmanager
def several(processes: int) -> Iterator[Several]:
    """So many processes, ready to work."""
    with ExitStack() as stack:
        started = [stack.enter_context(_started(number)) for number in range(processes)]
        for process in started:
            _stream(process.stdout).readline()
        yield Several(started)


@contextmanager
def _started(number: int) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "bench._several", str(number)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            _stream(process.stdin).close()


async def _work(seed: int) -> None:
    """Do what standard input says, line by line, until it ends."""
    async with Engine.open(_corpus.settings()) as engine:
        traffic = await Traffic.over(engine, seed)
        await Crowd().drive(traffic.at_once(engine, 2 * len(MIX)))
        print("ready", flush=True)
        while line := await asyncio.to_thread(sys.stdin.readline):
            came = await _done(engine, traffic, json.loads(line))
            print(json.dumps([asdict(one) for one in came]), flush=True)


async def _done(engine: Engine, traffic: Traffic, job: dict[str, Any]) -> list[Came]:
    crowd = Crowd()
    if "count" in job:
        fresh = Engine.over(engine.settings, engine.db, engine.embedder)
        return await crowd.drive(traffic.at_once(fresh, job["count"]))
    async with _outages.with_models(engine, Providers(**job["providers"])) as asker:
        await crowd.drive(traffic.by_rate(asker, job["rate"], job["warming"]))
        return await crowd.drive(traffic.by_rate(asker, job["rate"], job["seconds"]))


if __name__ == "__main__":
    import logging

    import structlog

    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    asyncio.run(_work(1 + int(sys.argv[1])))

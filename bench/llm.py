"""The model layer: what it adds to a command, how it bears a crowd, what commands cost, what is proved.

Models are the local provider servers, in a process of their own, asked through the providers' real SDKs; the
articles are both 2020 corpora.
"""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path

import structlog
from rich.console import Console

from bench import _corpus, _costs, _crowd, _overhead, _peers
from bench._providers import providers
from tidings.engine import Engine

NAME = "The model layer: overhead, concurrency, cost, and what of a faithful model is proved"
# Wide enough for the tables where a pipe has no width.
WIDTH = 118


async def _measure(data: Path, console: Console) -> dict[str, float]:
    await _corpus.prepare(data)
    figures: dict[str, float] = {}
    with providers() as servers:
        async with Engine.open(servers.settings()) as engine:
            taken = await _overhead.measure(engine, servers)
            figures |= _overhead.report(taken, console)
            figures |= _peers.report(await _peers.measure(engine, servers, taken), console)
            figures |= await _crowd.measure(engine, servers, console)
    with providers(real_tokens=True) as servers:
        async with Engine.open(servers.settings()) as engine:
            figures |= _costs.report(await _costs.measure(engine, servers), servers, console)
    return figures


def run(data: Path) -> dict[str, float]:
    """Print a table of each part; the figures."""
    before = structlog.get_config()
    # Lines for operators would be most of what is printed here.
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    try:
        return asyncio.run(_measure(data, Console(width=WIDTH)))
    finally:
        structlog.configure(**before)


if __name__ == "__main__":
    from bench.__main__ import data_folder

    print(run(data_folder()))

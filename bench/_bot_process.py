"""`tidings bot` as a process of its own: started, watched, killed with -9 and started again."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from tidings.dev.telegram.server import TelegramServer

_SAMPLE_SECONDS = 0.5
# A bot that finishes its answers does so within half a minute.
_STOP_SECONDS = 45


@dataclass
class Watch:
    """The most memory a bot held, and how often it was killed."""

    megabytes: float = 0.0
    kills: int = 0


def start(folder: Path, server: TelegramServer, log: Path) -> subprocess.Popen[bytes]:
    """Start the bot on that data folder, as its command starts it."""
    environment = os.environ | {
        "TIDINGS_TELEGRAM_TOKEN": server.token,
        "TIDINGS_TELEGRAM_API_URL": server.url,
        "TIDINGS_LOG_LEVEL": "info",
        "OMP_NUM_THREADS": "1",
    }
    command = [sys.executable, "-m", "tidings", "--data-dir", str(folder), "bot"]
    with log.open("ab") as lines:
        return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=lines)


@asynccontextmanager
async def running(
    folder: Path, server: TelegramServer, *, kill_every: float | None = None
) -> AsyncIterator[Watch]:
    """The bot for as long as the context lasts, killed every so many seconds, ended in order at last."""
    watch = Watch()
    with tempfile.TemporaryDirectory(prefix="tidings-bot-") as logs:
        log = Path(logs) / "log"
        holder = [start(folder, server, log)]
        tasks = [asyncio.create_task(_weigh(holder, watch))]
        if kill_every is not None:
            tasks.append(
                asyncio.create_task(_kill(holder, watch, kill_every, lambda: start(folder, server, log)))
            )
        try:
            yield watch
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            holder[0].terminate()
            await asyncio.to_thread(holder[0].wait, _STOP_SECONDS)
            if server.token.encode() in log.read_bytes():
                raise RuntimeError("the bot wrote its token into its log")


async def _weigh(holder: list[subprocess.Popen[bytes]], watch: Watch) -> None:
    while True:
        with contextlib.suppress(psutil.NoSuchProcess):  # killed, and not yet started again
            watch.megabytes = max(watch.megabytes, psutil.Process(holder[0].pid).memory_info().rss / 1e6)
        await asyncio.sleep(_SAMPLE_SECONDS)


async def _kill(
    holder: list[subprocess.Popen[bytes]],
    watch: Watch,
    every: float,
    start_again: Callable[[], subprocess.Popen[bytes]],
) -> None:
    while True:
        await asyncio.sleep(every)
        holder[0].send_signal(signal.SIGKILL)
        await asyncio.to_thread(holder[0].wait)
        watch.kills += 1
        holder[0] = start_again()

"""The bot under a crowd: 200 users and 2,000 commands, in peace, and with failing calls and kills.

One process of `tidings bot` in local mode, over the bundled sample; Telegram is the local Bot API server,
which holds the bot to the documented rates. Every chat is read afterwards: what was lost, said twice, or
said to somebody else. Then the same while a fifth of all calls fail (server errors, 429, connections cut
before and after a call took effect) and the bot is killed with -9 every 20 seconds.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from bench._bot_crowd import Account, Person, account, talk
from bench._bot_process import Watch, running
from tidings.dev.telegram.faults import NONE, Faults
from tidings.dev.telegram.server import TelegramServer
from tidings.sample import articles

NAME = "bot: a crowd, failing calls, kill -9"
USERS = 200
COMMANDS = 10
# Questions that are computed from the news, with a chart each; the others are talk with the bot.
COMPUTED = 0.15
SECONDS = 240.0
FAILING = 0.2
KILL_EVERY = 20.0
# Beyond this a question counts as lost.
PATIENCE = 180.0


def run(data: Path) -> dict[str, float]:
    """Both runs; `data` is not needed, as the news are the bundled sample."""
    del data
    return measure(Console())


def measure(
    console: Console, users: int = USERS, commands: int = COMMANDS, seconds: float = SECONDS
) -> dict[str, float]:
    """Both runs with so many users and commands each, over about so long."""
    figures: dict[str, float] = {}
    for name, faults, kill_every in (
        ("calm", NONE, None),
        ("failing", Faults.share(FAILING), KILL_EVERY),
    ):
        with tempfile.TemporaryDirectory(prefix="tidings-bot-") as folder:
            news(Path(folder))
            told, watch = asyncio.run(
                crowd(Path(folder), users, commands, seconds, faults=faults, kill_every=kill_every)
            )
        console.print(table(name, told, watch))
        figures |= {f"{name}_{figure}": value for figure, value in figures_of(told, watch).items()}
    return figures


def news(folder: Path) -> None:
    """Import the sample, ending now, into a fresh data folder."""
    rows = folder / "sample.jsonl"
    rows.write_text("".join(json.dumps(row) + "\n" for row in articles(datetime.now(UTC))), encoding="utf-8")
    command = [sys.executable, "-m", "tidings", "--data-dir", str(folder / "data"), "import", str(rows)]
    subprocess.run(command, check=True, capture_output=True)


async def crowd(
    folder: Path, users: int, commands: int, seconds: float, *, faults: Faults, kill_every: float | None
) -> tuple[Account, Watch]:
    """One run: the crowd talks, then the chats are read."""
    with TelegramServer(limits=True) as server:
        server.behave(faults)
        async with running(folder / "data", server, kill_every=kill_every) as watch:
            people: list[Person] = await talk(
                server, users, commands, seconds=seconds, computed=COMPUTED, patience=PATIENCE
            )
        return account(server, people), watch


def figures_of(told: Account, watch: Watch) -> dict[str, float]:
    """Shares, of which 1 is all, and what the machine decides."""
    every = [second for kind in told.seconds.values() for second in kind]
    return {
        "answered": 1 - told.lost / told.commands,
        "once": 1 - (told.twice + told.pictures_twice) / told.commands,
        "own": 1 - told.foreign / told.commands,
        "p50_ms": float(np.percentile(every, 50)) * 1000,
        "p95_ms": float(np.percentile(every, 95)) * 1000,
        "rss_mb": watch.megabytes,
    }


def table(name: str, told: Account, watch: Watch) -> Table:
    """One run for a reader."""
    grid = Table(
        box=None, title=f"{name}: {told.commands} commands, {watch.kills} kills", title_justify="left"
    )
    for heading in ("kind", "answers", "P50 s", "P95 s", "longest s"):
        grid.add_column(heading, justify="left" if heading == "kind" else "right")
    kinds = {"all": [second for kind in told.seconds.values() for second in kind]} | told.seconds
    for kind, seconds in kinds.items():
        shown = [f"{value:.2f}" for value in (*np.percentile(seconds, (50, 95)), max(seconds))]
        grid.add_row(kind, str(len(seconds)), *shown)
    for what, count in (
        ("lost", told.lost),
        ("answered twice", told.twice),
        ("another's answer", told.foreign),
        ("first lines left alone", told.stray_lines),
        ("pictures", told.pictures),
        ("pictures sent twice", told.pictures_twice),
        ("most memory, MB", round(watch.megabytes)),
    ):
        grid.add_row(what, str(count))
    return grid

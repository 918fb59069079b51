"""A process that answers the commands of users of both tracks, over and over, and serves its metrics."""

from __future__ import annotations

import asyncio
import sys
from datetime import UTC, datetime
from itertools import cycle

from prometheus_client import start_http_server

from tidings.engine import Engine
from tidings.errors import TidingsError
from tidings.flags import Flags, Track
from tidings.observability.logs import configure_logging
from tidings.orchestrator import execute_trends
from tidings.settings import Settings
from tidings.store.rollouts import Share

MOMENT = datetime(2025, 3, 8, 18, tzinfo=UTC)
# More users of the canary than there are of all users, so that stages take seconds.
OF_EACH = 8
AT_ONCE = 4


def users(settings: Settings) -> list[str]:
    """Some users of a tenth by one flag, some of that by another, and some of neither's third."""
    found: dict[str, list[str]] = {"drill": [], "rerank": [], "": []}
    tracks = {}
    for flag, variant in (("drill", "fail"), ("rerank", "on")):
        for percent in (10, 30):
            flags = Flags.from_settings(settings)
            prepared = flags.prepare([Share(flag, variant, percent, True)])
            assert prepared is not None
            flags.adopt(prepared)
            tracks[flag, percent] = flags
    for number in range(1000):
        user = f"reader {number}"
        tenth = [flag for flag in ("drill", "rerank") if tracks[flag, 10].track(user) is Track.CANARY]
        third = [flag for flag in ("drill", "rerank") if tracks[flag, 30].track(user) is Track.CANARY]
        if len(tenth) == 1 or not third:
            found[tenth[0] if tenth else ""].append(user)
    for flags in tracks.values():
        flags.close()
    return [user for group in zip(*found.values(), strict=False) for user in group][: 3 * OF_EACH]


async def main(port: int) -> None:
    settings = Settings(processes=0, keep_answers_days=0.0, log_level="error")
    configure_logging(settings)
    start_http_server(port, "127.0.0.1")
    asked = cycle(users(settings))
    async with Engine.open(settings) as engine, asyncio.TaskGroup() as group:

        async def ask() -> None:
            while True:
                try:
                    await execute_trends(window="24h", as_of=MOMENT, user=next(asked), engine=engine)
                except TidingsError:
                    await asyncio.sleep(0.05)  # counted by the command itself

        for _ in range(AT_ONCE):
            group.create_task(ask())
        print("answering", flush=True)


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))

"""What a process and its database do under load: processors, memory, connections, and where Python is."""

from __future__ import annotations

import asyncio
import signal
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

import psutil

import tidings
from tidings.engine import Engine

_PACKAGE = str(Path(tidings.__file__).parent)
# Of processor time: often enough for a profile of seconds, seldom enough to cost one percent of it.
_LOOK_SECONDS = 0.005
_TICK_SECONDS = 0.05


@dataclass(slots=True)
class Strain:
    """What was seen while it lasted; processors in cores, the loop's lag in seconds."""

    python: float = 0.0
    postgres: float = 0.0
    memory_mb: float = 0.0
    lag: float = 0.0
    waiting_for_connections: int = 0
    seconds: float = 0.0
    rooms: Counter[str] = field(default_factory=Counter)

    def where(self, most: int = 6) -> str:
        """The rooms whose code ran most, with their shares of the time in which Python ran."""
        seen = self.rooms.total() or 1
        return ", ".join(f"{room} {count / seen:.0%}" for room, count in self.rooms.most_common(most))


@asynccontextmanager
async def watched(engine: Engine) -> AsyncIterator[Strain]:
    """Look at this process and its database's while the block runs."""
    strain, this, servers = Strain(), psutil.Process(), list(servers_of(engine))
    before = (time.perf_counter(), _own(this), _all(servers))
    watch = asyncio.create_task(_watch(engine, this, strain))
    try:
        with _sampled(strain.rooms):
            yield strain
    finally:
        watch.cancel()
        strain.seconds = time.perf_counter() - before[0]
        strain.python = (_own(this) - before[1]) / strain.seconds
        # Backends that began meanwhile count as well.
        strain.postgres = (_all([*servers, *servers_of(engine)]) - before[2]) / strain.seconds


def servers_of(engine: Engine) -> Iterator[psutil.Process]:
    """The database's processes, where it is an embedded one."""
    server = engine.db.server
    if server is None:
        return
    pid = int((server.data_dir / "postgres" / "postmaster.pid").read_text().split()[0])
    postmaster = psutil.Process(pid)
    yield postmaster
    yield from postmaster.children(recursive=True)


def _own(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


def _all(processes: list[psutil.Process]) -> float:
    """Processor time of these, and of those of their children that have ended, such as parallel workers."""
    total = 0.0
    for process in {process.pid: process for process in processes}.values():
        with suppress(psutil.NoSuchProcess):
            times = process.cpu_times()
            total += _own(process) + float(times.children_user + times.children_system)
    return total


async def _watch(engine: Engine, this: psutil.Process, strain: Strain) -> None:
    while True:
        began = time.perf_counter()
        await asyncio.sleep(_TICK_SECONDS)
        strain.lag = max(strain.lag, time.perf_counter() - began - _TICK_SECONDS)
        strain.memory_mb = max(strain.memory_mb, this.memory_info().rss / 1e6)
        waiting = engine.db.pool.get_stats().get("requests_waiting", 0)
        strain.waiting_for_connections = max(strain.waiting_for_connections, waiting)


@contextmanager
def _sampled(rooms: Counter[str]) -> Iterator[None]:
    """Count whose code is running, by the processor's clock."""

    def look(_: int, frame: FrameType | None) -> None:
        if frame is not None:
            rooms[_room(frame)] += 1

    before = signal.signal(signal.SIGPROF, look)
    signal.setitimer(signal.ITIMER_PROF, _LOOK_SECONDS, _LOOK_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0.0)
        signal.signal(signal.SIGPROF, before)


def _room(frame: FrameType) -> str:
    """Whose code runs: the innermost room of Tidings, else the library that it waits in."""
    library = ""
    at: FrameType | None = frame
    while at is not None:
        name = at.f_code.co_filename
        if name.startswith(_PACKAGE):
            return name[len(_PACKAGE) + 1 :].partition("/")[0].removesuffix(".py")
        if not library and "site-packages" in name:
            library = name.partition("site-packages/")[2].partition("/")[0]
        at = at.f_back
    return library or "asyncio"

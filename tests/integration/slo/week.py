"""A made-up week of two processes, with known figures: as rows of the database, and as samples of Prometheus.

Every ten minutes each process answers ten commands; all is quiet until the last hour, in which one in ten
fails. One process was started anew in the middle of the week, so its counters begin again at nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from tidings.store import slo
from tidings.store.pool import Database
from tidings.tallies import SERIES

STEP = timedelta(minutes=10)
STEPS = 7 * 24 * 6
PROCESSES = ("bot", "worker")
_RESTARTED_AT = STEPS // 2

# Of ten commands: seven simple ones within half a second and one within 3; two enhanced ones, one within 3
# and one within 12. Five of a hundred enhanced ones fall back, three of a hundred claims are unproved.
_EVERY_STEP = {
    "commands trends": 8.0,
    "commands analyze_topics": 2.0,
    "within simple 0.5": 7.0,
    "within simple 3.0": 8.0,
    "within simple 5.0": 8.0,
    "within simple 12.0": 8.0,
    "within simple +Inf": 8.0,
    "within enhanced 0.5": 0.0,
    "within enhanced 3.0": 1.0,
    "within enhanced 5.0": 1.0,
    "within enhanced 12.0": 2.0,
    "within enhanced +Inf": 2.0,
    "spent": 0.4,
    "priced": 10.0,
    "fallbacks": 0.1,
    "claims pass": 48.5,
    "claims drop": 1.5,
    "lookups retrieval": 20.0,
    "hits retrieval": 5.0,
    "ratings helpful": 3.0,
    "ratings not_helpful": 1.0,
}
_FAULTS = 0.1
_FAULTS_AT_LAST = 1.0
_LAST_HOUR = 6
# Found nothing, in one process at the very end: a series of which Prometheus has a single sample.
_NOTHING_FOUND = {"errors NO_DATA": 600.0}


@dataclass(frozen=True, slots=True)
class Step:
    """What one process counted in ten minutes."""

    process: str
    number: int
    until: datetime
    tally: dict[str, float]


def week(end: datetime) -> Iterator[Step]:
    """Every step of every process, the earliest first."""
    for number in range(STEPS):
        faults = _FAULTS_AT_LAST if number >= STEPS - _LAST_HOUR else _FAULTS
        until = end - STEP * (STEPS - 1 - number)
        for process in PROCESSES:
            late = _NOTHING_FOUND if (process, number) == (PROCESSES[0], STEPS - 1) else {}
            yield Step(process, number, until, _EVERY_STEP | {"errors INTERNAL": faults} | late)


async def write_week(db: Database, end: datetime) -> None:
    """The week as the processes would have written it down."""
    async with db.connection() as conn, conn.transaction():
        for step in week(end):
            await slo.write(conn, uuid4(), step.until - STEP, step.until, step.tally)


def samples(end: datetime) -> str:
    """The week as Prometheus would have scraped it, in the text that its own tool reads."""
    names = [name_of(key) for key in (*_EVERY_STEP, "errors INTERNAL")]
    lines: dict[str, list[str]] = {name.partition("{")[0]: [] for name in names}
    counts: dict[tuple[str, str], float] = {}
    begin = (end - STEP * STEPS).timestamp()
    for process in PROCESSES:
        for key in (*_EVERY_STEP, "errors INTERNAL"):
            _add(lines, key, process, 0.0, begin)
    for step in week(end):
        restarted = step.process == "bot" and step.number == _RESTARTED_AT
        for key, added in step.tally.items():
            count = added if restarted else counts.get((step.process, key), 0.0) + added
            counts[step.process, key] = count
            _add(lines, key, step.process, count, step.until.timestamp())
    # Each scrape says that the process is there, also where it has nothing new to tell.
    scrapes = range(int(begin), int(end.timestamp()) + 1, 120)
    ups = [f'tidings_build{{instance="bot",role="bot",version="1"}} 1 {at}' for at in scrapes]
    users = f'users_active{{instance="bot",days="7"}} 42 {end.timestamp():.0f}'
    blocks = [f"# TYPE {_family(name)} {_type(name)}\n" + "\n".join(found) for name, found in lines.items()]
    gauges = ["# TYPE tidings_build gauge", *ups, "# TYPE users_active gauge", users, "# EOF", ""]
    return "\n".join([*blocks, *gauges])


def _add(lines: dict[str, list[str]], key: str, process: str, count: float, at: float) -> None:
    name, _, labels = name_of(key).partition("{")
    inner = ",".join(filter(None, (f'instance="{process}"', labels.rstrip("}"))))
    lines[name].append(f"{name}{{{inner}}} {count:.4f} {at:.0f}")


def name_of(key: str) -> str:
    """The sample of a count, with its labels."""
    series = next(series for series in SERIES if series.key == key.partition(" ")[0])
    values = key.split(" ")[1:]
    labels = ",".join(f'{label}="{value}"' for label, value in zip(series.labels, values, strict=True))
    return f"{series.sample}{{{labels}}}"


def _family(name: str) -> str:
    return name if name.endswith(("_sum", "_count", "_bucket")) else name.removesuffix("_total")


def _type(name: str) -> str:
    """A histogram's parts are given one by one, which only samples without a type may be."""
    return "unknown" if _family(name) == name else "counter"


def now() -> datetime:
    """The week's end: a moment ago, on a whole second."""
    return datetime.now(UTC).replace(microsecond=0)

"""`slo`: whether the service was as good as promised, by Prometheus or by what its processes wrote down."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from tidings.cli.console import note, show, show_document, show_json
from tidings.cli.interrupts import run
from tidings.cli.invocation import Invocation
from tidings.cli.options import AsJson
from tidings.errors import InvalidRequest

if TYPE_CHECKING:
    from tidings.slo import Readings
    from tidings.store.pool import Database

# What processes write down is kept a little longer (store/slo.py); Prometheus keeps what it is told to.
MOST_DAYS = 30
# A process that starts is scraped a little later than it begins to count.
_NOTABLE = timedelta(hours=1)


def slo(
    context: typer.Context,
    *,
    days: Annotated[int, typer.Option("--days", metavar="DAYS", help="option.slo_days")] = 7,
    source: Annotated[
        str | None, typer.Option("--from", metavar="prometheus|database", help="option.slo_from")
    ] = None,
    as_json: AsJson = False,
    markdown: Annotated[bool, typer.Option("--markdown", help="option.markdown")] = False,
    check: Annotated[bool, typer.Option("--check", help="option.check")] = False,
) -> int:
    """Print the report; with `check`, 1 where a promise was not kept."""
    from tidings.cli.slo_page import report_document, report_markdown, report_page
    from tidings.slo import report

    invocation: Invocation = context.obj
    _check_options(invocation, days, source, as_json and markdown)
    found = report(_readings(invocation, days, source))
    if as_json:
        show_json(report_document(found))
    elif markdown:
        show_document(report_markdown(found, invocation.words()))
    else:
        show(*report_page(found, invocation.words()))
    return 1 if check and found.broken else 0


def _check_options(invocation: Invocation, days: int, source: str | None, two_formats: bool) -> None:
    if not 1 <= days <= MOST_DAYS:
        raise InvalidRequest(f"--days {days}", message="bad_slo_days", params={"most": MOST_DAYS})
    if two_formats:
        raise InvalidRequest("--json and --markdown", message="two_formats")
    if source not in (None, "prometheus", "database"):
        raise InvalidRequest(f"--from {source!r}", message="unknown_slo_source", params={"source": source})
    if source == "prometheus" and invocation.settings.prometheus_url is None:
        raise InvalidRequest("TIDINGS_PROMETHEUS_URL is not set", message="no_prometheus")


def _readings(invocation: Invocation, days: int, source: str | None) -> Readings:
    """What Prometheus knows, unless the database is asked for or knows what Prometheus does not."""
    from tidings.prometheus import Prometheus, PrometheusUnavailable
    from tidings.slo.from_prometheus import read_prometheus

    url = invocation.settings.prometheus_url
    if url is None or source == "database":
        return _counted(invocation, days)

    async def ask() -> Readings:
        async with Prometheus(url) as prometheus:
            return await read_prometheus(prometheus, days)

    try:
        scraped = run(ask())
    except PrometheusUnavailable:
        if source == "prometheus":
            raise
        note(invocation.say("slo.prometheus_away"), style="yellow")
        return _counted(invocation, days)
    if source == "prometheus" or _reaches_back(scraped):
        return scraped
    counted = _counted(invocation, days)
    if _reach(counted) < _reach(scraped) + _NOTABLE:
        return scraped
    note(invocation.say("slo.prometheus_new"), style="yellow")
    return counted


def _reach(readings: Readings) -> timedelta:
    """How far back the counts go."""
    return readings.moment - readings.begun if readings.begun else timedelta()


def _reaches_back(readings: Readings) -> bool:
    return _reach(readings) >= timedelta(days=readings.days) - _NOTABLE


def _counted(invocation: Invocation, days: int) -> Readings:
    """What the processes wrote into the database."""
    from tidings.cli.session import with_stored
    from tidings.slo.from_database import read_database

    keep = invocation.settings.keep_answers_days

    async def work(db: Database) -> Readings:
        return await read_database(db, days, keep_answers_days=keep)

    return with_stored(invocation, work)

"""`canary`: something new for a share of users, judged by Prometheus, promoted or taken back by itself."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from tidings.abreast import beside
from tidings.cli.console import note, show, show_json
from tidings.cli.invocation import Invocation
from tidings.cli.options import AsJson
from tidings.cli.session import with_database
from tidings.cli.untrusted import short_line
from tidings.errors import InvalidRequest

if TYPE_CHECKING:
    from tidings.rollout.preflight import Finding
    from tidings.store.pool import Database
    from tidings.store.rollouts import Decision, Rollout

Why = Annotated[str, typer.Option("--why", metavar="TEXT", help="option.canary_why")]

# How soon a decision is shown where one waits for it.
_LOOK_SECONDS = 1.0


def start(
    context: typer.Context,
    *,
    flag: Annotated[str, typer.Option("--flag", metavar="FLAG", help="option.canary_flag")],
    to: Annotated[str, typer.Option("--to", metavar="VARIANT", help="option.canary_to")],
    why: Why,
    stage: Annotated[
        list[str] | None, typer.Option("--stage", metavar="PERCENT=SPAN", help="option.canary_stage")
    ] = None,
    limit: Annotated[
        list[str] | None, typer.Option("--limit", metavar="NAME=VALUE", help="option.canary_limit")
    ] = None,
    every: Annotated[
        float, typer.Option("--every", metavar="SECONDS", min=0.2, max=600, help="option.canary_every")
    ] = 15.0,
    recent: Annotated[
        float | None,
        typer.Option("--recent", metavar="SECONDS", min=2, max=86_400, help="option.canary_recent"),
    ] = None,
    enough: Annotated[
        int, typer.Option("--enough", metavar="COMMANDS", min=10, max=100_000, help="option.canary_enough")
    ] = 50,
    detach: Annotated[bool, typer.Option("--detach", help="option.canary_detach")] = False,
) -> int:
    """Begin a rollout, and control it until it ends; 1 where it was taken back."""
    from tidings.rollout.criteria import Options
    from tidings.rollout.options import parse_limits
    from tidings.rollout.stages import parse_stages

    invocation: Invocation = context.obj
    reason = _reason(why)
    stages = parse_stages(stage or [])
    options = Options(every=every, recent=recent, enough=enough, limits=parse_limits(limit or []))

    async def work(db: Database) -> int:
        from tidings.flags import flags_now
        from tidings.rollout.starting import begin, check_variant

        async with flags_now(invocation.settings, db) as flags:
            check_variant(flags, flag, to)
        _require_prometheus(invocation)
        await _ask_prometheus(invocation)
        rollout = await begin(db, flag, to, stages=stages, options=options, why=reason)
        return await _begun(invocation, db, rollout, detach=detach)

    return with_database(invocation, work)


async def _begun(invocation: Invocation, db: Database, rollout: Rollout, *, detach: bool) -> int:
    if detach:
        note(invocation.say("canary.detached", number=rollout.id))
        return 0
    return await _followed(invocation, db, rollout)


def _reason(why: str) -> str:
    reason = short_line(why)
    if not reason:
        raise InvalidRequest("no reason", message="canary_without_why")
    return reason


def status(context: typer.Context, *, as_json: AsJson = False) -> None:
    """Print how the rollout stands, canary and stable side by side."""
    from tidings.cli.canary_page import idle_page, standing_document, standing_page
    from tidings.rollout.standing import Standing, standing

    invocation: Invocation = context.obj

    async def work(db: Database) -> Standing:
        return await standing(invocation.settings, db)

    found = with_database(invocation, work)
    if as_json:
        show_json(standing_document(found))
    elif found.rollout is None or found.ruling is None:
        show(*idle_page(found, invocation.words()))
    else:
        show(*standing_page(found, found.rollout, found.ruling, invocation.words()))


def resume(context: typer.Context) -> int:
    """Control the rollout that runs until it ends; 1 where it was taken back."""
    from tidings.store import rollouts

    invocation: Invocation = context.obj
    _require_prometheus(invocation)

    async def work(db: Database) -> int:
        from tidings.errors import UnknownName

        rollout = await db.read(rollouts.running)
        if rollout is None:
            raise UnknownName("no rollout runs", message="canary_none")
        return await _followed(invocation, db, rollout)

    return with_database(invocation, work)


def abort(
    context: typer.Context,
    *,
    why: Why,
    flag: Annotated[str | None, typer.Option("--flag", metavar="FLAG", help="option.abort_flag")] = None,
) -> None:
    """Take a rollout back at once."""
    from tidings.rollout.starting import abort as take_back

    invocation: Invocation = context.obj
    reason = _reason(why)

    async def work(db: Database) -> Rollout:
        return await take_back(db, reason, flag)

    rollout = with_database(invocation, work)
    note(invocation.say("canary.aborted", flag=rollout.flag, variant=rollout.variant))


def log(context: typer.Context, *, as_json: AsJson = False) -> None:
    """Print every decision."""
    from tidings.cli.canary_page import decision_document, decision_line
    from tidings.store import rollouts

    invocation: Invocation = context.obj

    async def work(db: Database) -> tuple[Decision, ...]:
        return await db.read(rollouts.decisions)

    decisions = with_database(invocation, work)
    if as_json:
        show_json([decision_document(decision) for decision in decisions])
    elif decisions:
        show(*(decision_line(decision, invocation.words()) for decision in decisions))
    else:
        note(invocation.say("canary.nothing_ever"))


def preflight(context: typer.Context, *, as_json: AsJson = False) -> int:
    """Check what a rollout stands on; 1 where something is not in order."""
    from tidings.cli.canary_page import finding_document, findings_page

    invocation: Invocation = context.obj
    findings = with_database(invocation, lambda db: _looked_over(invocation, db))
    ready = all(finding.ok for finding in findings)
    if as_json:
        show_json({"ready": ready, "checks": [finding_document(finding) for finding in findings]})
    else:
        show(findings_page(findings, invocation.words()))
    return 0 if ready else 1


async def _looked_over(invocation: Invocation, db: Database) -> list[Finding]:
    from tidings.flags import Flags
    from tidings.rollout.preflight import preflight as look_over

    flags = Flags.from_settings(invocation.settings)
    try:
        return [finding async for finding in look_over(invocation.settings, db, flags)]
    finally:
        flags.close()


async def _followed(invocation: Invocation, db: Database, rollout: Rollout) -> int:
    """Control it beside whoever else would, and print what is decided, by whom ever."""
    from tidings.rollout.controlling import control

    try:
        async with beside(control(invocation.settings, db), "canary") as controlling:
            telling = asyncio.create_task(_told(invocation, db, rollout))
            try:
                await asyncio.wait({controlling, telling}, return_when=asyncio.FIRST_COMPLETED)
                if not telling.done():
                    controlling.result()  # it ends by an error alone
                return await telling
            finally:
                telling.cancel()
    except asyncio.CancelledError:
        note(invocation.say("canary.left_alone"))
        raise


async def _told(invocation: Invocation, db: Database, rollout: Rollout) -> int:
    """Print decisions as they come until the rollout has ended."""
    from tidings.cli.canary_page import decision_line
    from tidings.store import rollouts

    printed, words = 0, invocation.words()
    while True:
        # First how it stands, then the log: what ended it is in the log by then.
        now = await db.read(lambda conn: rollouts.by_number(conn, rollout.id))
        for decision in await db.read(partial(rollouts.decisions, after=printed)):
            printed = decision.id
            if decision.rollout == rollout.id:
                show(decision_line(decision, words))
        if now is None or now.state != "running":
            return 0 if now is not None and now.state == "complete" else 1
        await asyncio.sleep(_LOOK_SECONDS)


async def _ask_prometheus(invocation: Invocation) -> None:
    """PrometheusUnavailable where it does not answer: a rollout that begins then goes unjudged."""
    from tidings.prometheus import Prometheus

    async with Prometheus(invocation.settings.prometheus_url or "") as prometheus:
        await prometheus.value("vector(1)")


def _require_prometheus(invocation: Invocation) -> None:
    """InvalidRequest where none is set, or what is set is no address."""
    from tidings.prometheus import require_address

    if invocation.settings.prometheus_url is None:
        raise InvalidRequest("TIDINGS_PROMETHEUS_URL is not set", message="no_prometheus")
    require_address(invocation.settings.prometheus_url)

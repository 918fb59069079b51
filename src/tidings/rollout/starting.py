"""Starting a rollout, and taking one back by hand."""

from __future__ import annotations

from collections.abc import Sequence

from tidings.errors import InvalidRequest, UnknownName
from tidings.flags import Flags
from tidings.rollout import options as kept_options
from tidings.rollout import stages as kept_stages
from tidings.rollout.controlling import announce
from tidings.rollout.criteria import Options
from tidings.rollout.stages import Stage
from tidings.store import rollouts
from tidings.store.pool import Database
from tidings.store.rollouts import Rollout


def check_variant(flags: Flags, flag: str, variant: str) -> None:
    """InvalidRequest where that cannot be rolled out, with what can."""
    variants = flags.variants(flag)
    if variants is None:
        known = ", ".join(sorted(flags.document["flags"]))
        raise InvalidRequest(
            f"no flag {flag!r}", message="canary_no_flag", params={"flag": flag, "known": known}
        )
    if not variants:
        raise InvalidRequest(f"{flag} is disabled", message="canary_disabled", params={"flag": flag})
    if variant not in variants:
        raise InvalidRequest(
            f"{flag} has no variant {variant!r}",
            message="canary_no_variant",
            params={"flag": flag, "variant": variant, "known": ", ".join(variants)},
        )
    definition = flags.document["flags"][flag]
    if definition["defaultVariant"] == variant and not definition.get("targeting"):
        raise InvalidRequest(
            f"everybody has {flag}={variant}",
            message="canary_had",
            params={"flag": flag, "variant": variant},
        )


async def begin(
    db: Database, flag: str, variant: str, *, stages: Sequence[Stage], options: Options, why: str
) -> Rollout:
    """Give the first stage's share of users the variant; InvalidRequest where a rollout runs already."""
    async with db.transaction() as conn:
        number = await rollouts.start(
            conn,
            flag,
            variant,
            stages=kept_stages.stored(stages),
            options=kept_options.stored(options),
            why=why,
        )
        if number is None:
            raise InvalidRequest("a rollout runs already", message="canary_runs")
        percent = stages[0].percent
        await rollouts.record(conn, number, "start", percent, reason="said", params={"why": why})
        rollout = await rollouts.by_number(conn, number)
    if rollout is None:
        raise UnknownName(f"rollout {number} is gone", message="canary_none")
    announce(rollout, "start", percent, "said")
    return rollout


async def abort(db: Database, why: str, flag: str | None = None) -> Rollout:
    """Take back the rollout that runs, or what that flag's last one gave, also to everybody.

    UnknownName where there is none: who asks twice does not take back what nobody complains about.
    """
    async with db.transaction() as conn:
        rollout = await rollouts.last_in_effect(conn, flag)
        if rollout is None and flag is None:
            raise UnknownName("no rollout runs", message="canary_none_to_abort")
        if rollout is None:
            raise UnknownName(f"{flag} is not rolled out", message="canary_not_out", params={"flag": flag})
        await rollouts.end(conn, rollout.id, "rolled_back", rollout.percent)
        await rollouts.record(conn, rollout.id, "abort", 0, reason="said", params={"why": why})
    announce(rollout, "abort", 0, "said")
    return rollout

"""Rollouts as a terminal and a program show them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from babel.dates import format_timedelta
from babel.numbers import format_currency, format_percent
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from tidings.cli.words import Words
    from tidings.rollout.criteria import Limits, Ruling
    from tidings.rollout.measures import Measures
    from tidings.rollout.preflight import Finding
    from tidings.rollout.standing import Standing
    from tidings.store.rollouts import Decision, Rollout

# What is not known.
_NONE = "–"
_STYLES = {"roll_back": "bold red", "abort": "bold red", "wait": "yellow", "hold": "yellow"}
# What could not be looked at says nothing of what to do about it; but where it would be looked up does.
_UNLOOKED = ("no_url", "not_checked")
_SOURCES = ("prometheus", "alertmanager")
# Of what each number of a reason is, by the end of the reason's name.
_SHARES = ("errors", "coverage")


def standing_page(found: Standing, rollout: Rollout, ruling: Ruling, words: Words) -> list[RenderableType]:
    """The rollout that runs: where it is, both tracks side by side, and what is decided of it."""
    about = words.say(
        "canary.standing",
        flag=rollout.flag,
        variant=rollout.variant,
        percent=rollout.percent,
        stage=rollout.stage + 1,
        stages=len(found.stages),
        since=words.moment(rollout.stage_since),
    )
    left = words.say("canary.left", span=span(found.seconds_left, words)) if found.seconds_left else ""
    parts: list[RenderableType] = [Text(about, style="bold"), Text(rollout.why, style="dim")]
    if left:
        parts.append(Text(left))
    if not found.controlled:
        parts.append(Text(words.say("canary.uncontrolled"), style="bold yellow"))
    if found.seen is not None:
        whole = found.seen.whole
        parts += [Text(), _comparison(whole.canary, whole.stable, found.options.limits, words), Text()]
    verdict = Text(words.say(f"canary.decision.{ruling.verdict}"), style=_STYLES.get(ruling.verdict, "green"))
    return [*parts, verdict.append(f": {said(ruling.reason, ruling.params, words)}", style="not bold")]


def idle_page(found: Standing, words: Words) -> list[RenderableType]:
    """That nothing is being rolled out, and what everybody has since it was."""
    lines: list[RenderableType] = [Text(words.say("canary.idle"))]
    if found.rollout is not None:
        ended = words.moment(found.rollout.ended_at) if found.rollout.ended_at else _NONE
        key = f"canary.last.{found.rollout.state}"
        flag, variant = found.rollout.flag, found.rollout.variant
        lines.append(Text(words.say(key, flag=flag, variant=variant, at=ended), style="dim"))
    before = {share.flag: share.variant for share in found.shares if share.flag != _flag_of(found)}
    for flag, variant in before.items():
        lines.append(Text(words.say("canary.everybody", flag=flag, variant=variant), style="dim"))
    return lines


def _flag_of(found: Standing) -> str | None:
    return found.rollout.flag if found.rollout is not None else None


def standing_document(found: Standing) -> dict[str, Any]:
    """How it stands for a program."""
    rollout, ruling = found.rollout, found.ruling
    return {
        "running": ruling is not None,
        "controlled": found.controlled,
        "rollout": rollout
        and {
            "number": rollout.id,
            "flag": rollout.flag,
            "variant": rollout.variant,
            "state": rollout.state,
            "percent": rollout.percent,
            "stage": rollout.stage + 1,
            "stages": [{"percent": stage.percent, "seconds": stage.seconds} for stage in found.stages],
            "why": rollout.why,
            "started_at": rollout.started_at.isoformat(),
            "stage_since": rollout.stage_since.isoformat(),
            "ended_at": rollout.ended_at and rollout.ended_at.isoformat(),
            "seconds_left": round(found.seconds_left) if ruling else 0,
            "options": dict(rollout.options),
        },
        "in_effect": [
            {"flag": share.flag, "variant": share.variant, "percent": share.percent} for share in found.shares
        ],
        "measures": found.seen
        and {
            "recent": found.seen.recent.figures(),
            "whole": found.seen.whole.figures(),
        },
        "ruling": ruling
        and {
            "verdict": ruling.verdict,
            "reason": ruling.reason,
            "params": dict(ruling.params),
        },
    }


def decision_line(decision: Decision, words: Words) -> Text:
    """One line of the log."""
    line = Text(f"{words.moment(decision.at, year=True)}  ", style="dim")
    line.append(f"{decision.flag} → {decision.variant}  {decision.percent} %  ", style="not dim")
    style = _STYLES.get(decision.decision, "green")
    line.append(words.say(f"canary.decision.{decision.decision}"), style=f"not dim {style}")
    return line.append(f": {said(decision.reason, decision.params, words)}", style="not dim")


def decision_document(decision: Decision) -> dict[str, Any]:
    """One line of the log for a program."""
    return {
        "rollout": decision.rollout,
        "flag": decision.flag,
        "variant": decision.variant,
        "at": decision.at.isoformat(),
        "decision": decision.decision,
        "percent": decision.percent,
        "reason": decision.reason,
        "params": dict(decision.params),
        "measures": decision.measures,
    }


def findings_page(findings: Sequence[Finding], words: Words) -> Table:
    """One line a check; what to do under those that are not in order."""
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0), pad_edge=False)
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for finding in findings:
        text = Text(words.say(f"canary.preflight.{finding.key}", **_spans(finding.params, words)))
        if not finding.ok and (finding.key not in _UNLOOKED or finding.name in _SOURCES):
            text.append(f"\n→ {words.say(f'canary.advice.{finding.name}')}", style="yellow")
        state = "ok" if finding.ok else "fail"
        style = "green" if finding.ok else "bold red"
        name = Text(words.say(f"canary.check.{finding.name}"), style="bold")
        table.add_row(Text(words.say(f"doctor.{state}"), style=style), name, text)
    return table


def finding_document(finding: Finding) -> dict[str, Any]:
    """One check for a program."""
    return {
        "name": finding.name,
        "ok": finding.ok,
        "finding": finding.key,
        "params": dict(finding.params),
    }


def said(reason: str, params: Mapping[str, Any], words: Words) -> str:
    """A reason in the reader's words; what an operator wrote is said as it is."""
    kind = reason.rpartition("_")[2]
    shown = {
        name: _figure(kind, value, words) if name in ("value", "limit", "stable") else value
        for name, value in params.items()
    }
    return words.say(f"canary.reason.{reason}", **shown)


def span(seconds: float, words: Words) -> str:
    """A length of time in words."""
    return str(format_timedelta(max(1, round(seconds)), locale=words.lang, threshold=1.5))


def _spans(params: Mapping[str, Any], words: Words) -> dict[str, Any]:
    """Params with their lengths of time and sums of money in words."""
    ways = {"age": span, "left": _dollars, "daily": _dollars}
    return {name: ways[name](value, words) if name in ways else value for name, value in params.items()}


def _comparison(canary: Measures, stable: Measures, limits: Limits, words: Words) -> Table:
    """Both tracks, and beyond what the canary is taken back or kept from going on."""
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim")
    table.add_column(no_wrap=True)
    for column in ("canary", "stable", "stop", "promise"):
        table.add_column(words.say(f"canary.column.{column}"), no_wrap=True)
    mine, theirs = canary.figures(), stable.figures()
    bounds: dict[str, tuple[float | None, float | None]] = {
        "commands": (None, None),
        "errors": (limits.errors, limits.slo_errors),
        "p95": (limits.p95, limits.slo_p95),
        "coverage": (limits.coverage, limits.slo_coverage),
        "cost": (None, limits.slo_cost),
    }
    for name, (stop, promise) in bounds.items():
        at_most, at_least = ("<", "≥") if name == "coverage" else (">", "≤")
        table.add_row(
            words.say(f"canary.measure.{name}"),
            _figure(name, mine[name], words),
            _figure(name, theirs[name], words),
            f"{at_most} {_figure(name, stop, words)}" if stop is not None else "",
            f"{at_least} {_figure(name, promise, words)}" if promise is not None else "",
        )
    return table


def _figure(kind: str, value: Any, words: Words) -> str:
    """A figure of that kind in the reader's language."""
    if value is None:
        return _NONE
    if kind in _SHARES:
        return str(
            format_percent(value, "#,##0.#%" if words.lang == "en" else "#,##0.# %", locale=words.lang)
        )
    if kind == "p95":
        return words.say("canary.seconds", seconds=words.decimal(float(value), 1))
    if kind == "cost":
        return _dollars(value, words)
    return words.number(int(value))


def _dollars(value: float, words: Words) -> str:
    return str(format_currency(value, "USD", locale=words.lang))

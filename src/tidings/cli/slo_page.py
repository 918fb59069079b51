"""A report of service levels as a terminal, a Markdown document and a program show it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from babel.numbers import format_currency, format_decimal, format_percent
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from tidings.slo.burning import Standing
from tidings.slo.objectives import Objective, Unit

if TYPE_CHECKING:
    from tidings.cli.words import Words
    from tidings.slo import Measure, Report

_STYLES = {Standing.MET: "green", Standing.UNMET: "bold red", Standing.FEW: "yellow"}
# What is not known.
_NONE = "–"
# Their headings are longer than what stands under them.
_FOLDED = frozenset({"left"})
_COLUMNS = ("measure", "target", "figure", "met", "left", "burn", "sample")


def report_page(report: Report, words: Words) -> list[RenderableType]:
    """The report for a person at a terminal."""
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim")
    for name, column in zip(_COLUMNS, _headings(report, words), strict=True):
        table.add_column(column, no_wrap=name not in _FOLDED)
    for measure in report.measures:
        style = _STYLES[measure.standing]
        cells = zip(_COLUMNS, _cells(measure, words), strict=True)
        table.add_row(*(Text(cell, style=style if name == "met" else "") for name, cell in cells))
    title, *lines = _about(report, words)
    return [
        Text(title, style="bold"),
        *(Text(line, style="dim") for line in lines),
        Text(),
        table,
        Text(),
        *(Text(line) for line in _use(report, words)),
    ]


def report_markdown(report: Report, words: Words) -> str:
    """The report as a section of a Markdown document."""
    title, *lines = _about(report, words)
    rows = [_headings(report, words), ["---"] * len(_COLUMNS)]
    rows += [_cells(measure, words) for measure in report.measures]
    table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    use = "\n".join(f"- {line}" for line in _use(report, words))
    return "\n\n".join([f"## {title}", " ".join(lines), table, use])


def report_document(report: Report) -> dict[str, Any]:
    """The report for a program: figures as they are, shares as fractions."""
    use = report.use
    return {
        "source": report.source,
        "days": report.days,
        "until": report.moment.isoformat(),
        "since": report.begun.isoformat() if report.begun else None,
        "covered_days": round(report.covered, 2),
        "objectives": [_document(measure) for measure in report.measures],
        "users": use.users,
        "commands": {"total": sum(use.commands.values()), "by_command": dict(use.commands)},
        "satisfaction": {"ratings": use.ratings, "helped": use.helped, "share": use.satisfaction},
    }


def _document(measure: Measure) -> dict[str, Any]:
    objective = measure.objective
    return {
        "name": objective.name,
        "comparison": "at_most" if objective.at_most else "at_least",
        "target": objective.target,
        "unit": objective.unit,
        "figure": measure.figure,
        "standing": measure.standing,
        "budget_left": measure.budget_left,
        "burn_rate": dict(measure.burn),
        "sample": measure.sample,
        "needed": measure.needed,
    }


def _about(report: Report, words: Words) -> Iterator[str]:
    """Of when it is, where it is from, and what is missing from it."""
    yield words.say("slo.title", days=report.days, moment=words.moment(report.moment, year=True))
    yield words.say(f"slo.from.{report.source}")
    if report.begun is None:
        yield words.say("slo.nothing")
    elif not report.is_whole:
        yield words.say(
            "slo.partly",
            moment=words.moment(report.begun, year=True),
            covered=words.decimal(report.covered, 1 if report.covered >= 1 else 2),
            days=report.days,
        )


def _headings(report: Report, words: Words) -> list[str]:
    return [words.say(f"slo.column.{name}", days=report.days) for name in _COLUMNS]


def _cells(measure: Measure, words: Words) -> list[str]:
    objective = measure.objective
    sign = "≤" if objective.at_most else "≥"
    sample = words.number(measure.sample)
    if measure.standing is Standing.FEW:
        sample = words.say("slo.sample_of", sample=sample, needed=words.number(measure.needed))
    return [
        words.say(f"slo.{objective.name}"),
        f"{sign} {amount(objective, objective.target, words)}",
        _NONE if measure.figure is None else amount(objective, measure.figure, words),
        words.say(f"slo.{measure.standing}"),
        _NONE if measure.budget_left is None else percent(measure.budget_left, words),
        " ".join(_NONE if rate is None else words.decimal(rate) for rate in measure.burn.values()),
        sample,
    ]


def amount(objective: Objective, value: float, words: Words) -> str:
    """A figure in its unit."""
    if objective.unit is Unit.SECONDS:
        return words.say("slo.seconds", value=format_decimal(round(value, 2), locale=words.lang))
    if objective.unit is Unit.DOLLARS:
        # A command may cost less than a cent.
        pattern = "¤#,##0.00##" if words.lang == "en" else "#,##0.00##\N{NO-BREAK SPACE}¤"
        return str(format_currency(value, "USD", pattern, locale=words.lang, currency_digits=False))
    return percent(value, words)


def percent(share: float, words: Words) -> str:
    """A share with a tenth of a percent, where it has one."""
    pattern = "#,##0.#%" if words.lang == "en" else "#,##0.#\N{NO-BREAK SPACE}%"
    return str(format_percent(share, pattern, locale=words.lang))


def _use(report: Report, words: Words) -> Iterator[str]:
    """Who used it, how much, and whether it helped."""
    use = report.use
    if use.users is None:
        yield words.say("slo.users_unknown")
    else:
        yield words.say("slo.users", users=use.users)
    total = sum(use.commands.values())
    parts = ", ".join(
        f"{name.replace('_', ' ')} {words.number(count)}" for name, count in use.commands.items()
    )
    yield words.say("slo.commands", total=total, parts=parts) if total else words.say("slo.no_commands")
    if use.satisfaction is None:
        yield words.say("slo.no_ratings")
    else:
        share = percent(use.satisfaction, words)
        yield words.say("slo.satisfaction", share=share, ratings=use.ratings)

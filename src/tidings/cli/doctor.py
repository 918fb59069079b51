"""`doctor`: everything Tidings stands on, checked one by one, with what to do where it does not hold."""

from __future__ import annotations

import typer
from rich.table import Table
from rich.text import Text

from tidings.cli.checks import check_everything
from tidings.cli.console import show, show_json
from tidings.cli.diagnosis import Check
from tidings.cli.invocation import Invocation
from tidings.cli.options import AsJson

_STYLES = {"ok": "green", "warn": "yellow", "fail": "bold red"}


def doctor(context: typer.Context, as_json: AsJson = False) -> int:
    """Check and report; 1 where something failed."""
    invocation: Invocation = context.obj
    checks = check_everything(invocation)
    failed = any(check.state == "fail" for check in checks)
    if as_json:
        show_json({"ok": not failed, "checks": [vars(check) for check in checks]})
    else:
        show(checks_table(checks, invocation))
    return 1 if failed else 0


def checks_table(checks: list[Check], invocation: Invocation) -> Table:
    """One line a check; advice under those that need it."""
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0), pad_edge=False)
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for check in checks:
        words = Text(check.text)
        if check.advice:
            words.append(f"\n→ {check.advice}", style="yellow")
        state = Text(invocation.say(f"doctor.{check.state}"), style=_STYLES[check.state])
        table.add_row(state, Text(invocation.say(f"doctor.check.{check.name}"), style="bold"), words)
    return table

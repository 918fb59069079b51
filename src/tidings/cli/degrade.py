"""`degrade`: how far service is reduced, and changing that."""

from __future__ import annotations

import getpass
import os
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import RenderableType
from rich.text import Text

from tidings.cli.console import show, show_json
from tidings.cli.invocation import Invocation
from tidings.cli.layout import section
from tidings.cli.options import AsJson
from tidings.cli.session import with_database
from tidings.cli.untrusted import one_line, short_line
from tidings.errors import InvalidRequest

if TYPE_CHECKING:
    from tidings.cli.words import Words
    from tidings.store.degradation import Change
    from tidings.store.pool import Database

# The newest changes, as a screen shows them; and years of them, as service is changed a few times a month.
_SHOWN, _LOGGED = 10, 1000
_STYLES = {0: "green", 1: "yellow", 2: "bold yellow", 3: "bold red"}


def degrade(
    context: typer.Context,
    level: Annotated[str | None, typer.Argument(metavar="0|1|2|3", help="option.level")] = None,
    *,
    why: Annotated[str | None, typer.Option("--why", metavar="TEXT", help="option.why")] = None,
    by: Annotated[str | None, typer.Option("--by", metavar="NAME", help="option.by")] = None,
    log: Annotated[bool, typer.Option("--log", help="option.degrade_log")] = False,
    as_json: AsJson = False,
) -> None:
    """Show the level in force with its history, or set another."""
    invocation: Invocation = context.obj
    wanted = _wanted(level, why, by)
    changes = with_database(invocation, lambda db: _changes(db, wanted, _LOGGED if log else _SHOWN))
    if as_json:
        show_json(document(changes))
    else:
        show(*page(changes, invocation))


def _wanted(level: str | None, why: str | None, by: str | None) -> tuple[int, str, str] | None:
    """The level to set, who sets it and why; None to look only."""
    if level is None:
        if why is not None or by is not None:
            raise InvalidRequest("--why or --by without a level", message="why_without_level")
        return None
    if level not in ("0", "1", "2", "3"):
        raise InvalidRequest(f"level {level!r}", message="bad_level", params={"level": level})
    reason, name = short_line(why or ""), short_line(by or "") or _user()
    if not reason:
        raise InvalidRequest("no reason", message="level_without_why", params={"level": level})
    return int(level), name, reason


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # in a container whose user has no name
        return f"uid {os.getuid()}"


async def _changes(db: Database, wanted: tuple[int, str, str] | None, limit: int) -> list[Change]:
    """The newest changes, with the one that is wanted."""
    from tidings.store import degradation

    async with db.connection() as conn:
        if wanted is not None:
            level, who, why = wanted
            await degradation.change(conn, level, who=who, why=why)
        return await degradation.history(conn, limit)


def document(changes: list[Change]) -> dict[str, Any]:
    """The level and its history for a program."""
    rows = [
        {
            "level": change.level,
            "by": "rule" if change.by_rule else "operator",
            "who": change.who,
            "why": change.why,
            "at": change.at.isoformat(),
        }
        for change in changes
    ]
    held = changes[0] if changes else None
    return {
        "level": held.level if held else 0,
        "since": held.since.isoformat() if held else None,
        "by": rows[0]["by"] if rows else None,
        "who": held.who if held else None,
        "why": held.why if held else None,
        "history": rows,
    }


def page(changes: list[Change], invocation: Invocation) -> list[RenderableType]:
    """The level in words, since when, by whom and why, what the rule makes of it, and the changes before."""
    words = invocation.words()
    held = changes[0] if changes else None
    level = held.level if held else 0
    return [
        Text(words.say(f"degrade.level.{level}"), style=_STYLES[level]),
        Text(_since(held, words) if held else words.say("degrade.never")),
        *(Text(line, style="dim") for line in _of_the_rule(held, invocation)),
        *section(words.say("degrade.history"), [_row(change, words) for change in changes]),
    ]


def _since(held: Change, words: Words) -> str:
    """Who set the level in force, and why."""
    return words.say(
        "degrade.since_by_rule" if held.by_rule else "degrade.since",
        since=words.moment(held.since, year=True),
        zone=held.since.astimezone(words.zone).tzname() or "UTC",
        who=one_line(held.who),
        why=_why(held, words),
    )


def _of_the_rule(held: Change | None, invocation: Invocation) -> list[str]:
    """What the rule does about the level, as far as that is not what it always does."""
    settings = invocation.settings
    if not settings.degrade_by_rule:
        return [invocation.say("degrade.rule_off")]
    if settings.prometheus_url is None:
        return [invocation.say("degrade.rule_blind")]
    if held is None or held.by_rule:
        return []
    return [invocation.say("degrade.held" if held.level else "degrade.handed_back")]


def _row(change: Change, words: Words) -> Text:
    row = Text(f"  {words.moment(change.at, year=True)}  ", style="dim")
    row.append(str(change.level), style=f"not dim {_STYLES[change.level]}")
    who = words.say("degrade.rule") if change.by_rule else one_line(change.who)
    row.append(f"  {who}: {_why(change, words)}", style="not dim")
    return row


def _why(change: Change, words: Words) -> str:
    """The reason: an operator's own words, or the rule's."""
    from tidings.degrading.rule import told

    if not change.by_rule:
        return one_line(change.why)
    reason, alerts = told(change.why)
    return words.say(f"degrade.why.{reason.value}", alerts=alerts)

"""`backup`, `restore` and `migrate`: what an operator does with the database as a whole."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.text import Text

from tidings.cli.console import show, show_json
from tidings.cli.interrupts import run
from tidings.cli.invocation import Invocation
from tidings.cli.options import AsJson
from tidings.cli.session import progress, with_database, with_stored
from tidings.errors import InvalidRequest

if TYPE_CHECKING:
    from tidings.backup import Made, Restored
    from tidings.store.pool import Database

_MEGABYTE = 1_000_000

File = Annotated[str, typer.Argument(metavar="FILE", help="option.backup_file")]
RestoreFile = Annotated[str, typer.Argument(metavar="FILE", help="option.restore_file")]
Force = Annotated[bool, typer.Option("--force", help="option.backup_force")]
Keep = Annotated[int | None, typer.Option(metavar="N", min=1, help="option.backup_keep")]
RestoreForce = Annotated[bool, typer.Option("--force", help="option.restore_force")]


def backup(
    context: typer.Context, file: File, force: Force = False, keep: Keep = None, as_json: AsJson = False
) -> None:
    """Write everything that lasts into one file."""
    invocation: Invocation = context.obj
    target = _target(file)
    with progress(invocation, invocation.say("backup.running"), "progress.megabytes") as count:

        async def work(db: Database) -> Made:
            from tidings.backup import make

            counted = _megabytes(count)
            return await make(db, invocation.settings, target, force=force, keep=keep, progress=counted)

        made = with_stored(invocation, work)
    if as_json:
        show_json(_document(made))
    else:
        _tell_made(made, invocation)


def _target(file: str) -> Path:
    if not file.strip():
        raise InvalidRequest("no file is named", message="backup.no_name")
    target = Path(file).expanduser().absolute()
    # A folder that was meant, on a disk that is not mounted, must not become a file that is written once.
    is_folder = file.endswith(os.sep) or not target.suffix
    if is_folder and not target.exists():
        raise InvalidRequest(
            f"no folder {target}", message="backup.no_folder", params={"folder": str(target)}
        )
    return target


def _megabytes(count: Callable[[int], None]) -> Callable[[int], None]:
    return lambda done: count(done // _MEGABYTE)


def _document(report: Made | Restored) -> dict[str, Any]:
    """A report for a program: paths as text, absent ones as null."""
    written = {
        name: str(value) if isinstance(value, Path) else value for name, value in asdict(report).items()
    }
    return written | {"made_at": report.made_at.isoformat()}


def _tell_made(made: Made, invocation: Invocation) -> None:
    from tidings.backup.container import SETTINGS

    seconds = invocation.words().decimal(made.seconds, 1)
    show(
        Text(
            invocation.say(
                "backup.done",
                file=made.file,
                articles=made.articles,
                megabytes=-(-made.bytes // _MEGABYTE),
                seconds=seconds,
            ),
            style="bold",
        )
    )
    if made.removed:
        show(Text(invocation.say("backup.removed", count=len(made.removed))))
    show(Text(invocation.say("backup.holds_settings" if SETTINGS in made.parts else "backup.holds")))


def restore(
    context: typer.Context, file: RestoreFile, force: RestoreForce = False, as_json: AsJson = False
) -> None:
    """Bring back what a backup holds."""
    from tidings.backup import restore as bring_back

    invocation: Invocation = context.obj
    settings, source = invocation.settings, Path(file).expanduser().absolute()
    with progress(invocation, invocation.say("restore.running"), "progress.megabytes") as count:
        restored = run(bring_back(settings, source, force=force, progress=_megabytes(count)))
    if as_json:
        show_json(_document(restored))
    else:
        _tell_restored(restored, invocation)


def _tell_restored(restored: Restored, invocation: Invocation) -> None:
    words = invocation.words()
    show(
        Text(
            invocation.say(
                "restore.done",
                file=restored.file.name,
                articles=restored.articles,
                time=words.moment(restored.made_at, year=True),
                seconds=words.decimal(restored.seconds, 1),
            ),
            style="bold",
        )
    )
    if restored.kept:
        show(Text(invocation.say("restore.kept", folder=restored.kept)))
    if restored.settings:
        show(Text(invocation.say("restore.settings", file=restored.settings)))


def migrate(context: typer.Context, as_json: AsJson = False) -> None:
    """Bring the database up to date, as a step of its own before many processes start."""
    invocation: Invocation = context.obj

    async def work(db: Database) -> list[str]:
        return db.migrated

    names = with_database(invocation, work)
    if as_json:
        show_json({"applied": names})
    elif names:
        show(Text(invocation.say("migrate.done", names=", ".join(names))))
    else:
        show(Text(invocation.say("migrate.nothing")))

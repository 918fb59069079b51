"""`init`: the data folder, a commented settings file, and on request feeds to start with."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.text import Text

from tidings.cli.console import show
from tidings.cli.feeds import follow_starters
from tidings.cli.invocation import Invocation
from tidings.cli.session import with_database
from tidings.errors import InternalError

_HEADING = """\
# Tidings' settings. A line without # in front is in force; TIDINGS_<NAME> in the environment goes before it.
"""


def init(
    context: typer.Context,
    feeds: Annotated[bool, typer.Option("--feeds", help="option.starter_feeds")] = False,
) -> None:
    """Create what is not there yet."""
    from tidings.settings import config_path

    invocation: Invocation = context.obj
    own = {"data_dir": str(invocation.data_dir.absolute())} if invocation.data_dir is not None else {}
    # The file first: settings are not read from a file that was named and is not there.
    is_own_file = _create_file(config_path(), settings_text(own))
    _report(is_own_file, config_path(), invocation)
    data_dir = invocation.settings.data_dir.expanduser().absolute()
    _report(_create_folder(data_dir), data_dir, invocation)
    if feeds:
        followed = with_database(invocation, follow_starters)
        show(Text(invocation.say("feeds.imported", **asdict(followed))))
    # A file that was there leads to the folder that it names, which may be another.
    program = "tidings" if is_own_file else invocation.program
    show(Text(invocation.say("init.next_ingest" if feeds else "init.next", program=program), style="dim"))


def _report(created: bool, path: Path, invocation: Invocation) -> None:
    show(Text(invocation.say("init.created" if created else "init.kept", path=path)))


def _create_folder(path: Path) -> bool:
    """Make the folder; False when it was there."""
    if path.is_dir():
        return False
    try:
        path.mkdir(parents=True)
    except OSError as error:
        raise _unusable(path, error) from error
    return True


def _create_file(path: Path, text: str) -> bool:
    """Write the file; False when it was there."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        return False
    except OSError as error:
        raise _unusable(path, error) from error
    return True


def _unusable(path: Path, error: OSError) -> InternalError:
    reason = error.strerror or type(error).__name__
    return InternalError(
        f"cannot create {path}: {reason}", message="cannot_create", params={"path": path, "reason": reason}
    )


def settings_text(own: dict[str, Any]) -> str:
    """A settings file in TOML: every option with its meaning and default, those in `own` in force."""
    from tidings.settings import Settings

    parts = [_HEADING]
    for name, option in Settings.model_fields.items():
        value = own.get(name, None if option.default_factory else option.get_default())
        line = f"{name} = {_toml(value)}" if value is not None else f"{name} ="
        parts.append(f"# {option.description}\n{'' if name in own else '# '}{line}\n")
    return "\n".join(parts)


def _toml(value: Any) -> str:
    """A TOML value; JSON writes strings, numbers and booleans the same way."""
    return json.dumps(value, ensure_ascii=False)

"""A command's stretch of work: an event loop, the database open, progress for whoever watches."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from tidings.cli.console import console, note
from tidings.cli.interrupts import run
from tidings.cli.invocation import Invocation

if TYPE_CHECKING:
    from tidings.store.pool import Database

T = TypeVar("T")


def with_database(
    invocation: Invocation,
    work: Callable[[Database], Awaitable[T]],
    *,
    before: Callable[[], object] = lambda: None,
) -> T:
    """Open the database of the settings, do the work, close it.

    `before` raises what can be told without a database, so that none is started for it.
    """
    from tidings.store.pool import Database

    settings = invocation.settings

    async def whole() -> T:
        before()
        async with Database.from_settings(settings) as db:
            return await work(db)

    return run(whole())


def with_stored(invocation: Invocation, work: Callable[[Database], Awaitable[T]]) -> T:
    """As `with_database`, for what only reads."""
    return with_database(invocation, work, before=lambda: require_stored(invocation))


def require_stored(invocation: Invocation) -> None:
    """UnreadableInput where the data folder has no database: a mistyped name would be given one otherwise."""
    from tidings.errors import UnreadableInput
    from tidings.store.placement import is_new

    settings = invocation.settings
    if settings.database_url is None and is_new(settings.data_dir.expanduser()):
        path = str(settings.data_dir)
        raise UnreadableInput(f"there is no database in {path}", message="no_database", params={"path": path})


def telling(invocation: Invocation) -> Callable[..., None]:
    """What to call with a phrase's key and what fills it, to tell whoever watches a service."""

    def tell(key: str, /, **params: object) -> None:
        note(invocation.say(key, **params), style="dim")

    return tell


@contextmanager
def progress(invocation: Invocation, title: str, counted: str) -> Iterator[Callable[[int], None]]:
    """Yield what to call with the count so far; it is shown on a terminal and nowhere else.

    `counted` is the key of the phrase that says the count, its one gap named as in "progress.<gap>".
    """
    screen = console(stderr=True)
    if not screen.is_terminal:
        yield lambda _count: None
        return
    gap = counted.rpartition(".")[2]
    columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), TimeElapsedColumn())
    with Progress(*columns, console=screen, transient=True) as display:
        task = display.add_task(title)

        def tell(count: int) -> None:
            display.update(task, description=f"{title}: {invocation.say(counted, **{gap: count})}")

        yield tell

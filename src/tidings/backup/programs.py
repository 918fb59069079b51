"""PostgreSQL's own programs, run for a backup: one that dumps, two that bring a dump back."""

from __future__ import annotations

import asyncio
import os
import tempfile
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from io import FileIO
from typing import IO, Any

import structlog
from psycopg import AsyncConnection
from psycopg.conninfo import make_conninfo

from tidings.backup.container import CHUNK
from tidings.errors import DatabaseUnavailable
from tidings.store import backups
from tidings.store.binaries import installed_binaries

log = structlog.get_logger(__name__)

# Level 1 makes 517 MB of 111,000 articles in 13 s, level 6 432 MB in 55 s; this build knows gzip alone.
_DUMP = ("--format=custom", "--compress=gzip:1")
# Only what is Tidings': the schema with its extension, and nothing that another account could not make.
_OURS = ("--schema=public", "--extension=vector", "--no-owner", "--no-privileges", "--no-comments")
_SCRIPT = ("--file=-", "--no-owner", "--no-privileges", "--no-comments")
# No settings file of the account's, and an end at the first error.
_PSQL = ("--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1")
_INHERITED = ("PATH", "LD_LIBRARY_PATH", "HOME")
# What a program says when it fails is a line or two; the rest repeats it.
_SAID_LINES = 3


@dataclass(frozen=True, slots=True)
class Target:
    """A database as PostgreSQL's programs take it: the password apart, as command lines are public."""

    conninfo: str
    environment: Mapping[str, str]

    @classmethod
    def of(cls, conn: AsyncConnection[Any]) -> Target:
        """The database that the connection is open to."""
        info = conn.info
        kept = {name: os.environ[name] for name in _INHERITED if name in os.environ}
        # Certificates and password files, as the connection itself found them.
        kept |= {name: value for name, value in os.environ.items() if name.startswith(("PGSSL", "PGPASS"))}
        parameters = {name: value for name, value in info.get_parameters().items() if name != "password"}
        secret = {"PGPASSWORD": info.password} if info.password else {}
        return cls(make_conninfo("", **parameters), {**kept, "LC_ALL": "C", **secret})


@asynccontextmanager
async def dumping(target: Target, snapshot: str) -> AsyncIterator[AsyncIterator[bytes]]:
    """A dump of the moment of that name, chunk by chunk; DatabaseUnavailable where it ends too early."""
    arguments = (*_DUMP, *_OURS, f"--snapshot={snapshot}", f"--dbname={target.conninfo}")
    async with _program("pg_dump", arguments, target, stdin=DEVNULL, stdout=PIPE) as (process, said):
        output = process.stdout
        if output is None:
            raise ValueError("a program started with a pipe has none")

        async def chunks() -> AsyncIterator[bytes]:
            while chunk := await output.read(CHUNK):
                yield chunk
            _check("pg_dump", await process.wait(), said)

        yield chunks()


async def load(target: Target, dump: Iterable[bytes]) -> None:
    """Put a dump in the place of all that Tidings has in the database, in one transaction."""
    async with AsyncExitStack() as stack:
        script_out, script_in = os.pipe()
        # At its end without a commit, psql undoes everything.
        script = stack.enter_context(os.fdopen(script_in, "wb", buffering=0))
        arguments = (*_PSQL, f"--dbname={target.conninfo}")
        try:
            psql, psql_said = await stack.enter_async_context(
                _program("psql", arguments, target, stdin=script_out, stdout=DEVNULL)
            )
        finally:
            os.close(script_out)
        script.write(backups.BEFORE_A_DUMP)
        restorer, restorer_said = await stack.enter_async_context(
            _program("pg_restore", _SCRIPT, target, stdin=PIPE, stdout=script.fileno())
        )
        await _feed(restorer, dump)
        code = await restorer.wait()
        if code == 0:
            _finish(script)
        script.close()
        # Where psql has stopped, pg_restore failed as nobody read it: the cause first.
        _check("psql", await psql.wait(), psql_said)
        _check("pg_restore", code, restorer_said)


def _finish(script: FileIO) -> None:
    """Have psql commit; one that has ended says why in its exit code."""
    try:
        script.write(backups.AFTER_A_DUMP)
    except BrokenPipeError as error:
        log.info("program_stopped_reading", error=type(error).__name__)


async def _feed(process: Process, dump: Iterable[bytes]) -> None:
    """Write the dump to the program; one that ends before has said why."""
    if process.stdin is None:
        raise ValueError("a program started with a pipe has none")
    try:
        for chunk in dump:
            process.stdin.write(chunk)
            await process.stdin.drain()
    except (BrokenPipeError, ConnectionResetError) as error:
        log.info("program_stopped_reading", error=type(error).__name__)
    finally:
        process.stdin.close()


@asynccontextmanager
async def _program(
    name: str, arguments: Iterable[str], target: Target, *, stdin: int, stdout: int
) -> AsyncIterator[tuple[Process, IO[bytes]]]:
    """A program of the embedded server's, with what it complains of; ended with the block."""
    with tempfile.TemporaryFile() as said:
        process = await asyncio.create_subprocess_exec(
            str(installed_binaries().bin / name),
            *arguments,
            stdin=stdin,
            stdout=stdout,
            stderr=said,
            env=dict(target.environment),
        )
        try:
            yield process, said
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()


def _check(name: str, code: int, said: IO[bytes]) -> None:
    """DatabaseUnavailable with what the program said, where it failed."""
    if code == 0:
        return
    said.seek(0)
    lines = said.read().decode(errors="replace").strip().splitlines()
    detail = " | ".join(lines[:_SAID_LINES]) or f"it ended with {code}"
    raise DatabaseUnavailable(
        f"{name} failed: {detail}",
        message="backup.program_failed",
        params={"program": name, "detail": detail},
    )

"""Making a backup: one moment of the database and the small files beside it, while others go on writing."""

from __future__ import annotations

import fcntl
import os
import shutil
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

import structlog

from tidings import __version__
from tidings.backup import container
from tidings.backup.exchange import settle
from tidings.backup.keeping import name_of, prune
from tidings.backup.manifest import Manifest
from tidings.backup.programs import Target, dumping
from tidings.errors import InternalError, InvalidRequest
from tidings.settings import Settings, config_path
from tidings.store import backups
from tidings.store.pool import Database

log = structlog.get_logger(__name__)

# 111,000 articles: 1.07 GB of database are 0.52 GB of backup; a little more, as other news may pack worse.
SHARE_OF_DATABASE = 0.6
# Flags and settings take kilobytes; anything larger is none of them.
SMALL_FILE = 1_000_000
_PRIVATE = 0o600


@dataclass(frozen=True, slots=True)
class Made:
    """A finished backup."""

    file: Path
    bytes: int
    articles: int
    rows: dict[str, int]
    parts: tuple[str, ...]
    made_at: datetime
    checksum: str
    removed: tuple[str, ...]
    seconds: float


async def make(
    db: Database,
    settings: Settings,
    file: Path,
    *,
    force: bool = False,
    keep: int | None = None,
    progress: Callable[[int], None] = lambda _bytes: None,
) -> Made:
    """Write a backup of the open database to `file`, which is there whole or not at all.

    Where `file` is a folder it gets a name in it, and all but the newest `keep` backups go afterwards.
    """
    begun = time.monotonic()
    target = _target(file, datetime.now(UTC))
    if keep is not None and target == file:
        raise InvalidRequest(f"{file} is no folder", message="backup.keep_where", params={"file": file})
    _refuse_existing(target, force)
    async with _moment(db) as (moment, database):
        _check_space(target, moment.database_bytes)
        with _staged(target) as staging:
            manifest = await _write(staging, settings, moment, database, progress)
            size = staging.tell()
            _refuse_existing(target, force)
    await _remember(db, manifest, size)
    removed = prune(target.parent, keep) if keep is not None else []
    parts = tuple(part.name for part in manifest.parts)
    log.info("backup_made", bytes=size, articles=manifest.articles, checksum=manifest.checksum)
    return Made(
        file=target,
        bytes=size,
        articles=manifest.articles,
        rows=manifest.rows,
        parts=parts,
        made_at=manifest.made_at,
        checksum=manifest.checksum,
        removed=tuple(removed),
        seconds=round(time.monotonic() - begun, 3),
    )


def _target(file: Path, now: datetime) -> Path:
    """The file to write: in a folder, one named after the moment."""
    return file / name_of(now) if file.is_dir() else file


def _refuse_existing(target: Path, force: bool) -> None:
    if target.exists() and not force:
        raise InvalidRequest(
            f"{target} is there already", message="backup.file_there", params={"file": target}
        )


@asynccontextmanager
async def _moment(db: Database) -> AsyncIterator[tuple[backups.Moment, Target]]:
    """One moment of the database, held, and how to reach it."""
    async with db.own_connection() as conn:
        if not await backups.is_ours(conn):
            raise InvalidRequest("the tables are not in the schema public", message="backup.other_schema")
        yield await backups.freeze(conn), Target.of(conn)


def _check_space(target: Path, database_bytes: int) -> None:
    needed = int(database_bytes * SHARE_OF_DATABASE)
    try:
        free = shutil.disk_usage(target.parent).free
    except OSError as error:
        raise _cannot_write(target, error) from error
    if free < needed:
        raise no_space(target.parent, needed, free)


def no_space(folder: Path, needed: int, free: int) -> InternalError:
    """The refusal of work for which a disk has no room."""
    return InternalError(
        f"{folder} has {free} bytes free and about {needed} are needed",
        message="backup.no_space",
        params={"folder": folder, "needed": needed // 1_000_000 + 1, "free": free // 1_000_000},
    )


@contextmanager
def _staged(target: Path) -> Iterator[BinaryIO]:
    """A private file beside the target that takes its name at the end; gone when that is not reached.

    Its name is always the same, so that what a killed backup left is written over by the next one.
    """
    path = target.with_name(f".{target.name}.part")
    try:
        with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, _PRIVATE), "w+b") as file:
            _hold(file, target)
            try:
                os.fchmod(file.fileno(), _PRIVATE)
                file.truncate()
                yield file
                path.replace(target)
            except BaseException:
                path.unlink(missing_ok=True)
                raise
            settle(target.parent)
    except OSError as error:
        raise _cannot_write(target, error) from error


def _hold(file: BinaryIO, target: Path) -> None:
    """Refuse where another backup is writing this very file."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise InvalidRequest(
            f"another backup is writing {target}", message="backup.file_busy", params={"file": target}
        ) from error


def _cannot_write(target: Path, error: OSError) -> InternalError:
    reason = error.strerror or type(error).__name__
    return InternalError(
        f"cannot write {target}: {reason}", message="cannot_create", params={"path": target, "reason": reason}
    )


def _small_files(settings: Settings) -> Iterator[tuple[str, bytes]]:
    """The settings in force from a file, the flags, and the files of the data folder beside the database."""
    if config_path().is_file():
        yield container.SETTINGS, config_path().read_bytes()
    folder = settings.data_dir.expanduser()
    for path in sorted(folder.iterdir()) if folder.is_dir() else []:
        name = container.file_name(f"{container.FILES}{path.name}")
        if name and path.is_file() and not path.is_symlink() and path.stat().st_size <= SMALL_FILE:
            yield f"{container.FILES}{name}", path.read_bytes()


async def _write(
    staging: BinaryIO,
    settings: Settings,
    moment: backups.Moment,
    database: Target,
    progress: Callable[[int], None],
) -> Manifest:
    """All parts of the backup, the manifest last."""
    writer = container.Writer(staging, moment.at.timestamp())
    for name, data in _small_files(settings):
        writer.add(name, data)
    async with dumping(database, moment.snapshot) as chunks:
        await _write_dump(writer, chunks, progress)
    manifest = _manifest(moment, writer)
    writer.finish(manifest)
    return manifest


async def _write_dump(
    writer: container.Writer, chunks: AsyncIterator[bytes], progress: Callable[[int], None]
) -> None:
    done = 0
    with writer.part(container.DUMP) as write:
        async for chunk in chunks:
            write(chunk)
            done += len(chunk)
            progress(done)


def _manifest(moment: backups.Moment, writer: container.Writer) -> Manifest:
    return Manifest(
        tidings=__version__,
        made_at=moment.at,
        server_version=moment.server_version,
        database_bytes=moment.database_bytes,
        migrations=moment.migrations,
        rows=moment.rows,
        parts=tuple(writer.parts),
    )


async def _remember(db: Database, manifest: Manifest, size: int) -> None:
    async with db.transaction() as conn:
        await backups.record(conn, manifest.made_at, size, manifest.articles, manifest.checksum)

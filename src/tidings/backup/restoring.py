"""Bringing a backup back: built up beside what is there, checked, and put in its place in one step."""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import structlog

from tidings.backup import container
from tidings.backup.exchange import move_in, settle
from tidings.backup.making import no_space
from tidings.backup.manifest import Manifest, damaged, refuse_newer
from tidings.backup.programs import Target, load
from tidings.errors import DatabaseUnavailable, InternalError, InvalidRequest, UnreadableInput
from tidings.settings import Settings
from tidings.store import backups, placement
from tidings.store.account import give
from tidings.store.migrate import load as load_migrations
from tidings.store.migrate import shipped
from tidings.store.pool import CONNECT_SECONDS, Connection, Database
from tidings.store.presence import POLL_SECONDS, is_locked, open_private, try_lock
from tidings.store.server import ALIVE_FILE, LEFTOVER_LIMIT, EmbeddedServer, explained

log = structlog.get_logger(__name__)

STAGING = "postgres.restore-"
LOCK_FILE = "postgres.restoring"
REPLACED = "postgres.replaced-"
# Settings are laid under a name that nothing reads: they may name other folders, and keys changed since.
RESTORED_SETTINGS = "restored-settings.toml"
# The tables as they were, and write-ahead log up to the server's limit of it.
_LOG_BYTES = 2_000_000_000


@dataclass(frozen=True, slots=True)
class Restored:
    """A backup that is in force again."""

    file: Path
    articles: int
    rows: dict[str, int]
    made_at: datetime
    tidings: str
    kept: Path | None
    settings: Path | None
    seconds: float


async def restore(
    settings: Settings,
    file: Path,
    *,
    force: bool = False,
    progress: Callable[[int], None] = lambda _bytes: None,
) -> Restored:
    """Put the state of a backup in the place of what the settings' database holds.

    Until the whole of it is there and checked, nothing changes; then everything does at once.
    """
    begun = time.monotonic()
    with _opened(file) as reader:
        refuse_newer(reader.manifest, load_migrations(shipped()), file.name)
        await asyncio.to_thread(reader.verify, lambda _bytes: None)
        folder = settings.data_dir.expanduser().resolve()
        if settings.database_url is None:
            kept = await _into_folder(folder, reader, force, progress)
        else:
            kept = None
            await _into_server(settings.database_url.get_secret_value(), reader, force, progress)
        laid = _lay_files(folder, reader)
    manifest = reader.manifest
    log.info("backup_restored", articles=manifest.articles, checksum=manifest.checksum)
    seconds = round(time.monotonic() - begun, 3)
    return Restored(
        file, manifest.articles, manifest.rows, manifest.made_at, manifest.tidings, kept, laid, seconds
    )


@contextmanager
def _opened(file: Path) -> Iterator[container.Reader]:
    try:
        with file.open("rb") as stream:
            yield container.Reader(stream, file.name)
    except FileNotFoundError as error:
        raise UnreadableInput(
            f"{file} does not exist", message="file_missing", params={"path": file}
        ) from error
    except IsADirectoryError as error:
        raise damaged(file.name, "it is a folder") from error


# A server of one's own


async def _into_server(
    url: str, reader: container.Reader, force: bool, progress: Callable[[int], None]
) -> None:
    try:
        conn = await Connection.connect(url, autocommit=True, connect_timeout=CONNECT_SECONDS)
    except psycopg.OperationalError as error:
        raise DatabaseUnavailable("could not connect to the server of TIDINGS_DATABASE_URL") from error
    async with conn:
        if await backups.is_foreign(conn):
            raise InvalidRequest("the database is not Tidings'", message="backup.foreign")
        _refuse_full(await backups.articles(conn), force)
        if others := await backups.others(conn):
            raise _in_use(others)
        await _fill(conn, reader, progress)
    async with Database(url=url) as db:
        await _finish(db, reader)


def _refuse_full(articles: int, force: bool) -> None:
    if articles and not force:
        raise InvalidRequest(
            f"there are {articles} articles already", message="backup.full", params={"articles": articles}
        )


def _in_use(others: int) -> InvalidRequest:
    return InvalidRequest(
        f"{others} programs use the database", message="backup.in_use", params={"others": others}
    )


async def _fill(conn: Connection, reader: container.Reader, progress: Callable[[int], None]) -> None:
    """Load the dump and compare what is there now with what the manifest says."""
    await load(Target.of(conn), _counted(reader.chunks(container.DUMP), progress))
    found, said = await backups.rows(conn), reader.manifest.rows
    if found != said:
        wrong = sorted(name for name in found.keys() | said.keys() if found.get(name) != said.get(name))
        raise InternalError(f"tables with other counts than the backup's: {', '.join(wrong)}")


def _counted(chunks: Iterator[bytes], progress: Callable[[int], None]) -> Iterator[bytes]:
    done = 0
    for chunk in chunks:
        done += len(chunk)
        progress(done)
        yield chunk


async def _finish(db: Database, reader: container.Reader) -> None:
    """What follows the data: newer migrations ran when it was opened; statistics, and this very backup."""
    manifest = reader.manifest
    size = sum(part.bytes for part in manifest.parts)
    async with db.connection() as conn:
        await backups.analyze(conn)
        await backups.record(conn, manifest.made_at, size, manifest.articles, manifest.checksum)


# The embedded server


async def _into_folder(
    folder: Path, reader: container.Reader, force: bool, progress: Callable[[int], None]
) -> Path | None:
    """Build a cluster beside the folder's, and exchange the two; gives where the former one is kept."""
    server = EmbeddedServer(folder)
    if users := server.status().users:
        raise _in_use(users)
    if not force:
        _refuse_full(await _articles_in(server), force)
    with explained(folder), _alone_restoring(folder):
        home = placement.place(folder).pgdata.parent
        await asyncio.to_thread(_clear_abandoned, home)
        _check_space(home, reader.manifest)
        async with _staging(home, folder) as staging:
            await _build(staging, reader, progress)
            return _take_place(server, staging)


async def _articles_in(server: EmbeddedServer) -> int:
    """How many articles the folder's database holds; none where there is no database yet."""
    if server.status().state == "absent":
        return 0
    try:
        conninfo = await asyncio.to_thread(server.ensure)
        async with await Connection.connect(conninfo, autocommit=True) as conn:
            return await backups.articles(conn)
    finally:
        await asyncio.to_thread(server.leave)


@contextmanager
def _alone_restoring(folder: Path) -> Iterator[None]:
    """Be the only one that restores into this folder."""
    folder.mkdir(parents=True, exist_ok=True)
    handle = open_private(folder / LOCK_FILE, os.O_RDWR, folder.stat().st_uid)
    try:
        if not try_lock(handle):
            raise _in_use(1)
        yield
    finally:
        os.close(handle)


def _clear_abandoned(home: Path) -> None:
    """Remove what killed restores left, their servers first."""
    for left in home.glob(f"{STAGING}*"):
        # One that was killed while it started its server has left initdb or a server that is not up yet.
        deadline = time.monotonic() + LEFTOVER_LIMIT
        while EmbeddedServer(left).stop() and is_locked(left / ALIVE_FILE):
            if time.monotonic() > deadline:
                raise DatabaseUnavailable(f"the server in {left} does not end")
            time.sleep(POLL_SECONDS)
        shutil.rmtree(left)
        log.warning("abandoned_restore_removed", folder=left.name)


def _check_space(home: Path, manifest: Manifest) -> None:
    needed = manifest.database_bytes + min(manifest.database_bytes, _LOG_BYTES)
    free = shutil.disk_usage(home).free
    if free < needed:
        raise no_space(home, needed, free)


@asynccontextmanager
async def _staging(home: Path, folder: Path) -> AsyncIterator[Path]:
    """A folder beside the cluster to build another in; whatever is in it at the end goes."""
    staging = _make_staging(home, folder)
    try:
        yield staging
    finally:
        await asyncio.to_thread(EmbeddedServer(staging).stop)
        shutil.rmtree(staging, ignore_errors=True)


def _make_staging(home: Path, folder: Path) -> Path:
    staging = Path(tempfile.mkdtemp(prefix=STAGING, dir=home))
    owner = folder.stat()
    give(staging, owner.st_uid, owner.st_gid)
    # The server's account may be another than the folder's owner and has to get through to its cluster.
    staging.chmod(0o755)
    return staging


async def _build(staging: Path, reader: container.Reader, progress: Callable[[int], None]) -> None:
    """The backup's database in a cluster of its own, brought up to date, and shut down in order."""
    server = EmbeddedServer(staging)
    conninfo = await asyncio.to_thread(server.ensure)
    try:
        async with await Connection.connect(conninfo, autocommit=True) as conn:
            await _fill(conn, reader, progress)
        async with Database(url=conninfo) as db:
            await _finish(db, reader)
    finally:
        await asyncio.to_thread(server.leave)
    if (state := server.status().state) != "stopped":
        raise InternalError(f"the restored database is still {state}, so its files cannot be moved")


def _take_place(server: EmbeddedServer, staging: Path) -> Path | None:
    """Exchange the clusters; where there was one, it is kept under a name of its own."""
    with server.alone() as place:
        if place is None:
            raise _in_use(server.status().users)
        kept = place.with_name(f"{REPLACED}{datetime.now(UTC):%Y%m%dT%H%M%S.%fZ}")
        (staging / placement.CLUSTER).rename(kept)
        try:
            swapped = move_in(kept, place)
        except OSError as error:
            shutil.rmtree(kept)
            raise InternalError(
                f"cannot exchange folders in {place.parent}: {error.strerror}",
                message="backup.no_exchange",
                params={"folder": place.parent},
            ) from error
        # What stands under `kept` is the former database from here on, whatever the disk says.
        settle(place.parent)
        return kept if swapped else None


# Files


def _lay_files(folder: Path, reader: container.Reader) -> Path | None:
    """Write the data folder's small files; the settings beside them, under a name that nothing reads."""
    folder.mkdir(parents=True, exist_ok=True)
    laid = None
    for part in reader.manifest.parts:
        if part.name == container.SETTINGS:
            laid = folder / RESTORED_SETTINGS
            _write(laid, reader.read(part.name))
        elif name := container.file_name(part.name):
            _write(folder / name, reader.read(part.name))
    settle(folder)
    return laid


def _write(path: Path, data: bytes) -> None:
    """A private file, whole under its name."""
    owner = path.parent.stat().st_uid
    temporary = path.with_name(f".{path.name}.new")
    temporary.unlink(missing_ok=True)
    with os.fdopen(open_private(temporary, os.O_WRONLY | os.O_EXCL, owner), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)

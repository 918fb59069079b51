"""The embedded server's life: shared by processes, and surviving the death of any of them."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Protocol

import psutil
import psycopg
import pytest
from tests.waiting import eventually

from tidings.errors import DatabaseUnavailable
from tidings.store import postmaster, server
from tidings.store.presence import open_private, try_lock
from tidings.store.server import EmbeddedServer


class Client(Protocol):
    """Another process that uses the folder, as conftest.py starts it."""

    def connection_string(self) -> str: ...
    def leave(self) -> int: ...
    def kill(self) -> None: ...


StartClient = Callable[[Path], Client]

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the server as another account")


@contextmanager
def using(data_dir: Path, **options: Any) -> Iterator[EmbeddedServer]:
    embedded = EmbeddedServer(data_dir, **options)
    try:
        yield embedded
    finally:
        embedded.leave()


def query(url: str, sql: str) -> Any:
    with psycopg.connect(url, autocommit=True) as conn:
        cursor = conn.execute(sql)
        return cursor.fetchone() if cursor.description else None


def pid_of(data_dir: Path) -> int:
    pid = EmbeddedServer(data_dir).status().pid
    assert pid is not None
    return pid


def lives(pid: int) -> bool:
    return psutil.pid_exists(pid) and postmaster.is_alive(psutil.Process(pid))


def kill_postmaster(data_dir: Path) -> int:
    process = psutil.Process(pid_of(data_dir))
    process.kill()
    eventually(lambda: not postmaster.is_alive(process))
    return process.pid


def test_a_new_folder_gets_a_server_with_our_settings_and_no_network(new_folder: Path) -> None:
    with using(new_folder) as embedded:
        url = embedded.ensure()
        version, jit, plan, commit, compression = query(
            url,
            "SELECT current_setting('server_version_num')::int, current_setting('jit'),"
            " current_setting('plan_cache_mode'), current_setting('synchronous_commit'),"
            " current_setting('wal_compression')",
        )
        assert version >= 180000
        assert (jit, plan, commit, compression) == ("off", "force_custom_plan", "on", "pglz")
        assert query(url, "SELECT lower('ЩЁЛК')") == ("щёлк",)
        assert psutil.Process(pid_of(new_folder)).net_connections("inet") == []
        assert psutil.Process(pid_of(new_folder)).uids().effective != 0
    assert embedded.status().state == "stopped"


def test_ensuring_twice_keeps_one_server_and_one_user(data_dir: Path) -> None:
    with using(data_dir) as embedded:
        first = embedded.ensure()
        pid = pid_of(data_dir)
        assert embedded.ensure() == first
        assert pid_of(data_dir) == pid
        assert embedded.status().users == 1


def test_two_holds_in_one_process_are_two_users(data_dir: Path) -> None:
    with using(data_dir) as first, using(data_dir) as second:
        assert first.ensure() == second.ensure()
        first.leave()
        assert second.status().state == "running"
    assert second.status().state == "stopped"


def test_processes_starting_a_new_folder_at_once_share_a_server_that_the_last_one_stops(
    new_folder: Path, start_client: StartClient
) -> None:
    together = [start_client(new_folder) for _ in range(3)]
    assert len({client.connection_string() for client in together}) == 1
    assert EmbeddedServer(new_folder).status().users == 3
    assert [client.leave() for client in together[:2]] == [0, 0]
    assert EmbeddedServer(new_folder).status().state == "running"
    assert together[2].leave() == 0
    assert EmbeddedServer(new_folder).status().state == "stopped"
    assert not list(new_folder.glob("postgres.init-*"))


def test_a_server_left_by_a_killed_user_is_adopted_and_then_stopped(
    data_dir: Path, start_client: StartClient
) -> None:
    client = start_client(data_dir)
    client.connection_string()
    client.kill()
    left = pid_of(data_dir)
    with using(data_dir) as embedded:
        embedded.ensure()
        assert pid_of(data_dir) == left
        assert embedded.status().users == 1
    assert embedded.status().state == "stopped"
    assert not lives(left)


def test_stop_ends_a_server_left_behind_but_not_one_in_use(data_dir: Path, start_client: StartClient) -> None:
    client = start_client(data_dir)
    client.connection_string()
    assert EmbeddedServer(data_dir).stop() is False
    assert EmbeddedServer(data_dir).status().state == "running"
    client.kill()
    assert EmbeddedServer(data_dir).stop() is True
    assert EmbeddedServer(data_dir).status().state == "stopped"


def test_a_killed_postmaster_is_replaced_and_what_was_committed_is_there(data_dir: Path) -> None:
    with using(data_dir) as embedded:
        url = embedded.ensure()
        query(url, "CREATE TABLE kept AS SELECT generate_series(1, 1000) AS n")
        killed = kill_postmaster(data_dir)
        assert query(embedded.ensure(), "SELECT count(*) FROM kept") == (1000,)
        assert pid_of(data_dir) != killed


def test_a_backend_computing_for_a_killed_postmaster_does_not_keep_a_new_one_from_starting(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postmaster, "ORPHAN_GRACE", 0.3)
    with using(data_dir) as embedded:
        url = embedded.ensure()

        def compute() -> None:
            with suppress(psycopg.OperationalError):
                query(url, "SELECT sum(n) FROM (SELECT generate_series(1, 10000000000) AS n) AS many")

        busy = threading.Thread(target=compute)
        busy.start()
        count = "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'SELECT sum(n)%'"
        eventually(lambda: query(url, count) == (1,))
        kill_postmaster(data_dir)
        assert query(embedded.ensure(), "SELECT 1") == (1,)
        busy.join(5)
        assert not busy.is_alive()


def test_a_stale_pid_that_an_unrelated_process_has_now_is_neither_adopted_nor_killed(data_dir: Path) -> None:
    with subprocess.Popen(["sleep", "60"]) as unrelated:
        pid_file = data_dir / "postgres" / "postmaster.pid"
        stale = f"{unrelated.pid}\n{data_dir}/postgres\n1\n5432\n{data_dir}\n\n1 1\nready   \n"
        pid_file.write_text(stale)
        (data_dir / "postgres" / ".s.PGSQL.5432.lock").write_text(stale)
        with using(data_dir) as embedded:
            assert query(embedded.ensure(), "SELECT 1") == (1,)
            assert pid_of(data_dir) != unrelated.pid
        assert unrelated.poll() is None
        unrelated.kill()


def test_the_postmaster_of_another_folder_is_not_taken_for_ours(
    data_dir: Path, server: EmbeddedServer
) -> None:
    server.ensure()
    theirs = server.status().pid
    pid_file = data_dir / "postgres" / "postmaster.pid"
    pid_file.write_text((server.data_dir / "postgres" / "postmaster.pid").read_text())
    with using(data_dir) as embedded:
        embedded.ensure()
        assert embedded.status().pid != theirs
    assert server.status().pid == theirs


def test_a_path_too_long_for_a_socket_gets_a_short_private_folder_that_goes_with_the_server(
    created: Path, open_folder: Path
) -> None:
    deep = open_folder / ("long" * 30) / "data, with 'odd' \"name\""
    deep.parent.mkdir()
    subprocess.run(["cp", "-a", created, deep], check=True)
    with using(deep) as embedded:
        assert query(embedded.ensure(), "SELECT 1") == (1,)
        socket_dir = embedded.status().socket_dir
        assert socket_dir is not None
        assert socket_dir.stat().st_mode & 0o077 == 0
    assert not socket_dir.exists()


@pytest.mark.parametrize("through", ["parent", "link"])
def test_a_folder_named_in_a_roundabout_way_is_the_same_folder_and_stays(
    data_dir: Path, tmp_path: Path, through: str
) -> None:
    around = data_dir / "sub" / ".."
    (data_dir / "sub").mkdir()
    if through == "link":
        around = tmp_path / "link"
        around.symlink_to(data_dir)
    with using(around) as embedded:
        query(embedded.ensure(), "CREATE TABLE kept AS SELECT 7 AS seven")
    with using(data_dir) as embedded:
        assert query(embedded.ensure(), "SELECT seven FROM kept") == (7,)


def test_what_a_server_calls_its_sockets_folder_is_not_removed_with_what_is_in_it(tmp_path: Path) -> None:
    (tmp_path / "PG_VERSION").write_text("18")
    server._leave_empty(tmp_path)
    assert (tmp_path / "PG_VERSION").exists()
    (tmp_path / "PG_VERSION").unlink()
    server._leave_empty(tmp_path)
    assert not tmp_path.exists()


def test_a_killed_creation_leaves_nothing_that_the_next_start_would_use(
    new_folder: Path, start_client: StartClient
) -> None:
    client = start_client(new_folder)
    eventually(lambda: list(new_folder.glob("postgres.init-*/global")))
    client.kill()
    assert not (new_folder / "postgres").exists()
    with using(new_folder) as embedded:
        assert query(embedded.ensure(), "SELECT 1") == (1,)
    assert not list(new_folder.glob("postgres.init-*"))


def test_a_folder_deleted_under_its_server_ends_the_server(data_dir: Path) -> None:
    with using(data_dir) as embedded:
        embedded.ensure()
        pid = pid_of(data_dir)
        subprocess.run(["rm", "-rf", data_dir], check=True)
    assert not lives(pid)
    assert not data_dir.exists()


def test_a_server_that_cannot_start_is_reported_with_the_end_of_its_log(data_dir: Path) -> None:
    with (data_dir / "postgres" / "postgresql.conf").open("a") as conf:
        conf.write("shared_buffers = many\n")
    with using(data_dir) as embedded, pytest.raises(DatabaseUnavailable, match="shared_buffers"):
        embedded.ensure()
    assert embedded.status().users == 0


def test_a_long_recovery_is_reported_and_goes_on_after_our_patience_ends(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "REPORT_SECONDS", 0.1)
    pgdata = data_dir / "postgres"
    with (pgdata / "postgresql.conf").open("a") as conf:
        conf.write("hot_standby = off\nrestore_command = 'until test -e go; do sleep 0.02; done; false'\n")
    (pgdata / "recovery.signal").touch()
    told: list[str] = []
    with using(data_dir, start_limit=0.5, report=told.append) as impatient:
        with pytest.raises(DatabaseUnavailable, match="still recovers"):
            impatient.ensure()
        assert any("recover" in line for line in told)
        assert (impatient.status().state, impatient.status().users) == ("starting", 0)
        recovering = pid_of(data_dir)
        (pgdata / "go").touch()
        with using(data_dir) as patient:
            assert query(patient.ensure(), "SELECT 1") == (1,)
            assert pid_of(data_dir) == recovering


def test_processes_of_a_server_that_cannot_be_seen_forbid_a_second_one(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "LEFTOVER_LIMIT", 0.1)
    elsewhere = open_private(data_dir / "postgres.alive", os.O_RDWR, os.geteuid())
    assert try_lock(elsewhere)
    with using(data_dir) as embedded, pytest.raises(DatabaseUnavailable, match="not visible"):
        embedded.ensure()
    os.close(elsewhere)


def test_a_folder_that_another_process_holds_is_waited_for_with_reports_and_then_given_up(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tidings.store.presence.REPORT_SECONDS", 0.1)
    holder = open_private(data_dir / "postgres.lock", os.O_RDWR, os.geteuid())
    assert try_lock(holder)
    told: list[str] = []
    embedded = EmbeddedServer(data_dir, start_limit=0.5, report=told.append)
    with pytest.raises(DatabaseUnavailable, match=r"postgres\.lock"):
        embedded.ensure()
    assert told
    os.close(holder)


def test_a_file_where_the_data_folder_should_be_is_one_clear_sentence(open_folder: Path) -> None:
    taken = open_folder / "a_file"
    taken.write_text("")
    with pytest.raises(DatabaseUnavailable, match="cannot use the data folder"):
        EmbeddedServer(taken).ensure()


def test_a_forked_child_that_leaves_does_not_end_its_parents_hold(data_dir: Path) -> None:
    with using(data_dir) as embedded:
        embedded.ensure()
        child = os.fork()
        if child == 0:
            embedded.leave()
            os._exit(0)
        os.waitpid(child, 0)
        assert embedded.status().state == "running"
        assert embedded.status().users == 1


@pytest.fixture
def closed_folder() -> Iterator[Path]:
    """A folder like /root: only its owner may enter."""
    folder = Path(tempfile.mkdtemp(prefix="tidings-closed-"))
    yield folder
    subprocess.run(["rm", "-rf", folder], check=True)


@needs_root
def test_root_keeps_the_database_of_a_closed_folder_on_the_shelf_and_changes_no_mode(
    closed_folder: Path, open_folder: Path
) -> None:
    data_dir, shelf = closed_folder / "data", open_folder / "shelf"
    with using(data_dir, shelf=shelf) as embedded:
        query(embedded.ensure(), "CREATE TABLE kept AS SELECT 7 AS n")
    assert closed_folder.stat().st_mode & 0o777 == 0o700
    assert [path.name for path in data_dir.iterdir() if path.suffix == ".location"]
    with using(data_dir, shelf=shelf) as embedded:
        assert query(embedded.ensure(), "SELECT n FROM kept") == (7,)
        home = embedded.status().pgdata.parent
        assert home.parent == shelf
    moved = home.rename(home.with_name("moved"))
    with pytest.raises(DatabaseUnavailable, match=r"postgres\.location"):
        EmbeddedServer(data_dir, shelf=shelf).ensure()
    subprocess.run(["rm", "-rf", moved], check=True)


@needs_root
def test_root_runs_the_server_as_the_owner_of_the_data_folder(data_dir: Path) -> None:
    subprocess.run(["chown", "-R", "daemon", data_dir], check=True)
    with using(data_dir) as embedded:
        assert query(embedded.ensure(), "SELECT 1") == (1,)
        assert psutil.Process(pid_of(data_dir)).username() == "daemon"
        made = [path for path in data_dir.rglob("*") if path.owner() != "daemon"]
        assert made == []


@needs_root
def test_a_user_without_rights_gets_a_server_in_a_folder_of_their_own(
    open_folder: Path, without_fsync: None
) -> None:
    home = open_folder / "home"
    home.mkdir(mode=0o700)
    shutil.chown(home, "daemon", "daemon")
    child = os.fork()
    if child == 0:
        failed = True
        try:
            become("daemon")
            with using(home / "data") as embedded:
                failed = query(embedded.ensure(), "SELECT 1") != (1,)
        finally:
            os._exit(failed)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert EmbeddedServer(home / "data").status().state == "stopped"
    with using(home / "data") as embedded:
        assert query(embedded.ensure(), "SELECT 1") == (1,)


def become(name: str) -> None:
    entry = pwd.getpwnam(name)
    os.setgroups([])
    os.setgid(entry.pw_gid)
    os.setuid(entry.pw_uid)

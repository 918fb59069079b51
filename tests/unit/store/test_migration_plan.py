"""Which migrations are still to be applied, and which databases are refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from tidings.errors import DatabaseUnavailable
from tidings.store.migrate import Applied, Migration, load, pending, shipped

FIRST, SECOND = Migration(1, "first", "SELECT 1"), Migration(2, "second", "SELECT 2")


def applied(migration: Migration) -> Applied:
    return Applied(migration.version, migration.name, migration.checksum)


def test_an_empty_database_needs_everything_in_order() -> None:
    assert pending([FIRST, SECOND], []) == [FIRST, SECOND]


def test_what_was_applied_is_not_pending() -> None:
    assert pending([FIRST, SECOND], [applied(FIRST)]) == [SECOND]
    assert pending([FIRST, SECOND], [applied(FIRST), applied(SECOND)]) == []


def test_a_changed_migration_is_refused() -> None:
    with pytest.raises(DatabaseUnavailable, match="0001_first is not the one"):
        pending([Migration(1, "first", "SELECT 1 -- changed")], [applied(FIRST)])


def test_an_unknown_migration_means_a_newer_version() -> None:
    with pytest.raises(DatabaseUnavailable, match=r"0002_second.*newer version"):
        pending([FIRST], [applied(FIRST), applied(SECOND)])


def test_line_ends_do_not_change_a_migration() -> None:
    assert Migration(1, "a", "x\r\ny").checksum == Migration(1, "a", "x\ny").checksum


def test_files_are_read_by_number_and_others_are_left_alone(tmp_path: Path) -> None:
    for name in ("0010_ten.sql", "0002_two.sql", "notes.md", "2_short.sql"):
        (tmp_path / name).write_text(f"-- {name}")
    assert [migration.name for migration in load(tmp_path)] == ["two", "ten"]


def test_a_number_used_twice_is_refused(tmp_path: Path) -> None:
    (tmp_path / "0001_a.sql").write_text("")
    (tmp_path / "0001_b.sql").write_text("")
    with pytest.raises(DatabaseUnavailable, match="0001: a and b"):
        load(tmp_path)


def test_the_shipped_migrations_are_numbered_without_gaps() -> None:
    versions = [migration.version for migration in load(shipped())]
    assert versions == list(range(1, len(versions) + 1))
    assert versions

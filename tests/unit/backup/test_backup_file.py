"""The file of a backup: written part by part, read back whole or refused."""

from __future__ import annotations

import io
import tarfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tidings.backup.container import CHUNK, DUMP, FILES, MANIFEST, Reader, Writer, file_name
from tidings.backup.exchange import move_in
from tidings.backup.keeping import name_of, superfluous
from tidings.backup.manifest import FORMAT, Manifest, decode, encode, refuse_newer
from tidings.errors import InvalidRequest, UnreadableInput
from tidings.store.migrate import Applied, Migration

MADE = Manifest(
    tidings="1.2.3",
    made_at=datetime(2026, 11, 23, 4, tzinfo=UTC),
    server_version=180004,
    database_bytes=1000,
    migrations=(Applied(1, "initial", Migration(1, "initial", "SELECT 1").checksum),),
    rows={"articles": 7},
    parts=(),
)
DUMPED = bytes(range(256)) * 5000  # more than one chunk, and no whole block of tar


def written(tmp_path: Path) -> Path:
    path = tmp_path / "backup.tar"
    with path.open("w+b") as file:
        writer = Writer(file, 0.0)
        writer.add(f"{FILES}flags.json", b"{}")
        with writer.part(DUMP) as write:
            for begin in range(0, len(DUMPED), 1000):
                write(DUMPED[begin : begin + 1000])
        writer.finish(replace(MADE, parts=tuple(writer.parts)))
    return path


def read(path: Path) -> Reader:
    reader = Reader(io.BytesIO(path.read_bytes()), path.name)
    reader.verify(lambda _bytes: None)
    return reader


def test_what_was_written_is_read_back(tmp_path: Path) -> None:
    assert len(DUMPED) > CHUNK
    reader = read(written(tmp_path))
    assert b"".join(reader.chunks(DUMP)) == DUMPED
    assert reader.read(f"{FILES}flags.json") == b"{}"
    assert reader.manifest.rows == {"articles": 7}
    assert reader.manifest.made_at == MADE.made_at


def test_a_backup_is_a_plain_tar_of_private_files(tmp_path: Path) -> None:
    with tarfile.open(written(tmp_path), "r:") as tar:
        assert tar.getnames() == [f"{FILES}flags.json", DUMP, MANIFEST]
        assert {member.mode for member in tar} == {0o600}
        dump = tar.extractfile(DUMP)
        assert dump is not None
        assert dump.read() == DUMPED


@pytest.mark.parametrize("share", [0.0, 0.001, 0.3, 0.9, 0.999])
def test_a_file_cut_short_is_refused(tmp_path: Path, share: float) -> None:
    path = written(tmp_path)
    manifest_ends = path.read_bytes().rindex(b"}") + 1
    path.write_bytes(path.read_bytes()[: int(manifest_ends * share)])
    with pytest.raises(UnreadableInput) as refused:
        read(path)
    assert refused.value.message == "backup.damaged"


@pytest.mark.parametrize("place", ["flags.json", "dump", "manifest"])
def test_one_changed_byte_anywhere_in_the_contents_is_refused(tmp_path: Path, place: str) -> None:
    path = written(tmp_path)
    data = bytearray(path.read_bytes())
    offset = {"flags.json": 512, "dump": len(data) // 2, "manifest": data.rindex(b'"articles"') + 3}[place]
    data[offset] ^= 1
    path.write_bytes(data)
    with pytest.raises(UnreadableInput):
        read(path)


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "news.jsonl"
    other.write_text('{"title": "Ferry runs aground"}\n' * 100)
    with pytest.raises(UnreadableInput):
        read(other)
    with tarfile.open(tmp_path / "other.tar", "w") as tar:
        tar.add(other, "news.jsonl")
    with pytest.raises(UnreadableInput):
        read(tmp_path / "other.tar")


def test_a_format_of_the_future_is_called_newer_and_not_damaged() -> None:
    data = encode(MADE).replace(f'"format": {FORMAT}'.encode(), f'"format": {FORMAT + 1}'.encode())
    with pytest.raises(InvalidRequest) as refused:
        decode(data, "b.tar")
    assert refused.value.message == "backup.newer"


def test_a_backup_is_newer_when_it_has_a_migration_that_is_not_known() -> None:
    known = [Migration(1, "initial", "SELECT 1"), Migration(2, "more", "SELECT 2")]
    refuse_newer(MADE, known, "b.tar")
    for unknown in (Applied(3, "later", "0"), Applied(2, "more", "another text")):
        with pytest.raises(InvalidRequest) as refused:
            refuse_newer(replace(MADE, migrations=(*MADE.migrations, unknown)), known, "b.tar")
        assert refused.value.message == "backup.newer"
        assert refused.value.params["version"] == "1.2.3"


@pytest.mark.parametrize(
    ("part", "name"),
    [
        (f"{FILES}flags.json", "flags.json"),
        (f"{FILES}../flags.json", None),
        (f"{FILES}/etc/flags.json", None),
        (f"{FILES}.hidden.json", None),
        (f"{FILES}tidings.tar", None),
        (f"{FILES}postgres.json", None),
        (FILES, None),
        (DUMP, None),
    ],
)
def test_only_plain_files_of_the_data_folder_come_back_into_it(part: str, name: str | None) -> None:
    assert file_name(part) == name


def test_two_folders_change_places_in_one_step(tmp_path: Path) -> None:
    for name in ("old", "new"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "is").write_text(name)
    assert move_in(tmp_path / "new", tmp_path / "old")
    assert (tmp_path / "old" / "is").read_text() == "new"
    assert (tmp_path / "new" / "is").read_text() == "old"


def test_a_folder_moves_in_where_there_is_none(tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    assert not move_in(tmp_path / "new", tmp_path / "place")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["place"]


def test_of_the_files_of_a_folder_only_its_older_backups_go() -> None:
    days = [name_of(datetime(2026, 11, day, tzinfo=UTC)) for day in (9, 10, 11)]
    others = ["notes.txt", "tidings-old.tar", ".tidings-20261101T000000Z.tar.part"]
    assert superfluous([*others, *days], 1) == [days[1], days[0]]
    assert superfluous([*others, *days], 3) == []

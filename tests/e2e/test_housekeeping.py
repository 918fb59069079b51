"""Setting up, importing, feeds, and every way a command can end."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import tomllib
from pathlib import Path
from typing import Any

import psycopg
import pytest
from command import COMMAND, Tidings, environment
from tests.waiting import PATIENCE

from tidings.schemas import ErrorReport
from tidings.store.server import EmbeddedServer


def test_init_creates_what_is_missing_and_keeps_what_is_there(tidings: Tidings, tmp_path: Path) -> None:
    config = tmp_path / "tidings.toml"
    config.unlink()
    first = tidings("init", "--data-dir", str(tmp_path / "here"))
    assert first.returncode == 0, first.stderr
    assert tomllib.loads(config.read_text())["data_dir"] == str(tmp_path / "here")
    assert "`tidings init --feeds`" in first.stdout
    beside = tidings("init", "--data-dir", str(tmp_path / "beside"))
    assert f"`tidings --data-dir {tmp_path / 'beside'} init --feeds`" in " ".join(beside.stdout.split())
    config.write_text("lang = 'ru'\n")
    second = tidings("init")
    assert second.returncode == 0
    assert config.read_text() == "lang = 'ru'\n"


def test_feeds_are_followed_listed_exported_imported_and_left(tidings: Tidings, tmp_path: Path) -> None:
    url = "https://news.com/rss.xml"
    assert "Following" in tidings("feeds", "add", url, "--title", "Harbour Daily").stdout
    assert "followed already" in tidings("feeds", "add", url).stdout
    assert [feed["url"] for feed in tidings.json("feeds", "list")] == [url]
    assert "1 feed: 0 active, 1 not polled yet" in tidings("feeds", "health").stdout
    opml = tmp_path / "feeds.opml"
    opml.write_text(tidings("feeds", "export").stdout, encoding="utf-8")
    assert "No longer following" in tidings("feeds", "remove", url).stdout
    assert tidings("feeds", "remove", url).returncode == 2
    assert tidings.json("feeds", "import", str(opml)) == {
        "added": 1, "known": 0, "refused": 0, "rejected": [],
    }  # fmt: skip
    assert [feed["title"] for feed in tidings.json("feeds", "list")] == ["Harbour Daily"]


def test_the_starter_feeds_can_be_followed(tidings: Tidings) -> None:
    assert tidings("init", "--feeds").returncode == 0
    assert len(tidings.json("feeds", "list")) >= 30


def test_a_file_of_another_kind_is_refused_in_a_sentence(tidings: Tidings, tmp_path: Path) -> None:
    path = tmp_path / "news.docx"
    path.write_text("x")
    done = tidings("import", str(path))
    assert done.returncode == 2
    assert "is neither a .jsonl or .csv file" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_broken_archive_fails_and_says_where(tidings: Tidings, tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl.gz"
    path.write_bytes(b"\x1f\x8b\x08\x00 not gzip after all")
    done = tidings("import", str(path), "--json")
    assert (done.returncode, done.stderr) == (1, "")
    (example,) = json.loads(done.stdout)["examples"]
    assert (example["row_number"], example["reason"]) == (1, "broken_gzip")


def test_an_import_of_no_articles_fails_and_shows_its_rows(tidings: Tidings, tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    path.write_text("{\n[]\n")
    done = tidings("import", str(path))
    assert (done.returncode, done.stderr) == (1, "")
    assert "row 1: not valid JSON (Expecting property name" in done.stdout
    assert "row 2: JSON, but not an object (list)" in done.stdout


def test_an_empty_path_is_not_the_current_folder(tidings: Tidings) -> None:
    done = tidings("import", "")
    assert done.returncode == 2
    assert "no file or folder" in done.stderr


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_an_unreachable_database_is_a_sentence_and_an_error_contract(tidings: Tidings, lang: str) -> None:
    with socket.socket() as taken:  # bound but not listening: nothing answers there
        taken.bind(("127.0.0.1", 0))
        address = f"postgresql://me:hunter2@127.0.0.1:{taken.getsockname()[1]}/news"
        done = tidings("trends", "--lang", lang, TIDINGS_DATABASE_URL=address)
        as_json = tidings("trends", "--json", TIDINGS_DATABASE_URL=address)
    assert (done.returncode, done.stdout) == (1, "")
    assert "tidings doctor" in done.stderr
    assert "Traceback" not in done.stderr
    report = ErrorReport.model_validate_json(as_json.stdout)
    assert (as_json.returncode, report.code, report.retryable) == (1, "INTERNAL", True)
    assert "hunter2" not in done.stderr + as_json.stdout + as_json.stderr


def test_the_doctor_says_what_is_wrong_with_the_database(tidings: Tidings) -> None:
    done = tidings("doctor", "--json", TIDINGS_DATABASE_URL="postgresql://127.0.0.1:1/news")
    assert done.returncode == 1
    failed = [check for check in json.loads(done.stdout)["checks"] if check["state"] == "fail"]
    assert [check["name"] for check in failed] == ["database"]
    assert failed[0]["advice"]


def test_a_reader_who_leaves_early_is_no_error(tidings: Tidings) -> None:
    process = tidings.start("--help")
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    process.wait(timeout=PATIENCE)
    assert process.stderr.read() == ""
    process.stderr.close()


def test_ctrl_c_ends_watching_quietly_with_130(tidings: Tidings) -> None:
    tidings("feeds", "add", "https://news.nowhere/rss")  # no such name
    process = tidings.start("ingest", "--watch")
    assert process.stderr is not None
    assert "Watching 1 feed" in process.stderr.readline()
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=PATIENCE)
    assert process.returncode == 130
    assert "Traceback" not in errors


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_the_command_with_its_database(
    open_folder: Path, request: pytest.FixtureRequest, number: signal.Signals
) -> None:
    folder = open_folder / f"ended-by-{number.name}"
    folder.mkdir(mode=0o755)
    request.addfinalizer(lambda: EmbeddedServer(folder / "data").stop())
    tidings = Tidings(environment(folder))
    assert tidings("feeds", "add", "https://news.nowhere/rss").returncode == 0
    process = tidings.start("ingest", "--watch")
    assert process.stderr is not None
    assert "Watching 1 feed" in process.stderr.readline()
    os.killpg(process.pid, number)
    _, errors = process.communicate(timeout=PATIENCE)
    assert process.returncode == 128 + number
    assert [line for line in errors.splitlines() if '"level": "info"' not in line] == []
    assert EmbeddedServer(folder / "data").status().pid is None


def test_an_answer_that_cannot_be_written_is_a_sentence(tidings: Tidings) -> None:
    for args in (
        ["feeds", "list"],
        ["feeds", "list", "--json"],
        ["--help"],
        ["--version"],
        ["article", "1", "--json"],
    ):
        with Path("/dev/full").open("w") as full:
            done = subprocess.run(
                [*COMMAND, *args],
                env=tidings.environment, stdout=full, stderr=subprocess.PIPE, text=True, check=False,
            )  # fmt: skip
        assert (done.returncode, done.stderr) == (
            1,
            "Cannot write the answer: No space left on device.\n",
        ), args


@pytest.mark.parametrize("closed", ["1", "2", "0 1 2"])
def test_closed_streams_are_quiet(tidings: Tidings, closed: str) -> None:
    closing = "".join(f"os.close({number});" for number in closed.split())
    program = f"import os, sys; {closing} os.execv(sys.argv[1], sys.argv[1:])"
    done = subprocess.run(
        [sys.executable, "-c", program, *COMMAND, "feeds", "list"],
        env=tidings.environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == (1 if "1" in closed else 0)
    assert done.stderr == ""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_import_killed_and_interrupted_ends_like_an_undisturbed_one(
    number: signal.Signals,
    tidings: Tidings,
    imported: tuple[Tidings, Any],
    sample_file: Path,
    database_url: str,
) -> None:
    small = {"TIDINGS_BATCH_SIZE": "4"}
    killed = tidings.start("import", str(sample_file), **small)
    _wait_for_rows(killed, database_url, 8)
    os.kill(killed.pid, signal.SIGKILL)
    killed.communicate(timeout=PATIENCE)

    stopped = tidings.start("import", str(sample_file), **small)
    _wait_for_rows(stopped, database_url, 24)
    os.killpg(stopped.pid, number)  # as a terminal does: to the command and its workers alike
    output, errors = stopped.communicate(timeout=PATIENCE)
    assert (stopped.returncode, output, errors) == (128 + number, "", "")

    resumed, undisturbed = tidings.json("import", str(sample_file)), imported[1]
    assert resumed["resumed_from"] >= 24
    assert resumed["rows"] == undisturbed["rows"] == len(sample_file.read_text().splitlines())
    assert resumed["outcomes"] == undisturbed["outcomes"]
    assert sum(resumed["outcomes"].values()) == resumed["rows"]
    assert _stored(database_url) == (resumed["outcomes"]["stored"],) * 2
    assert tidings.json("import", str(sample_file))["outcomes"] == {"unchanged": resumed["rows"]}


def _stored(database_url: str) -> tuple[int, ...] | None:
    with psycopg.connect(database_url) as conn:
        return conn.execute("SELECT count(*), count(DISTINCT id) FROM articles").fetchone()


def _wait_for_rows(process: subprocess.Popen[str], database_url: str, rows: int) -> None:
    deadline = time.monotonic() + PATIENCE
    with psycopg.connect(database_url, autocommit=True) as conn:
        while time.monotonic() < deadline and process.poll() is None:
            done = conn.execute("SELECT coalesce(max(rows_done), 0) FROM imports").fetchone()
            if done is not None and done[0] >= rows:
                return
            time.sleep(0.02)
    pytest.fail(f"the import did not get under way: {process.communicate()[1]}")

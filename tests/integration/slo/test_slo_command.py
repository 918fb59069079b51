"""`tidings slo` as it is typed: tables, documents, exit codes, and where it takes its figures from."""

from __future__ import annotations

import asyncio
import json

import pytest
from tests.integration.slo import week

from tidings.cli import main
from tidings.store.pool import Database

Output = pytest.CaptureFixture[str]


@pytest.fixture
def at_database(database_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("TIDINGS_DATABASE_URL", database_url)
    monkeypatch.setenv("TIDINGS_LANG", "en")
    monkeypatch.delenv("TIDINGS_PROMETHEUS_URL", raising=False)
    return database_url


@pytest.fixture
def weekly(at_database: str) -> None:
    async def write() -> None:
        async with Database(url=at_database) as db:
            await week.write_week(db, week.now())

    asyncio.run(write())


def test_the_table_has_every_promise_with_its_budget(weekly: None, capsys: Output) -> None:
    assert main(["slo"]) == 0
    lines = {" ".join(line.split()) for line in capsys.readouterr().out.splitlines()}
    assert {
        "P95, simple ≤ 5 s 2 s yes 100% 0.00 0.00 0.00 16,128",
        "error rate ≤ 2% 1.1% yes 47.3% 5.00 1.25 0.53 20,160",
        "cost a command ≤ $0.50 $0.04 yes 92% 0.08 0.08 0.08 20,160",
        "cache hit rate ≥ 30% 25% NO -7.1% 1.07 1.07 1.07 40,320",
        "Commands: 20,160 (analyze topics 4,032, trends 16,128)",
    } <= lines


def test_it_is_told_in_russian_with_that_language_s_marks(weekly: None, capsys: Output) -> None:
    assert main(["slo", "--lang", "ru"]) == 0
    out = capsys.readouterr().out.replace("\N{NO-BREAK SPACE}", " ")
    assert "≤ 0,50 $" in out
    assert "≤ 2 %" in out
    assert "Удовлетворённость: 75 % из 8 064 оценок" in out


def test_a_broken_promise_ends_with_1_only_where_that_is_asked_for(weekly: None, capsys: Output) -> None:
    assert main(["slo", "--check"]) == 1
    assert main(["slo"]) == 0


def test_with_too_little_counted_nothing_is_called_kept(at_database: str, capsys: Output) -> None:
    assert main(["slo", "--json", "--check"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert {measure["standing"] for measure in found["objectives"]} == {"few"}
    assert (found["since"], found["covered_days"]) == (None, 0)
    assert main(["slo"]) == 0
    assert "Nothing was counted in that time" in capsys.readouterr().out


def test_markdown_is_a_table_that_renders(weekly: None, capsys: Output) -> None:
    assert main(["slo", "--markdown"]) == 0
    rows = [line for line in capsys.readouterr().out.splitlines() if line.startswith("|")]
    assert len(rows) == 2 + 8
    assert {row.count("|") for row in rows} == {8}


def test_the_two_sources_agree_to_the_word(
    weekly: None,
    weekly_prometheus: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: Output,
) -> None:
    def told(source: str) -> dict[str, tuple[str, float]]:
        assert main(["slo", "--json", "--from", source]) == 0
        found = json.loads(capsys.readouterr().out)
        assert (found["source"], found["covered_days"]) == (source, 7)
        return {each["name"]: (each["standing"], each["figure"]) for each in found["objectives"]}

    monkeypatch.setenv("TIDINGS_PROMETHEUS_URL", weekly_prometheus)
    scraped, written = told("prometheus"), told("database")
    for name, (standing, figure) in written.items():
        assert scraped[name] == (standing, pytest.approx(figure, rel=0.01)), name


def test_where_prometheus_is_away_the_database_tells_and_that_is_said(
    weekly: None, monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    monkeypatch.setenv("TIDINGS_PROMETHEUS_URL", "http://127.0.0.1:9")
    assert main(["slo", "--json"]) == 0
    found = capsys.readouterr()
    assert json.loads(found.out)["source"] == "database"
    assert "Prometheus does not answer" in found.err
    assert main(["slo", "--from", "prometheus"]) != 0


def test_of_a_prometheus_that_was_just_put_up_the_database_knows_better(
    weekly: None, new_prometheus: str, monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    monkeypatch.setenv("TIDINGS_PROMETHEUS_URL", new_prometheus)
    for options, source in (
        (["slo", "--json"], "database"),
        (["slo", "--json", "--from", "prometheus"], "prometheus"),
    ):
        assert main(options) == 0
        found = capsys.readouterr()
        assert json.loads(found.out)["source"] == source
        assert ("which does" in found.err) == (source == "database")


@pytest.mark.parametrize(
    "args",
    [
        ["--days", "0"],
        ["--days", "31"],
        ["--from", "hearsay"],
        ["--from", "prometheus"],
    ],
)
def test_what_cannot_be_asked_is_refused_in_a_sentence(
    args: list[str], at_database: str, capsys: Output
) -> None:
    assert main(["slo", *args]) == 2
    assert capsys.readouterr().out == ""


def test_one_document_cannot_be_two(at_database: str, capsys: Output) -> None:
    assert main(["slo", "--json", "--markdown"]) == 2
    assert json.loads(capsys.readouterr().out)["code"] == "VALIDATION_FAILED"

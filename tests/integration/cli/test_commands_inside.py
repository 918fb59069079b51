"""Commands on a real database, run inside the test's process."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import structlog

from tidings.cli import checks, data, demo, doctor, feeds, setup
from tidings.cli.invocation import Invocation
from tidings.cli.questions import answer_question
from tidings.cli.session import with_database, with_stored
from tidings.errors import DatabaseUnavailable, InvalidRequest, NoData, UnreadableInput
from tidings.sample import articles
from tidings.settings import Settings
from tidings.store import corpus
from tidings.store import feeds as store_feeds
from tidings.store.checkup import ServerFacts
from tidings.store.corpus import CorpusState
from tidings.store.pool import Database

NOW = datetime(2024, 3, 2, 21, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _logs() -> Iterator[None]:
    """Where nothing has configured them, log lines would go to standard output."""
    with structlog.testing.capture_logs():
        yield


@pytest.fixture
def invocation(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Invocation:
    """An English command on an empty database; its settings are given, so that logging stays as it is."""
    monkeypatch.setenv("TIDINGS_CONFIG", str(tmp_path / "tidings.toml"))
    settings = Settings(data_dir=tmp_path / "data", database_url=database_url, processes=0)
    return Invocation((), asked_lang="en", _settings=settings)


@pytest.fixture
def context(invocation: Invocation) -> Any:
    return SimpleNamespace(obj=invocation)


@pytest.fixture
def ten_rows(tmp_path: Path) -> Path:
    rows = [row for row, _ in zip(articles(datetime.now(UTC)), range(10), strict=False)]
    path = tmp_path / "ten.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def test_an_import_prints_what_became_of_its_rows(
    context: Any, ten_rows: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data.import_(context, str(ten_rows))
    lines = capsys.readouterr().out.splitlines()
    assert ": 10 rows in " in lines[0]
    assert sum(int(line.split()[0]) for line in lines[1:]) == 10


def test_reindexing_counts_the_articles_it_analysed(
    context: Any, ten_rows: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data.import_(context, str(ten_rows), as_json=True)
    stored = json.loads(capsys.readouterr().out)["outcomes"]["stored"]
    data.reindex(context)
    assert capsys.readouterr().out.startswith(f"{stored} articles analysed again in ")
    data.reindex(context, as_json=True)
    assert json.loads(capsys.readouterr().out)["articles"] == stored


def test_ingest_without_feeds_says_how_to_get_some(context: Any) -> None:
    with pytest.raises(NoData) as raised:
        data.ingest(context)
    assert raised.value.message == "ingest.no_feeds"


def follow_unasked(invocation: Invocation, url: str) -> None:
    """A feed as it may stand in a database, also one that `feeds add` would refuse."""

    async def work(db: Database) -> None:
        async with db.transaction() as conn:
            await store_feeds.add(conn, url)

    with_database(invocation, work)


def test_ingest_tells_why_a_feed_failed_and_that_none_is_due_after_it(
    context: Any, invocation: Invocation, capsys: pytest.CaptureFixture[str]
) -> None:
    follow_unasked(invocation, "http://127.0.0.1:9/rss")  # an address of this machine is never read
    assert data.ingest(context) == 1, "no feed could be read"
    out = capsys.readouterr().out
    assert "1 feed polled in" in out
    assert "1 failed" in out
    assert data.ingest(context) == 0
    assert "No feed is due yet" in capsys.readouterr().out
    data.ingest(context, everything=True, as_json=True)
    assert sum(json.loads(capsys.readouterr().out)["failed"].values()) == 1
    feeds.health(context)
    assert "1 backing off" in capsys.readouterr().out


def test_init_follows_the_starters_once(context: Any, capsys: pytest.CaptureFixture[str]) -> None:
    setup.init(context, feeds=True)
    assert "0 followed already, 0 refused" in capsys.readouterr().out
    setup.init(context, feeds=True)
    assert "0 feeds added" in capsys.readouterr().out
    feeds.list_(context)
    assert "feeds" in capsys.readouterr().out.splitlines()[-1]


def test_the_doctor_checks_everything_and_warns_where_nothing_is_stored(
    context: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    assert doctor.doctor(context) == 0
    out = capsys.readouterr().out
    assert "none are stored yet" in out
    assert "→ Run `tidings ingest`" in out
    assert "not used: TIDINGS_DATABASE_URL names a server" in out


def test_the_doctor_names_variables_that_set_nothing(
    invocation: Invocation, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert checks.check_settings(invocation).state == "ok"
    monkeypatch.setenv("TIDINGS_PROMETHUS_URL", "http://127.0.0.1:9090")
    check = checks.check_settings(invocation)
    assert check.state == "warn"
    assert "TIDINGS_PROMETHUS_URL" in check.advice


def test_the_doctor_fails_where_the_data_folder_is_a_file(invocation: Invocation) -> None:
    settings = invocation.settings
    settings.data_dir.write_text("in the way")
    check = checks.check_folder(invocation, settings)[0]
    assert (check.name, check.state) == ("data_dir", "fail")
    assert check.advice


def test_a_setting_that_cannot_be_read_ends_the_doctors_round(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIDINGS_BATCH_SIZE", "many")
    found = checks.check_everything(Invocation((), asked_lang="en"))
    assert [(check.name, check.state) for check in found] == [("python", "ok"), ("settings", "fail")]


def test_the_doctor_tells_how_lists_of_domains_are_understood(invocation: Invocation) -> None:
    assert list(checks.check_domains(invocation, invocation.settings)) == []
    lists = {"allowed_domains": "*.news.example, Почта.example", "blocked_domains": ".spam.example"}
    found = list(checks.check_domains(invocation, invocation.settings.model_copy(update=lists)))
    assert [(check.name, check.state) for check in found] == [("domains", "ok")] * 2
    assert "news.example, xn--80a1acny.example, with their subdomains" in found[0].text
    assert "spam.example" in found[1].text


def test_the_doctor_fails_where_a_list_of_domains_cannot_be_read(invocation: Invocation) -> None:
    wrong = invocation.settings.model_copy(update={"blocked_domains": "https://news.example/today"})
    (check,) = checks.check_domains(invocation, wrong)
    assert check.state == "fail"
    assert "“https://news.example/today” in TIDINGS_BLOCKED_DOMAINS is not a domain" in check.text


@pytest.mark.parametrize("error", [ImportError("no model"), DatabaseUnavailable("x"), OSError("truncated")])
def test_a_model_that_does_not_load_fails_its_check(invocation: Invocation, error: Exception) -> None:
    def load(_: Invocation) -> checks.Check:
        raise error

    check = checks.model_check("embedder", invocation, load)
    assert (check.name, check.state) == ("embedder", "fail")
    assert "does not load" in check.text


def database_facts(
    newest: datetime | None = None,
    claims: tuple[int, int] = (0, 0),
    streaks: dict[str, int] | None = None,
) -> checks.DatabaseFacts:
    return checks.DatabaseFacts(
        server=ServerFacts("18.0", "0.8", "0001_initial"),
        corpus=CorpusState(epoch=1, newest_at=newest, embedder=None, dimension=None),
        articles=1,
        feeds=[],
        claims=claims,
        streaks=streaks or {},
    )


@pytest.mark.parametrize(
    ("age", "state"), [(None, "warn"), (timedelta(hours=3), "ok"), (timedelta(days=3), "warn")]
)
def test_news_that_stopped_coming_are_a_warning(
    invocation: Invocation, age: timedelta | None, state: str
) -> None:
    facts = database_facts(NOW - age if age else None)
    assert checks.check_articles(invocation, facts, NOW).state == state


def test_the_doctor_warns_of_each_command_whose_models_write_in_vain(invocation: Invocation) -> None:
    facts = database_facts(claims=(30, 90), streaks={"trends": 6, "analyze_topics": 5})
    fine, warned = checks.check_proof(invocation, facts, 6)
    assert (fine.state, fine.text) == ("ok", "30 of 90 proposed insights were proved")
    assert warned.state == "warn"
    assert warned.text.startswith("trends: ")
    assert "tidings explain" in warned.advice


def test_the_doctor_finds_nothing_wrong_where_nothing_was_asked(invocation: Invocation) -> None:
    (check,) = checks.check_proof(invocation, database_facts(), 6)
    assert (check.state, check.text) == ("ok", "no answers are kept")


async def test_vectors_of_another_model_are_a_warning_with_the_way_out(
    invocation: Invocation, db: Any
) -> None:
    async with db.transaction() as conn:
        await corpus.set_embedder(conn, "another-model", 512)
    found = await asyncio.to_thread(checks.check_database, invocation, invocation.settings)
    warning = next(check for check in found if check.name == "embedder")
    assert warning.state == "warn"
    assert "another-model" in warning.advice


def test_the_demo_never_touches_the_readers_own_database(invocation: Invocation) -> None:
    settings = demo.demo_settings(invocation.settings)
    assert settings.database_url is None
    assert settings.data_dir == invocation.settings.data_dir / "demo"


def test_the_doctor_looks_at_the_server_that_is_used(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, database_url="postgresql://me:hunter2@127.0.0.1:1/news")
    failed = checks.check_database(Invocation((), asked_lang="en", _settings=settings), settings)[-1]
    assert (failed.name, failed.state) == ("database", "fail")
    assert "embedded server" not in failed.advice
    assert "TIDINGS_DATABASE_URL is right" in failed.advice
    assert "hunter2" not in failed.text


def test_what_is_exported_is_known_when_imported(
    context: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for url in ("https://news.com/rss?b=1&a=2", "https://новости.рф/лента"):
        feeds.add(context, url)
    feeds.export(context)
    lines = capsys.readouterr().out.splitlines()
    opml = tmp_path / "feeds.opml"
    opml.write_text("\n".join(lines[lines.index('<?xml version="1.0" encoding="UTF-8"?>') :]), "utf-8")
    feeds.import_(context, str(opml))
    assert capsys.readouterr().out == "0 feeds added, 2 followed already, 0 refused.\n"
    feeds.remove(context, "https://новости.рф/лента")


def test_an_import_of_feeds_names_those_it_refuses(
    context: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    opml = tmp_path / "feeds.opml"
    opml.write_text('<opml><body>\n<outline xmlUrl="https://me:hunter2@news.com/rss"/></body></opml>')
    feeds.import_(context, str(opml))
    out = capsys.readouterr().out
    assert "line 2: https://news.com/rss: a user name or password in the address" in out
    assert "hunter2" not in out


def test_a_feed_that_is_not_followed_cannot_be_left(context: Any) -> None:
    with pytest.raises(InvalidRequest) as raised:
        feeds.remove(context, "https://news.example/rss")
    assert raised.value.message == "unknown_feed"


def test_a_command_that_only_reads_makes_no_database_of_a_mistyped_folder(tmp_path: Path) -> None:
    def ask(*_: object) -> Any:
        raise AssertionError("nothing is opened")

    typo = tmp_path / "newz"
    invocation = Invocation((), asked_lang="en", _settings=Settings(data_dir=typo, database_url=None))
    for reading in (
        lambda: answer_question(invocation, ask, as_json=False),
        lambda: with_stored(invocation, ask),
    ):
        with pytest.raises(UnreadableInput, match="there is no database in") as told:
            reading()
        assert "tidings init" in invocation.say(told.value.message, **told.value.params)
    assert not typo.exists()

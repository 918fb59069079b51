"""Importing files end to end: outcomes, idempotence, revisions, copies, resuming."""

import json
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tidings.errors import UnreadableInput
from tidings.ingest.importing import ImportReport, import_file, origin
from tidings.settings import Settings
from tidings.store import articles, corpus, terms
from tidings.store.pool import Database
from tidings.text.lexical import term_id

SETTINGS = Settings(processes=0, batch_size=4, database_url=None)


def row(number: int, title: str, text: str, *, minute: int = 0, **more: str) -> dict[str, str]:
    return {
        "title": title,
        "text": text,
        "url": f"https://paper-{number % 3}.example/{number}",
        "source": f"Paper {number % 3}",
        "published_at": f"2021-03-05T12:{minute:02}:00Z",
        **more,
    }


ROWS = [
    row(
        1, "River Teyra floods Valmere", "The Teyra broke its banks at dawn and 200 people left their homes."
    ),
    row(2, "Valmere evacuated as the Teyra rises", "Two hundred residents of Valmere were moved to schools."),
    row(
        3, "Chess title goes to a schoolgirl", "A pupil of twelve won the national final in Norden on Sunday."
    ),
    row(
        4, "River Teyra floods Valmere", "The Teyra broke its banks at dawn and 200 people left their homes."
    ),
    row(
        1,
        "River Teyra floods Valmere",
        "The Teyra broke its banks at dawn; 240 people left their homes, the mayor's office now says.",
        minute=30,
    ),
    row(5, "Bakery reopens", "After a year of repairs the old bakery on Mill Street sells bread again."),
]


@pytest.fixture
def corpus_file(tmp_path: Path) -> Path:
    return write(
        tmp_path / "news.jsonl", [json.dumps(one) for one in ROWS] + ['{"title": "No address"', "[]"]
    )


def write(path: Path, lines: list[str]) -> Path:
    path.write_text("\n".join(lines) + "\n")
    return path


async def stored(db: Database) -> dict[str, int]:
    names = ("articles", "article_index", "article_signals", "article_revisions", "duplicates", "stories")
    counts = {}
    for name in names:
        counts[name] = (await db.fetch_all(f"SELECT count(*) FROM {name}"))[0][0]  # type: ignore[arg-type]
    return counts


async def test_every_row_is_accounted_for_by_outcome(db: Database, corpus_file: Path) -> None:
    report = await import_file(db, SETTINGS, corpus_file)
    assert report.rows == 8
    assert sum(report.outcomes.values()) == 8
    assert report.outcomes["stored"] == 4
    assert report.outcomes["revised"] == 1
    assert report.outcomes["duplicate_exact"] == 1
    assert sum(n for name, n in report.outcomes.items() if name.startswith("rejected_")) == 2


async def test_importing_twice_changes_nothing(db: Database, corpus_file: Path) -> None:
    await import_file(db, SETTINGS, corpus_file)
    before, epoch = await stored(db), await db.fetch_all("SELECT epoch FROM corpus_state")
    again = await import_file(db, SETTINGS, corpus_file)
    assert again.outcomes["unchanged"] == 6
    assert "stored" not in again.outcomes
    assert await stored(db) == before
    assert await db.fetch_all("SELECT epoch FROM corpus_state") == epoch


async def test_an_edited_article_is_a_revision_of_itself(db: Database, corpus_file: Path) -> None:
    await import_file(db, SETTINGS, corpus_file)
    (article_id,) = [r[0] for r in await db.fetch_all("SELECT id FROM articles WHERE revision = 2")]
    async with db.connection() as conn:
        now = (await articles.texts(conn, [article_id]))[article_id]
        then = (await articles.texts(conn, [article_id], datetime(2021, 3, 6, tzinfo=UTC)))[article_id]
    assert "240 people" in now.text
    assert now.revision == 2
    assert "200 people" not in now.text
    assert then.revision in (1, 2)


async def test_a_text_is_read_without_its_phrases_where_only_its_words_are_wanted(
    db: Database, corpus_file: Path
) -> None:
    await import_file(db, SETTINGS, corpus_file)
    ids = [row[0] for row in await db.fetch_all("SELECT id FROM articles")]
    async with db.connection() as conn:
        whole = await articles.texts(conn, ids, phrased=True)
        bare = await articles.texts(conn, ids)
        worded = await articles.worded(conn, ids)
    assert any(article.keyphrases for article in whole.values())
    assert bare == {key: replace(article, keyphrases=[], entities=[]) for key, article in whole.items()}
    assert worded == {
        key: articles.WordedArticle(key, of.title, of.lang, of.keyphrases, of.entities)
        for key, of in whole.items()
    }


async def test_a_view_of_the_past_sees_the_text_known_then(db: Database, corpus_file: Path) -> None:
    await import_file(db, SETTINGS, corpus_file)
    async with db.connection() as conn:
        await conn.execute("UPDATE article_revisions SET revised_at = '2021-03-05T12:30Z' WHERE revision = 2")
        rows = await (await conn.execute("SELECT id FROM articles WHERE revision = 2")).fetchall()
        then = await articles.texts(conn, [rows[0][0]], datetime(2021, 3, 5, 12, 15, tzinfo=UTC))
    assert "200 people" in then[rows[0][0]].text


async def test_a_copy_is_linked_and_not_news(db: Database, corpus_file: Path) -> None:
    await import_file(db, SETTINGS, corpus_file)
    rows = await db.fetch_all(
        "SELECT d.kind, a.title, d.story_id = i.story_id FROM duplicates d "
        "JOIN articles a ON a.id = d.of_article JOIN article_index i ON i.id = a.id"
    )
    assert rows == [("exact", "River Teyra floods Valmere", True)]


STEMS = {"valmer": "valmere", "mayor": "mayor", "bakeri": "bakery"}


async def test_term_counts_follow_the_articles_and_their_revisions(db: Database, corpus_file: Path) -> None:
    await import_file(db, SETTINGS, corpus_file)
    async with db.connection() as conn:
        counts = await terms.frequencies(conn, [term_id(stem) for stem in STEMS])
        assert await corpus.articles_before(conn, None) == 4
    expected: Counter[str] = Counter()
    for text in await db.fetch_all("SELECT title, text FROM articles"):
        words = " ".join(text).casefold()
        expected.update(stem for stem, word in STEMS.items() if word in words)
    assert counts == {term_id(stem): n for stem, n in expected.items()}


async def test_days_and_months_agree(db: Database, corpus_file: Path) -> None:
    await import_file(db, SETTINGS, corpus_file)
    rows = await db.fetch_all("SELECT grain, sum(n) FROM term_counts GROUP BY grain ORDER BY grain")
    assert len(rows) == 2
    assert rows[0][1] == rows[1][1]


async def test_an_import_resumes_where_its_last_commit_left_it(db: Database, corpus_file: Path) -> None:
    class Killed(BaseException):
        """Stands for the end of the process after the first commit."""

    def die(rows: int) -> None:
        raise Killed

    with pytest.raises(Killed):
        await import_file(db, SETTINGS, corpus_file, progress=die)
    report = await import_file(db, SETTINGS, corpus_file)
    assert report.resumed_from == 4
    undisturbed: ImportReport = await _undisturbed(corpus_file, db)
    assert {**report.outcomes} == undisturbed.outcomes


async def _undisturbed(path: Path, db: Database) -> ImportReport:
    """The same import into the same database emptied."""
    async with db.connection() as conn:
        rows = await (
            await conn.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        ).fetchall()
        names = ", ".join(name for (name,) in rows if name not in ("schema_migrations", "corpus_state"))
        await conn.execute(f"TRUNCATE {names}".encode())
    return await import_file(db, SETTINGS, path)


async def test_an_unknown_kind_of_file_is_refused_by_name(db: Database, tmp_path: Path) -> None:
    strange = tmp_path / "news.docx"
    strange.write_text("x")
    with pytest.raises(UnreadableInput, match=r"news\.docx"):
        await import_file(db, SETTINGS, strange)


async def test_a_missing_file_is_refused_by_name(db: Database, tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput, match=r"gone\.jsonl"):
        await import_file(db, SETTINGS, tmp_path / "gone.jsonl")
    assert await db.fetch_all("SELECT count(*) FROM imports") == [(0,)]


async def test_the_first_refused_rows_are_told_with_their_numbers(db: Database, tmp_path: Path) -> None:
    path = write(tmp_path / "news.jsonl", [json.dumps(ROWS[0]), *["[]"] * 7])
    report = await import_file(db, SETTINGS, path)
    assert [(row.row_number, row.reason) for row in report.examples] == [
        (number, "not_an_object") for number in range(2, 7)
    ]
    assert not report.damaged


def report_of(rows: int, outcomes: dict[str, int]) -> ImportReport:
    return ImportReport("news.jsonl", rows, outcomes, seconds=1.0, resumed_from=0)


def test_an_import_is_damaged_where_it_breaks_off_or_holds_no_article() -> None:
    assert report_of(3, {"rejected_bad_json": 3}).damaged
    assert report_of(3, {"stored": 2, "rejected_broken_gzip": 1}).damaged
    assert not report_of(3, {"unchanged": 1, "rejected_bad_json": 2}).damaged
    assert not report_of(3, {"duplicate_near": 1, "rejected_bad_json": 2}).damaged
    assert not report_of(0, {}).damaged


FEED = """<rss version="2.0"><channel><title>Paper</title><item><title>Bakery reopens</title>
<link>https://paper.example/5</link><pubDate>Fri, 05 Mar 2021 12:00:00 GMT</pubDate></item></channel></rss>"""


async def test_a_folder_is_known_by_the_files_that_are_read(db: Database, tmp_path: Path) -> None:
    folder = tmp_path / "saved"
    (folder / "deeper").mkdir(parents=True)
    (folder / "paper.xml").write_text(FEED)
    await import_file(db, SETTINGS, folder)
    (folder / "deeper" / "other.xml").write_text(FEED)
    await import_file(db, SETTINGS, folder)
    assert await db.fetch_all("SELECT count(*) FROM imports") == [(1,)]
    (folder / "paper.xml.url").write_text("https://paper.example/rss")
    await import_file(db, SETTINGS, folder)
    assert await db.fetch_all("SELECT count(*) FROM imports") == [(2,)]


def test_a_folder_without_feeds_is_refused_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput, match="holds no saved feeds"):
        origin(tmp_path)
    write(tmp_path / "news.csv.gz", ["title,url"])
    with pytest.raises(UnreadableInput, match=r"import its files by name, such as news\.csv\.gz"):
        origin(tmp_path)
    (tmp_path / "paper.xml").write_text(FEED)
    assert len(origin(tmp_path).files) == 2


def test_a_table_without_names_of_columns_is_refused_before_anything_starts(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput, match="names its columns"):
        origin(write(tmp_path / "news.csv", ["1,2,3"]))


def test_only_a_plain_file_of_few_bytes_is_small(tmp_path: Path) -> None:
    line = json.dumps(ROWS[0])
    assert origin(write(tmp_path / "few.jsonl", [line])).small
    assert not origin(write(tmp_path / "few.jsonl.gz", [line])).small
    assert not origin(write(tmp_path / "many.jsonl", [line] * (70_000 // len(line)))).small


async def test_a_small_import_and_a_known_one_start_no_process(
    db: Database, corpus_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    several = SETTINGS.model_copy(update={"processes": 2})

    def refuse(*args: object, **kwargs: object) -> None:
        raise AssertionError("a process is started")

    monkeypatch.setattr("tidings.text.pool.ProcessPoolExecutor", refuse)
    assert (await import_file(db, several, corpus_file)).outcomes["stored"] == 4

    def load(embedder: str) -> None:
        raise AssertionError("a model is loaded")

    monkeypatch.setattr("tidings.text.pool.TextAnalyzer", load)
    monkeypatch.setattr("tidings.ingest.reindexing.load_embedder", load)
    monkeypatch.setattr("tidings.ingest.importing._SMALL_BYTES", 0)
    assert (await import_file(db, several, corpus_file)).outcomes["unchanged"] == 6

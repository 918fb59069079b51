"""What the other commands print: imports, feeds, articles, search."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from rich.console import Console, RenderableType

from tidings.cli.article import article_document, article_number, article_page, span_bounds
from tidings.cli.data import import_page
from tidings.cli.feeds import condition_counts, health_page
from tidings.cli.search import search_document, search_page
from tidings.cli.words import Words
from tidings.messages import Lang
from tidings.retrieval import Hit, Retrieved, TermScore
from tidings.store.articles import StoredArticle
from tidings.store.feeds import Feed
from tidings.windows import Window

NOW = datetime(2024, 3, 2, 21, 0, tzinfo=UTC)
ARTICLE = StoredArticle(
    id=-7,
    url="https://news.example/port",
    title="River port closes",
    text="River port closes\n\nThe river port closed on Friday.\x1b[2J\nIce broke two cranes.",
    source="Harbour Daily",
    lang="en",
    published_at=NOW,
    revision=2,
)
FEED = Feed(
    id=1, url="https://news.example/rss", title="Harbour Daily", site_url=None, category=None, lang="en",
    added_at=NOW, state="active", reason=None, error_streak=0, etag=None, last_modified=None,
    next_poll_at=NOW, last_polled_at=NOW, last_ok_at=NOW, last_new_at=NOW, interval_s=900, articles=1204,
)  # fmt: skip
HIT = Hit(
    article=ARTICLE, story_id=-7, score=0.0325, lexical=5.5, cosine=None, lexical_rank=1, dense_rank=None,
    is_match=True, also=(3,), terms=(TermScore("port", 2.0, 2.75),),
)  # fmt: skip
WINDOW = Window("24h", NOW, NOW)


def words(lang: Lang = "en") -> Words:
    return Words(lang, ZoneInfo("UTC"))


def printed(parts: list[RenderableType]) -> str:
    file = io.StringIO()
    console = Console(file=file, width=80, markup=False, highlight=False, emoji=False)
    for part in parts:
        console.print(part, crop=False)
    return "\n".join(line.rstrip() for line in file.getvalue().splitlines())


def test_an_import_accounts_for_its_rows_the_commonest_outcome_first() -> None:
    from tidings.ingest.importing import ImportReport

    outcomes = {"rejected_no_title": 2, "stored": 1200, "duplicate_exact": 30}
    report = ImportReport("news.jsonl", rows=1232, outcomes=outcomes, seconds=6.04, resumed_from=512)
    assert printed([*import_page(report, words())]).splitlines() == [
        "news.jsonl: 1,232 rows in 6.0 s",
        "resumed after 512 rows",
        "1,200  new articles",
        "   30  exact copies, linked",
        "    2  rejected: no title",
    ]


def test_an_import_shows_the_rows_it_refused_without_what_a_terminal_obeys() -> None:
    from tidings.ingest.importing import ImportReport
    from tidings.ingest.items import Rejected

    refused = (Rejected(3, "no_title"), Rejected(9, "bad_url", "htp:\x1b[2J//x"))
    report = ImportReport("news.jsonl", 9, {"stored": 7}, 1.0, 0, refused)
    lines = printed([*import_page(report, words())]).splitlines()
    assert lines[-2] == "row 3: no title"
    assert lines[-1].startswith("row 9: the address is not a web address (htp:")
    assert "\x1b" not in lines[-1]


def test_an_import_says_how_many_refused_rows_it_does_not_show() -> None:
    from tidings.ingest.importing import ImportReport
    from tidings.ingest.items import Rejected

    outcomes = {"stored": 7, "rejected_no_title": 3, "rejected_bad_url": 1}
    report = ImportReport(
        "news.jsonl", 11, outcomes, 1.0, 0, (Rejected(3, "no_title"), Rejected(4, "no_title"))
    )
    assert printed([*import_page(report, words())]).splitlines()[-1] == "and 2 more rows"
    assert printed([*import_page(report, words("ru"))]).splitlines()[-1] == "и ещё 2 строки"


def test_a_folder_is_shown_by_its_own_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tidings.ingest.importing import ImportReport

    folder = tmp_path / "saved-feeds"
    folder.mkdir()
    monkeypatch.chdir(folder)
    lines = printed([*import_page(ImportReport(".", 1, {"stored": 1}, 1.0, 0), words())]).splitlines()
    assert lines[0] == "saved-feeds: 1 row in 1.0 s"


def test_feed_health_counts_conditions_and_puts_trouble_first() -> None:
    failing = replace(FEED, title="Broken", state="backing_off", reason="http_500", error_streak=3)
    new = replace(FEED, title="Fresh", last_polled_at=None, last_ok_at=None, articles=0)
    lines = printed([*health_page([FEED, new, failing], words())]).splitlines()
    assert lines[0] == "3 feeds: 1 active, 1 not polled yet, 1 backing off, 0 dead"
    names = [
        next(name for name in ("Broken", "Fresh", "Harbour Daily") if name in line) for line in lines[2:]
    ]
    assert names == ["Broken", "Fresh", "Harbour Daily"]
    assert "answered 500 ×3" in lines[2]
    assert "never" in lines[3]
    assert "1,204" in lines[4]


def test_every_condition_is_counted_even_at_zero() -> None:
    assert condition_counts([]) == {"active": 0, "new": 0, "backing_off": 0, "dead": 0}


def test_an_article_is_shown_with_its_lines_and_without_what_could_steer_a_terminal() -> None:
    assert printed(article_page(ARTICLE, words())).splitlines() == [
        "River port closes",
        "Harbour Daily · 2 Mar 2024 21:00 · en · article #-7, revision 2",
        "https://news.example/port",
        "",
        "The river port closed on Friday.",
        "Ice broke two cranes.",
    ]


def test_a_span_of_an_article_is_cut_from_the_stored_text() -> None:
    document = article_document(ARTICLE, (19, 33))
    assert document["span"] == {"start": 19, "end": 33, "text": "The river port"}
    assert document["text"] == ARTICLE.text
    assert document["article_id"] == "-7"


@pytest.mark.parametrize("text", ["-7", "#-7", " #-7 "])
def test_an_article_is_asked_for_as_answers_print_it(text: str) -> None:
    assert article_number(text) == -7


def test_a_span_is_two_offsets() -> None:
    assert span_bounds("19:33") == (19, 33)


def test_search_shows_where_a_hit_comes_from_and_explains_its_rank_on_request() -> None:
    found = Retrieved("port", WINDOW, (HIT,))
    plain = printed(search_page(found, words(), explain=False))
    assert "--limit shows more" not in plain
    assert "--limit shows more" in printed(search_page(found, words(), explain=False, cut=True))
    assert plain.splitlines() == [
        "1. River port closes",
        "   Harbour Daily · 2 Mar 2024 21:00 · #-7",
        "   https://news.example/port",
        "",
        "1 match",
    ]
    explained = printed(search_page(found, words(), explain=True))
    assert "by words: place 1 (score 5.500) = port 2.00×2.75" in explained
    assert "by meaning: not in first 30" in explained
    assert "together 0.0325" in explained


def test_a_program_always_gets_the_reasons_of_a_rank() -> None:
    document = search_document(Retrieved("port", WINDOW, (HIT,)))
    assert document["hits"][0]["lexical"] == {"rank": 1, "bm25": 5.5}
    assert document["hits"][0]["dense"] == {"rank": None, "cosine": None}
    assert document["hits"][0]["terms"] == [{"stem": "port", "rarity": 2.0, "weight": 2.75, "score": 5.5}]


def test_one_article_is_counted_as_one() -> None:
    from tidings.cli.data import outcome_table

    assert printed([outcome_table({"stored": 1}, words())]).split() == ["1", "new", "article"]

"""Questions asked as a person or a program would, of a process."""

from __future__ import annotations

import re

import pytest
from command import Tidings

from tidings.schemas import Answer


@pytest.mark.parametrize(
    "question",
    [
        ("trends", "24h"),
        ("trends", "1w", "--news-lang", "ru"),
        ("analyze", "keywords", "--window", "1w"),
        ("analyze", "sentiment", "ferry", "--window", "1w"),
        ("analyze", "topics", "--window", "3d"),
    ],
    ids=" ".join,
)
def test_json_is_the_answer_contract_and_nothing_else(news: Tidings, question: tuple[str, ...]) -> None:
    done = news(*question, "--json")
    assert done.returncode == 0
    assert done.stderr == ""
    answer = Answer.model_validate_json(done.stdout)
    assert answer.meta.window == next(word for word in question if re.fullmatch(r"\d+[hdw]", word))


def test_every_quote_stands_verbatim_at_its_offsets_in_the_stored_article(news: Tidings) -> None:
    answer = Answer.model_validate(news.json("trends", "24h"))
    refs = [ref for insight in answer.insights for ref in insight.evidence_refs]
    assert refs
    texts = {ref.article_id: news.json("article", f"#{ref.article_id}")["text"] for ref in refs}
    for ref in refs:
        assert texts[ref.article_id][ref.start : ref.end] == ref.quote


def test_a_span_prints_the_quote_alone(news: Tidings) -> None:
    ref = Answer.model_validate(news.json("trends", "24h")).insights[0].evidence_refs[0]
    done = news("article", str(ref.article_id), "--span", f"{ref.start}:{ref.end}")
    assert " ".join(done.stdout.split()) == " ".join(ref.quote.split())


@pytest.mark.parametrize(
    ("lang", "words"),
    [("en", ["INSIGHTS", "EVIDENCE", "confidence"]), ("ru", ["ГЛАВНОЕ", "НА ЧЁМ", "уверенность"])],
)
def test_a_person_reads_the_answer_in_their_language(news: Tidings, lang: str, words: list[str]) -> None:
    done = news("trends", "24h", "--lang", lang)
    assert done.returncode == 0
    assert [word for word in words if word not in done.stdout] == []
    assert "\x1b" not in done.stdout


def test_as_of_a_moment_before_everything_there_is_no_data(news: Tidings) -> None:
    done = news("trends", "24h", "--as-of", "2001-01-01")
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith("There are no articles for this question")


def test_as_of_yesterday_nothing_newer_is_known(news: Tidings) -> None:
    now = Answer.model_validate(news.json("trends", "1w"))
    moment = now.meta.since + (now.meta.until - now.meta.since) / 2
    past = Answer.model_validate(news.json("trends", "1w", "--as-of", moment.isoformat()))
    assert past.meta.articles < now.meta.articles
    assert max(item.date for item in past.evidence) <= moment.date().isoformat()


def test_search_explains_both_rankings(news: Tidings) -> None:
    hits = news.json("search", "ferry accident in the harbour", "--window", "1w", "--limit", "5")["hits"]
    assert 1 <= len(hits) <= 5
    assert hits[0]["lexical"]["rank"] == 1 or hits[0]["dense"]["rank"] == 1
    done = news("search", "ferry accident in the harbour", "--window", "1w", "--explain")
    assert "by words: place 1" in done.stdout
    assert "by meaning: place 1" in done.stdout


def test_an_article_that_is_not_stored_is_said_so(news: Tidings) -> None:
    done = news("article", "12345")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("No article #12345 is stored.")


def test_the_doctor_finds_everything_in_order(news: Tidings) -> None:
    report = news.json("doctor")
    states = {check["name"]: check["state"] for check in report["checks"]}
    assert report["ok"]
    assert {name for name, state in states.items() if state == "warn"} <= {"feeds", "disk"}
    assert {"database", "migrations", "language", "embedder", "entities", "articles"} <= states.keys()

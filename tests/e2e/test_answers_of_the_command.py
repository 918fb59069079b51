"""Questions asked as a person or a program would, of a process."""

from __future__ import annotations

import pytest
from command import Tidings

from tidings.schemas import Answer


def test_json_is_the_answer_contract_and_nothing_else(news: Tidings) -> None:
    done = news("analyze", "sentiment", "ferry", "--window", "1w", "--news-lang", "en", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    answer = Answer.model_validate_json(done.stdout)
    assert (answer.meta.query, answer.meta.window, answer.meta.lang) == ("ferry", "1w", "en")


def test_a_quote_stands_verbatim_at_its_offsets_in_the_stored_article(news: Tidings) -> None:
    answer = Answer.model_validate(news.json("trends", "24h"))
    ref = answer.insights[0].evidence_refs[0]
    stored = news.json("article", f"#{ref.article_id}")
    assert stored["text"][ref.start : ref.end] == ref.quote
    alone = news("article", str(ref.article_id), "--span", f"{ref.start}:{ref.end}")
    assert " ".join(alone.stdout.split()) == " ".join(ref.quote.split())


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


def test_search_explains_both_rankings(news: Tidings) -> None:
    done = news("search", "ferry accident in the harbour", "--window", "1w", "--explain")
    assert "by words: place 1" in done.stdout
    assert "by meaning: place 1" in done.stdout


def test_an_article_that_is_not_stored_is_said_so(news: Tidings) -> None:
    done = news("article", "12345")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("No article #12345 is stored.")


def test_the_doctor_finds_everything_in_order(news: Tidings) -> None:
    done = news("doctor")
    assert done.returncode == 0
    assert "FAIL" not in done.stdout
    for part in ("PostgreSQL", "tells ru from en", "the same event in ru and en", "the newest 0 hours old"):
        assert part in " ".join(done.stdout.split())

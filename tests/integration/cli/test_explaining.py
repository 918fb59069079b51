"""`explain` and `check`, run inside the test's process on a database of their own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import structlog

from tidings.cli import check, data, explain, questions
from tidings.cli.invocation import Invocation
from tidings.errors import InvalidRequest, NoData
from tidings.messages import Lang
from tidings.settings import Settings

TITLE = "Tarn bridge closes after cracks are found"
BODY = "The Tarn bridge closed on Friday after engineers found cracks in two pillars. Lena Hask is the mayor."
RUSSIAN = "Тарнский мост закрыли в пятницу: инженеры нашли трещины в двух опорах."


@pytest.fixture(autouse=True)
def _logs() -> Iterator[None]:
    with structlog.testing.capture_logs():
        yield


@pytest.fixture
def told(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Any:
    """Makes the context of a command in a language, over a database with two articles in it."""
    monkeypatch.setenv("TIDINGS_CONFIG", str(tmp_path / "tidings.toml"))
    settings = Settings(data_dir=tmp_path / "data", database_url=database_url, processes=0, models=False)

    def context(lang: Lang = "en") -> Any:
        return SimpleNamespace(obj=Invocation((), asked_lang=lang, _settings=settings))

    published = (datetime.now(UTC) - timedelta(hours=1)).isoformat()
    rows = [
        {"title": TITLE, "text": BODY, "source": "North Post", "url": "https://north.example/1"},
        {"title": "Мост закрыт", "text": RUSSIAN, "source": "Вестник", "url": "https://vest.example/1"},
    ]
    path = tmp_path / "rows.jsonl"
    path.write_text("".join(json.dumps({**item, "published_at": published}) + "\n" for item in rows))
    data.import_(context(), str(path))
    capsys.readouterr()
    return context


@pytest.fixture
def numbers(told: Any, capsys: pytest.CaptureFixture[str]) -> tuple[str, str]:
    """The numbers of the English and of the Russian article, as an answer prints them."""
    questions.analyze(told(), "sentiment", as_json=True)
    cards = json.loads(capsys.readouterr().out)["evidence"]
    by_source = {card["source"]: card["article_id"] for card in cards}
    return by_source["North Post"], by_source["Вестник"]


@pytest.mark.parametrize(
    ("lang", "section", "figure"),
    [("en", "WHY EACH INSIGHT STANDS", "counted: "), ("ru", "НА ЧЁМ ДЕРЖИТСЯ КАЖДЫЙ ВЫВОД", "посчитано: ")],
)
def test_the_newest_answer_is_explained_in_the_readers_language(
    told: Any, capsys: pytest.CaptureFixture[str], lang: Lang, section: str, figure: str
) -> None:
    questions.analyze(told(), "sentiment")
    shown = capsys.readouterr().out
    explain.explain(told(lang))
    page = capsys.readouterr().out
    assert section in page
    assert figure in page
    assert "The Tarn bridge closed on Friday" in page
    reference = shown.rstrip().rpartition("tidings explain ")[2]
    assert reference in page


def test_an_explanation_for_a_program_is_the_contract(told: Any, capsys: pytest.CaptureFixture[str]) -> None:
    questions.analyze(told(), "sentiment", as_json=True)
    answer = json.loads(capsys.readouterr().out)
    reference = answer["meta"]["correlation_id"]
    explain.explain(told(), reference[:6], as_json=True)
    found = json.loads(capsys.readouterr().out)
    assert found["correlation_id"] == reference
    assert [item["text"] for item in found["insights"]] == [item["text"] for item in answer["insights"]]


@pytest.mark.parametrize(("reference", "message"), [(None, "no_answers"), ("f00d", "unknown_answer")])
def test_without_an_answer_there_is_nothing_to_explain(
    told: Any, reference: str | None, message: str
) -> None:
    with pytest.raises(NoData) as raised:
        explain.explain(told(), reference)
    assert raised.value.message == message


def test_a_sentence_that_its_article_bears_out_is_proved(
    told: Any, numbers: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    sentence = "Engineers found cracks in two pillars of the Tarn bridge."
    assert check.check(told(), sentence, article=[f"#{numbers[0]}"]) == 0
    page = capsys.readouterr().out
    assert page.startswith("Proved by the article's words.")
    assert "Whether the source is right is" in page
    assert "PROVED BY" in page
    assert "NEAREST" not in page
    assert "— North Post · " in page
    assert f"to read it: tidings article {numbers[0]}" in page


def test_a_sentence_that_it_does_not_bear_out_is_not_and_says_why(
    told: Any, numbers: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    sentence = "Engineers found cracks in nine pillars of the Tarn bridge."
    assert check.check(told("ru"), sentence, article=[numbers[0]]) == 1
    page = capsys.readouterr().out
    assert page.startswith("Не подтверждено.\nТакого числа в статье нет")
    assert "Дело в словах «nine». В статье: «two»." in page
    assert check.check(told(), sentence, article=[numbers[0]], as_json=True) == 1
    found = json.loads(capsys.readouterr().out)
    assert (found["outcome"], found["reason"]) == ("drop", "number_not_cited")
    assert found["said"].startswith("The article does not give that number")
    assert (found["at_fault"], found["article_has"]) == ("nine", "two")
    assert [item["article_id"] for item in found["articles"]] == [numbers[0]]
    (quote,) = found["quotes"]
    assert quote["quote"].startswith("The Tarn bridge closed on Friday")


def test_several_articles_may_bear_a_sentence_out(
    told: Any, numbers: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    sentence = "Инженеры нашли трещины в двух опорах Тарнского моста."
    assert check.check(told(), sentence, article=[numbers[1], numbers[1]]) == 0
    assert capsys.readouterr().out.count("— ") == 1


def test_an_article_that_does_not_bear_it_out_is_not_quoted_beside_one_that_does(
    told: Any, numbers: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    sentence = "Lena Hask is the mayor."
    assert check.check(told(), sentence, article=[numbers[1]]) == 1
    assert "NEAREST" in capsys.readouterr().out
    assert check.check(told(), sentence, article=list(numbers), as_json=True) == 0
    found = json.loads(capsys.readouterr().out)
    assert [quote["article_id"] for quote in found["quotes"]] == [numbers[0]]


@pytest.mark.parametrize(
    ("sentence", "article", "message"),
    [
        ("...", "5", "no_sentence"),
        ("The bridge closed.", "5", "unknown_article"),
        ("The bridge closed.", "five", "bad_article_id"),
    ],
)
def test_what_cannot_be_checked_is_refused(told: Any, sentence: str, article: str, message: str) -> None:
    with pytest.raises(InvalidRequest) as raised:
        check.check(told(), sentence, article=[article])
    assert raised.value.message == message


def test_an_article_is_held_as_it_stood_then(
    told: Any, numbers: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    day = datetime.now(UTC).date().isoformat()
    assert check.check(told(), "The Tarn bridge closed on Friday.", article=[numbers[0]], as_of=day) == 0
    assert "Proved by" in capsys.readouterr().out


def test_an_article_that_had_not_appeared_yet_proves_nothing(told: Any, numbers: tuple[str, str]) -> None:
    before = (datetime.now(UTC) - timedelta(days=2)).date().isoformat()
    with pytest.raises(InvalidRequest) as raised:
        check.check(told(), "The Tarn bridge closed on Friday.", article=[numbers[0]], as_of=before)
    assert raised.value.message == "unpublished_article"
    assert not raised.value.retryable


def test_an_article_is_found_by_its_address_however_it_is_written(
    told: Any, numbers: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    for address in ("https://north.example/1", "http://www.north.example/1?utm_source=mail"):
        assert check.check(told(), "The Tarn bridge closed on Friday.", article=[address], as_json=True) == 0
        assert json.loads(capsys.readouterr().out)["articles"][0]["article_id"] == numbers[0]
    with pytest.raises(InvalidRequest) as raised:
        check.check(told(), "The Tarn bridge closed.", article=["https://north.example/2"])
    assert raised.value.message == "unknown_article"


def test_a_sentence_about_nothing_in_the_article_is_told_so(
    told: Any, numbers: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert check.check(told(), "Qwer asdf zxcv.", article=[numbers[0]]) == 1
    page = capsys.readouterr().out
    assert "The article says nothing of this" in page
    assert "cites nothing" not in page


@pytest.mark.parametrize(
    ("lists", "setting"),
    [
        ({"blocked_domains": "north.example"}, "TIDINGS_BLOCKED_DOMAINS"),
        ({"allowed_domains": "vest.example"}, "TIDINGS_ALLOWED_DOMAINS"),
    ],
)
def test_an_article_that_a_list_of_domains_keeps_out_is_not_checked_against(
    told: Any, numbers: tuple[str, str], lists: dict[str, str], setting: str
) -> None:
    context = told()
    settings = context.obj.settings.model_copy(update=lists)
    context.obj = Invocation((), asked_lang="en", _settings=settings)
    with pytest.raises(InvalidRequest) as raised:
        check.check(context, "The Tarn bridge closed on Friday.", article=[numbers[0]])
    assert (raised.value.message, raised.value.params["setting"]) == ("kept_out_article", setting)

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from bench._delivered_check import (
    Stored,
    Truth,
    addressed,
    dated,
    figures_agree,
    keeps_limits,
    reads_as,
    references,
    sourced,
    told,
    verbatim,
)

TEXT = "Ferry line to Marn reopens\n\nThe ferry to Marn reopened on Monday. Call Ada on 555 0142."
FERRY = Stored(1, "https://a.example/1", "Coast Post", datetime(2025, 3, 8, 23, tzinfo=UTC), TEXT[:26], TEXT)
STRIKE = Stored(
    2, None, "Ostrel News", datetime(2025, 3, 7, 1, tzinfo=UTC), "Dockers walk out", "Dockers walk out"
)
META = {"since": "2025-03-08T00:00:00Z", "until": "2025-03-09T00:00:00Z"}
SAID = "The ferry to Marn reopened on Monday."


def truth(counted: dict[str, int] | None = None) -> Truth:
    return Truth({1: FERRY, 2: STRIKE}, frozenset({"Coast Post", "Ostrel News"}), counted)


def ref(quote: str = SAID, start: int = 28, **changed: Any) -> dict[str, Any]:
    found = {"article_id": "1", "url": None, "date": "2025-03-08", "quote": quote, "start": start}
    return found | {"end": start + len(quote)} | changed


def card(**changed: Any) -> dict[str, Any]:
    found = {"article_id": "1", "title": FERRY.title, "url": FERRY.url, "date": "2025-03-08"}
    return found | {"source": "Coast Post", "snippet": SAID} | changed


def insight(text: str, *refs: dict[str, Any]) -> dict[str, Any]:
    return {"text": text, "evidence_refs": list(refs) or [ref()], "figures": []}


def test_a_quote_is_verbatim_only_letter_by_letter_and_at_its_place() -> None:
    assert verbatim(ref(), FERRY)
    assert not verbatim(ref(start=27), FERRY)
    assert not verbatim(ref(SAID.replace("Monday", "Sunday")), FERRY)
    assert not verbatim(ref(SAID.replace("The", "the")), FERRY)
    assert not verbatim(ref(), STRIKE)
    assert not verbatim(ref(), None)


def test_a_mask_may_hide_a_number_but_neither_punctuation_nor_a_whole_quote() -> None:
    start = TEXT.index("Call")
    assert verbatim(ref("Call Ada on ••• ••••.", start), FERRY)
    assert not verbatim(ref("Call Ada on ••••••••.", start), FERRY)
    assert not verbatim(ref("•••• ••• on ••• ••••.", start), FERRY)


def test_a_date_is_the_article_s_own_in_utc_and_in_the_window() -> None:
    assert dated(ref(), FERRY, META)
    assert not dated(ref(date="2025-03-09"), FERRY, META)
    assert not dated(ref(date="2025-03-07"), STRIKE, META)
    assert not dated(ref(), None, META)


def test_an_address_or_an_outlet_of_another_article_is_seen() -> None:
    assert addressed(ref(), FERRY)
    assert addressed(ref(url=FERRY.url), FERRY)
    assert not addressed(ref(url="https://b.example/1"), FERRY)
    assert not addressed(card(source="Ostrel News"), FERRY)


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("The ferry to Marn runs again.", True),
        ("Coast Post: “The ferry to Marn reopened on Monday.”", True),
        ("Coast Post: “The ferry to Marn…”", True),
        ("Coast Post: “The ferry to Marn sank on Monday.”", False),
        ("Ostrel News: “The ferry to Marn reopened on Monday.”", False),
    ],
)
def test_what_an_outlet_is_said_to_say_stands_in_its_own_quote(text: str, holds: bool) -> None:
    assert sourced(insight(text), [card()], truth()) == holds


def test_what_is_cited_is_stored_and_among_the_cards_of_its_outlet() -> None:
    said = insight("The ferry to Marn runs again.")
    assert not sourced(said, [], truth())
    assert not sourced(said, [card(source="Ostrel News")], truth())
    assert not sourced(insight("It runs.", ref(article_id="9")), [card(article_id="9")], truth())


def test_a_card_s_title_and_words_are_the_article_s() -> None:
    assert told(card(), FERRY)
    assert told(card(title="Ferry line to…", snippet="The ferry to Marn…"), FERRY)
    assert not told(card(title="Dockers walk out"), FERRY)
    assert not told(card(snippet="Dockers walk out"), FERRY)
    assert not told(card(), None)


def counted(articles: int = 3, sources: int = 2, **more: Any) -> dict[str, Any]:
    return {"meta": {"articles": articles, "sources": sources}, "result": {}, "insights": []} | more


def test_totals_and_outlets_are_those_that_were_counted() -> None:
    rows = {"Coast Post": 2, "Ostrel News": 1}
    assert figures_agree(counted(), rows)
    assert not figures_agree(counted(articles=4), rows)
    assert not figures_agree(counted(sources=3), rows)
    assert not figures_agree(counted(result={"top_sources": [{"source": "Coast Post", "articles": 3}]}), rows)
    part = {"figures": [{"name": "articles", "value": 4}]}
    assert not figures_agree(counted(insights=[part]), rows)


def test_words_of_others_between_quotation_marks_do_not_decide_the_language() -> None:
    assert reads_as("“Паром «Аурелия»” in the news", "en")
    assert not reads_as("Паром сегодня", "en")
    assert reads_as("Паром Aurelia врезался в причал", "ru")
    assert not reads_as("What is new about “Паром”", "ru")


def test_a_text_too_long_or_an_insight_too_many_is_seen() -> None:
    def shown(header: str = "News", most: int = 1) -> dict[str, Any]:
        insights = [insight("It runs.")] * most
        return {"header": header, "tldr": "News.", "insights": insights, "result": {}, "evidence": [card()]}

    assert keeps_limits(shown())
    assert not keeps_limits(shown(header="x" * 101))
    assert not keeps_limits(shown(header=""))
    assert not keeps_limits(shown(most=6))
    assert not keeps_limits(shown(most=0))


def test_references_are_found_wherever_they_stand() -> None:
    result = {"keyphrases": [{"examples": [ref()]}], "aspects": [{"evidence_ref": ref("Ferry", 0)}]}
    assert [found["quote"] for found in references(result)] == [SAID, "Ferry"]

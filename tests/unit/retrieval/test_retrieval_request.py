from datetime import UTC, datetime, timedelta

import pytest

from tidings.errors import InvalidRequest
from tidings.retrieval.request import Request
from tidings.store.corpus import source_id
from tidings.windows import parse_window

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)


def request(query="rate cut", window="24h", until=NOW, as_of=None, **changes) -> Request:
    options = {"lang": "auto", "sources": None, "k_final": 8} | changes
    return Request.of(query, parse_window(window, until), as_of=as_of, **options)


def test_no_filter_selects_all_of_the_window():
    selection = request().selection
    assert (selection.since, selection.until) == (NOW - timedelta(hours=24), NOW)
    assert selection.langs is None
    assert selection.sources is None


def test_filters_select_by_language_and_outlet():
    selection = request(lang="ru", sources=["The Courier", "the  courier", "Вестник"]).selection
    assert selection.langs == ["ru"]
    assert set(selection.sources) == {source_id("The Courier"), source_id("Вестник")}


def test_nothing_newer_than_as_of_is_selected():
    moment = NOW - timedelta(hours=5)
    assert request(as_of=moment).selection.until == moment


def test_a_live_window_shares_its_answer_while_the_clock_moves():
    assert request().key(1) == request(until=NOW + timedelta(seconds=90)).key(1)


def test_spelling_and_space_share_an_answer():
    assert request("Rate  CUT").key(1) == request("rate cut").key(1)


@pytest.mark.parametrize(
    "other",
    [
        request("rate rise"),
        request(None),
        request(window="12h"),
        request(lang="ru"),
        request(sources=["The Courier"]),
        request(k_final=5),
        request(as_of=NOW),
        request(rerank=True),
    ],
)
def test_what_changes_the_answer_changes_the_key(other):
    assert other.key(1) != request().key(1)


def test_without_a_query_there_is_nothing_to_rank_again():
    assert request(None, rerank=True) == request(None)


def test_a_past_window_is_known_by_its_edge():
    yesterday = NOW - timedelta(days=1)
    assert request(as_of=NOW).key(1) != request(until=yesterday, as_of=yesterday).key(1)


def test_new_articles_change_the_key():
    assert request().key(1) != request().key(2)


@pytest.mark.parametrize("k_final", [0, 31])
def test_a_number_of_results_out_of_range_is_refused(k_final):
    with pytest.raises(InvalidRequest, match="k_final"):
        request(k_final=k_final)

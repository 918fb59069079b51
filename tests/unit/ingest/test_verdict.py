"""What becomes of a candidate, decided without a database."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidings.ingest.candidate import Candidate, content_hash
from tidings.ingest.verdict import Ledger, Outcome, Verdict, decide, story_of
from tidings.store.articles import KnownArticle, Lookalike
from tidings.text.duplicates import bands, signatures

NOW = datetime(2031, 3, 5, 12, tzinfo=UTC)
TITLE = "River floods the valley"
BODY = "The river crossed its banks near the old mill before dawn and two hundred people left their homes"


def candidate(number: int, body: str = BODY, at: datetime = NOW) -> Candidate:
    return Candidate(
        id=number,
        url=f"https://paper.example/{number}",
        source="Paper",
        feed_id=None,
        title=TITLE,
        body=body,
        published_at=at,
        date_rule="stated",
        fetched_at=NOW,
        content_hash=content_hash(TITLE, body),
        lang_hint="en",
    )


def minhash(body: str) -> bytes:
    return signatures([(TITLE.casefold().split(), body.casefold().split())])[0]


def judge_all(candidates: list[Candidate], ledger: Ledger) -> list[Outcome]:
    found = []
    for one in candidates:
        signed = minhash(one.body)
        found.append(ledger.judge(one, signed, [one.content_hash, *bands(signed)]).outcome)
    return found


def test_the_first_of_its_kind_is_news() -> None:
    assert decide(candidate(1), minhash(BODY), None, None, []) == Verdict(Outcome.STORED)


def test_the_same_text_at_the_same_address_is_nothing_new() -> None:
    known = KnownArticle(1, NOW, 1, frozenset({candidate(1).content_hash}))
    assert decide(candidate(1), minhash(BODY), known, None, []).outcome is Outcome.UNCHANGED


def test_another_text_at_the_same_address_is_its_next_revision() -> None:
    known = KnownArticle(2, NOW, 1, frozenset({candidate(1).content_hash}))
    verdict = decide(candidate(1, BODY + " again"), minhash(BODY), known, None, [])
    assert verdict == Verdict(Outcome.REVISED, revision=3)


def test_a_text_that_comes_back_after_an_edit_is_no_third_revision() -> None:
    known = KnownArticle(2, NOW, 1, frozenset({candidate(1).content_hash, 77}))
    assert decide(candidate(1), minhash(BODY), known, None, []).outcome is Outcome.UNCHANGED


def test_the_same_text_elsewhere_is_an_exact_copy_of_the_earliest() -> None:
    first, second = candidate(1), candidate(2, at=NOW + timedelta(hours=1))
    looks = [
        Lookalike(one.id, one.content_hash, minhash(BODY), one.published_at, 9) for one in (second, first)
    ]
    verdict = decide(candidate(3), minhash(BODY), None, None, looks)
    assert verdict == Verdict(Outcome.EXACT, of_article=1, of_story=9)


def test_a_lightly_edited_text_elsewhere_is_a_near_copy() -> None:
    edited = BODY.replace("before dawn", "at dawn")
    look = Lookalike(1, candidate(1).content_hash, minhash(BODY), NOW, 9)
    assert decide(candidate(2, edited), minhash(edited), None, None, [look]).outcome is Outcome.NEAR


def test_a_column_of_the_same_words_a_month_later_is_news_again() -> None:
    look = Lookalike(1, candidate(1).content_hash, minhash(BODY), NOW - timedelta(days=30), 9)
    assert decide(candidate(2), minhash(BODY), None, None, [look]).outcome is Outcome.STORED


def test_an_edited_copy_that_is_still_a_copy_changes_nothing() -> None:
    edited = BODY.replace("before dawn", "at dawn")
    look = Lookalike(1, candidate(1).content_hash, minhash(BODY), NOW, 9)
    verdict = decide(candidate(2, edited), minhash(edited), None, candidate(2).content_hash, [look])
    assert verdict.outcome is Outcome.UNCHANGED


@given(st.lists(st.sampled_from([1, 2, 3, 4]), max_size=12), st.integers(0, 12))
def test_verdicts_do_not_depend_on_where_batches_are_cut(numbers: list[int], cut: int) -> None:
    stream = [candidate(number, BODY + " more" * (place % 3)) for place, number in enumerate(numbers)]
    whole = judge_all(stream, Ledger({}, {}))
    ledger = Ledger({}, {})
    first = judge_all(stream[:cut], ledger)
    second = judge_all(stream[cut:], replace(ledger))
    assert first + second == whole


def test_judging_twice_changes_nothing() -> None:
    ledger = Ledger({}, {})
    stream = [candidate(1), candidate(2), candidate(1, "Quite another text about the harbour master's vote")]
    judge_all(stream, ledger)
    assert set(judge_all(stream, ledger)) == {Outcome.UNCHANGED}


def test_a_copy_joins_the_story_its_original_was_just_placed_in() -> None:
    assert story_of(Verdict(Outcome.EXACT, of_article=1, of_story=0), {1: 42}) == 42
    assert story_of(Verdict(Outcome.EXACT, of_article=1, of_story=7), {}) == 7
    with pytest.raises(ValueError, match="copy"):
        story_of(Verdict(Outcome.STORED), {})

from __future__ import annotations

from collections import Counter

import pytest
from invented_findings import ARTICLES, sentence

from tidings.agents.prompts.blocks import Sentence
from tidings.policy.claims import Claim
from tidings.writing.sentences import apart, written_claims

GIVEN = {f"D{number}": article for number, article in ARTICLES.items()}


def claims(*written: dict[str, object]) -> tuple[list[Claim], Counter[str]]:
    skipped: Counter[str] = Counter()
    drafted = [Sentence.model_validate(one) for one in written]
    return written_claims(drafted, GIVEN, "en", skipped), +skipped


def test_a_sentence_becomes_a_claim_that_says_a_model_wrote_it() -> None:
    (claim,), skipped = claims(sentence("Cracks were found in the Tarn bridge.", "D1", kind="hypothesis"))
    assert claim.written
    assert (claim.basis, claim.type) == ("quoted", "hypothesis")
    assert not skipped


def test_it_quotes_the_nearest_sentence_of_what_it_cites() -> None:
    (claim,), _ = claims(sentence("Engineers found cracks in the bridge", "D1"))
    assert [ref.quote for ref in claim.refs] == ["Engineers found cracks in the Tarn bridge on Friday."]
    assert claim.refs[0].article_id == "1"


def test_ids_that_were_not_given_are_left_out_and_counted() -> None:
    (claim,), skipped = claims(sentence("Engineers found cracks in the bridge", "D99", "D1"))
    assert [ref.article_id for ref in claim.refs] == ["1"]
    assert skipped == {"cited_unknown": 1}


def test_a_sentence_that_cites_nothing_known_goes_to_the_gate_without_references() -> None:
    (claim,), skipped = claims(sentence("Engineers found cracks in the bridge", "1", "https://x.example"))
    assert claim.refs == ()
    assert skipped == {"cited_unknown": 2}


def test_a_document_cited_twice_is_quoted_once() -> None:
    (claim,), _ = claims(sentence("Engineers found cracks in the bridge", "D1", " D1"))
    assert len(claim.refs) == 1


def test_a_document_beside_the_point_is_not_quoted() -> None:
    (claim,), _ = claims(sentence("Engineers found cracks in the Tarn bridge on Friday", "D1", "D5"))
    assert [ref.article_id for ref in claim.refs] == ["1"]


@pytest.mark.parametrize("said", ["cracks in the Tarn bridge", "ENGINEERS found cracks in the Tarn bridge!"])
def test_words_of_an_article_are_shown_as_its_quotation_in_their_whole_sentence(said: str) -> None:
    (claim,), _ = claims(sentence(said, "D3", "D1", kind="hypothesis"))
    assert claim.statement.text == "Outlet 1: “Engineers found cracks in the Tarn bridge on Friday.”"
    assert (claim.written, claim.type) == (False, "hypothesis")
    assert [ref.article_id for ref in claim.refs] == ["1"]


def test_a_sentence_that_leads_elsewhere_is_nobodys() -> None:
    text = "Cracks were found, see https://bridge.example/pay"
    assert claims(sentence(text, "D1")) == ([], {"leads_elsewhere": 1})


def test_words_in_another_language_than_the_readers_are_left_to_the_gate() -> None:
    said = sentence("Engineers found cracks in the Tarn bridge on Friday.", "D1")
    (claim,) = written_claims([Sentence.model_validate(said)], GIVEN, "ru", Counter())
    assert claim.written


def test_markup_and_unseen_characters_are_taken_off() -> None:
    (claim,), _ = claims(sentence("Engineers <b>found</b> cracks<!-- x -->\u200b\nhere", "D1"))
    assert claim.statement.text == "Engineers found cracks here"


def test_a_text_too_long_is_not_cut() -> None:
    (claim,), _ = claims(sentence("crack " * 100, "D1"))
    assert len(claim.statement.text) == 599


@pytest.mark.parametrize("text", [" <!-- nothing --> ", "SAFE", "Tarn bridge. Cracks."])
def test_a_few_words_are_no_sentence(text: str) -> None:
    assert claims(sentence(text, "D1")) == ([], {"no_sentence": 1})


def test_of_two_agents_that_wrote_of_one_sentence_the_first_is_heard() -> None:
    written, _ = claims(
        sentence("Engineers found cracks in the bridge", "D1"),
        sentence("Cracks were found in the Tarn bridge", "D1"),
        sentence("Glass is shown by the museum", "D7"),
        sentence("Nothing at all is cited"),
    )
    skipped: Counter[str] = Counter()
    kept = apart(written, skipped)
    assert [claim.statement.text for claim in kept] == [
        "Engineers found cracks in the bridge",
        "Glass is shown by the museum",
        "Nothing at all is cited",
    ]
    assert skipped == {"said_already": 1}

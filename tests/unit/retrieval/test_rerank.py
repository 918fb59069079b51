"""The rerank: which passages are read, what they are worth, and the order that follows."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from tidings.retrieval.query import QueryTerms
from tidings.retrieval.rerank import (
    MEANING,
    PASSAGE_LENGTH,
    PASSAGES,
    READ,
    SHORTLIST,
    WORDS,
    Passage,
    judge,
    passages,
    rerank,
)
from tidings.retrieval.results import Hit, Retrieved
from tidings.store.articles import StoredArticle
from tidings.text.lexical import term_id
from tidings.windows import Window

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
# "strike" is the rarer word: it weighs 3 of 4.
QUERY = QueryTerms(("ferri", "strike"), {term_id("ferri"): 1.0, term_id("strike"): 3.0}, ("en",))
BOTH = "The ferry strike goes on."
FERRY = "A ferry left the pier."
STRIKE = "Bakers talk of a strike."
NEITHER = "The mayor opened a fair."


class Bearings:
    """Vectors of two numbers for the texts it was told of; any other text points away from the query."""

    name, dimension = "bearings", 2

    def __init__(self, cosines: dict[str, float] | None = None) -> None:
        self.cosines = cosines or {}
        self.batches: list[list[str]] = []

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        self.batches.append(list(texts))
        cosines = [self.cosines.get(text, 0.0) for text in texts]
        return np.array([(c, (1 - c * c) ** 0.5) for c in cosines], dtype=np.float32).reshape(-1, 2)


NORTH = np.array([1.0, 0.0], dtype=np.float16)


def hit(number: int, text: str, score: float, lang: str = "en") -> Hit:
    article = StoredArticle(
        id=number,
        url=f"https://example.org/{number}",
        title=text,
        text=text,
        source="The Courier",
        lang=lang,
        published_at=NOW,
        revision=1,
        keyphrases=[],
        entities=[],
    )
    return Hit(article, number, score, 0.0, None, 1, None, is_match=True, also=(), terms=())


def found(*hits: Hit, dense_weight: float = 0.0) -> Retrieved:
    window = Window("24h", NOW - timedelta(hours=24), NOW)
    return Retrieved("ferry strike", window, hits, QUERY.stems, dense_weight)


def order(hits: Sequence[Hit]) -> list[int]:
    return [each.article.id for each in hits]


# Passages


def test_sentences_with_more_of_the_query_come_first_and_of_equals_the_earlier() -> None:
    read = passages(" ".join([NEITHER, FERRY, STRIKE, BOTH]), "en", QUERY)
    assert [(passage.text, passage.words) for passage in read] == [
        (BOTH, 1.0),
        (STRIKE, 0.75),
        (FERRY, 0.25),
        (NEITHER, 0.0),
    ]
    calm = passages(f"{NEITHER} Nothing else happened.", "en", QUERY)
    assert [passage.start for passage in calm] == [0, len(NEITHER) + 1]


def test_a_title_is_a_passage_of_its_own() -> None:
    assert passages(f"Ferry strike\n\n{NEITHER}", "en", QUERY)[0].text == "Ferry strike"


def test_words_are_found_in_every_form_of_the_text_s_language() -> None:
    query = QueryTerms(("забастовк",), {term_id("забастовк"): 1.0}, ("ru",))
    assert passages("О забастовках спорят.", "ru", query)[0].words == 1.0


def test_few_passages_are_read_and_each_stands_in_the_text() -> None:
    text = " ".join(f"Sentence {number} tells of a strike." for number in range(20))
    read = passages(text, "en", QUERY)
    assert len(read) == PASSAGES
    assert all(text[passage.start :].startswith(passage.text) for passage in read)


def test_an_endless_sentence_is_cut_and_an_endless_text_is_left() -> None:
    endless = passages("and so on " * 200 + "strike", "en", QUERY)
    assert len(endless) == 1
    assert PASSAGE_LENGTH - 10 < len(endless[0].text) <= PASSAGE_LENGTH
    assert endless[0].words == 0.0
    assert max(passage.words for passage in passages(NEITHER + " " * READ + BOTH, "en", QUERY)) == 0.0


def test_a_text_of_signs_or_nothing_has_one_passage_without_merit() -> None:
    assert passages("", "en", QUERY) == [Passage("", 0, 0.0)]
    assert [passage.words for passage in passages("?!", "en", QUERY)] == [0.0]


# Judging


def test_the_score_adds_the_place_the_words_and_the_meaning_of_one_passage() -> None:
    read = [Passage(BOTH, 10, 1.0), Passage(STRIKE, 50, 0.75)]
    judged = judge(3, 0.8, read, [0.1, 0.6], dense_weight=0.5)
    assert judged.score == pytest.approx(0.8 + WORDS * 0.75 + MEANING * 0.5 * 0.6)
    assert (judged.fused_rank, judged.words, judged.cosine) == (3, 0.75, 0.6)
    assert (judged.start, judged.end) == (50, 50 + len(STRIKE))


def test_meaning_counts_as_much_as_the_fusion_rule_lets_it() -> None:
    read = [Passage(BOTH, 0, 1.0), Passage(NEITHER, 30, 0.0)]
    assert judge(1, 1.0, read, [0.0, 0.9], dense_weight=0.1).start == 0
    assert judge(1, 1.0, read, [0.0, 0.9], dense_weight=1.0).start == 30


# Order


def test_words_in_one_sentence_go_before_the_same_words_far_apart() -> None:
    hits = rerank(
        found(hit(1, f"{FERRY} {STRIKE}", 1.0), hit(2, f"{NEITHER} {BOTH}", 0.9)), QUERY, NORTH, Bearings()
    )
    assert order(hits) == [2, 1]
    assert [each.reranked.fused_rank for each in hits] == [2, 1]
    assert [each.score for each in hits] == [0.9, 1.0]


def test_a_much_better_place_is_kept() -> None:
    hits = rerank(found(hit(1, STRIKE, 1.0), hit(2, BOTH, 0.7)), QUERY, NORTH, Bearings())
    assert order(hits) == [1, 2]


def test_where_the_words_are_not_found_the_nearest_passage_decides() -> None:
    near = "Dockers stopped all boats."
    hits = found(hit(1, NEITHER, 1.0), hit(2, f"{NEITHER} {near}", 0.5), dense_weight=1.0)
    assert order(rerank(hits, QUERY, NORTH, Bearings({near: 0.6, NEITHER: 0.2}))) == [2, 1]


def test_equal_scores_keep_their_order() -> None:
    hits = rerank(found(*(hit(number, BOTH, 1.0) for number in (5, 3, 4))), QUERY, NORTH, Bearings())
    assert order(hits) == [5, 3, 4]


def test_only_the_first_are_ranked_again_in_one_batch() -> None:
    embedder = Bearings()
    poor = [hit(number, NEITHER, 1.0) for number in range(SHORTLIST)]
    hits = rerank(found(*poor, hit(90, BOTH, 0.9), hit(91, BOTH, 0.8)), QUERY, NORTH, embedder)
    assert order(hits)[SHORTLIST:] == [90, 91]
    assert [each.reranked is None for each in hits] == [False] * SHORTLIST + [True, True]
    assert [len(batch) for batch in embedder.batches] == [SHORTLIST]


def test_without_a_vector_words_alone_judge_and_nothing_is_encoded() -> None:
    embedder = Bearings({NEITHER: 0.9})
    hits = rerank(found(hit(1, NEITHER, 1.0), hit(2, BOTH, 0.5), dense_weight=1.0), QUERY, None, embedder)
    assert order(hits) == [2, 1]
    assert {each.reranked.cosine for each in hits} == {0.0}
    assert embedder.batches == []


def test_ranking_nothing_again_is_nothing() -> None:
    assert rerank(found(), QUERY, NORTH, Bearings()) == ()

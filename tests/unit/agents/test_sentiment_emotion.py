from datetime import UTC, datetime, timedelta

from invented_set import article, phrase

from tidings.agents.keyphrase_mining import MinedPhrase
from tidings.agents.sentiment_emotion import aspects, contract, most_like
from tidings.trends.view import Tone, TonePoint

START = datetime(2031, 5, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)


def felt(
    words: str, sentiment: float, ids: tuple[int, ...], *, articles: int = 5, is_name: bool = True
) -> MinedPhrase:
    changed = {"sentiment": sentiment, "article_ids": ids, "articles": articles, "is_name": is_name}
    return MinedPhrase(**{**vars(phrase(words)), **changed})


def test_an_aspect_is_shown_by_an_article_that_feels_as_all_of_them_do() -> None:
    docs = {
        1: article(1, "Visitors were thrilled by the harbour bridge and its lights."),
        2: article(2, "The harbour bridge collapse left families in despair."),
    }
    (item,) = aspects([felt("harbour bridge", -0.4, (1, 2))], docs, {1: 0.9, 2: -0.8})
    assert item.ref.article_id == "2"
    assert item.phrase.sentiment == -0.4


def test_a_tone_is_not_shown_by_words_of_the_other_side() -> None:
    defeat = article(1, "Former mayor Henrik Dole admitted a terrible defeat and a shameful failure.")
    praise = article(2, "Former mayor Henrik Dole won praise and applause for his wonderful speech.")
    dole = felt("Henrik Dole", 0.54, (1, 2))
    (item,) = aspects([dole], {1: defeat, 2: praise}, {1: 0.9, 2: 0.2})
    assert item.ref.article_id == "2"
    assert aspects([dole], {1: defeat}, {1: 0.9}) == ()


def test_names_come_before_other_phrases() -> None:
    docs = {1: article(1, "The new cables of the Tarn bridge were praised by engineers.")}
    found = aspects(
        [felt("new cables", 0.3, (1,), is_name=False), felt("Tarn bridge", 0.3, (1,))], docs, {1: 0.3}
    )
    assert [item.phrase.phrase for item in found] == ["Tarn bridge", "new cables"]


def test_a_phrase_of_too_few_articles_is_no_aspect_beside_one_of_many() -> None:
    docs = {1: article(1, "The Tarn bridge and the Odell tunnel were opened on the same day.")}
    found = aspects(
        [felt("Odell tunnel", 0.9, (1,), articles=1), felt("Tarn bridge", 0.1, (1,))], docs, {1: 0.5}
    )
    assert [item.phrase.phrase for item in found] == ["Tarn bridge"]


def test_what_a_small_share_of_the_coverage_names_is_no_aspect_of_it() -> None:
    docs = {1: article(1, "The Tarn bridge and the Odell tunnel were opened on the same day.")}
    phrases = [felt("Odell tunnel", 0.9, (1,), articles=5), felt("Tarn bridge", 0.1, (1,), articles=50)]
    assert [item.phrase.phrase for item in aspects(phrases, docs, {1: 0.5}, size=1_000)] == ["Tarn bridge"]


def test_an_aspect_nobody_can_be_quoted_on_is_left_out() -> None:
    assert aspects([felt("Tarn bridge", 0.1, (1,))], {1: article(1, "About something else.")}, {1: 0.1}) == ()


def test_the_first_voice_feels_as_the_whole_does() -> None:
    docs = [article(1, "Good news."), article(2, "Bad news."), article(3, "Plain news.")]
    tones = {1: 0.7, 2: -0.6, 3: 0.0}
    assert [voice.id for voice in most_like(-0.1, docs, tones)] == [2, 1, 3]
    assert [voice.id for voice in most_like(0.1, docs, tones)] == [1, 2, 3]
    assert most_like(0.1, (), tones) == ()


def test_the_contract_keeps_empty_buckets_and_bounds() -> None:
    tone = Tone(
        overall=-1.2,
        emotions=(0.1, 1.4, -0.2, 0.3, 0.4),
        timeline=(
            TonePoint(START, START + HOUR, None, 0),
            TonePoint(START + HOUR, START + 2 * HOUR, -0.31239, 4),
        ),
    )
    result = contract(tone)
    assert result.overall == -1.0
    assert (result.emotions.fear, result.emotions.anger) == (1.0, 0.0)
    assert [(point.score, point.n_docs) for point in result.timeline] == [(None, 0), (-0.3124, 4)]

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented_facts import WINDOW, article, fact

from tidings.messages.phrase import Lang
from tidings.policy.proof import Record, check_claim
from tidings.prose.facts import Course, Facts, ledger
from tidings.prose.insights import about_aspect, about_phrase, about_subject, about_tone, quoted
from tidings.schemas.results import Emotions, SentimentResult

BRIDGE = article(1, "The Tarn bridge closed on Friday after engineers found cracks in it.")
SECOND = article(2, "Drivers queue for hours because the Tarn bridge is closed.", source="South Post")
DOCS = {1: BRIDGE, 2: SECOND}


def record(*subjects, tone: SentimentResult | None = None, articles: int = 5_012) -> Record:
    facts = Facts(articles, 812, subjects, tone=tone)
    return Record(DOCS, WINDOW, ledger(facts))


@pytest.mark.parametrize(
    ("course", "expected", "english", "russian"),
    [
        (
            "rising",
            286.4,
            "“Tarn bridge” is rising: 1,204 articles from 310 sources; usually about 286 articles.",
            "«Tarn bridge»: рост, 1\u00a0204 статьи из 310 источников; обычно около 286 статей.",
        ),
        (
            "falling",
            2000.0,
            "“Tarn bridge” is fading: 1,204 articles from 310 sources; usually about 2,000 articles.",
            "«Tarn bridge»: спад, 1\u00a0204 статьи из 310 источников; обычно около 2\u00a0000 статей.",
        ),
        (
            "falling",
            1.2,
            "“Tarn bridge” is fading: 1,204 articles from 310 sources; usually about 1 article.",
            "«Tarn bridge»: спад, 1\u00a0204 статьи из 310 источников; обычно около 1 статьи.",
        ),
        (
            "stable",
            0.4,
            "“Tarn bridge”: 1,204 articles from 310 sources.",
            "«Tarn bridge»: 1\u00a0204 статьи из 310 источников.",
        ),
        (
            "rising",
            0.2,
            "“Tarn bridge” rose from next to nothing: 1,204 articles from 310 sources.",
            "«Tarn bridge»: почти с нуля до 1\u00a0204 статей из 310 источников.",
        ),
        (
            "new",
            0.0,
            "New in this period: “Tarn bridge”, 1,204 articles from 310 sources.",
            "Впервые за этот период: «Tarn bridge», 1\u00a0204 статьи из 310 источников.",
        ),
        (
            "unknown",
            0.0,
            "“Tarn bridge”: 1,204 articles from 310 sources.",
            "«Tarn bridge»: 1\u00a0204 статьи из 310 источников.",
        ),
    ],
)
def test_a_subject_s_course_is_told_with_its_figures(
    course: Course, expected: float, english: str, russian: str
) -> None:
    subject = fact(course=course, expected=expected)
    for lang, text in (("en", english), ("ru", russian)):
        claim = about_subject(subject, DOCS, lang)
        assert claim.statement.text == text
        assert check_claim(claim, record(subject)) is None


def test_two_outlets_are_cited_for_one_claim() -> None:
    claim = about_subject(fact(article_ids=(1, 2)), DOCS, "en")
    assert [ref.article_id for ref in claim.refs] == ["1", "2"]


@pytest.mark.parametrize(
    ("count", "words"),
    [(1, "1 статья из 1 источника"), (22, "22 статьи из 2 источников"), (25, "25 статей из 5 источников")],
)
def test_russian_words_follow_their_numbers(count: int, words: str) -> None:
    subject = fact(articles=count, sources={1: 1, 22: 2, 25: 5}[count], course="unknown")
    assert words in about_subject(subject, DOCS, "ru").statement.text


@pytest.mark.parametrize(
    ("expected", "english", "russian"),
    [
        (3.0, "4.0 times the rate of other news", "в 4,0 раза чаще"),
        (0.5, "24 times the rate of other news", "в 24 раза чаще"),
        (0.01, "hardly ever named in other news", "почти не встречается"),
    ],
)
def test_a_phrase_is_told_by_how_much_more_it_is_used(expected: float, english: str, russian: str) -> None:
    subject = fact(articles=12, sources=5, expected=expected)
    for lang, words in (("en", english), ("ru", russian)):
        claim = about_phrase(subject, DOCS, lang)
        assert words in claim.statement.text
        assert check_claim(claim, record(subject)) is None


def test_an_aspect_is_told_with_its_mood() -> None:
    subject = fact(articles=12, tone=-0.456)
    claim = about_aspect(subject, "en")
    assert (
        claim.statement.text
        == "Coverage of “Tarn bridge” is very negative: −0.46 on average over 12 articles."
    )


@pytest.mark.parametrize(
    ("fear", "english"),
    [(0.4, "the strongest emotion is fear."), (0.31, "no emotion stands out.")],
)
def test_an_emotion_is_named_only_when_it_stands_out(fear: float, english: str) -> None:
    felt = Emotions(joy=0.3, fear=fear, anger=0.1, sadness=0.1, surprise=0.1)
    result = SentimentResult(overall=-0.2, emotions=felt)
    claim = about_tone(result, 5_012, BRIDGE, "en")
    assert claim.statement.text.endswith(english)
    assert check_claim(claim, record(tone=result)) is None


@pytest.mark.parametrize(
    ("anger", "articles", "english"),
    [
        (0.09, 40, "The coverage is negative: −0.20 on average over 40 articles; no emotion stands out."),
        (0.6, 1, "The coverage is negative: −0.20, in 1 article only."),
    ],
    ids=["hardly felt", "felt by one writer"],
)
def test_no_emotion_stands_out_that_is_hardly_felt_or_felt_by_one(
    anger: float, articles: int, english: str
) -> None:
    felt = Emotions(joy=0.02, fear=0.03, anger=anger, sadness=0.01, surprise=0.0)
    result = SentimentResult(overall=-0.2, emotions=felt)
    claim = about_tone(result, articles, BRIDGE, "en")
    assert claim.statement.text == english


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_a_quoted_insight_is_true_by_construction(lang: Lang) -> None:
    claim = quoted(BRIDGE, lang)
    assert "The Tarn bridge closed on Friday" in claim.statement.text
    assert check_claim(claim, record()) is None


@pytest.mark.parametrize("source", ["tarn.example", "Said: “so”", "éclair today"])
def test_an_outlet_is_quoted_under_the_name_it_has(source: str) -> None:
    claim = quoted(article(1, "The Tarn bridge closed on Friday.", source=source), "en")
    docs = {1: article(1, "The Tarn bridge closed on Friday.", source=source)}
    assert claim.statement.text.startswith(f"{source}: “")
    assert check_claim(claim, Record(docs, WINDOW, {})) is None


@given(
    st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=300),
    st.sampled_from(["en", "ru"]),
)
def test_any_words_of_a_source_pass_the_gate_within_the_limit(body: str, lang: Lang) -> None:
    doc = article(3, body)
    claim = quoted(doc, lang)
    assert len(claim.statement.text) <= 180
    assert check_claim(claim, Record({3: doc}, WINDOW, {})) is None


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=400))
def test_no_label_makes_an_insight_too_long(label: str) -> None:
    claim = about_subject(fact(label), DOCS, "ru")
    assert len(claim.statement.text) <= 180


def test_a_subject_no_article_names_has_no_quote() -> None:
    assert about_subject(fact("Odell tunnel"), DOCS, "en").refs == ()

"""What the page of an answer says, and what it does not say twice."""

from __future__ import annotations

import pytest
from tests.unit.pages.made_up_news import (
    QUOTE,
    answer,
    card,
    fact,
    feelings,
    flat,
    joined,
    meta,
    quoted,
    ref,
    topic,
)

from tidings.bot.showing.html import plain
from tidings.messages import Lang
from tidings.pages.answer import answer_page
from tidings.pages.blocks import Card, Fold, Heading, Origin, Page, Paragraph, Point, Quotation
from tidings.pages.confidence import HIGH, MEDIUM, level
from tidings.pages.reader import Reader
from tidings.policy.confidence import Grounds, confidence
from tidings.schemas import (
    Answer,
    Aspect,
    Cluster,
    Emerging,
    ExpansionHint,
    Gap,
    Keyphrase,
    KeywordsResult,
    Notice,
    SentimentResult,
    SourceCount,
    TopicsResult,
    TrendsResult,
)

READER = Reader("en", "UTC")


def page_of(told: Answer, lang: Lang = "en", zone: str = "UTC") -> Page:
    return answer_page(told, Reader(lang, zone))


def said(page: Page) -> str:
    """All of a page in plain text, its spaces plain."""
    return "\n".join(plain(page)).replace("\N{NO-BREAK SPACE}", " ")


def points(page: Page) -> list[str]:
    return [f"{block.mark} {joined(block.line)}" for block in flat(page) if isinstance(block, Point)]


def test_a_page_begins_with_its_header_and_its_summary() -> None:
    first, second, *_ = page_of(answer()).blocks
    assert first == Heading(
        "What 5 sources wrote in the 24 hours to 2\N{NO-BREAK SPACE}Mar, 21:00\N{NO-BREAK SPACE}UTC"
    )
    assert isinstance(second, Paragraph)
    assert joined(second.line) == "The river port closed; everything else is quiet."


def test_the_header_s_moment_is_told_on_the_reader_s_clock() -> None:
    told = answer(
        header="Главное из 5 источников за 24 часа до 2 марта 2024, 21:00 UTC", meta=meta(lang="ru")
    )
    first = page_of(told, "ru", "Asia/Tokyo").blocks[0]
    assert first == Heading("Главное из 5 источников за 24 часа до 3\N{NO-BREAK SPACE}марта, 06:00")


def test_each_insight_is_numbered_and_followed_by_where_it_is_from() -> None:
    cards = (card("7"), card("8", source="Wire", date="2023-12-31"))
    told = answer(fact("One."), fact("Two.", ref("7"), ref("8", date="2023-12-31")), evidence=cards)
    one, two = (block for block in page_of(told).blocks if isinstance(block, Point))
    assert (one.mark, joined(one.line)) == ("1.", "One.")
    assert (two.mark, joined(two.line)) == ("2.", "Two.")
    assert [
        (place.source, place.url, place.day.replace("\N{NO-BREAK SPACE}", " ")) for place in two.origins
    ] == [
        ("Harbour Daily", "https://harbour.example/7", "1 Mar"),
        ("Wire", "https://harbour.example/8", "31 Dec 2023"),
    ]


def test_two_quotes_of_one_article_are_one_origin() -> None:
    told = answer(fact("One.", ref("7"), ref("7", quote="after ice broke two cranes")))
    (point,) = (block for block in page_of(told).blocks if isinstance(block, Point))
    assert len(point.origins) == 1


@pytest.mark.parametrize(
    ("kind", "lang", "mark"),
    [
        ("hypothesis", "en", "Hypothesis: "),
        ("hypothesis", "ru", "Гипотеза: "),
        ("recommendation", "en", "Worth doing: "),
        ("recommendation", "ru", "Рекомендация: "),
        ("fact", "en", ""),
    ],
)
def test_what_is_no_fact_is_marked_in_words(kind: str, lang: Lang, mark: str) -> None:
    told = answer(quoted("The port may open.", type=kind))
    assert points(page_of(told, lang))[0] == f"1. {mark}The port may open."


def test_a_source_s_own_words_do_not_name_it_twice() -> None:
    told = answer(quoted(f"Harbour Daily: “{QUOTE}”"))
    (point,) = (block for block in page_of(told).blocks if isinstance(block, Point))
    assert joined(point.line) == f"“{QUOTE}”"
    assert [place.source for place in point.origins] == ["Harbour Daily"]


def conflict(text: str) -> Answer:
    refs = ref("7", "Twelve people were injured"), ref("8", "Seventeen hurt in the crash")
    return answer(quoted(text, *refs, type="conflict"), evidence=(card("7"), card("8", source="Wire")))


def test_a_conflict_of_figures_is_marked_and_both_sides_are_quoted() -> None:
    page = page_of(conflict("Sources differ on the number of injured: 12 (Harbour Daily) or 17 (Wire)."))
    assert points(page)[0].startswith("1. ⚡ Sources differ on the number of injured: 12")
    sides = [(block.text, block.origin.source) for block in page.blocks if isinstance(block, Quotation)]
    assert sides == [("Twelve people were injured", "Harbour Daily"), ("Seventeen hurt in the crash", "Wire")]


def test_a_conflict_of_statements_is_told_by_its_quotes_alone() -> None:
    text = "Harbour Daily: “Twelve people were injured” Wire: “Seventeen hurt in the…”"
    page = page_of(conflict(f"Sources contradict each other. {text}"))
    assert points(page)[0] == "1. ⚡ Sources contradict each other:"
    assert len([block for block in page.blocks if isinstance(block, Quotation)]) == 2


# Results


def test_topics_the_insights_tell_of_are_not_told_again() -> None:
    topics = (topic("River port"), topic("Tram strike", "falling", 1, 1), topic("Comet", "stable", 3, 2))
    page = page_of(answer(result=TopicsResult(topics=topics)))
    assert Heading("Also in the news") in page.blocks
    assert points(page)[1:] == ["▼ Tram strike — 1 article, 1 source", "● Comet — 3 articles, 2 sources"]


def test_a_topic_whose_name_an_insight_cut_is_known_all_the_same() -> None:
    label = "Harbour master confirms that the ferry reported loss of steering"
    told = answer(
        fact("“Harbour master confirms that the ferry…” is rising."),
        result=TopicsResult(topics=(topic(label),)),
    )
    assert len(points(page_of(told))) == 1


def test_without_a_past_no_topic_has_a_direction() -> None:
    told = answer(
        result=TopicsResult(topics=(topic("Comet", "stable"),)),
        warnings=(Notice(code="cold_start", text="There is no past to compare with yet."),),
    )
    assert points(page_of(told))[1] == "• Comet — 12 articles, 5 sources"


def test_without_a_past_nothing_is_held_against_what_is_usual() -> None:
    told = answer(
        result=TopicsResult(
            topics=(), emerging=(Emerging(label="Crane inspection", articles=7, sources=3, ratio=6.0),)
        ),
        warnings=(Notice(code="cold_start", text="There is no past to compare with yet."),),
    )
    page = page_of(told)
    assert Heading("More in the second half than in the first") in page.blocks
    assert "▲ Crane inspection — 7 articles, 3 sources; 6.0 times as many as in the first half" in points(
        page
    )
    assert "▲ Crane inspection — 7 статей, 3 источника; в 6,0 раза больше, чем в первой половине" in points(
        page_of(told, "ru")
    )


def test_a_topic_leads_to_the_article_that_stands_for_it() -> None:
    told = answer(
        result=TopicsResult(topics=(topic("Comet"),), clusters=(Cluster(id="1", doc_ids=("99", "8")),)),
        evidence=(card("7"), card("8")),
    )
    point = [block for block in page_of(told).blocks if isinstance(block, Point)][1]
    assert point.line[0].url == "https://harbour.example/8"


def test_what_is_new_and_what_is_missing_are_told_unless_they_are_topics() -> None:
    told = answer(
        result=TopicsResult(
            topics=(topic("Comet"),),
            emerging=(
                Emerging(label="Comet", articles=4, sources=3, ratio=8.1),
                Emerging(label="Crane inspection", articles=24, sources=3, ratio=8.1),
                Emerging(label="Ferry", articles=201, sources=3, ratio=93.2),
                Emerging(label="Bridge", articles=6, sources=4, ratio=12.0),
            ),
            gaps=(Gap(label="Weather", articles=1, expected=6.4),),
        )
    )
    assert points(page_of(told, "ru"))[2:] == [
        "▲ Crane inspection — 24 статьи, 3 источника; в 8,1 раза больше обычного",
        "▲ Ferry — 201 статья, 3 источника; в 93 раза больше обычного",
        "▲ Bridge — 6 статей, 4 источника; раньше почти не было",
        "▼ Weather — 1 статья, ожидалось около 6",
    ]


def test_trends_tell_the_tone_in_a_word_and_a_number_and_who_wrote_most() -> None:
    outlets = tuple(SourceCount(source=name, articles=count) for name, count in (("A", 1200), ("B", 3)))
    result = TrendsResult(topics=(), sentiment=feelings(), top_sources=outlets, momentum=())
    page = page_of(answer(result=result))
    assert "Tone: negative, −0.31 (from −1 to +1)" in said(page)
    assert "Most active: A 1,200 · B 3" in said(page)


def test_a_sentiment_answer_tells_emotions_and_the_aspects_its_insights_leave_out() -> None:
    aspects = tuple(
        Aspect(name=name, score=score, evidence_ref=ref())
        for name, score in (("River port", -0.5), ("crane drivers", 0.2))
    )
    result = SentimentResult(overall=-0.31, emotions=feelings().emotions, aspects=aspects)
    text = said(page_of(answer(result=result)))
    assert "Emotions: fear 0.40 · sadness 0.30 · surprise 0.20 · anger 0.10" in text
    assert "Tone by subject: crane drivers (https://harbour.example/7) +0.20" in text
    assert "joy" not in text


def test_a_keywords_answer_tells_the_other_phrases_and_how_to_narrow_the_query() -> None:
    phrases = tuple(
        Keyphrase(phrase=name, norm=name, score=0.5, ngram=2, lang="en")
        for name in ("River port", "tug boats")
    )
    hint = ExpansionHint(intents=("informational",), expansions=("cranes",), negatives=("airport",))
    text = said(page_of(answer(result=KeywordsResult(keyphrases=phrases, expansion_hint=hint))))
    assert "Other keyphrases: tug boats" in text
    assert "To narrow the query, add: cranes" in text
    assert "To clear it, leave out: airport" in text


# Evidence, notes


def fold(page: Page) -> Fold:
    (found,) = (block for block in page.blocks if isinstance(block, Fold))
    return found


def test_evidence_is_folded_and_says_how_much_of_it_is_shown() -> None:
    told = answer(evidence=tuple(card(str(number)) for number in range(7, 16)))
    title, *cards = fold(page_of(told)).blocks
    assert title == Heading("Articles: 6 of 9")
    assert [block.title for block in cards if isinstance(block, Card)] == [f"Title {n}" for n in range(7, 13)]


def test_a_snippet_that_says_the_title_again_is_left_out() -> None:
    told = answer(evidence=(card("7", title="The port closed", snippet="The port closed"),))
    (found,) = (block for block in fold(page_of(told)).blocks if isinstance(block, Card))
    assert found.snippet == ""


def test_a_snippet_is_cut_to_what_a_phone_shows_in_two_lines() -> None:
    told = answer(evidence=(card("7", snippet="word " * 48),))
    (found,) = (block for block in fold(page_of(told)).blocks if isinstance(block, Card))
    assert len(found.snippet) <= 90


def test_the_end_says_of_which_time_from_how_many_articles_and_how_sure() -> None:
    lines = said(page_of(answer(), "ru", "Europe/Moscow")).splitlines()
    assert lines[-2:] == [
        "2 марта, 00:00 – 3 марта, 00:00 · 1 204 статьи · 5 источников",
        "Уверенность высокая: о главном пишут несколько изданий, статей достаточно.",
    ]


def test_a_warning_is_a_line_of_its_own_and_one_for_operators_is_told_for_readers() -> None:
    notices = (
        Notice(code="few_articles", text="Only 3 articles to go by."),
        Notice(code="embedder_mismatch", text="Only words were searched; run `tidings reindex`."),
    )
    text = said(page_of(answer(warnings=notices)))
    assert "⚠️ Only 3 articles to go by.\n" in text
    assert "⚠️ Only words were searched, not meanings" in text
    assert "reindex" not in text


def test_cost_time_and_models_are_left_to_the_explanation() -> None:
    text = said(page_of(answer()))
    assert not any(word in text for word in ("large-model", "4.3", "0.0123", "5,678"))


def test_levels_of_confidence_mean_what_they_say() -> None:
    assert pytest.approx(confidence(Grounds(articles=20, outlets=[3, 3, 3], ranking=1.0)), abs=0.005) == HIGH
    assert pytest.approx(confidence(Grounds(articles=4, outlets=[1], ranking=1.0)), abs=0.01) == MEDIUM
    assert [level(score) for score in (0.0, 0.39, 0.4, 0.69, 0.7, 1.0)] == [
        *["low"] * 2,
        *["medium"] * 2,
        *["high"] * 2,
    ]


def test_an_article_without_an_address_is_named_without_a_link() -> None:
    page = page_of(answer(evidence=(card("7", url=None),)))
    (found,) = (block for block in fold(page).blocks if isinstance(block, Card))
    assert found.origin == Origin("Harbour Daily", found.origin.date, "1\N{NO-BREAK SPACE}Mar", None)


def test_words_an_insight_quotes_are_not_said_again_on_the_article_s_card() -> None:
    told = answer(quoted(f"Harbour Daily: “{QUOTE}”"), evidence=(card("7", snippet=QUOTE),))
    (found,) = (block for block in fold(page_of(told)).blocks if isinstance(block, Card))
    assert found.snippet == ""

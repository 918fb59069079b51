from __future__ import annotations

import pytest
from tests.unit.charts.charted import LABELS, about_phrases, about_tone, about_topics
from tests.unit.pages.made_up_news import answer, feelings, meta, topic

from tidings.charts import Chart, chart_of
from tidings.charts.chart import Course, Ranking
from tidings.pages.reader import Reader
from tidings.schemas import Answer, Notice, TrendsResult

EN, RU = Reader("en"), Reader("ru", "Europe/Moscow")
TONES = ((-0.3, 5), (None, 0), (0.25, 2), (-0.45, 8))


def drawn(told: Answer, reader: Reader = EN) -> Chart:
    chart = chart_of(told, reader)
    assert chart is not None
    return chart


def ranking(chart: Chart) -> Ranking:
    assert isinstance(chart.plot, Ranking)
    return chart.plot


def course(chart: Chart) -> Course:
    assert isinstance(chart.plot, Course)
    return chart.plot


def test_topics_are_bars_of_their_articles_the_largest_first_with_the_sign_of_their_direction() -> None:
    plot = ranking(drawn(about_topics(sizes=(3, 12, 7))))
    assert [(bar.label, bar.length, bar.figure, bar.sign) for bar in plot.bars] == [
        (LABELS[1], 12, "12", "flat"),
        (LABELS[2], 7, "7", "down"),
        (LABELS[0], 3, "3", "up"),
    ]
    assert plot.signs == (("up", "more than usual"), ("flat", "as usual"), ("down", "less than usual"))


def test_only_signs_that_are_there_are_explained() -> None:
    result = drawn(about_topics(*LABELS)).plot
    rising = tuple(topic(label) for label in LABELS)
    told = about_topics().result.model_copy(update={"topics": rising})
    assert isinstance(result, Ranking)
    assert [sign for sign, _ in ranking(drawn(answer(result=told))).signs] == ["up"]


def test_without_a_past_no_direction_is_shown_and_the_chart_says_why() -> None:
    cold = Notice(code="cold_start", text="There is no past.")
    plot = ranking(drawn(about_topics(warnings=(cold,)), RU))
    assert {bar.sign for bar in plot.bars} == {None}
    assert plot.signs == ()
    assert plot.notes == ("Направления не видно: мало прошлого для сравнения",)


def test_of_many_topics_the_largest_are_drawn_and_the_chart_says_so() -> None:
    plot = ranking(drawn(about_topics(*"abcdefgh", sizes=range(1, 9)), RU))
    assert [bar.length for bar in plot.bars] == [8, 7, 6, 5, 4, 3]
    assert plot.notes == ("Самые крупные: 6 из 8",)


def test_trends_with_few_topics_show_their_tone_instead() -> None:
    tone = about_tone(*TONES).result
    trends = TrendsResult(topics=(topic("Port"),), sentiment=tone, top_sources=(), momentum=())
    assert drawn(answer(result=trends)).kind == "tone"
    many = trends.model_copy(update={"topics": about_topics().result.topics})
    assert drawn(answer(result=many)).kind == "topics"


@pytest.mark.parametrize(
    "told",
    [
        about_topics("Port", "Tram"),
        about_phrases(("port", 1.0), ("tram", 0.5)),
        about_tone((0.1, 3), (None, 0), (-0.2, 4), (None, 0)),
        answer(result=feelings()),
    ],
    ids=["two topics", "two phrases", "two points", "no timeline"],
)
def test_there_is_no_picture_where_it_would_say_no_more_than_text(told: Answer) -> None:
    assert chart_of(told, EN) is None


def test_phrases_are_bars_of_their_scores_at_most_twelve() -> None:
    plot = ranking(drawn(about_phrases(*((f"word {n}", n / 20) for n in range(1, 16))), RU))
    assert [bar.label for bar in plot.bars] == [f"word {n}" for n in range(15, 3, -1)]
    assert plot.bars[0].figure == "0,75"
    assert plot.notes == ("Насколько каждая выделяет статьи (первая\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}1)",)


def test_tone_has_gaps_where_nothing_was_written_and_marks_what_is_of_few_articles() -> None:
    plot = course(drawn(about_tone(*TONES)))
    assert [(p.level, p.count, p.is_sparse) for p in plot.points] == [
        (-0.3, 5, False),
        (None, 0, True),
        (0.25, 2, True),
        (-0.45, 8, False),
    ]
    assert [(p.start, p.end) for p in plot.points] == [(0, 0.25), (0.25, 0.5), (0.5, 0.75), (0.75, 1)]
    assert plot.mean_label == "mean −0.20"
    assert plot.sparse_label == "fewer than 3\N{NO-BREAK SPACE}articles"


@pytest.mark.parametrize(
    ("farthest", "levels"),
    [
        (0.5, ("+0,5", "+0,25", "0", "−0,25", "−0,5")),
        (-0.51, ("+1", "+0,5", "0", "−0,5", "−1")),
        (1.0, ("+1", "+0,5", "0", "−0,5", "−1")),
    ],
)
def test_the_axis_of_tone_is_as_long_on_both_sides_of_zero(farthest: float, levels: tuple[str, ...]) -> None:
    plot = course(drawn(about_tone((0.1, 3), (0.0, 4), (farthest, 5)), RU))
    assert tuple(name for _, name in plot.levels) == levels
    assert [level for level, _ in plot.levels] == [plot.reach * share for share in (1, 0.5, 0, -0.5, -1)]


def test_the_caption_says_of_which_time_and_how_many_sources_on_the_reader_s_clock() -> None:
    shown = drawn(about_topics()).caption.replace("\N{NO-BREAK SPACE}", " ")
    assert shown == "1 Mar, 21:00 – 2 Mar, 21:00 UTC · 1,204 articles · 5 sources"
    assert "3\N{NO-BREAK SPACE}марта, 00:00" in drawn(about_topics(), RU).caption


def test_a_query_stands_in_the_title_cut_at_a_word() -> None:
    told = about_topics(meta=meta(query="нефть и газ\nна мировых рынках этой осенью и зимой"))
    assert drawn(told, RU).title == "Темы по числу статей: «нефть и газ на мировых рынках этой осенью и…»"


def test_the_alternative_text_tells_every_bar() -> None:
    alt = drawn(about_topics()).alt.replace("\N{NO-BREAK SPACE}", " ")
    assert alt.startswith(
        "Chart. Topics by number of articles. River port closed: 12 articles, more than usual; "
    )
    assert "; Comet seen from the hills: 3 articles, less than usual. 1 Mar, 21:00 – " in alt


def test_the_alternative_text_of_tone_tells_its_ends_and_its_gaps() -> None:
    alt = drawn(about_tone(*TONES)).alt.replace("\N{NO-BREAK SPACE}", " ")
    assert "Mean −0.20; lowest −0.45 (2 Mar, 19:00 – 2 Mar, 21:00 UTC)" in alt
    assert "highest +0.25 (2 Mar, 17:00 – 2 Mar, 19:00 UTC) (1 span without articles)." in alt


def test_unseen_characters_are_in_no_label() -> None:
    told = about_topics("\u202eport\u202c", "zero\u200bwidth\x01", "two\nlines\u2028three\r\nfour")
    assert {bar.label for bar in ranking(drawn(told)).bars} == {"port", "zerowidth", "two lines three four"}

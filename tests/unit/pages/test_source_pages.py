"""Pages of sources and of stories near to something."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.unit.pages.made_up_news import answer, card, fact, ref

from tidings.bot.showing.html import plain
from tidings.pages.blocks import Card, Heading, Paragraph
from tidings.pages.reader import Reader
from tidings.pages.sources import CARDS_A_PAGE, sources_pages
from tidings.pages.stories import stories_page
from tidings.retrieval import Hit
from tidings.store.articles import StoredArticle

TITLE = "River port closes"


def test_every_article_is_on_one_page_and_the_page_says_which_they_are() -> None:
    told = answer(evidence=tuple(card(str(number)) for number in range(7, 19)))
    pages = sources_pages(told, Reader("ru"))
    titles = [block.title for page in pages for block in page.blocks if isinstance(block, Card)]
    assert titles == [f"Title {number}" for number in range(7, 19)]
    headings = [block.text for page in pages for block in page.blocks if isinstance(block, Heading)]
    assert [heading.replace("\N{NO-BREAK SPACE}", " ") for heading in headings] == [
        "Источники: 1–5 из 12",
        "Источники: 6–10 из 12",
        "Источники: 11–12 из 12",
    ]
    assert all(len(page.blocks) <= CARDS_A_PAGE + 1 for page in pages)


def test_an_article_says_which_insights_cite_it() -> None:
    told = answer(
        fact("One."),
        fact("Two.", ref("8")),
        fact("Three.", ref("8"), ref("7")),
        evidence=(card("7"), card("8"), card("9")),
    )
    (page,) = sources_pages(told, Reader("en"))
    notes = [block.note for block in page.blocks if isinstance(block, Card)]
    assert notes == ["insights 1, 3", "insights 2, 3", ""]


def test_a_page_of_sources_shows_the_whole_snippet() -> None:
    snippet = "word " * 47
    (page,) = sources_pages(answer(evidence=(card("7", snippet=snippet),)), Reader("en"))
    assert isinstance(page.blocks[1], Card)
    assert page.blocks[1].snippet == snippet.strip()


def hit(number: int, also: tuple[int, ...] = ()) -> Hit:
    article = StoredArticle(
        id=number,
        url=f"https://harbour.example/{number}",
        title=TITLE,
        text=f"{TITLE}\n\nThe river port closed on Friday after ice broke two cranes.",
        source="Harbour Daily",
        lang="en",
        published_at=datetime(2024, 3, 1, 22, 5, tzinfo=UTC),
        revision=1,
    )
    return Hit(article, number, 0.5, 1.0, 0.5, 1, 1, is_match=True, also=also, terms=())


def test_a_story_is_told_by_its_best_article_at_the_reader_s_time() -> None:
    page = stories_page("River\nport", [hit(1, also=(2, 3))], Reader("en", "Europe/Moscow"))
    _, about, found = page.blocks
    assert isinstance(about, Paragraph)
    assert about.line[0].text == "River port"
    assert isinstance(found, Card)
    assert (found.title, found.snippet) == (
        TITLE,
        "The river port closed on Friday after ice broke two cranes.",
    )
    assert found.origin.day.replace("\N{NO-BREAK SPACE}", " ") == "2 Mar, 01:05"
    assert found.note.replace("\N{NO-BREAK SPACE}", " ") == "2 more articles of the story"


def test_no_story_near_is_said_as_such() -> None:
    (message,) = plain(stories_page("River port", [], Reader("ru")))
    assert message.endswith("Похожего среди новостей нет.")

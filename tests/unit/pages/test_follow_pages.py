"""Alerts and digests as a reader gets them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.bot.hostile_pages import ADDRESSES, HOSTILE
from tests.unit.pages.made_up_news import answer, fact

from tidings.bot.showing.html import plain, render
from tidings.dev.telegram.formatting import formatted
from tidings.following.digest import Digest
from tidings.following.news import Alert, Follow, FollowNews, NewsArticle, StoryNews
from tidings.messages import Lang
from tidings.pages.blocks import Page
from tidings.pages.follows import alert_page, digest_page
from tidings.pages.reader import Reader

NOON = datetime(2024, 3, 2, 12, 0, tzinfo=UTC)
PORT = Follow(1, "query", "river port")
COMET = Follow(2, "story", "Comet Varga passes «nearer» than ever")


def article(title: str = "River port closes", minutes: int = 0, **more: Any) -> NewsArticle:
    given = {"source": "Harbour Daily", "url": "https://harbour.example/1", "quote": "Ice broke two cranes."}
    moment = NOON + timedelta(minutes=minutes)
    return NewsArticle(id=1, title=title, published_at=moment, lang="en", **given | more)


def story(*shown: NewsArticle, articles: int = 3, follows: tuple[Follow, ...] = (PORT,)) -> StoryNews:
    return StoryNews(7, shown or (article(),), articles, 2, follows)


def alert(*stories: StoryNews) -> Alert:
    return Alert("alert:1", 5, stories, (PORT,))


def digest(**more: Any) -> Digest:
    given: dict[str, Any] = {
        "key": "digest:5:2024-03-02",
        "reader": 5,
        "day": date(2024, 3, 2),
        "since": NOON - timedelta(days=1),
        "until": NOON,
        "followed": (FollowNews(PORT, 5, 3, 1, (story(),), 2),),
        "quiet": (COMET,),
        "trends": answer(*(fact(f"Insight {number}.") for number in range(1, 6))),
    }
    return Digest(**given | more)


def said(page: Page) -> str:
    return "\n".join(plain(page)).replace("\N{NO-BREAK SPACE}", " ")


def shown(page: Page) -> str:
    """What a reader sees, without addresses."""
    return "\n".join(formatted(part, "HTML").text for part in render(page)).replace("\N{NO-BREAK SPACE}", " ")


def in_russian(page_lang: Lang = "ru") -> Reader:
    return Reader(page_lang, "Europe/Moscow")


def test_an_alert_of_one_story_begins_with_its_headline_and_quotes_it() -> None:
    page = alert_page(alert(story(article(), article("Cranes fall", minutes=7, source="Wire"))), in_russian())
    assert shown(page).splitlines() == [
        "🔔 River port closes",
        "Ice broke two cranes.",
        "Harbour Daily, 2 марта, 15:00",
        "",
        "• Cranes fall — Wire, 2 марта, 15:07",
        "",
        "По подписке «river port»: 3 новые статьи, 2 источника.",
    ]


def test_an_alert_of_several_stories_has_a_card_for_each_and_says_for_what() -> None:
    comet = story(article("Comet seen", minutes=1), articles=1, follows=(PORT, COMET))
    text = shown(alert_page(alert(story(), comet), in_russian()))
    assert text.startswith("🔔 Новое в ваших подписках: 2 сюжета\n")
    assert "River port closes\nHarbour Daily, 2 марта, 15:00 · ещё 2 статьи · «river port»" in text
    assert "15:01 · «river port», «Comet Varga passes „nearer“ than ever»" in text


def test_a_digest_tells_of_each_followed_thing_then_of_the_day() -> None:
    text = shown(digest_page(digest(), in_russian()))
    told = [
        "Дайджест, 2 марта",
        "«river port»: 5 новых статей, 3 источника",
        "1 из них уже была в уведомлениях.",
        "River port closes",
        "И ещё 2 сюжета.",
        "Ничего нового: «Comet Varga passes „nearer“ than ever».",
        "Главное за сутки",
        "1. Insight 1.",
        "3. Insight 3.",
        "Час меняется в /settings, подписки — в /following",
    ]
    places = [text.index(line) for line in told]
    assert places == sorted(places)
    assert "Insight 4." not in text


def test_the_commands_a_digest_names_can_be_tapped() -> None:
    message = render(digest_page(digest(), Reader("en")))[-1]
    read = formatted(message, "HTML")
    commands = [read.part(entity) for entity in read.entities if entity.kind == "bot_command"]
    assert commands == ["/settings", "/following"]


def test_a_digest_without_news_of_the_day_tells_of_what_is_followed_alone() -> None:
    text = said(digest_page(digest(trends=None), Reader("en")))
    assert "The day in the news" not in text
    assert "River port closes (https://harbour.example/1)" in text


def test_a_quote_that_is_the_headline_is_not_told_again() -> None:
    again = story(article("River port closes", quote="River port closes"))
    news = FollowNews(PORT, 1, 1, 0, (again,), 0)
    assert said(digest_page(digest(followed=(news,)), Reader("en"))).count("River port closes") == 1


words = st.one_of(st.sampled_from(HOSTILE), st.text(min_size=1)).map(lambda text: text * 30)
articles = st.builds(
    article, words, source=words, quote=words, url=st.sampled_from([url for url in ADDRESSES if url != ""])
)
follows = st.builds(Follow, st.just(1), st.sampled_from(["story", "name", "query"]), words)
stories = st.lists(articles, min_size=1, max_size=4).flatmap(
    lambda shown: st.builds(
        StoryNews,
        st.just(1),
        st.just(tuple(shown)),
        st.integers(len(shown), 1000),
        st.integers(1, 50),
        st.lists(follows, min_size=1, max_size=3).map(tuple),
    )
)
many = st.lists(stories, min_size=1, max_size=5).map(tuple)


@settings(max_examples=30, deadline=None)
@given(many, follows)
def test_any_alert_and_any_digest_renders_to_messages_telegram_takes(
    told: tuple[StoryNews, ...], follow: Follow
) -> None:
    news = FollowNews(follow, 10**6, 40, 3, told, 7)
    for page in (alert_page(alert(*told), Reader("ru")), digest_page(digest(followed=(news,)), Reader("en"))):
        for message in render(page):
            assert 1 <= formatted(message, "HTML").length <= 4096


def test_a_digest_of_what_alerts_told_says_so_without_counting() -> None:
    told = FollowNews(PORT, 5, 3, 5, (), 0)
    assert "Told in alerts already." in said(digest_page(digest(followed=(told,)), Reader("en")))


def test_what_is_followed_in_one_language_and_in_all_is_named_once() -> None:
    in_english = Follow(3, "query", "river port", "en")
    text = shown(alert_page(alert(story(follows=(PORT, in_english))), in_russian()))
    assert "По подписке «river port»: 3" in text

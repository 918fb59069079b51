"""Keyboards and pages of settings, greetings, judgements and operators, without a chat around them."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import count

import pytest

from tidings.bot.showing.html import parts
from tidings.bot.talking.asking import near_names
from tidings.bot.talking.follow_menu import followed_page, one_a_story, stories_page
from tidings.bot.talking.greeting import help_page, next_step, ways_to_begin
from tidings.bot.talking.keyboards import (
    LABEL_LIMIT,
    Board,
    Key,
    answer_board,
    distinct_labels,
    label,
    pages_row,
    wire,
)
from tidings.bot.talking.operators import Facts, feeds_page, status_page
from tidings.bot.talking.options import Wish
from tidings.bot.talking.settings_menu import main_board, main_page, outlets_board, toggled
from tidings.following.news import Follow
from tidings.following.subscriptions import Followed
from tidings.jobs.posting import unfollow_board
from tidings.messages import Lang
from tidings.pages.blocks import Page
from tidings.pages.reader import Reader
from tidings.schemas import Evidence
from tidings.store.feeds import Feed
from tidings.store.judgements import Satisfaction
from tidings.store.readers import ReaderRow

NOW = datetime(2025, 3, 8, 18, tzinfo=UTC)


def labels(board: Board) -> list[str]:
    return [key.label for row in board for key in row]


def shown(page: Page) -> str:
    return "\n".join(part.plain for part in parts(page))


def test_under_an_answer_stands_all_that_can_be_done_with_it() -> None:
    board = answer_board(Wish("trends", window="3d"), {"answer": "abc", "owner": 7}, "en", kept=True)
    actions = [key.action for row in board for key in row]
    assert actions == [
        "explain", "sources", "similar", "follow", "ask", "ask", "ask", "helpful", "not_helpful", "wrong"
    ]  # fmt: skip
    assert [key.label for key in board[2]] == ["24 hours", "· 3 days ·", "Week"]


def test_where_no_answer_is_kept_nothing_that_looks_into_it_is_offered() -> None:
    board = answer_board(Wish("topics", "oil", "24h"), {"answer": "abc", "owner": 7}, "en", kept=False)
    assert {key.action for row in board for key in row} == {"ask", "follow"}


def test_the_wire_holds_a_token_for_each_key_in_order() -> None:
    tokens = map(str, count(1))
    board = [[Key("a", "x"), Key("b", "x")], [], [Key("c", "x")]]
    assert wire(board, tokens) == {
        "inline_keyboard": [
            [{"text": "a", "callback_data": "1"}, {"text": "b", "callback_data": "2"}],
            [{"text": "c", "callback_data": "3"}],
        ]
    }
    assert wire([], tokens) is None


def test_a_long_name_is_cut_at_a_word() -> None:
    assert label("short\nname") == "short name"
    cut = label("a name that goes on and on, well beyond what fits")
    assert len(cut) <= LABEL_LIMIT
    assert cut.endswith("on…") or cut.endswith("well…")


@pytest.mark.parametrize("name", ["x" * 100, "  ", "<b>&</b>"])
def test_a_label_is_never_empty_for_a_name(name: str) -> None:
    assert len(label(name)) <= LABEL_LIMIT
    assert bool(label(name)) == bool(name.strip())


def test_pages_turn_to_those_there_are() -> None:
    def turning(place: int) -> list[tuple[str, int]]:
        return [(key.label, key.payload["page"]) for key in pages_row("page", {"answer": "a"}, place, 3)]

    assert turning(0) == [("1 / 3", 0), ("›", 1)]
    assert turning(1) == [("‹", 0), ("2 / 3", 1), ("›", 2)]
    assert turning(2) == [("‹", 1), ("3 / 3", 2)]
    assert pages_row("page", {}, 0, 1) == []


@pytest.mark.parametrize(
    ("row", "first_key"),
    [
        (ReaderRow(1, "ru"), "begin"),
        (ReaderRow(1, "ru", lang="ru"), "begin"),
        (ReaderRow(1, "ru", lang="ru", zone="Europe/Moscow"), "ask"),
    ],
)
def test_a_newcomer_is_asked_language_and_zone_once_then_shown_three_ways(
    row: ReaderRow, first_key: str
) -> None:
    _, board = next_step(row, "ru", NOW)
    assert board[0][0].action == first_key


def test_the_first_question_is_in_both_languages_their_own_first() -> None:
    page, board = next_step(ReaderRow(1, "ru"), "ru", NOW, greet=True)
    assert shown(page).index("Здравствуйте") < shown(page).index("Hello")
    assert labels(board) == ["Русский", "English"]


def test_there_are_three_ways_to_begin_and_the_clock_is_theirs() -> None:
    page, board = next_step(ReaderRow(1, "en", lang="en", zone="Asia/Tokyo"), "en", NOW)
    assert len(labels(ways_to_begin("en"))) == len(labels(board)) == 3
    assert "03:00" in shown(page)


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_help_shows_every_option_and_examples_to_copy(lang: Lang) -> None:
    (part,) = parts(help_page(lang))
    assert part.html.count("<code>") >= 5
    assert "source:" in part.plain
    assert "/trends" in part.plain
    assert "1y" in part.plain
    assert "<code>ru</code>" in part.html
    assert "/status" not in part.plain


def test_help_names_to_operators_what_they_alone_may_see() -> None:
    (part,) = parts(help_page("ru", admin=True))
    assert "/status — состояние сервиса" in part.plain
    assert "/feeds" in part.plain


def test_settings_say_what_holds() -> None:
    row = ReaderRow(1, "ru", "ru", "Europe/Moscow", 9, 23, 8, ["А", "Б"], ["Тейра.Новости"])
    text = shown(main_page(row, NOW))
    for part in ("Русский", "Москва, UTC+3", "в 9:00", "с 23:00 до 8:00", "2 выбранных", "Тейра.Новости"):
        assert part in text
    assert len(labels(main_board("ru"))) == 7


def test_settings_of_a_newcomer_say_what_is_not_chosen() -> None:
    text = shown(main_page(ReaderRow(1, "en"), NOW))
    for part in ("English", "not chosen, UTC", "off", "any time", "Sources: all", "Blocked: none"):
        assert part in text


def test_an_outlet_is_ticked_and_unticked() -> None:
    assert toggled([], "A") == ["A"]
    assert toggled(["A", "B"], "A") == ["B"]
    assert toggled(["A", "B"], None) == []


def test_outlets_are_paged_and_ticked_ones_marked_even_when_gone() -> None:
    names = [f"Outlet {number}" for number in range(20)]
    row = ReaderRow(1, "en", blocked_sources=["Gone", "Outlet 1"])
    first = labels(outlets_board("blocked", names, row, 0))
    assert first[0] == "✗ Gone"
    assert "✗ Outlet 1" in first
    assert "1 / 3" in first
    assert "Block none" in first
    assert "3 / 3" in labels(outlets_board("blocked", names, row, 2))


def test_names_near_to_what_was_typed_are_found() -> None:
    known = ["Norden Post", "Teyra Wire", "Северный вестник"]
    assert near_names("norden", known) == ["Norden Post"]
    assert near_names("Тэйра вестник", known)[0] == "Северный вестник"
    assert near_names("teyra wyre", known) == ["Teyra Wire"]


def test_status_tells_satisfaction_a_command_a_line() -> None:
    facts = Facts(1234, NOW, [], 3, 1, 5, 2, 0, [Satisfaction("analyze_topics", 3, 4)], 5, 6)
    text = shown(status_page(facts, Reader("en"), NOW))
    for part in (
        "1,234\N{NO-BREAK SPACE}articles",
        "5\N{NO-BREAK SPACE}things are followed by 2",
        "Topics: 3 of 4 (75\N{NO-BREAK SPACE}%)",
        "5 of 6",
    ):
        assert part in text


def test_status_of_an_empty_service_says_so() -> None:
    text = shown(status_page(Facts(0, None, [], 0, 0, 0, 0, 0, [], 0, 0), Reader("ru"), NOW))
    assert "статей пока нет" in text
    assert "лент нет" in text
    assert "оценок пока нет" in text


def feed(title: str, streak: int, *, polled: bool = True) -> Feed:
    moment = NOW if polled else None
    return Feed(
        id=1, url="https://a.example/rss", title=title, site_url=None, category=None, lang=None,
        added_at=NOW, state="backing_off" if streak else "active", reason="timeout" if streak else None,
        error_streak=streak, etag=None, last_modified=None, next_poll_at=NOW, last_polled_at=moment,
        last_ok_at=moment, last_new_at=moment, interval_s=900, articles=5,
    )  # fmt: skip


def test_feeds_in_trouble_come_first_and_hostile_titles_stay_text() -> None:
    page = feeds_page(
        [feed("Good", 0), feed("<b>Bad</b>", 3), feed("New", 0, polled=False)], 0, Reader("en"), NOW
    )
    text, html = shown(page), parts(page)[0].html
    assert text.index("<b>Bad") < text.index("Good") < text.index("New")
    assert "×3" in text
    assert "&lt;b&gt;Bad" in html
    assert "⚪" in text


def card(number: int) -> Evidence:
    return Evidence(
        article_id=str(number), title=f"Title {number}", url=None, date="2025-03-08", source="A", snippet=""
    )


def test_stories_to_follow_are_listed_once_each_in_the_order_of_the_insights() -> None:
    listed = one_a_story([card(1), card(2), card(3), card(4)], {1: 10, 2: 20, 3: 10})
    assert [item.article_id for item in listed] == ["1", "2"]
    page, board = stories_page(listed, "en")
    assert "1. Title 1" in shown(page)
    assert [key.payload for row in board for key in row] == [{"article": "1"}, {"article": "2"}]


def test_buttons_that_would_say_the_same_are_told_apart() -> None:
    assert distinct_labels(["ferry", "oil"], ["name", "name"]) == ["ferry", "oil"]
    assert distinct_labels(["ferry", "ferry", "oil"], ["name", "subject", "name"]) == [
        "ferry (name)",
        "ferry (subject)",
        "oil",
    ]
    assert distinct_labels(["oil", "oil"], ["story"] * 2) == ["oil (story) (1)", "oil (story) (2)"]


def test_an_alert_has_a_button_for_each_of_what_it_came_for() -> None:
    follows = [Follow(number, "query", f"subject {number}") for number in range(1, 7)]
    board = unfollow_board([*follows, Follow(9, "name", "subject 1")], "en")
    assert [key.payload["follow"] for (key,) in board] == [1, 2, 3, 4, 5, 6, 9]
    assert len({key.label for (key,) in board}) == 7


def test_who_follows_it_already_is_told_of_which_sources_from_now_on() -> None:
    def told(*sources: str, changed: bool) -> str:
        follow = Follow(1, "query", "ferry", sources=sources)
        (message,) = parts(followed_page(Followed(follow, False, changed), "en"))
        return message.plain

    assert "sources" not in told("Teyra Wire", changed=False)
    assert "its sources are now: Teyra Wire." in told("Teyra Wire", changed=True)
    assert "its sources are now: all." in told(changed=True)

"""Pages rendered for Telegram, read back as Telegram reads them."""

from __future__ import annotations

from datetime import date

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.bot.hostile_pages import ADDRESSES, HOSTILE, in_order, pages, said, seen

from tidings.bot.showing.html import CAPTION_UNITS, MESSAGE_UNITS, parts, plain, render
from tidings.bot.showing.splitting import MOST_BYTES, MOST_ENTITIES, units
from tidings.bot.showing.untrusted import JOINER, accepted
from tidings.dev.telegram.formatting import formatted
from tidings.pages.blocks import Card, Fold, Heading, Origin, Page, Paragraph, Point, Quotation, Span, text

DAY = date(2025, 3, 8)
OUTLET = Origin("Harbour Daily", DAY, "8 Mar", "https://harbour.example/1")


def paragraph(words: str) -> Page:
    return Page((Paragraph(text(words)),))


def shown(page: Page, limit: int = MESSAGE_UNITS) -> list[str]:
    """The messages as a reader sees them."""
    return [formatted(message, "HTML").text for message in render(page, limit)]


@settings(max_examples=60, deadline=None)
@given(pages, st.sampled_from([MESSAGE_UNITS, CAPTION_UNITS]))
def test_telegram_takes_every_message_of_any_page(page: Page, limit: int) -> None:
    for message, bare in zip(render(page, limit), plain(page, limit), strict=True):
        read = formatted(message, "HTML")
        assert 1 <= read.length <= limit
        assert seen(read.text)
        assert units(bare) <= limit
        assert len(message.encode()) <= MOST_BYTES
        assert message.count("</") <= MOST_ENTITIES


@settings(max_examples=60, deadline=None)
@given(pages)
def test_what_is_counted_is_what_telegram_shows(page: Page) -> None:
    for part in parts(page):
        read = formatted(part.html, "HTML")
        assert formatted(read.text, None).text == read.text
        if "<a " not in part.html:
            assert read.text == part.plain


@settings(max_examples=60, deadline=None)
@given(pages)
def test_no_character_of_any_page_is_lost(page: Page) -> None:
    whole = "".join(map(seen, shown(page)))
    assert in_order(map(seen, said(page)), whole)


@settings(max_examples=60, deadline=None)
@given(pages)
def test_nothing_in_a_page_becomes_a_link_but_web_addresses(page: Page) -> None:
    for message in render(page):
        for entity in formatted(message, "HTML").entities:
            assert entity.kind not in {"bot_command", "mention", "text_mention", "custom_emoji"}
            if entity.kind == "text_link":
                assert str(entity.url).startswith(("http://", "https://"))


@pytest.mark.parametrize(
    "name",
    [
        "<b>",
        "]](",
        "&amp;",
        "مرحبا بالعالم",
        "👨\u200d👩\u200d👧\u200d👦 🏳️\u200d🌈 🇹🇯 👍🏽",
        "Zoë, Пётр, é and ị̀",
        "𝔘𝔫𝔦 \U0010fffd",
        "“quoted” ‘twice’ «ёлки» …",
        "\u2067inside\u2069 and out",
    ],
)
def test_a_name_comes_through_as_it_is(name: str) -> None:
    page = Page((Heading(name), Card(name, Origin(name, DAY, "8 Mar"), name)))
    assert shown(page) == [f"{name}\n\n{name}\n{name}, 8 Mar\n{name}"]


def test_an_override_of_the_direction_ends_where_its_text_does() -> None:
    assert shown(paragraph("\u202egpj.exe")) == ["gpj.exe"]
    assert shown(paragraph("\u2067left open")) == ["\u2067left open\u2069"]


def test_a_letter_with_a_mark_telegram_drops_keeps_it() -> None:
    assert shown(paragraph("A\u030angstro\u0308m")) == ["\u00c5ngstr\u00f6m"]


@pytest.mark.parametrize(
    "address", [url for url in ADDRESSES if (url and "alert" in url) or url == "tg://user?id=1"]
)
def test_a_hostile_address_leaves_the_text_without_a_link(address: str) -> None:
    (message,) = render(Page((Paragraph((Span("look here", url=address),)),)))
    assert message == "look here"


def test_what_looks_like_a_command_or_a_name_in_the_news_cannot_be_tapped() -> None:
    (message,) = render(paragraph("Send /delete_me to @somebody or tg://resolve?domain=x"))
    read = formatted(message, "HTML")
    assert read.entities == ()
    assert read.text.replace(JOINER, "") == "Send /delete_me to @somebody or tg://resolve?domain=x"


def test_a_command_of_ours_can_be_tapped() -> None:
    (message,) = render(Page((Paragraph((Span("/help", "command"), Span(" shows more"))),)))
    (command,) = formatted(message, "HTML").entities
    assert (command.kind, command.length) == ("bot_command", 5)


def test_a_command_shown_to_be_copied_is_copied_letter_by_letter() -> None:
    assert render(Page((Paragraph((Span("/trends 24h", "code"),)),))) == ["<code>/trends 24h</code>"]


def test_a_link_in_code_stays_a_link() -> None:
    page = Page((Paragraph((Span("here", "code", "https://news.example/"),)),))
    assert render(page) == ['<a href="https://news.example/">here</a>']


# Splitting


@settings(max_examples=20, deadline=None)
@given(st.lists(st.text("abcdeжзия", min_size=1, max_size=20), min_size=300, max_size=1500))
def test_a_long_text_is_cut_between_words(words: list[str]) -> None:
    messages = shown(paragraph(" ".join(words)))
    assert [word for message in messages for word in message.split()] == words


@settings(max_examples=20, deadline=None)
@given(
    st.sampled_from([name for name in HOSTILE if " " not in name and "\n" not in name]),
    st.integers(100, 4000),
)
def test_an_endless_word_is_cut_between_graphemes(name: str, times: int) -> None:
    name = accepted(name)
    messages = shown(paragraph(name * times))
    whole = "".join(messages).replace(JOINER, "")
    pieces = [piece for message in messages for piece in regex.findall(r"\X", message.replace(JOINER, ""))]
    assert seen(whole) == seen(name * times)
    assert pieces == regex.findall(r"\X", whole)


def test_a_grapheme_longer_than_a_message_is_cut_all_the_same() -> None:
    name = "Z" + "\u0335" * 9000
    messages = shown(paragraph(name))
    assert "".join(messages) == name
    assert len(messages) == 3


def test_the_middle_of_a_word_does_not_become_a_command_at_the_head_of_a_message() -> None:
    (_, second) = render(paragraph("a" * (MESSAGE_UNITS - 1) + "b/start"))
    assert formatted(second, "HTML").entities == ()


def test_blocks_that_fit_are_not_cut() -> None:
    blocks = tuple(Paragraph(text(letter * 1500)) for letter in "abcde")
    assert shown(Page(blocks)) == [
        f"{'a' * 1500}\n\n{'b' * 1500}",
        f"{'c' * 1500}\n\n{'d' * 1500}",
        "e" * 1500,
    ]


def test_a_heading_never_ends_a_message() -> None:
    page = Page((Paragraph(text("a" * 4000)), Heading("Left out"), Paragraph(text("b" * 200))))
    assert shown(page) == ["a" * 4000, f"Left out\n\n{'b' * 200}"]


def test_a_link_cut_in_two_leads_there_from_both_messages() -> None:
    page = Page((Paragraph((Span("word " * 1000, "bold", "https://news.example/"),)),))
    messages = [formatted(message, "HTML") for message in render(page)]
    assert len(messages) == 2
    for read in messages:
        assert {(entity.kind, entity.url) for entity in read.entities} == {
            ("text_link", "https://news.example/"),
            ("bold", None),
        }
        assert all((entity.offset, entity.length) == (0, read.length) for entity in read.entities)


def test_a_fold_too_long_for_a_message_goes_on_folded_in_the_next() -> None:
    cards = tuple(Card(f"Title {number}", OUTLET, "x" * 900) for number in range(6))
    messages = [formatted(message, "HTML") for message in render(Page((Fold(cards),)))]
    assert len(messages) == 2
    for read in messages:
        (fold,) = (entity for entity in read.entities if entity.kind == "expandable_blockquote")
        assert (fold.offset, fold.length) == (0, read.length)


def test_quotes_in_a_row_are_quotes_of_their_own() -> None:
    page = Page((Quotation("one", OUTLET), Quotation("other", OUTLET)))
    (message,) = render(page)
    read = formatted(message, "HTML")
    quotes = [read.part(entity) for entity in read.entities if entity.kind == "blockquote"]
    assert quotes == ["one\nHarbour Daily, 8 Mar", "other\nHarbour Daily, 8 Mar"]


def test_emoji_count_as_two() -> None:
    assert [units(message) for message in shown(paragraph("👍" * 2049))] == [4096, 2]


def test_many_links_are_spread_over_messages_that_show_them_all() -> None:
    points = tuple(Point("•", (Span("x", url="https://news.example/"),)) for _ in range(250))
    found = [formatted(message, "HTML").entities for message in render(Page(points))]
    assert [len(entities) for entities in found] == [100, 100, 50]


def test_long_addresses_do_not_make_a_message_too_large() -> None:
    url = "https://news.example/" + "&" * 2000
    page = Page(tuple(Paragraph((Span("x", url=url),)) for _ in range(10)))
    messages = render(page)
    assert len(messages) > 1
    assert max(len(message.encode()) for message in messages) <= MOST_BYTES


def test_a_page_without_anything_to_see_makes_no_message() -> None:
    assert render(Page(())) == []
    assert render(paragraph("\u200b \u2800\u3164\n")) == []


def test_plain_text_names_the_addresses_of_links_where_there_is_room() -> None:
    page = Page((Point("1.", text("Ice broke two cranes."), (OUTLET,)),))
    assert plain(page) == ["1. Ice broke two cranes.\nHarbour Daily (https://harbour.example/1), 8 Mar"]
    full = Page((Paragraph((Span("x" * MESSAGE_UNITS, url="https://harbour.example/1"),)),))
    assert plain(full) == ["x" * MESSAGE_UNITS]


def test_a_section_that_would_be_torn_goes_whole_into_the_next_message() -> None:
    page = Page(
        (Paragraph(text("a" * 3000)), Heading("Made"), *(Point("•", text("b" * 500)) for _ in range(3)))
    )
    first, second = shown(page)
    assert first == "a" * 3000
    assert second.startswith("Made\n• b")


def test_a_message_is_not_left_half_empty_for_a_section() -> None:
    page = Page(
        (Paragraph(text("a" * 1000)), Heading("Made"), *(Point("•", text("b" * 900)) for _ in range(4)))
    )
    first, second = shown(page)
    assert len(first) > 3000
    assert second.startswith("• b")

"""Telegram's HTML: which entities it makes, and in which words it is refused."""

from __future__ import annotations

import pytest

from tidings.dev.telegram.entities import Entity, Formatted
from tidings.dev.telegram.formatting import formatted
from tidings.dev.telegram.html import parse_html
from tidings.dev.telegram.refusals import Refused


def kinds(content: Formatted) -> list[tuple[str, str]]:
    """Each entity with the words it is about."""
    return [(entity.kind, content.part(entity)) for entity in content.entities]


@pytest.mark.parametrize(
    ("tag", "kind"),
    [
        ("b", "bold"),
        ("strong", "bold"),
        ("i", "italic"),
        ("em", "italic"),
        ("u", "underline"),
        ("ins", "underline"),
        ("s", "strikethrough"),
        ("strike", "strikethrough"),
        ("del", "strikethrough"),
        ("tg-spoiler", "spoiler"),
        ("code", "code"),
        ("pre", "pre"),
        ("blockquote", "blockquote"),
        ("B", "bold"),
    ],
)
def test_each_documented_tag_makes_its_entity(tag: str, kind: str) -> None:
    assert kinds(parse_html(f"a <{tag}>b c</{tag}> d")) == [(kind, "b c")]


def test_tags_with_attributes_make_their_entities() -> None:
    content = parse_html(
        '<span class="tg-spoiler">a</span><a href="https://Example.org?x=1&amp;y=2">b</a>'
        '<a href="tg://user?id=42">c</a><tg-emoji emoji-id="5368">d</tg-emoji>'
        "<blockquote expandable>e</blockquote><pre><code class='language-python'>f</code></pre>"
    )
    assert content.entities == (
        Entity("spoiler", 0, 1),
        Entity("text_link", 1, 1, url="https://example.org/?x=1&y=2"),
        Entity("text_mention", 2, 1, user_id=42),
        Entity("custom_emoji", 3, 1, custom_emoji_id="5368"),
        Entity("expandable_blockquote", 4, 1),
        Entity("pre", 5, 1, language="python"),
    )


def test_code_with_a_language_that_does_not_fill_its_block_stands_beside_it() -> None:
    content = parse_html('<pre>a <code class="language-python">b</code></pre>')
    assert sorted(kinds(content)) == [("code", "b"), ("pre", "a b")]
    assert {entity.language for entity in content.entities} == {None}


def test_offsets_count_units_of_utf_16() -> None:
    content = parse_html("👍🏽 <b>й 👍</b>!")
    assert content.entities == (Entity("bold", 5, 4),)
    assert kinds(content) == [("bold", "й 👍")]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("&lt;b&gt; &amp; &quot;x&quot;", '<b> & "x"'),
        ("&#60;&#x3C;&#X3c;", "<<<"),
        ("&laquo;x&raquo; &nbsp;", "&laquo;x&raquo; &nbsp;"),
        ("AT&T, a && b", "AT&T, a && b"),
        ("&lt without its end", "< without its end"),
        ("&#12345678;", "&#12345678;"),
        ("a > b", "a > b"),
        ("<b>x</>", "x"),
        ("<b aba = caba>x</b>", "x"),
    ],
)
def test_characters_come_out_as_they_were_meant(written: str, shown: str) -> None:
    assert parse_html(written).text == shown


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<b><i>x</i>", 'Can\'t find end tag corresponding to start tag "b"'),
        ("тест <br>", 'Unsupported start tag "br" at byte offset 9'),
        ("2 < 3", 'Unsupported start tag "" at byte offset 2'),
        ("2 <3", "Unclosed start tag at byte offset 2"),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("👍<b><i>x</b></i>", 'Unmatched end tag at byte offset 11, expected "</i>", found "</b>"'),
        ("<a href='x>y", "Unclosed start tag at byte offset 0"),
        ("<a href", 'Unclosed start tag "a" at byte offset 0'),
        ("<a href= ", 'Unclosed start tag "a" at byte offset 0'),
        ('<a ="x">y</a>', 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<a href=x/>y</a>", "Unexpected end of name token at byte offset 8"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("<tg-emoji emoji-id='x'>y</tg-emoji>", "Invalid custom emoji identifier specified"),
        (
            "&#xD83D;",
            "Text contains invalid Unicode characters after decoding HTML entities, check for unmatched "
            "surrogate code units",
        ),
    ],
)
def test_bad_html_is_refused_in_telegram_s_words(written: str, why: str) -> None:
    with pytest.raises(Refused) as refused:
        parse_html(written)
    assert refused.value.wire() == {
        "ok": False,
        "error_code": 400,
        "description": f"Bad Request: can't parse entities: {why}",
    }


@pytest.mark.parametrize(
    "address", ["", "not an address", "javascript:alert(1)", "data:text/html,x", "https://"]
)
def test_a_link_to_nowhere_is_only_its_words(address: str) -> None:
    assert kinds(parse_html(f'<a href="{address}">some words</a>')) == []


def test_literal_text_takes_no_style_and_no_link() -> None:
    content = formatted('<b>a <code>b</code> c</b> <pre><a href="https://example.org">d</a></pre>', "HTML")
    assert kinds(content) == [("bold", "a "), ("code", "b"), ("bold", " c"), ("pre", "d")]


def test_a_quotation_holds_no_other_but_may_be_styled() -> None:
    content = formatted("<blockquote><b>a</b> <blockquote>b</blockquote></blockquote>", "HTML")
    assert kinds(content) == [("blockquote", "a b"), ("bold", "a")]


def test_the_same_style_twice_is_once() -> None:
    assert kinds(formatted("<b>a <strong>b</strong></b>", "HTML")) == [("bold", "a b")]


def test_blanks_around_a_message_are_cut_off_its_entities_too() -> None:
    content = formatted("\n  x <b>y \n</b>\n", "HTML")
    assert content == Formatted("x y", (Entity("bold", 2, 1),))


def test_blanks_before_are_kept_where_an_entity_begins_in_them() -> None:
    assert formatted(" <b> y</b>", "HTML") == Formatted(" y", (Entity("bold", 0, 2),))


def test_characters_that_could_turn_a_message_round_are_taken_out() -> None:
    content = formatted("a\u202eb\r\n<b>\u2028c\td</b>", "HTML")
    assert content == Formatted("ab\nc d", (Entity("bold", 3, 3),))


def test_signs_of_direction_and_emoji_sequences_stay() -> None:
    text = "\u200fשלום\u200e 👩‍👩‍👧‍👦 🇷🇺 \u2067x\u2069"
    assert formatted(text, "HTML").text == text


def test_commands_mentions_addresses_and_hashtags_are_found() -> None:
    content = formatted(
        "/start@tidings_bot @anna see rbc.ru, https://example.org/a?b=(c. #нефть me@x.org 1/2", None
    )
    assert kinds(content) == [
        ("bot_command", "/start@tidings_bot"),
        ("mention", "@anna"),
        ("url", "rbc.ru"),
        ("url", "https://example.org/a?b=(c"),
        ("hashtag", "#нефть"),
        ("email", "me@x.org"),
    ]


def test_nothing_is_found_inside_literal_text_and_links() -> None:
    content = formatted('<code>/start</code> <a href="https://example.org">rbc.ru</a>', "HTML")
    assert [kind for kind, _ in kinds(content)] == ["code", "text_link"]


def test_a_mode_other_than_html_is_refused() -> None:
    with pytest.raises(Refused, match="unsupported parse_mode"):
        formatted("*x*", "MarkdownV2")

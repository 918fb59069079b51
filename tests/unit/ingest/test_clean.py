from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidings.ingest.clean import plain_line, plain_text

_PIECES = [*"<>/!-='\"& ;", "script", "onload", "a", "&lt;", "&#60;", "<b", "]]>"]


@pytest.mark.parametrize(
    ("given_text", "plain"),
    [
        ("Plain words", "Plain words"),
        ("  spaced \t out\n ", "spaced out"),
        ("<b>Bold</b> claim", "Bold claim"),
        ("R&amp;D and Q&A", "R&D and Q&A"),
        ("AT&amp;amp;T", "AT&T"),
        ("1 &lt; 2 and 3 &gt; 2", "1 < 2 and 3 > 2"),
        ("Tom & Jerry <3", "Tom & Jerry <3"),
        ("it's <b>Tom's</b>", "it's Tom's"),
        ("caf&eacute;&nbsp;&#8212;&#x20;open", "café — open"),
        ("&notanentity; &copy", "&notanentity; &copy"),
        ('<a title="a > b" href=x>link</a>', "link"),
        ("<td>one</td><td>two</td>", "one two"),
        ("<![CDATA[kept]]>", "kept"),
        ("seen<!-- unseen -->", "seen"),
        ("Привет,<br/>мир", "Привет, мир"),
    ],
)
def test_markup_and_entities_become_the_text_a_reader_sees(given_text: str, plain: str) -> None:
    assert plain_line(given_text) == plain


def test_blocks_become_lines_and_line_breaks_of_the_source_become_spaces() -> None:
    assert (
        plain_text("<p>one\nstill one</p><p>two</p><ul><li>three<li>four</ul>")
        == "one still one\ntwo\nthree\nfour"
    )


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<SCRIPT src=//evil.example></SCRIPT >",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "&amp;lt;script&amp;gt;alert(1)&amp;lt;/script&amp;gt;",
        "<img src=x onerror=alert(1)>",
        "<svg/onload=alert(1)>",
        "<a href='javascript:alert(1)'></a>",
        "<iframe src='javascript:alert(1)'>",
        "<style>*{x:expression(alert(1))}</style>",
        "<img alt='>' onerror=alert(1)>",
        "<img onerror=alert(1)",
        "<scr\0ipt>alert(1)</script>",
    ],
)
def test_nothing_that_runs_is_left(hostile: str) -> None:
    assert plain_line(f"before {hostile}").split() == ["before"]


@given(st.lists(st.sampled_from(_PIECES)).map("".join))
def test_no_tag_survives_whatever_it_is_built_of(text: str) -> None:
    assert not re.search(r"<(?:script|[a-z][^<>]*\son\w+\s*=)", plain_text(text), re.IGNORECASE)


@given(st.text())
def test_cleaning_twice_changes_nothing_more_in_hidden_characters(text: str) -> None:
    once = plain_line(text)
    assert not re.search("[\x00-\x1f\x7f\u200b\u202e\ud800-\udfff]", once)
    once.encode()


def test_characters_no_reader_sees_are_dropped() -> None:
    assert (
        plain_line("ev\u200bil \u202etxt.exe\u202c \ufeffsoft\u00adly \x00nul \ud83d")
        == "evil txt.exe softly nul"
    )


def test_joiners_stay_where_they_shape_a_word_and_go_where_they_break_one() -> None:
    assert plain_line("می\u200cخواهم 👩\u200d💻") == "می\u200cخواهم 👩\u200d💻"
    assert plain_line("pass\u200dword") == "password"


def test_letters_and_their_marks_are_composed() -> None:
    assert plain_line("и\u0306од cafe\u0301") == "йод café"


@pytest.mark.parametrize(
    "bomb",
    [
        "<div>" * 200_000,
        "<" * 1_000_000,
        "&amp;" * 300_000,
        "<!--" * 300_000,
        '<a ="' * 300_000,
        "a" + "\u0301\u0323" * 400_000,
    ],
    ids=["nested", "opened", "escaped", "commented", "quoted", "stacked"],
)
def test_text_built_to_take_long_is_cut_to_size(bomb: str) -> None:
    assert len(plain_text(bomb, 1_000)) <= 1_000


def test_a_long_text_ends_at_a_word() -> None:
    assert plain_line("word " * 50, 22) == "word word word word"
    assert plain_line("w" * 30, 22) == "w" * 22

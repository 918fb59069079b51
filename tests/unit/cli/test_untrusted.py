from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidings.cli.untrusted import many_lines, one_line, short_line


@pytest.mark.parametrize(
    ("hostile", "harmless"),
    [
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]0;new title\x07text", "text"),
        ("\x1b]8;;http://evil.example\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x9b2Jcleared", "cleared"),
        ("a\rb", "a b"),
        ("back\x08space", "backspace"),
        ("one\n\n two\tthree", "one two three"),
        ("safe\u202etxt.exe", "safetxt.exe"),
        ("zero\u200bwidth", "zerowidth"),
        ("lone \ud800 surrogate", "lone surrogate"),
    ],
)
def test_nothing_a_terminal_would_obey_is_left(hostile: str, harmless: str) -> None:
    assert one_line(hostile) == harmless


def test_letters_marks_and_joined_emoji_stay() -> None:
    text = "Ёлка, naïve Ωmega, 👩‍🚀 e\u0301"
    assert one_line(text) == text


def test_what_somebody_says_in_a_line_is_kept_as_one_that_a_table_can_hold() -> None:
    assert short_line("  why\n\x1b[31mnot \ud800 " + "x" * 1000) == "why not ? " + "x" * 490


def test_line_ends_stay_where_lines_are_wanted() -> None:
    assert many_lines("one\r\ntwo\rthree\x1b[2J\n") == "one\ntwo\nthree"


@given(st.text(alphabet=st.characters(codec=None), max_size=200))
def test_no_control_character_survives(text: str) -> None:
    assert not any(ord(char) < 32 or 127 <= ord(char) < 160 for char in one_line(text))
    assert not any((ord(char) < 32 and char != "\n") or 127 <= ord(char) < 160 for char in many_lines(text))

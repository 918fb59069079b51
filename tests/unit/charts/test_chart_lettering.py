from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidings.charts.lettering import drawable, wrapped

GLYPHS = frozenset({*range(32, 127), *range(0x400, 0x460), ord("…"), *map(ord, "éŹ\u0301"), 0x200D, 0x2764})


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("Ферма и port", "Ферма и port"),
        ("кит 🐋 на воле", "кит на воле"),
        ("семья 👨‍👩‍👧 дома", "семья дома"),
        ("e\u0301 и и\u0306", "é и й"),
        ("пер\nвая\tвторая\u2028третья\r\n", "пер вая вторая третья"),
        ("\u202eоборот\u202c\x00\x1b", "оборот"),
        ("Z" + "\u0301" * 30 + "t", "Ź\u0301\u0301\u0301t"),
        ("$x^2$ <b>&amp;</b>", "$x^2$ <b>&amp;</b>"),
        ("北京", "…"),
        ("", "…"),
    ],
)
def test_what_the_font_lacks_is_left_out_whole(text: str, drawn: str) -> None:
    assert drawable(text, GLYPHS) == drawn


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("one two", ["one two"]),
        ("one two three", ["one two", "three"]),
        ("one two three four five", ["one two", "three…"]),
        ("incomprehensible", ["incompre", "hensible"]),
        ("incomprehensibility", ["incompre", "hensibi…"]),
        ("a incomprehensible", ["a", "incompr…"]),
        ("one two, three, four", ["one two,", "three…"]),
    ],
)
def test_lines_end_at_words_and_what_is_left_over_is_marked(text: str, lines: list[str]) -> None:
    assert wrapped(text, lambda line: len(line) <= 8, 2) == lines


def test_a_letter_is_not_parted_from_its_marks() -> None:
    assert wrapped("a\u0323bc", lambda line: len(line) <= 2, 3) == ["a\u0323", "bc"]


@given(st.text(st.characters(categories=["L", "N", "P", "Zs"]), max_size=60), st.integers(1, 3))
def test_no_line_is_wider_than_it_may_be_and_nothing_is_lost_unmarked(text: str, lines: int) -> None:
    line = drawable(text, frozenset(range(32, 0x3000)))
    found = wrapped(line, lambda part: len(part) <= 12, lines)
    assert 1 <= len(found) <= lines
    assert all(len(part) <= 12 for part in found)
    kept = "".join(found).replace(" ", "")
    if kept != line.replace(" ", ""):
        assert kept.endswith("…")
        assert len(found) == lines
        assert line.replace(" ", "").startswith(kept.rstrip("…"))

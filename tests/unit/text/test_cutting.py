import regex
from hypothesis import given
from hypothesis import strategies as st

from tidings.text.cutting import cut, cut_point


def test_a_text_that_fits_is_left_alone() -> None:
    assert cut("short", 5) == "short"


def test_cuts_after_a_whole_word_and_says_so() -> None:
    assert cut("the cabinet resigned today", 20) == "the cabinet…"


def test_a_comma_before_the_cut_goes_too() -> None:
    assert cut("first, second, third", 15) == "first, second…"


def test_a_sentence_that_ends_at_the_cut_has_no_full_stop_before_the_ellipsis() -> None:
    assert cut("The port is shut. Ships wait outside.", 20) == "The port is shut…"
    assert cut("The port is shut… Ships wait outside.", 20) == "The port is shut…"


def test_a_grouped_number_is_kept_whole_or_not_at_all() -> None:
    assert cut("about 1 200 000 people", 12) == "about…"
    assert cut("about 1 200 000 people", 20) == "about 1 200 000…"


def test_one_endless_word_is_cut_between_graphemes() -> None:
    assert cut("e\u0301" * 20, 8) == "e\u0301" * 3 + "…"
    family = "👨\u200d👩\u200d👧"
    assert cut(family * 3, 12) == family * 2 + "…"


def test_an_endless_number_is_not_shortened_to_another_number() -> None:
    assert cut_point("1" * 50, 10) == 0


@given(st.text(max_size=120), st.integers(min_value=1, max_value=100))
def test_never_longer_than_asked_and_never_inside_a_grapheme(text: str, limit: int) -> None:
    point = cut_point(text, limit)
    assert point <= limit or point == len(text) <= limit
    assert len(cut(text, limit)) <= max(limit, 0)
    ends = {0} | {match.end() for match in regex.finditer(r"\X", text)}
    assert point in ends

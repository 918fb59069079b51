"""Keys of replies."""

from __future__ import annotations

import pytest

from tidings.llm.replies import cache_key
from tidings.llm.task import Prompt

PROMPT = Prompt("Name the topics.", "<facts>harbour</facts>", (), 12)


def test_the_same_request_has_the_same_key() -> None:
    again = Prompt("Name the topics.", "<facts>harbour</facts>", (), 99)
    assert cache_key("topics", "gpt-6-luna", "1", PROMPT) == cache_key("topics", "gpt-6-luna", "1", again)


@pytest.mark.parametrize(
    "other",
    [
        cache_key("keywords", "gpt-6-luna", "1", PROMPT),
        cache_key("topics", "gpt-6-sol", "1", PROMPT),
        cache_key("topics", "gpt-6-luna", "2", PROMPT),
        cache_key("topics", "gpt-6-luna", "1", Prompt("Name them.", PROMPT.text, (), 12)),
        cache_key("topics", "gpt-6-luna", "1", Prompt(PROMPT.instructions, "<facts></facts>", (), 12)),
    ],
)
def test_everything_that_decides_what_is_asked_is_in_the_key(other: bytes) -> None:
    assert cache_key("topics", "gpt-6-luna", "1", PROMPT) != other


def test_text_that_moves_from_one_part_to_the_next_changes_the_key() -> None:
    assert cache_key("ab", "c", "1", PROMPT) != cache_key("a", "bc", "1", PROMPT)
    moved = Prompt("Name the topics.<facts>", "harbour</facts>", (), 12)
    assert cache_key("a", "b", "1", moved) != cache_key("a", "b", "1", PROMPT)


def test_half_a_surrogate_pair_in_a_text_has_a_key_too() -> None:
    assert len(cache_key("a", "b", "1", Prompt("", "\ud83d", (), 1))) == 32

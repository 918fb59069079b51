from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidings.dev.counting import CACHE_STEP, LEAST_CACHED, PromptCache, clipped, estimate
from tidings.dev.exchange import Asked, Turn


def words(text: str) -> int:
    return len(text.split())


def prompt(instructions: str, text: str, marks: tuple[int, ...] | None = None, model: str = "m") -> Asked:
    return Asked(model, instructions, (Turn(False, text),), marks=marks)


# Counted by Gemma's tokenizer.
@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Dockers at the harbour of Ostrel walked out on Friday morning.", 14),
        ("Грузчики порта Острел вышли на забастовку утром в пятницу.", 20),
        ('{"topics": [{"label": "Harbour", "doc_ids": ["D1", "D2"]}]}', 24),
    ],
)
def test_an_estimate_is_near_a_real_tokenizer_s_count(text: str, tokens: int) -> None:
    assert tokens * 0.75 <= estimate(text) <= tokens * 1.25


@given(st.text(), st.text())
def test_more_text_never_has_fewer_tokens(one: str, other: str) -> None:
    assert estimate(one) <= estimate(one + other) <= estimate(one) + estimate(other)


@given(st.text(), st.integers(0, 50))
def test_a_clipped_text_is_the_longest_beginning_that_fits(text: str, tokens: int) -> None:
    kept = clipped(text, tokens, estimate)
    assert text.startswith(kept)
    assert estimate(kept) <= tokens
    assert kept == text or estimate(text[: len(kept) + 1]) > tokens


LONG = "word " * (LEAST_CACHED + 300)


def test_a_beginning_seen_before_is_read_from_the_cache_in_whole_steps() -> None:
    cache = PromptCache(words)
    assert cache.look(prompt(LONG, "one")) == (0, 0)
    cached, stored = cache.look(prompt(LONG, "two"))
    assert LEAST_CACHED <= cached <= words(LONG)
    assert cached % CACHE_STEP == 0
    assert stored == 0


def test_nothing_is_cached_of_another_model_s_prompt_or_of_a_short_one() -> None:
    cache = PromptCache(words)
    cache.look(prompt(LONG, "one"))
    assert cache.look(prompt(LONG, "one", model="other")) == (0, 0)
    cache.look(prompt("word " * 900, "one"))
    assert cache.look(prompt("word " * 900, "one")) == (0, 0)


def test_what_the_caller_marks_is_put_into_the_cache_once_and_then_read() -> None:
    cache = PromptCache(words)
    marks = (len(LONG) + 1,)
    assert cache.look(prompt(LONG, "one", marks)) == (0, words(LONG))
    assert cache.look(prompt(LONG, "two", marks)) == (words(LONG), 0)
    assert cache.look(prompt(LONG, "three", ())) == (0, 0)


def test_a_longer_mark_stores_only_what_a_shorter_one_has_not() -> None:
    cache = PromptCache(words)
    cache.look(prompt(LONG, "one two", (len(LONG) + 1,)))
    longer = (len(LONG) + 1, len(LONG) + 4)
    assert cache.look(prompt(LONG, "one two", longer)) == (words(LONG), 1)

"""New articles are held against all that is followed: each once, and by the rule by which analyses count."""

import asyncio

import pytest

from tests.integration.following.conftest import BEGIN, END, HOUR, Replay
from tidings.following import follow_name, follow_query, follow_story
from tidings.following.matching import Matcher
from tidings.windows import Window

QUERIES = [
    ("метан шахта", None),
    ("ключевая ставка", None),
    ("interest rate", None),
    ("election", None),
    ("election", "en"),
    ("election", "ru"),
    ("выборы", None),
    ("mine explosion rescue", None),
    ("хоккей", None),
    ("storm", None),
    ("qwertyuiop", None),
]
WEEK = Window("1w", BEGIN, END)


async def counted(replay: Replay, query: str, lang: str | None) -> set[int]:
    found = await replay.engine.retriever.match_window(query, WEEK, lang=lang or "auto")
    return {match.id for match in found}


async def test_a_followed_query_gets_exactly_the_articles_that_an_analysis_of_it_counts(
    replay: Replay,
) -> None:
    reader = await replay.reader(1)
    numbers = {}
    for query, lang in QUERIES:
        numbers[query, lang] = (await follow_query(replay.engine, reader, query, lang=lang)).follow.id
    await replay.arrive_as_published()
    await replay.match()
    matched = await replay.matched()
    expected = {key: await counted(replay, *key) for key in numbers}
    assert {key: matched.get(number, set()) for key, number in numbers.items()} == expected
    assert sum(map(bool, expected.values())) >= 6

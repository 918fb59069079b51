"""New articles are held against all that is followed: each once, and by the rule by which analyses count."""

import asyncio
import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.integration.following.conftest import BEGIN, END, HOUR, Replay

from tidings.following import follow_name, follow_query, follow_story, list_of, unfollow
from tidings.following.matching import Matcher
from tidings.ingest.importing import import_file
from tidings.store import arrivals
from tidings.windows import Window

MATCHING = Path(__file__).parent / "matching_until_killed.py"
QUERIES = [
    ("метан шахта", None),
    ("паром", None),
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


async def waiting(replay: Replay) -> int:
    async with replay.db.connection() as conn:
        return await arrivals.waiting(conn)


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


async def test_a_followed_name_gets_the_articles_that_hold_it_in_either_language(replay: Replay) -> None:
    reader = await replay.reader(1)
    key, articles = await commonest_name(replay)
    written = await replay.db.fetch_all(
        "SELECT DISTINCT e ->> 0 FROM articles, jsonb_array_elements(entities) e WHERE e ->> 1 = %s", (key,)
    )
    followed = {(await follow_name(replay.engine, reader, name)).follow.id for (name,) in written}
    assert len(followed) == 1, "all its spellings are one name"
    await replay.arrive_as_published()
    await replay.match()
    assert await replay.matched() == {followed.pop(): articles}


async def test_each_reader_reads_a_followed_name_as_they_wrote_it(replay: Replay) -> None:
    spellings = {await replay.reader(1): "Valmere", await replay.reader(2): "Валмера"}
    for reader, name in spellings.items():
        await follow_name(replay.engine, reader, name)
    followed = {reader: await list_of(replay.engine.db, reader) for reader in spellings}
    assert {reader: [follow.words for follow in those] for reader, those in followed.items()} == {
        reader: [name] for reader, name in spellings.items()
    }
    assert (await replay.db.fetch_all("SELECT count(*) FROM subjects"))[0][0] == 1


async def commonest_name(replay: Replay) -> tuple[str, set[int]]:
    """The key of the name with most articles in both languages, and those articles."""
    rows = await replay.db.fetch_all(
        "SELECT e ->> 1, array_agg(DISTINCT a.id) FROM articles a, jsonb_array_elements(a.entities) e "
        "GROUP BY 1 HAVING count(DISTINCT lang) = 2 ORDER BY count(DISTINCT a.id) DESC LIMIT 1"
    )
    return str(rows[0][0]), set(rows[0][1])


async def test_a_followed_story_gets_its_articles_and_those_of_stories_that_went_into_it(
    replay: Replay,
) -> None:
    (one, first), (two, second) = (await stories_of_two(replay))[:2]
    reader = await replay.reader(1)
    number = (await follow_story(replay.engine, reader, first[0])).follow.id
    await replay.arrive(first[1:], END)
    await replay.match()
    assert await replay.matched() == {number: set(first[1:])}
    async with replay.db.transaction() as conn:
        await conn.execute("INSERT INTO story_merges VALUES (%s, %s, %s)", (one, two, END))
    await replay.arrive(second, END + HOUR)
    await replay.match()
    assert await replay.matched() == {number: {*first[1:], *second}}


async def stories_of_two(replay: Replay) -> list[tuple[int, list[int]]]:
    """Stories of at least two articles that are part of no other."""
    return await replay.db.fetch_all(  # type: ignore[return-value]  # the columns of this query
        "SELECT story_id, array_agg(id ORDER BY published_at) FROM article_index "
        "WHERE story_id NOT IN (SELECT story_id FROM story_merges UNION SELECT into_id FROM story_merges) "
        "GROUP BY story_id HAVING count(*) >= 2 ORDER BY count(*) DESC, story_id"
    )


async def test_what_is_followed_later_is_known_to_the_next_article_and_what_has_ended_is_not(
    replay: Replay,
) -> None:
    reader = await replay.reader(1)
    await follow_query(replay.engine, reader, "election")
    (_, story), *_ = await stories_of_two(replay)
    await replay.arrive(story[:1], END)
    await replay.match()
    number = (await follow_story(replay.engine, reader, story[0])).follow.id
    await replay.arrive(story[1:2], END)
    await replay.match()
    assert (await replay.matched())[number] == {story[1]}
    assert await unfollow(replay.db, reader, number)
    await replay.arrive(story[:1], END)
    await replay.match()
    assert number not in await replay.matched()


async def test_two_matchers_at_once_match_everything_once(replay: Replay) -> None:
    reader = await replay.reader(1)
    for query, lang in QUERIES:
        await follow_query(replay.engine, reader, query, lang=lang)
    total = await replay.arrive_as_published()
    matchers = [Matcher(replay.db, replay.engine.embedder) for _ in range(3)]
    done = await asyncio.gather(*(matcher.match(END) for matcher in matchers))
    assert sum(item.articles for item in done) == total
    stored = await replay.db.fetch_all("SELECT count(*) FROM subject_matches")
    assert sum(item.matches for item in done) == stored[0][0] > 0


async def test_a_matcher_killed_again_and_again_leaves_nothing_out_and_doubles_nothing(
    replay: Replay, own_url: str
) -> None:
    reader = await replay.reader(1)
    numbers = {
        key: (await follow_query(replay.engine, reader, key[0], lang=key[1])).follow.id for key in QUERIES
    }
    total = await replay.arrive_as_published()
    for lines in (2, 7):
        with subprocess.Popen(  # noqa: ASYNC220 - it is killed within a second
            [sys.executable, str(MATCHING), own_url], stdout=subprocess.PIPE
        ) as child:
            assert child.stdout is not None
            for _ in range(lines):
                child.stdout.readline()
            child.kill()
    left = await waiting(replay)
    assert 0 < left < total
    await replay.match()
    assert await waiting(replay) == 0
    matched = await replay.matched()
    for key, number in numbers.items():
        assert matched.get(number, set()) == await counted(replay, *key)


@pytest.mark.parametrize(("age", "waits"), [(timedelta(hours=1), 1), (timedelta(days=2), 0)])
async def test_articles_stored_wait_where_anything_is_followed_and_they_are_news(
    replay: Replay, tmp_path: Path, age: timedelta, waits: int
) -> None:
    async def store(name: str) -> None:
        row = {
            "title": f"Harbour of {name} closes for the winter",
            "text": f"The harbour of {name} closes on Monday, its master said.",
            "url": f"https://norden.example/{name}",
            "source": "Norden Post",
            "published_at": (datetime.now(UTC) - age).isoformat(),
        }
        file = tmp_path / f"{name}.jsonl"
        file.write_text(json.dumps(row))
        await import_file(replay.db, replay.engine.settings, file)

    await store("Aldby")
    assert await waiting(replay) == 0
    await follow_query(replay.engine, await replay.reader(1), "harbour")
    await store("Brunvik")
    assert await waiting(replay) == waits

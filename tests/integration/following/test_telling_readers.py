"""Readers are told what came for them once: by story, with time between, not at night, not what they bar."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from tests.integration.following.conftest import HOUR, Replay

from tidings.errors import InvalidRequest, UnknownName
from tidings.following import end_all, follow_name, follow_query, follow_story, list_of, unfollow
from tidings.following.telling import tell_due
from tidings.store import telling

NOON = datetime(2026, 5, 20, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


async def story(replay: Replay, least: int = 3) -> list[int]:
    """The articles of a story told by several outlets, the oldest first."""
    rows = await replay.db.fetch_all(
        "SELECT array_agg(id ORDER BY published_at) FROM article_index GROUP BY story_id "
        "HAVING count(DISTINCT source_id) >= %s ORDER BY count(*) DESC, story_id LIMIT 1",
        (least,),
    )
    return list(rows[0][0])


async def follow_at(replay: Replay, reader: int, article: int, since: datetime = NOON) -> int:
    followed = await follow_story(replay.engine, reader, article)
    await replay.followed_since(since)
    return followed.follow.id


async def come(replay: Replay, articles: list[int], at: datetime) -> None:
    await replay.arrive(articles, at)
    await replay.match(at)


async def test_new_articles_of_a_story_are_told_together_and_once(replay: Replay) -> None:
    first, *later = await story(replay)
    reader = await replay.reader(1)
    number = await follow_at(replay, reader, first)
    await come(replay, later, NOON + MINUTE)
    (alert,) = await replay.tell(NOON + 2 * MINUTE)
    (news,) = alert.stories
    assert (alert.reader, news.articles, [follow.id for follow in alert.follows]) == (1, len(later), [number])
    assert len({article.source for article in news.shown}) == len(news.shown) > 1
    assert {article.id for article in news.shown} <= set(later)
    assert await replay.tell(NOON + 3 * MINUTE) == []
    assert await replay.tell(NOON + 5 * HOUR) == []


async def test_a_quote_stands_in_its_article_letter_by_letter(replay: Replay) -> None:
    first, *later = await story(replay)
    await follow_at(replay, await replay.reader(1), first)
    await come(replay, later, NOON + MINUTE)
    (alert,) = await replay.tell(NOON + MINUTE)
    for article in alert.stories[0].shown:
        rows = await replay.db.fetch_all("SELECT text FROM articles WHERE id = %s", (article.id,))
        assert article.quote in rows[0][0]


async def test_an_article_that_comes_for_a_story_and_a_query_is_told_once_for_both(replay: Replay) -> None:
    first, second, *_ = await story(replay)
    title = (await replay.db.fetch_all("SELECT title FROM articles WHERE id = %s", (second,)))[0][0]
    reader = await replay.reader(1)
    await follow_query(replay.engine, reader, title)
    await follow_at(replay, reader, first)
    await come(replay, [second], NOON + MINUTE)
    (alert,) = await replay.tell(NOON + MINUTE)
    assert (alert.stories[0].articles, len(alert.follows), len(alert.stories[0].follows)) == (1, 2, 2)


async def test_between_two_alerts_about_one_thing_there_is_a_cool_down(replay: Replay) -> None:
    first, second, third, *_ = await story(replay)
    await follow_at(replay, await replay.reader(1), first)
    await come(replay, [second], NOON + MINUTE)
    assert len(await replay.tell(NOON + MINUTE)) == 1
    await come(replay, [third], NOON + 2 * MINUTE)
    assert await replay.tell(NOON + 2 * MINUTE) == []
    assert await replay.tell(NOON + 60 * MINUTE) == []
    (alert,) = await replay.tell(NOON + 61 * MINUTE)
    assert [article.id for article in alert.stories[0].shown] == [third]


async def test_what_comes_at_night_is_told_in_the_morning_all_at_once(replay: Replay) -> None:
    first, second, third, *_ = await story(replay)
    reader = await replay.reader(1, zone="Asia/Kathmandu", quiet_from=22, quiet_to=7)
    night, morning = datetime(2026, 5, 20, 16, 15, tzinfo=UTC), datetime(2026, 5, 21, 1, 15, tzinfo=UTC)
    await follow_at(replay, reader, first, night)
    for place, article in enumerate([second, third]):
        await come(replay, [article], night + place * HOUR)
        assert await replay.tell(night + place * HOUR) == []
    assert await replay.tell(morning - MINUTE) == []
    (alert,) = await replay.tell(morning)
    assert alert.stories[0].articles == 2


async def test_what_came_before_a_thing_was_followed_is_not_told(replay: Replay) -> None:
    first, second, third, *_ = await story(replay)
    await follow_at(replay, await replay.reader(1), first)
    await follow_at(replay, await replay.reader(2), first)
    await come(replay, [second], NOON + MINUTE)
    async with replay.db.transaction() as conn:
        await conn.execute("UPDATE follows SET since = %s WHERE reader = 2", (NOON + HOUR,))
    assert [alert.reader for alert in await replay.tell(NOON + HOUR)] == [1]
    await come(replay, [third], NOON + 3 * HOUR)
    assert {alert.reader for alert in await replay.tell(NOON + 3 * HOUR)} == {1, 2}


@pytest.mark.parametrize("bar", ["blocked", "others_chosen", "others_followed"])
async def test_an_outlet_that_a_reader_does_not_want_is_not_told(replay: Replay, bar: str) -> None:
    first, second, third, *_ = await story(replay)
    names = dict(
        await replay.db.fetch_all(
            "SELECT a.id, s.name FROM articles a JOIN sources s ON s.id = a.source_id WHERE a.id = ANY(%s)",
            ([second, third],),
        )
    )
    settings = {
        "blocked": {"blocked_sources": [names[second]]},
        "others_chosen": {"sources": [names[third]]},
        "others_followed": {"blocked_sources": [names[third]]},  # what was named for one thing wins
    }
    reader = await replay.reader(1, **settings[bar])
    wanted = [names[third]] if bar == "others_followed" else []
    await follow_story(replay.engine, reader, first, sources=wanted)
    await replay.followed_since(NOON)
    await come(replay, [second, third], NOON + MINUTE)
    (alert,) = await replay.tell(NOON + MINUTE)
    assert [article.id for article in alert.stories[0].shown] == [third]
    assert await replay.tell(NOON + 2 * HOUR) == []


async def test_two_processes_at_once_tell_everybody_once(replay: Replay) -> None:
    first, *later = await story(replay)
    for number in range(1, 13):
        await follow_at(replay, await replay.reader(number), first)
    await come(replay, later, NOON + MINUTE)
    await asyncio.gather(*(replay.tell(NOON + 2 * MINUTE) for _ in range(3)))
    await replay.tell(NOON + 3 * MINUTE)
    assert sorted(alert.reader for alert in replay.alerts) == list(range(1, 13))


async def test_what_comes_while_a_reader_is_told_is_told_next(replay: Replay) -> None:
    first, second, third, *_ = await story(replay)
    await follow_at(replay, await replay.reader(1), first)
    await come(replay, [second], NOON + MINUTE)
    async with (
        replay.db.transaction() as conn
    ):  # another process is telling the reader, and has not committed
        assert await telling.try_reader(conn, 1)
        await come(replay, [third], NOON + 2 * MINUTE)
        assert await replay.tell(NOON + 2 * MINUTE) == []
    (alert,) = await replay.tell(NOON + 3 * MINUTE)
    assert alert.stories[0].articles == 2


async def test_an_alert_that_could_not_be_put_into_the_outbox_is_told_the_next_time(replay: Replay) -> None:
    first, *later = await story(replay)
    await follow_at(replay, await replay.reader(1), first)
    await come(replay, later, NOON + MINUTE)

    async def fails(*_: object) -> None:
        raise ConnectionError("the process dies here")

    with pytest.raises(ConnectionError):
        await tell_due(replay.db, fails, replay.rules, NOON + MINUTE)
    assert len(await replay.tell(NOON + 2 * MINUTE)) == 1


async def test_what_is_older_than_a_day_is_no_alert_any_more(replay: Replay) -> None:
    first, second, *_ = await story(replay)
    await follow_at(replay, await replay.reader(1), first)
    await come(replay, [second], NOON + MINUTE)
    assert await replay.tell(NOON + 25 * HOUR) == []
    assert await replay.db.fetch_all("SELECT due_at FROM follows") == [(None,)]
    assert await replay.db.fetch_all("SELECT article_id, key FROM told") == [(second, "withheld")]


async def test_what_is_followed_is_listed_and_ended_by_its_reader_alone(replay: Replay) -> None:
    reader, other = await replay.reader(1), await replay.reader(2)
    one = await follow_query(replay.engine, reader, "interest  rate", lang="en")
    two = await follow_query(replay.engine, other, "interest rate", lang="en")
    assert (one.follow.words, one.follow.lang, one.is_new) == ("interest rate", "en", True)
    assert not (await follow_query(replay.engine, reader, "interest rate", lang="en")).is_new
    again = await follow_query(replay.engine, reader, "Interest Rate", lang="en")
    assert (again.is_new, again.is_changed) == (False, False)
    narrowed = await follow_query(replay.engine, reader, "interest rate", lang="en", sources=["Daily"])
    assert (narrowed.is_new, narrowed.is_changed) == (False, True)
    assert await replay.db.fetch_all("SELECT count(*) FROM subjects") == [(1,)]
    assert not await unfollow(replay.db, reader, two.follow.id)
    assert await unfollow(replay.db, reader, one.follow.id)
    assert (await list_of(replay.db, reader), await list_of(replay.db, other)) == ([], [two.follow])
    assert await end_all(replay.db, other) == 1
    assert await replay.db.fetch_all("SELECT count(*) FROM subjects") == [(0,)]


async def test_a_reader_follows_at_most_what_the_settings_allow(replay: Replay) -> None:
    reader = await replay.reader(1)
    for number in range(20):
        await follow_query(replay.engine, reader, f"harbour {number}")
    with pytest.raises(InvalidRequest) as refused:
        await follow_query(replay.engine, reader, "election")
    assert (refused.value.message, refused.value.params) == ("follow.too_many", {"limit": 20})
    assert not (await follow_query(replay.engine, reader, "harbour 3")).is_new
    assert await replay.db.fetch_all("SELECT count(*) FROM subjects") == [(20,)]


async def test_what_is_not_there_cannot_be_followed(replay: Replay) -> None:
    reader = await replay.reader(1)
    with pytest.raises(UnknownName):
        await follow_story(replay.engine, reader, 5)
    for name in ("Qwerty Uiopov", "", "one two three four five six seven eight nine"):
        with pytest.raises(UnknownName):
            await follow_name(replay.engine, reader, name)
    for query in ("", "  ", "!!!"):
        with pytest.raises(InvalidRequest):
            await follow_query(replay.engine, reader, query)

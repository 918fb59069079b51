"""Digests are written once a day by each reader's clock, with what came and was not told, or not at all."""

import asyncio
from datetime import UTC, date, datetime, timedelta

import pytest
from tests.integration.conftest import MOMENT, SETTINGS
from tests.integration.following.conftest import HOUR, Replay, english
from tests.integration.following.test_telling_readers import come, follow_at, story

from tidings.engine import Engine
from tidings.following import end_all, follow_query
from tidings.following.day import DayNews
from tidings.following.digest import Outcome
from tidings.following.digests import plan_digests
from tidings.orchestrator import execute_trends
from tidings.schemas import Answer
from tidings.store.pool import Database
from tidings.store.readers import ReaderRow
from tidings.text.embeddings import load_embedder

EVENING = datetime(2026, 5, 19, 20, tzinfo=UTC)
NINE = datetime(2026, 5, 20, 9, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture(scope="session")
def trends(sample_url: str) -> Answer:
    """The day's news of the sample."""

    async def ask() -> Answer:
        async with Database(url=sample_url) as database:
            settings = SETTINGS.model_copy(update={"keep_answers_days": 0.0})
            engine = Engine.over(settings, database, load_embedder())
            return await execute_trends(as_of=MOMENT, words="en", engine=engine, simple=True)

    return asyncio.run(ask())


async def planned(replay: Replay, now: datetime = EVENING) -> int:
    return await plan_digests(replay.db, now)


async def test_a_digest_tells_what_came_and_ends_with_the_day(replay: Replay, trends: Answer) -> None:
    first, *later = await story(replay)
    reader = await replay.reader(1, digest_hour=9)
    number = await follow_at(replay, reader, first, EVENING)
    await follow_query(replay.engine, reader, "qwertyuiop")
    await planned(replay)
    await come(replay, later, EVENING + HOUR)
    assert await replay.desk(trends).write_due(NINE - MINUTE) == {}
    assert await replay.desk(trends).write_due(NINE) == {Outcome.WRITTEN: 1}
    (digest,) = replay.digests
    (news,) = digest.followed
    assert (digest.key, digest.day, digest.trends) == ("digest:1:2026-05-20", date(2026, 5, 20), trends)
    assert (digest.since, digest.until) == (EVENING, NINE)
    assert (news.follow.id, news.articles, news.alerted, news.more) == (number, len(later), 0, 0)
    assert news.stories[0].articles == len(later)
    assert [follow.words for follow in digest.quiet] == ["qwertyuiop"]
    assert await replay.tell(NINE + 2 * HOUR) == [], "what a digest told is no alert"


async def test_what_alerts_told_is_only_counted(replay: Replay, trends: Answer) -> None:
    first, second, *later = await story(replay)
    reader = await replay.reader(1, digest_hour=9)
    await follow_at(replay, reader, first, EVENING)
    await planned(replay)
    await come(replay, [second], EVENING + HOUR)
    assert len(await replay.tell(EVENING + HOUR)) == 1
    await come(replay, later, NINE - 10 * MINUTE)
    assert await replay.tell(NINE - 10 * MINUTE) == [], "the digest is about to tell it"
    await replay.desk(trends).write_due(NINE)
    (news,) = replay.digests[0].followed
    assert (news.articles, news.alerted) == (1 + len(later), 1)
    assert {a.id for s in news.stories for a in s.shown} <= set(later)


async def test_the_next_digest_begins_where_the_last_one_ended(replay: Replay, trends: Answer) -> None:
    first, second, third, *_ = await story(replay)
    reader = await replay.reader(1, digest_hour=9)
    await follow_at(replay, reader, first, EVENING)
    await planned(replay)
    await come(replay, [second], EVENING + HOUR)
    await replay.desk(trends).write_due(NINE)
    await come(replay, [third], NINE + HOUR)
    await replay.desk(trends).write_due(NINE + 24 * HOUR)
    one, two = replay.digests
    assert (two.key, two.since) == ("digest:1:2026-05-21", NINE)
    assert [[a.id for s in d.followed[0].stories for a in s.shown] for d in (one, two)] == [[second], [third]]


async def test_a_quiet_day_has_the_news_alone_and_a_day_without_news_has_no_digest(
    replay: Replay, trends: Answer
) -> None:
    reader = await replay.reader(1, digest_hour=9)
    await follow_query(replay.engine, reader, "qwertyuiop")
    await planned(replay)
    assert await replay.desk(trends).write_due(NINE) == {Outcome.WRITTEN: 1}
    assert (replay.digests[0].followed, len(replay.digests[0].quiet)) == ((), 1)
    assert await replay.desk(None).write_due(NINE + 24 * HOUR) == {Outcome.NOTHING: 1}
    assert await replay.desk(trends).write_due(NINE + 48 * HOUR) == {Outcome.WRITTEN: 1}
    assert [digest.key for digest in replay.digests] == ["digest:1:2026-05-20", "digest:1:2026-05-22"]


@pytest.mark.parametrize(
    ("zone", "hour", "start", "end", "days"),
    [
        ("Europe/Berlin", 2, "2026-03-27T12:00", "2026-03-31T12:00", 4),  # 2:00 is left out on the 29th
        ("Europe/Berlin", 2, "2026-10-23T12:00", "2026-10-27T12:00", 4),  # 2:00 comes twice on the 25th
        ("America/New_York", 1, "2026-10-30T12:00", "2026-11-03T12:00", 4),
        ("America/New_York", 2, "2026-03-06T12:00", "2026-03-10T12:00", 4),
        ("Asia/Kathmandu", 7, "2026-03-27T12:00", "2026-03-31T12:00", 4),
    ],
)
async def test_each_day_has_one_digest_also_where_clocks_are_changed(
    replay: Replay, trends: Answer, zone: str, hour: int, start: str, end: str, days: int
) -> None:
    now, last = (datetime.fromisoformat(text).replace(tzinfo=UTC) for text in (start, end))
    await replay.reader(1, zone=zone, digest_hour=hour)
    await planned(replay, now)
    while now <= last:
        await replay.desk(trends).write_due(now)
        now += 15 * MINUTE
    told = [digest.day for digest in replay.digests]
    assert told == [told[0] + timedelta(days=place) for place in range(days)]


async def test_a_reader_who_changes_their_mind_gets_no_second_digest_that_day(
    replay: Replay, trends: Answer
) -> None:
    reader = await replay.reader(1, digest_hour=9)
    await planned(replay)
    await replay.desk(trends).write_due(NINE)
    for now, settings in [
        (NINE + HOUR, {"digest_hour": 20}),
        (NINE + 2 * HOUR, {"digest_hour": None}),
        (NINE + 3 * HOUR, {"digest_hour": 15}),
    ]:
        await replay.reader(reader, **settings)
        await planned(replay, now)
    for hours in range(4, 40):
        await replay.desk(trends).write_due(NINE + hours * HOUR)
    assert [digest.key for digest in replay.digests] == ["digest:1:2026-05-20", "digest:1:2026-05-21"]
    assert replay.digests[1].until == NINE.replace(day=21, hour=15)


async def test_a_new_hour_that_is_past_begins_tomorrow(replay: Replay, trends: Answer) -> None:
    await replay.reader(1, digest_hour=9)
    await planned(replay, NINE + HOUR)
    await replay.desk(trends).write_due(NINE + 2 * HOUR)
    assert replay.digests == []


async def test_who_wants_no_digest_any_more_gets_none(replay: Replay, trends: Answer) -> None:
    reader = await replay.reader(1, digest_hour=9)
    await planned(replay)
    await replay.reader(reader, digest_hour=None)
    await planned(replay)
    assert await replay.desk(trends).write_due(NINE) == {}


async def test_who_cannot_be_written_to_gets_no_digest_any_more(replay: Replay, trends: Answer) -> None:
    reader = await replay.reader(1, digest_hour=9)
    await follow_query(replay.engine, reader, "election")
    await planned(replay)
    assert await end_all(replay.db, reader) == 1
    await planned(replay)
    assert await replay.desk(trends).write_due(NINE) == {}


async def test_a_digest_that_is_late_comes_by_day_and_one_too_late_not_at_all(
    replay: Replay, trends: Answer
) -> None:
    await replay.reader(1, digest_hour=9, quiet_from=10, quiet_to=14)
    await replay.reader(2, digest_hour=9)
    await planned(replay)
    desk = replay.desk(trends)
    assert await desk.write_due(NINE + 2 * HOUR) == {Outcome.QUIET: 1, Outcome.WRITTEN: 1}
    assert await desk.write_due(NINE + 4 * HOUR) == {}
    assert await desk.write_due(NINE + 5 * HOUR) == {Outcome.WRITTEN: 1}
    assert await desk.write_due(NINE + 40 * HOUR) == {Outcome.LATE: 2}
    assert await desk.write_due(NINE + 48 * HOUR) == {Outcome.WRITTEN: 2}


async def test_processes_at_once_write_each_digest_once(replay: Replay, trends: Answer) -> None:
    for number in range(1, 9):
        await replay.reader(number, digest_hour=9)
    await asyncio.gather(*(planned(replay) for _ in range(3)))
    await asyncio.gather(*(replay.desk(trends).write_due(NINE) for _ in range(3)))
    assert sorted(digest.reader for digest in replay.digests) == list(range(1, 9))


async def test_the_days_news_is_answered_once_for_all_who_read_it_alike(replay: Replay) -> None:
    day = DayNews(replay.engine, english, past=True)
    one, two = [await day.of(ReaderRow(number), MOMENT) for number in (1, 2)]
    assert one is two is not None
    outlets = [name for (name,) in await replay.db.fetch_all("SELECT name FROM sources ORDER BY name")]
    without = await day.of(ReaderRow(3, blocked_sources=outlets[:1]), MOMENT)
    assert without is not None
    assert outlets[0] not in {item.source for item in without.evidence}
    assert await day.of(ReaderRow(4, sources=["Nobody's Post"]), MOMENT) is not None
    assert await day.of(ReaderRow(5, blocked_sources=outlets), MOMENT) is None
    assert (await day.of(ReaderRow(1), MOMENT + HOUR)) is not one

"""Stories near those of an answer, over the bundled sample; outlets by the host they are at."""

from __future__ import annotations

from datetime import datetime, timedelta

from tidings.engine import Engine
from tidings.retrieval.similar import NEAR, nearest, stories_near
from tidings.store import articles, outlets
from tidings.store.search import Candidate

ABOUT = "SELECT id FROM articles WHERE title LIKE %s ORDER BY id"


def candidate(number: int, story: int, cosine: float) -> Candidate:
    return Candidate(number, story, 1, "en", 0.0, cosine)


def test_stories_stand_in_the_order_of_their_nearest_article_without_the_own_ones() -> None:
    found = [candidate(1, 10, 0.5), candidate(2, 20, 0.7), candidate(3, 10, 0.6), candidate(4, 30, 0.9)]
    told = nearest(found, frozenset({30}))
    assert [[item.id for item in group] for group in told] == [[2], [3, 1]]


async def test_similar_stories_are_near_others_and_told_once_each(engine: Engine, moment: datetime) -> None:
    own = [number for (number,) in await engine.db.fetch_all(ABOUT, ["Pinefold admits leak%"])]
    hits = await stories_near(engine.db, own, moment - timedelta(days=30), moment)
    assert hits
    assert all("Pinefold" in hit.article.text or "Пайнфолд" in hit.article.text for hit in hits[:2])
    assert len({hit.story_id for hit in hits}) == len(hits) <= 5
    known = await engine.db.read(lambda conn: articles.known(conn, own))
    assert not {hit.story_id for hit in hits} & {item.story_id for item in known.values()}
    cosines = [hit.cosine or 0.0 for hit in hits]
    assert cosines == sorted(cosines, reverse=True)
    assert min(cosines) >= NEAR


async def test_a_story_that_is_known_already_is_not_told_as_near(engine: Engine, moment: datetime) -> None:
    own = [number for (number,) in await engine.db.fetch_all(ABOUT, ["Pinefold admits leak%"])]
    since = moment - timedelta(days=30)
    first, *_ = await stories_near(engine.db, own, since, moment)
    others = await stories_near(engine.db, own, since, moment, besides=[first.article.id])
    assert others
    assert first.story_id not in {hit.story_id for hit in others}


async def test_nothing_is_near_in_a_span_without_articles(engine: Engine, moment: datetime) -> None:
    own = [number for (number,) in await engine.db.fetch_all(ABOUT, ["Pinefold%"])]
    since = moment - timedelta(days=400)
    assert await stories_near(engine.db, own, since, since + timedelta(days=1)) == []
    assert await stories_near(engine.db, [], since, moment) == []


async def test_outlets_are_named_and_found_by_their_host(engine: Engine) -> None:
    names = await engine.db.read(outlets.names)
    assert len(names) == 8
    found = await engine.db.read(lambda conn: outlets.at_host(conn, "TEYRA-novosti.example"))
    assert found == ["Тейра.Новости"]
    assert await engine.db.read(lambda conn: outlets.at_host(conn, "novosti.example")) == []
    assert len(await engine.db.read(lambda conn: outlets.at_host(conn, "example"))) == 8

"""The counts of names and phrases agree with counting every one of them by itself."""

from collections import defaultdict
from datetime import timedelta

from tests.integration.conftest import MOMENT

from tidings.engine import Engine
from tidings.store import trends
from tidings.store.analysis import Selection

WEEK = Selection(MOMENT - timedelta(days=7), MOMENT)
_ALL = """
SELECT id, source_id, phrase_ids, entity_ids, story_id, published_at
  FROM article_signals WHERE published_at >= %(since)s AND published_at < %(until)s
"""
# Ids of names and phrases of several words lie above those of lone stems.
NAMED_FROM = 1 << 32


async def test_terms_and_their_uses_are_those_of_each_article(engine: Engine):
    users: dict[int, set[tuple[int, int]]] = defaultdict(set)
    for id_, source, phrases, names, *_ in await engine.db.fetch_all(_ALL, WEEK.params()):
        assert phrases == sorted(phrases)
        for term in (*phrases, *names):
            users[term].add((id_, source))
    often = {term: found for term, found in users.items() if term >= NAMED_FROM and len(found) >= 3}
    counted = await engine.db.read(lambda conn: trends.terms(conn, WEEK, least=3, most=100_000))
    assert {(row.term, row.articles, row.sources) for row in counted} == {
        (term, len(found), len({source for _, source in found})) for term, found in often.items()
    }
    assert often
    some = sorted(often)[:20]
    uses = await engine.db.read(lambda conn: trends.uses(conn, WEEK, some))
    found = zip(uses.keys.tolist(), uses.ids.tolist(), uses.sources.tolist(), strict=True)
    assert sorted(found) == sorted((term, *use) for term in some for use in often[term])


async def test_a_past_story_went_on_through_two_windows(engine: Engine):
    window = Selection(MOMENT - timedelta(days=1), MOMENT)
    past = Selection(window.since - timedelta(days=6), window.since)
    windows: dict[int, set[int]] = defaultdict(set)
    told: dict[int, list[int]] = defaultdict(list)
    for _, source, _, _, story, at in await engine.db.fetch_all(_ALL, past.params()):
        windows[story].add((window.since - at - timedelta(microseconds=1)) // timedelta(days=1))
        told[story].append(source)
    for reach in (1, 2, 6):
        within = {story: {ago for ago in seen if ago < reach} for story, seen in windows.items()}
        lasting = {story for story, seen in within.items() if len(seen) >= min(2, reach)}
        found = await engine.db.read(lambda conn, n=reach: trends.past_stories(conn, window, n, 10_000))
        assert {story for story, *_ in found} == lasting
    assert {(story, n, outlets) for story, n, outlets in found} == {
        (story, len(told[story]), len(set(told[story]))) for story in lasting
    }

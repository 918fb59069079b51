"""Whole commands on the real database with the bundled sample, from the question to the proved answer."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
import structlog
from prometheus_client import REGISTRY
from tests.integration.conftest import Open

from tidings.agents.material import gather_material
from tidings.asking import Ask, understand
from tidings.engine import Engine
from tidings.errors import AnswerUnproved
from tidings.findings import find_keywords, find_trends
from tidings.formatting import Stamp, format_answer
from tidings.orchestrator import execute_analyze, execute_trends, question_of, retrieve
from tidings.policy.claims import Claim
from tidings.prose.drafts import propose
from tidings.proving import prove, settle
from tidings.schemas import Answer
from tidings.store import articles

PORT = "Валмер"


async def assert_proved(engine: Engine, answer: Answer) -> None:
    """Every insight's quotes stand verbatim in the store, in the window, at their offsets, on their day."""
    refs = [ref for insight in answer.insights for ref in insight.evidence_refs]
    ids = [int(ref.article_id or 0) for ref in refs]
    async with engine.db.connection() as conn:
        stored = await articles.texts(conn, ids, answer.meta.until)
    for ref in refs:
        article = stored[int(ref.article_id or 0)]
        assert article.text[ref.start : ref.end] == ref.quote
        assert article.published_at.date().isoformat() == ref.date
        assert answer.meta.since <= article.published_at < answer.meta.until
    assert {card.article_id for card in answer.evidence} >= {ref.article_id for ref in refs}


async def test_trends_pipeline(engine: Engine, moment: datetime) -> None:
    answer = await execute_trends(window="24h", as_of=moment, engine=engine)
    result = answer.result
    assert result.mode == "trends"
    assert 1 <= len(result.topics) <= 8
    assert len(result.momentum) == len(result.topics) == len(result.clusters)
    assert sum(count.articles for count in result.top_sources) <= answer.meta.articles
    assert sum(point.n_docs for point in result.sentiment.timeline) == answer.meta.articles
    assert str(answer.meta.articles) in answer.tldr
    assert any(insight.basis == "computed" for insight in answer.insights)
    assert any(insight.basis == "quoted" for insight in answer.insights)
    await assert_proved(engine, answer)


async def test_trends_enhanced_pipeline(opened: Open, moment: datetime) -> None:
    """Models name and describe; what is counted, and what is shown as proof, is the same as without them."""
    async with opened() as engine:
        answer = await execute_trends(window="24h", as_of=moment, engine=engine)
        simple = await execute_trends(window="24h", as_of=moment, simple=True, engine=engine)
        await assert_proved(engine, answer)
    assert answer.meta.model == "claude-sonnet-5-5+gpt-6.1-terra"
    assert simple.meta.model == "local"
    assert answer.meta.cost_usd > 0
    one, other = answer.result, simple.result
    assert one.mode == other.mode == "trends"
    assert sum(topic.size for topic in one.topics) == sum(topic.size for topic in other.topics)
    assert one.top_sources == other.top_sources
    assert (one.sentiment.overall, one.sentiment.timeline) == (
        other.sentiment.overall,
        other.sentiment.timeline,
    )
    assert answer.meta.articles == simple.meta.articles
    written = {insight.text for insight in answer.insights} - {insight.text for insight in simple.insights}
    assert written, "nothing of what the models wrote was proved"


async def test_analyze_keywords_pipeline(engine: Engine, moment: datetime) -> None:
    answer = await execute_analyze(mode="keywords", query=PORT, window="1w", as_of=moment, engine=engine)
    result = answer.result
    assert result.mode == "keywords"
    assert result.keyphrases[0].score == 1.0
    assert all(len(phrase.examples) <= 3 for phrase in result.keyphrases)
    assert result.expansion_hint is not None
    assert result.expansion_hint.intents == ("informational",)
    assert result.expansion_hint.expansions
    assert answer.meta.lang == "ru"
    assert PORT in answer.header
    await assert_proved(engine, answer)


async def test_analyze_sentiment_pipeline(engine: Engine, moment: datetime) -> None:
    answer = await execute_analyze(
        mode="sentiment", query="Aurelia ferry", window="1w", as_of=moment, engine=engine
    )
    result = answer.result
    assert result.mode == "sentiment"
    assert result.overall < 0, "a ferry accident is no good news"
    assert sum(point.n_docs for point in result.timeline) == answer.meta.articles
    assert len(result.timeline) == 7
    assert result.aspects
    assert answer.meta.lang == "en"
    await assert_proved(engine, answer)


async def test_analyze_topics_pipeline(engine: Engine, moment: datetime) -> None:
    answer = await execute_analyze(mode="topics", window="1w", as_of=moment, engine=engine)
    result = answer.result
    assert result.mode == "topics"
    assert result.topics
    assert all(topic.size >= topic.sources >= 1 for topic in result.topics)
    assert all(cluster.doc_ids for cluster in result.clusters)
    await assert_proved(engine, answer)


async def test_without_a_query_keywords_are_those_of_the_whole_window(
    engine: Engine, moment: datetime
) -> None:
    whole = await execute_analyze(mode="keywords", window="24h", as_of=moment, engine=engine)
    trends = await execute_trends(window="24h", as_of=moment, engine=engine)
    assert whole.meta.articles == trends.meta.articles
    assert whole.result.mode == "keywords"
    assert whole.result.expansion_hint is None


async def _proposed(engine: Engine, moment: datetime) -> tuple:
    asked = understand(Ask("keywords", PORT, "1w", as_of=moment))
    found = await retrieve(engine, asked)
    findings = await find_keywords(engine.db, asked, found, question_of(asked, found))
    claims = propose("keywords", findings.facts, findings.articles, findings.voices, "ru")
    return asked, found, await settle(engine, asked, found, findings), claims


async def test_validation_passes(engine: Engine, moment: datetime) -> None:
    asked, found, settled, claims = await _proposed(engine, moment)
    proved = await prove(engine, asked, found, settled, claims)
    assert proved.judgement.dropped == ()
    assert proved.judgement.coverage == 1.0


async def test_validation_fails_missing_evidence(engine: Engine, moment: datetime) -> None:
    asked, found, settled, claims = await _proposed(engine, moment)
    bare = [replace(claim, refs=()) for claim in claims]
    alone = replace(settled, findings=replace(settled.findings, articles={}, voices=()))
    proved = await prove(engine, asked, found, alone, bare)
    with pytest.raises(AnswerUnproved):
        format_answer(asked, found, alone.findings, proved, Stamp("test", 1.0))
    mixed = [*bare[:2], *claims[2:]]
    proved = await prove(engine, asked, found, settled, mixed)
    assert [item.reason for item in proved.judgement.dropped] == ["no_reference", "no_reference"]
    assert len(proved.judgement.passed) == len(claims) - 2


async def test_a_tampered_quote_is_dropped_and_replaced(engine: Engine, moment: datetime) -> None:
    asked, found, settled, claims = await _proposed(engine, moment)
    tampered: list[Claim] = [
        replace(
            claims[0],
            refs=(claims[0].refs[0].model_copy(update={"quote": "x" * len(claims[0].refs[0].quote)}),),
        ),
        *claims[1:],
    ]
    proved = await prove(engine, asked, found, settled, tampered)
    answer = format_answer(asked, found, settled.findings, proved, Stamp("test", 1.0))
    assert claims[0].statement.text not in {insight.text for insight in answer.insights}
    assert len(answer.insights) == min(5, len(claims) - 1)
    assert "claims_dropped" in {notice.code for notice in answer.warnings}


async def test_parallel_agents_execution(
    engine: Engine, moment: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each of a mode's agents starts before any of them has ended."""
    import tidings.findings as findings

    running: list[str] = []
    most: list[int] = []
    plain = findings.timed

    async def watched(agent: str, work):
        running.append(agent)
        most.append(len(running))
        await asyncio.sleep(0.01)
        result = await plain(agent, work)
        running.remove(agent)
        return result

    monkeypatch.setattr(findings, "timed", watched)
    await execute_analyze(mode="keywords", query=PORT, window="1w", as_of=moment, engine=engine)
    assert max(most) == 2


async def test_format_node_builds_response(engine: Engine, moment: datetime) -> None:
    asked = understand(Ask("trends", None, "24h", as_of=moment, words="ru"))
    found = await retrieve(engine, asked)
    findings = await find_trends(engine.db, asked, found, question_of(asked, found))
    settled = await settle(engine, asked, found, findings)
    claims = propose("trends", findings.facts, findings.articles, findings.voices, "ru")
    proved = await prove(engine, asked, found, settled, claims)
    answer = format_answer(asked, found, findings, proved, Stamp("c0ffee", 12.34))
    assert answer.header.startswith("Главное из ")
    assert "8 марта 2025, 18:00 UTC" in answer.header
    assert (answer.meta.correlation_id, answer.meta.latency_ms) == ("c0ffee", 12.3)
    assert (answer.meta.model, answer.meta.cost_usd, answer.meta.lang) == ("local", 0.0, "ru")
    assert 0 < answer.meta.confidence < 1
    assert Answer.model_validate_json(answer.model_dump_json()) == answer


async def test_an_answer_as_of_the_past_cites_nothing_newer(engine: Engine, moment: datetime) -> None:
    earlier = moment - timedelta(days=2)
    answer = await execute_analyze(mode="sentiment", window="1w", as_of=earlier, engine=engine)
    await assert_proved(engine, answer)
    now = await execute_analyze(mode="sentiment", window="1w", as_of=moment, engine=engine)
    assert 0 < answer.meta.articles < now.meta.articles


async def test_where_nothing_was_told_twice_the_newest_articles_are_quoted(
    engine: Engine, moment: datetime
) -> None:
    for hours in range(0, 96, 6):
        answer = await execute_trends(
            window="6h", lang="en", as_of=moment - timedelta(hours=hours), engine=engine
        )
        result = answer.result
        assert result.mode == "trends"
        if not result.topics and not result.emerging:
            break
    assert not result.topics, "every window of the sample has a topic"
    assert {insight.basis for insight in answer.insights} == {"quoted"}
    await assert_proved(engine, answer)


async def test_the_language_of_articles_and_of_words_are_two_choices(
    engine: Engine, moment: datetime
) -> None:
    russian = await execute_trends(window="1w", lang="ru", as_of=moment, engine=engine)
    both = await execute_trends(window="1w", words="ru", as_of=moment, engine=engine)
    english = await execute_trends(window="1w", as_of=moment, engine=engine)
    assert russian.meta.articles < both.meta.articles == english.meta.articles
    assert (russian.meta.lang, both.meta.lang, english.meta.lang) == ("ru", "ru", "en")


async def test_a_source_filter_cites_only_that_source(engine: Engine, moment: datetime) -> None:
    answer = await execute_analyze(
        mode="keywords", window="1w", sources=["Valmere Herald"], as_of=moment, engine=engine
    )
    assert {card.source for card in answer.evidence} == {"Valmere Herald"}
    assert answer.meta.sources == 1


async def test_the_correlation_id_is_in_the_answer_and_in_every_log_line(
    engine: Engine, moment: datetime
) -> None:
    with structlog.testing.capture_logs([structlog.contextvars.merge_contextvars]) as lines:
        answer = await execute_trends(window="24h", as_of=moment, engine=engine, correlation_id="abc123")
    assert answer.meta.correlation_id == "abc123"
    assert lines
    assert {line.get("correlation_id") for line in lines} == {"abc123"}


async def test_a_command_is_counted_and_timed(engine: Engine, moment: datetime) -> None:
    def value(name: str) -> float:
        labels = {"command": "analyze_topics", "track": "stable"}
        if name.startswith("orchestrator_latency"):
            labels["path"] = "simple"
        return REGISTRY.get_sample_value(name, labels) or 0.0

    before = value("orchestrator_requests_total"), value("orchestrator_latency_seconds_count")
    await execute_analyze(mode="topics", window="1w", as_of=moment, engine=engine)
    after = value("orchestrator_requests_total"), value("orchestrator_latency_seconds_count")
    assert after == (before[0] + 1, before[1] + 1)


async def test_the_same_question_gives_the_same_answer(engine: Engine, moment: datetime) -> None:
    first, second = [
        await execute_analyze(mode="keywords", query=PORT, window="1w", as_of=moment, engine=engine)
        for _ in range(2)
    ]
    assert first.result == second.result
    assert first.insights == second.insights


async def test_material_counts_every_article_of_the_set(engine: Engine, moment: datetime) -> None:
    asked = understand(Ask("keywords", None, "1w", as_of=moment))
    found = await retrieve(engine, asked)
    material = await gather_material(engine.db, question_of(asked, found))
    assert material.totals.articles == sum(material.totals.langs.values())
    assert all(phrase.articles >= phrase.sources >= 1 for phrase in material.phrases)

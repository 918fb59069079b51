"""Answers kept with all that was judged for them, explained, and flagged when articles are corrected."""

from __future__ import annotations

import asyncio
import json
import math
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import fmean
from typing import Any

import pytest
import structlog
from prometheus_client import REGISTRY
from tests.integration.conftest import SETTINGS, Open

from tidings.archive import explanation, kept_answers
from tidings.archive.keeping import storable
from tidings.dev.behaviour import Behaviour
from tidings.dev.servers import ProviderServers
from tidings.engine import Engine
from tidings.errors import AnswerUnproved, InvalidRequest, NoData, UnknownName
from tidings.ingest.importing import import_file
from tidings.ingest.polling import poll_feeds
from tidings.llm.budget import user_hash
from tidings.orchestrator import LOCAL_USER, execute_analyze, execute_trends
from tidings.policy.domains import DomainRule
from tidings.policy.personal import pii
from tidings.policy.personal.pii import MASK
from tidings.schemas import Answer
from tidings.schemas.explanation import Explanation, Standing
from tidings.settings import Settings
from tidings.store import answers
from tidings.store.answers import AnswerRow
from tidings.store.pool import Database
from tidings.text.embeddings import load_embedder
from tidings.trends.bursts import RISING

MODES = ["trends", "keywords", "sentiment", "topics"]
DAYS = 30.0


@pytest.fixture
async def own(own_url: str) -> AsyncIterator[Engine]:
    """An engine on a copy of the sample of one's own, without models."""
    async with Database(url=own_url) as database:
        yield Engine.over(SETTINGS, database, load_embedder())


async def asked(engine: Engine, mode: str, moment: datetime, **options: Any) -> Answer:
    if mode == "trends":
        return await execute_trends(window="1w", as_of=moment, engine=engine, **options)
    return await execute_analyze(mode=mode, window="1w", as_of=moment, engine=engine, **options)


async def counted(engine: Engine, table: str) -> int:
    return (await engine.db.fetch_all(f"SELECT count(*) FROM {table}"))[0][0]  # type: ignore[arg-type]


def unstored() -> float:
    return sum(
        sample.value
        for family in REGISTRY.collect()
        if family.name == "answers_unstored"
        for sample in family.samples
        if sample.name.endswith("_total")
    )


@pytest.mark.parametrize("lang", ["en", "ru"])
@pytest.mark.parametrize("mode", MODES)
async def test_every_insight_is_explained_by_the_quotes_it_was_shown_with(
    own: Engine, moment: datetime, mode: str, lang: str
) -> None:
    answer = await asked(own, mode, moment, words=lang)
    told = await explanation(own.db, user=LOCAL_USER)
    assert told.correlation_id == answer.meta.correlation_id
    assert (told.header, told.tldr, told.confidence) == (answer.header, answer.tldr, answer.meta.confidence)
    assert [item.text for item in told.insights] == [insight.text for insight in answer.insights]
    for item, insight in zip(told.insights, answer.insights, strict=True):
        assert item.figures == insight.figures
        quotes = [(ground.article_id, ground.quote, ground.start) for ground in item.grounds]
        assert quotes == [(ref.article_id, ref.quote, ref.start) for ref in insight.evidence_refs]
        assert all(ground.revision for ground in item.grounds)
    assert told.error_code is None
    assert Explanation.model_validate_json(told.model_dump_json()) == told


def figures(item: Standing) -> dict[str, float]:
    return {figure.name: figure.value for figure in item.figures}


@pytest.mark.parametrize("query", [None, "Aurelia"])
@pytest.mark.parametrize("mode", MODES)
async def test_every_computed_figure_is_told_with_the_articles_it_counts(
    own: Engine, moment: datetime, mode: str, query: str | None
) -> None:
    if mode == "trends" and query:
        return
    await asked(own, mode, moment, words="en", **({"query": query} if query else {}))
    told = await explanation(own.db, user=LOCAL_USER)
    subjects = {subject.label: subject for subject in told.subjects}
    computed = [item for item in told.insights if item.basis == "computed"]
    assert computed
    for item in computed:
        if item.subject is None:
            assert query is None, "what is counted over all that was found lists it"
            continue
        subject = subjects[item.subject]
        assert figures(item)["articles"] == subject.articles == len(subject.counted)
        assert figures(item).get("sources", subject.sources) == subject.sources
        assert len({article.article_id for article in subject.counted}) == subject.articles
        assert all(article.title and article.source for article in subject.counted)
    assert set(told.tldr_grounds.subjects) <= subjects.keys()
    assert told.as_of == moment
    assert f"--as-of {moment.isoformat()}" in told.asked_again


async def test_what_is_called_rising_is_told_with_its_past_and_the_rule(
    own: Engine, moment: datetime
) -> None:
    await execute_trends(window="24h", as_of=moment, words="en", engine=own)
    english, russian = [await explanation(own.db, user=LOCAL_USER, words=words) for words in ("en", "ru")]
    assert english.past is not None
    assert english.past.since == english.past.until - english.past.windows * timedelta(days=1)
    rising = [subject for subject in english.subjects if subject.course == "rising"]
    assert rising
    for subject in rising:
        expectation = subject.expectation
        assert expectation is not None
        assert len(expectation.counts) == english.past.windows
        assert min(expectation.counts) <= expectation.articles <= max(expectation.counts)
        assert subject.articles + 1 >= RISING * (expectation.articles + 1)
    ferry = next(subject for subject in rising if "Aurelia" in subject.label)
    assert ferry.expectation is not None
    expected = ferry.expectation.articles
    assert expected == pytest.approx(
        (fmean(ferry.expectation.counts) + max(ferry.expectation.counts)) / 2, abs=1e-3
    )
    least = math.ceil(RISING * (expected + 1) - 1)
    assert ferry.expectation.rule.startswith(f"{expected:.1f} expected: half way")
    assert f"Called rising from {least} articles on." in ferry.expectation.rule
    (again,) = [subject for subject in russian.subjects if subject.label == ferry.label]
    assert again.expectation is not None
    assert again.expectation.rule.startswith(f"Ожидалось {expected:.1f}".replace(".", ","))


async def test_the_parts_of_a_confidence_make_it_up(own: Engine, moment: datetime) -> None:
    await asked(own, "keywords", moment, query="Aurelia")
    told = await explanation(own.db, user=LOCAL_USER)
    product = math.prod(part.value**part.weight for part in told.confidence_parts)
    assert round(product, 3) == told.confidence
    assert len(told.confidence_parts) == 3


async def test_an_answer_kept_without_its_workings_is_explained_all_the_same(
    own: Engine, moment: datetime
) -> None:
    await asked(own, "topics", moment)
    async with own.db.connection() as conn:
        for kept_then in (None, '{"of": "another version"}'):
            await conn.execute("UPDATE answers SET workings = %s::jsonb", [kept_then])
            told = await explanation(own.db, user=LOCAL_USER)
            assert told.insights
            assert (told.subjects, told.past, told.confidence_parts) == ((), None, ())


async def test_what_was_left_out_is_told_with_its_reason_in_the_readers_language(
    opened: Open, servers: ProviderServers, moment: datetime
) -> None:
    servers.behave("all", Behaviour("invented_facts"))
    async with opened() as engine:
        answer = await asked(engine, "topics", moment, words="en")
        russian = await explanation(engine.db, answer.meta.correlation_id, words="ru")
        english = await explanation(engine.db, answer.meta.correlation_id, words="en")
    refused = [item for item in russian.left_out if item.written]
    assert refused
    assert all(item.reason not in item.sentence for item in refused)
    assert [item.reason for item in russian.left_out] == [item.reason for item in english.left_out]
    assert russian.left_out[0].sentence != english.left_out[0].sentence
    assert all(item.articles for item in refused if item.reason != "no_reference")
    named = [item for item in english.left_out if item.at_fault]
    assert named
    for item in named:
        at_fault = item.at_fault.partition("At fault: “")[2].partition("”")[0]
        assert at_fault in item.text
    assert {item.text for item in russian.left_out if item.at_fault} == {item.text for item in named}


async def test_nobodys_data_are_kept_not_even_in_what_was_refused(
    opened: Open, servers: ProviderServers, moment: datetime
) -> None:
    servers.behave("all", Behaviour("personal_data"))
    async with opened() as engine:
        await asked(engine, "topics", moment, query="Pinefold")
        rows = await engine.db.fetch_all(
            "SELECT text || ' ' || said || ' ' || found, reason FROM answer_claims"
        )
        ((document,),) = await engine.db.fetch_all("SELECT answer::text FROM answers")
    assert any(reason and MASK in text for text, reason in rows)
    kept = " ".join([*(text for text, _ in rows), document])
    assert "@mail.example" not in kept
    assert "7700 900142" not in kept


@pytest.mark.parametrize("text", ["write to ivan@mail.example", "a\x00b", "half a pair \ud83d", ""])
async def test_any_text_can_be_kept_without_anybodys_data(db: Database, text: str) -> None:
    await kept(db, replace(row("1f3a"), query=storable(text)))
    told = await explanation(db, "1f3a")
    assert "ivan@mail" not in (told.query or "")


async def test_a_command_that_proves_nothing_keeps_what_it_judged(
    own: Engine, moment: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pii, "is_point", lambda _quote: True)
    with pytest.raises(AnswerUnproved):
        await asked(own, "topics", moment, correlation_id="f00d")
    told = await explanation(own.db, "f00d")
    assert (told.error_code, told.insights, told.header) == ("VALIDATION_FAILED", (), None)
    assert {item.reason for item in told.left_out} == {"personal_data"}
    assert all(cited.title and cited.source for item in told.left_out for cited in item.articles)


# Domains that are kept out


def keeping_out(engine: Engine, *domains: str) -> Engine:
    return replace(engine, domains=DomainRule.of(blocked=domains))


async def titles_of(engine: Engine, domain: str) -> set[str]:
    rows = await engine.db.fetch_all("SELECT title FROM articles WHERE url LIKE %s", [f"%{domain}%"])
    return {title for (title,) in rows}


@pytest.mark.parametrize("mode", MODES)
async def test_nothing_of_a_blocked_domain_is_named_or_quoted(
    own: Engine, moment: datetime, mode: str
) -> None:
    blocked = "teyra-wire.example"
    titles = await titles_of(own, blocked)
    free = await asked(own, mode, moment)
    assert any(title in free.model_dump_json() for title in titles), "there was something to keep out"
    answer = await asked(keeping_out(own, blocked), mode, moment)
    said = answer.model_dump_json()
    assert blocked not in said
    assert "Teyra Wire" not in said
    assert not [title for title in titles if title in said]
    assert (answer.meta.articles, len(answer.insights)) == (free.meta.articles, len(free.insights))
    codes = {notice.code for notice in answer.warnings}
    assert "domains_kept_out" in codes
    assert "claims_dropped" not in codes, "others' words took the place of what is kept out"
    told = await explanation(own.db, user=LOCAL_USER)
    assert {item.reason for item in told.left_out} <= {"address_refused"}


async def test_where_every_domain_is_kept_out_the_error_names_the_setting(
    own: Engine, moment: datetime
) -> None:
    for mode in MODES:
        with pytest.raises(NoData) as raised:
            await asked(keeping_out(own, "example"), mode, moment)
        assert raised.value.message == "domains_keep_out"


@pytest.mark.parametrize("mode", MODES)
async def test_an_old_answer_is_explained_without_what_is_kept_out_now(
    own: Engine, moment: datetime, mode: str
) -> None:
    blocked, titles = "teyra-wire.example", await titles_of(own, "teyra-wire.example")
    await asked(own, mode, moment)
    whole = await explanation(own.db, user=LOCAL_USER)
    told = await explanation(own.db, user=LOCAL_USER, rule=DomainRule.of(blocked=[blocked]))
    assert blocked in whole.model_dump_json()
    said = told.model_dump_json()
    assert blocked not in said
    assert not [title for title in titles if title in said or title[:20] in said]
    assert whole.withheld == 0
    kept = {item.number for item in told.insights}
    gone = [item for item in whole.insights if item.number not in kept]
    assert told.withheld >= len(gone)
    assert all(item.grounds for item in told.insights)


async def test_refusals_owed_to_a_list_of_domains_blame_no_model(own: Engine, moment: datetime) -> None:
    blocking = keeping_out(own, "teyra-wire.example", "norden-post.example", "valmere-herald.example")
    for _ in range(3):
        await asked(blocking, "topics", moment)
    async with own.db.connection() as conn:
        assert await answers.streaks(conn) == {}


async def test_an_answer_that_cannot_be_kept_is_given_and_counted(own: Engine, moment: datetime) -> None:
    async with own.db.connection() as conn:
        await conn.execute("ALTER TABLE answer_claims RENAME TO elsewhere")
    before = unstored()
    with structlog.testing.capture_logs() as lines:
        answer = await asked(own, "topics", moment)
    assert answer.insights
    assert unstored() == before + 1
    assert [line["event"] for line in lines if line["log_level"] == "warning"] == ["answer_unstored"]
    assert await counted(own, "answers") == await counted(own, "answer_citations") == 0


async def test_an_answer_given_up_half_way_leaves_nothing_of_itself(own: Engine, moment: datetime) -> None:
    """Another holds the very row: waiting for it is given up after a second, within the statement."""
    async with own.db.connection() as conn, conn.transaction(force_rollback=True):
        await answers.keep(conn, row("beef"), (), (), DAYS)
        before = unstored()
        answer = await asked(own, "topics", moment, correlation_id="beef")
        assert unstored() == before + 1
    assert answer.insights
    for table in ("answers", "answer_citations", "answer_claims"):
        assert await counted(own, table) == 0
    assert (await asked(own, "topics", moment, correlation_id="beef")).insights
    assert await counted(own, "answers") == 1


async def test_of_two_answers_under_one_id_the_first_is_kept_whole(own: Engine, moment: datetime) -> None:
    both = await asyncio.gather(
        asked(own, "topics", moment, correlation_id="cafe"),
        asked(own, "keywords", moment, correlation_id="cafe"),
    )
    told = await explanation(own.db, "cafe")
    assert [item.text for item in told.insights] in [
        [insight.text for insight in answer.insights] for answer in both
    ]
    assert await counted(own, "answers") == 1


async def test_an_answer_that_is_not_to_be_kept_touches_no_other(own: Engine, moment: datetime) -> None:
    before = await asked(own, "topics", moment)
    none = replace(own, settings=own.settings.model_copy(update={"keep_answers_days": 0.0}))
    answer = await asked(none, "topics", moment)
    assert (before.meta.kept, answer.meta.kept) == (True, False)
    assert await counted(own, "answers") == 1
    assert (await explanation(own.db, user=LOCAL_USER)).correlation_id == before.meta.correlation_id


async def test_an_answer_stays_as_long_as_was_promised_whatever_later_ones_are_kept_for(
    own: Engine, moment: datetime
) -> None:
    await asked(own, "topics", moment, correlation_id="cafe")
    brief = replace(own, settings=own.settings.model_copy(update={"keep_answers_days": 1e-9}))
    for _ in range(2):
        await asked(brief, "topics", moment)
    assert (await explanation(own.db, user=LOCAL_USER)).correlation_id == "cafe"


async def test_an_answer_whose_time_has_come_is_told_no_more(own: Engine, moment: datetime) -> None:
    await asked(own, "topics", moment, correlation_id="cafe")
    await expire(own.db, "cafe")
    assert await counted(own, "answers") == 1, "nothing has taken it away yet"
    assert await kept_answers(own.db, user=LOCAL_USER) == ()
    for reference in ("cafe", "ca", None):
        with pytest.raises(NoData):
            await explanation(own.db, reference, user=LOCAL_USER)


async def test_polling_feeds_takes_old_answers_away_though_nobody_asks(own: Engine) -> None:
    await kept(own.db, *(row(f"{n:04x}") for n in range(45)), row("aaaa"))
    await expire(own.db, "00")
    await poll_feeds(own.db, own.settings)
    assert await counted(own, "answers") == 1


def row(reference: str, *, age: timedelta = timedelta(0), rejected: bool | None = None) -> AnswerRow:
    now = datetime.now(UTC)
    return AnswerRow(
        correlation_id=reference,
        asked_at=now - age,
        user_hash=user_hash(LOCAL_USER),
        command="trends",
        query=None,
        window_name="24h",
        since=now - timedelta(days=1),
        until=now,
        lang="en",
        model="local",
        tokens=0,
        nanos=0,
        latency_ms=1.0,
        error_code="VALIDATION_FAILED",
        rejected=rejected,
        answer=None,
    )


async def kept(db: Database, *rows: AnswerRow) -> None:
    async with db.connection() as conn:
        for item in rows:
            await answers.keep(conn, item, (), (), 10_000)


async def expire(db: Database, beginning: str) -> None:
    """Let the time of these answers have come."""
    async with db.connection() as conn:
        await conn.execute(
            "UPDATE answers SET keep_until = now() WHERE starts_with(correlation_id, %s)", [beginning]
        )


async def test_each_answer_takes_a_few_of_the_old_ones_away(own: Engine, moment: datetime) -> None:
    await kept(own.db, *(row(f"{n:04x}") for n in range(25)), row("aaaa"))
    await expire(own.db, "00")
    await asked(own, "topics", moment)
    assert await counted(own, "answers") == 25 - 20 + 2
    await asked(own, "topics", moment)
    assert await counted(own, "answers") == 3


# References


async def test_a_reference_may_be_given_by_its_beginning_if_one_answer_begins_so(db: Database) -> None:
    await kept(db, row("1f3a00"), row("1f4b00"), row("1f4b"))
    assert (await explanation(db, "1f3")).correlation_id == "1f3a00"
    assert (await explanation(db, "1F4B")).correlation_id == "1f4b", "a whole one is no beginning"
    with pytest.raises(InvalidRequest) as raised:
        await explanation(db, "1f")
    assert raised.value.message == "ambiguous_answer"
    assert {"1f3a00", "1f4b00", "1f4b"} == set(str(raised.value.params["answers"]).split(", "))


@pytest.mark.parametrize("reference", ["ffff", "", " ", "%", "1_"])
async def test_a_reference_to_nothing_is_no_data(db: Database, reference: str) -> None:
    await kept(db, row("1f3a00"))
    with pytest.raises(UnknownName) as raised:
        await explanation(db, reference)
    assert not raised.value.retryable


async def test_the_answers_of_a_user_are_listed_the_newest_first(own: Engine, moment: datetime) -> None:
    await asked(own, "topics", moment, correlation_id="cafe", query="Aurelia")
    others = replace(row("bbbb"), user_hash=user_hash("other"))
    await kept(own.db, row("aaaa", age=timedelta(hours=1)), others)
    first, second = await kept_answers(own.db, user=LOCAL_USER)
    assert (first.correlation_id, first.query, first.command) == ("cafe", "Aurelia", "analyze_topics")
    assert first.header == (await explanation(own.db, "cafe")).header
    assert (second.correlation_id, second.header, second.error_code) == ("aaaa", None, "VALIDATION_FAILED")


async def test_the_newest_answer_of_a_user_is_theirs_alone(db: Database) -> None:
    await kept(db, row("aaaa", age=timedelta(hours=1)), replace(row("bbbb"), user_hash=user_hash("other")))
    assert (await explanation(db, user=LOCAL_USER)).correlation_id == "aaaa"
    with pytest.raises(NoData):
        await explanation(db, "bbbb", user=LOCAL_USER)
    with pytest.raises(NoData):
        await explanation(db, user="nobody")


# Corrections


FERRY = "https://norden-post.example/world/valmere-ferry"
PUBLISHED = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=2)


def ferry_row(text: str, title: str) -> dict[str, str]:
    fields = {"url": FERRY, "source": "Norden Post", "title": title, "text": text}
    return {**fields, "published_at": PUBLISHED.isoformat()}


OPENING = "The ferry Aurelia rammed Pier 4 in the port of Valmere on Saturday morning in a light wind."
FIRST = ferry_row(
    f"{OPENING} A passenger of seventy died on the quay, rescuers said. Divers are searching the hull.",
    "Ferry crash in Valmere leaves one passenger dead",
)
SECOND = ferry_row(
    f"{OPENING} No one died: the passenger was resuscitated on the quay. Divers have searched the hull.",
    "Correction: no deaths in Valmere ferry crash",
)


async def imported(db: Database, folder: Path, *rows: dict[str, str]) -> None:
    file = folder / f"{rows[0]['title'][:5]}.jsonl"
    file.write_text("\n".join(json.dumps(item) for item in rows))
    await import_file(db, SETTINGS, file)


def corrected_quotes(words: str) -> float:
    return REGISTRY.get_sample_value("answer_quotes_corrected_total", {"words": words}) or 0.0


async def test_answers_that_quoted_an_earlier_revision_are_flagged(db: Database, tmp_path: Path) -> None:
    engine = Engine.over(SETTINGS, db, load_embedder())
    await imported(db, tmp_path, FIRST)
    answer = await execute_analyze(mode="sentiment", engine=engine)
    said = {ref.quote for insight in answer.insights for ref in insight.evidence_refs}
    assert OPENING in said
    assert any("died" in quote for quote in said)
    assert (await explanation(db, user=LOCAL_USER)).corrected == 0

    before = corrected_quotes("gone"), corrected_quotes("stand")
    with structlog.testing.capture_logs() as lines:
        await imported(db, tmp_path, SECOND)
    (line,) = [line for line in lines if line["event"] == "answers_corrected"]
    assert (line["answers"], line["log_level"]) == (1, "warning")
    assert corrected_quotes("gone") - before[0] == line["quotes_gone"] >= 1
    assert corrected_quotes("stand") - before[1] == line["quotes_standing"] >= 1

    told = await explanation(db, user=LOCAL_USER)
    assert told.corrected == 1
    grounds = {ground.quote: ground for insight in told.insights for ground in insight.grounds}
    stands = {quote: ground.corrected.words_stand for quote, ground in grounds.items() if ground.corrected}
    assert stands.keys() == said
    assert stands[OPENING] is True
    assert not any(stands[quote] for quote in said if "died" in quote)
    assert {ground.revision for ground in grounds.values()} == {1}
    assert {ground.corrected.revision for ground in grounds.values() if ground.corrected} == {2}


async def test_an_answer_of_the_newest_revision_is_not_flagged(db: Database, tmp_path: Path) -> None:
    engine = Engine.over(SETTINGS, db, load_embedder())
    await imported(db, tmp_path, FIRST)
    await imported(db, tmp_path, SECOND)
    await execute_analyze(mode="sentiment", engine=engine)
    assert (await explanation(db, user=LOCAL_USER)).corrected == 0


# Streaks


def gauge(command: str) -> float:
    return REGISTRY.get_sample_value("policy_rejection_streak", {"command": command}) or 0.0


async def verdicts(engine: Engine, reference: str) -> list[tuple[Any, ...]]:
    return await engine.db.fetch_all(
        "SELECT part, text, outcome, reason FROM answer_claims WHERE correlation_id = %s ORDER BY place",
        [reference],
    )


async def test_a_streak_of_rejections_warns_and_changes_no_decision(
    opened: Open, servers: ProviderServers, moment: datetime
) -> None:
    servers.behave("all", Behaviour("invented_facts"))
    async with opened(rejection_streak=3, model_cache_hours=0) as engine:
        with structlog.testing.capture_logs() as lines:
            for number in range(5):
                await asked(engine, "topics", moment, correlation_id=f"{number}")
        first, last = await verdicts(engine, "0"), await verdicts(engine, "4")
        assert gauge("analyze_topics") == 5
        async with engine.db.connection() as conn:
            assert await answers.streaks(conn) == {"analyze_topics": 5}
        servers.behave("all", Behaviour())
        careful = await asked(engine, "topics", moment, correlation_id="5")
        assert gauge("analyze_topics") == 0
    assert first == last
    assert any(reason for *_, reason in first)
    streaks = [line["answers"] for line in lines if line["event"] == "rejection_streak"]
    assert streaks == [3, 4, 5]
    assert careful.meta.model != "local"


async def test_answers_that_cannot_tell_neither_end_nor_lengthen_a_streak(db: Database) -> None:
    outcomes = [False, True, True, None, True]
    for hours, rejected in enumerate(reversed(outcomes)):
        await kept(db, row(f"{hours}", age=timedelta(hours=hours), rejected=rejected))
    async with db.connection() as conn:
        assert await answers.streak(conn, "trends") == 3
        assert await answers.streak(conn, "analyze_topics") == 0


# Settings


def test_answers_are_kept_a_month_unless_told_otherwise() -> None:
    assert Settings.model_fields["keep_answers_days"].default == DAYS

"""Findings: what the analysts of each mode computed, and the articles that can speak for it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from tidings.agents import keyphrase_mining, query_expansion, sentiment_emotion, topic_modeler
from tidings.agents.keyphrase_mining import KEYPHRASES, MinedPhrase
from tidings.agents.material import (
    Material,
    Question,
    Texts,
    gather_material,
    newest_articles,
    read_articles,
    read_tones,
    read_vectors,
    set_tone,
)
from tidings.agents.sentiment_emotion import FeltPhrase
from tidings.asking import Asked
from tidings.errors import NoData
from tidings.observability import metrics
from tidings.observability.tracing import span
from tidings.prose.facts import Fact, Facts, emerging_facts, phrase_fact, topic_facts
from tidings.retrieval import Hit
from tidings.retrieval.sharing import Share, alone
from tidings.schemas.results import ExpansionHint, KeywordsResult, Result
from tidings.store.articles import StoredArticle
from tidings.store.pool import Database
from tidings.trends.overview import compute_trends
from tidings.trends.view import TrendsView

T = TypeVar("T")

# Articles read of each topic or story for its quotes: enough that some name it in a full sentence.
_QUOTABLE = 5
# Topics and emerging stories an answer may speak of; the rest are listed without quotes.
_SPOKEN = 5
# Articles read of a topic that is only listed: enough to see what they have in common, by which it is named.
_NAMING = 3
# Code of the warning that a list of domains keeps articles out of what is named and quoted.
KEPT_OUT = "domains_kept_out"
# Below this many articles a ratio or a mean moves with every new one.
_FEW = 10


@dataclass(frozen=True, slots=True)
class Found:
    """What retrieval found: the best articles, and every match; `matches` is None where all count."""

    hits: tuple[Hit, ...] = ()
    matches: tuple[int, ...] | None = None
    warnings: tuple[str, ...] = ()

    @property
    def ranked(self) -> tuple[int, ...]:
        """The best articles that are about the question."""
        return tuple(hit.article.id for hit in self.hits if hit.is_match or self.matches is None)

    @property
    def scope(self) -> frozenset[int] | None:
        """The articles an answer may cite; None for every one of the window."""
        return None if self.matches is None else frozenset(self.matches)


@dataclass(frozen=True, slots=True)
class Findings:
    """A mode's result, the facts sentences are written from, and the articles read for quotes.

    `voices` are articles to quote, best first; `notices` are codes of warnings with what fills them in.
    What a mode's result was made of is kept for those who write about it: a view, or phrases with a mood.
    """

    result: Result
    facts: Facts
    articles: Mapping[int, StoredArticle]
    voices: tuple[StoredArticle, ...]
    cards: tuple[int, ...] = ()
    notices: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    view: TrendsView | None = None
    phrases: tuple[MinedPhrase, ...] = ()
    felt: tuple[FeltPhrase, ...] = ()
    tones: Mapping[int, float] = field(default_factory=dict)


async def timed(agent: str, work: Awaitable[T]) -> T:
    """Run an agent's work under its latency metric, as a span of the command's trace."""
    with metrics.agent_latency.labels(agent).time(), span("agent", agent=agent, by="analysts"):
        return await work


async def find_trends(
    db: Database, asked: Asked, found: Found, question: Question, *, share: Share = alone
) -> Findings:
    """What is happening: topics, momentum, tone and sources of the whole set."""
    view = await _view(db, asked, found, share)
    facts = _view_facts(view, with_tone=True)
    return await _of_view(db, view, facts, topic_modeler.trends_result(view), question)


async def find_topics(
    db: Database, asked: Asked, found: Found, question: Question, *, share: Share = alone
) -> Findings:
    """What the set is about, in topics."""
    view = await _view(db, asked, found, share)
    facts = _view_facts(view, with_tone=False)
    return await _of_view(db, view, facts, topic_modeler.topics_result(view), question)


async def find_keywords(
    db: Database, asked: Asked, found: Found, question: Question, *, share: Share = alone
) -> Findings:
    """What the set says more than usual, and how its query could be put otherwise."""
    material = await _material(db, question, share)
    _require(material.totals.articles)
    result, hint = await asyncio.gather(
        timed(keyphrase_mining.NAME, _keywords(material, question)),
        timed(query_expansion.NAME, _expansion(db, asked, material, question)),
    )
    subjects = keyword_facts(material.phrases, result)
    facts = Facts(material.totals.articles, material.totals.sources, subjects)
    return Findings(
        result.model_copy(update={"expansion_hint": hint}),
        facts,
        material.articles,
        _voices(question.ranked, material.articles),
        notices=_notices(facts, material.texts),
        phrases=material.phrases,
    )


async def find_sentiment(
    db: Database, asked: Asked, found: Found, question: Question, *, share: Share = alone
) -> Findings:
    """How the set feels: overall, about what, and over time."""
    material, tone = await asyncio.gather(
        _material(db, question, share), timed(sentiment_emotion.NAME, set_tone(db, question))
    )
    _require(material.totals.articles)
    tones = await read_tones(db, material.articles)
    felt = sentiment_emotion.aspects(material.phrases, material.articles, tones, material.totals.articles)
    result = sentiment_emotion.contract(tone, felt)
    facts = Facts(
        material.totals.articles,
        material.totals.sources,
        tone=result,
        aspects=aspect_facts(felt),
    )
    voices = _voices(question.ranked, material.articles)
    by_mood = sentiment_emotion.most_like(tone.overall, voices, tones)
    notices = _notices(facts, material.texts)
    return Findings(result, facts, material.articles, by_mood, notices=notices, felt=felt, tones=tones)


def keyword_facts(phrases: Sequence[MinedPhrase], result: KeywordsResult) -> tuple[Fact, ...]:
    """The phrases shown as subjects, each with the quotes the result has for it."""
    refs = {phrase.norm: phrase.examples for phrase in result.keyphrases}
    return tuple(phrase_fact(phrase, refs[phrase.norm]) for phrase in phrases[:KEYPHRASES])


def aspect_facts(felt: Sequence[FeltPhrase]) -> tuple[Fact, ...]:
    """What the coverage feels something about, as subjects."""
    return tuple(phrase_fact(item.phrase, (item.ref,)) for item in felt)


def leads(facts: Facts) -> tuple[int, ...]:
    """The article that stands for each topic and each emerging story."""
    return tuple(fact.article_ids[0] for fact in (*facts.subjects, *facts.emerging) if fact.article_ids)


async def _material(db: Database, question: Question, share: Share) -> Material:
    """The same for phrases and for moods, and for readers of either language."""
    return await share(("material", question.key), lambda: gather_material(db, question))


async def _view(db: Database, asked: Asked, found: Found, share: Share) -> TrendsView:
    view = await timed(
        topic_modeler.NAME,
        compute_trends(
            db,
            asked.window,
            lang=asked.lang,
            sources=asked.sources,
            matches=found.matches,
            words=asked.words,
            share=share,
        ),
    )
    _require(view.articles)
    return view


def _view_facts(view: TrendsView, *, with_tone: bool) -> Facts:
    tone = sentiment_emotion.contract(view.tone) if with_tone else None
    return Facts(view.articles, view.sources, topic_facts(view), emerging_facts(view), tone)


async def _of_view(
    db: Database, view: TrendsView, facts: Facts, result: Result, question: Question
) -> Findings:
    faces = leads(facts)
    spoken = (*facts.subjects[:_SPOKEN], *facts.emerging[:_SPOKEN])
    wanted = [key for fact in spoken for key in fact.article_ids[:_QUOTABLE]]
    wanted += [key for fact in facts.subjects[_SPOKEN:] for key in fact.article_ids[:_NAMING]]
    # Where nothing was told twice there is no topic to speak of, and the news itself is the answer.
    ranked = question.ranked if faces or question.ranked else await newest_articles(db, question, _QUOTABLE)
    texts = await read_articles(db, question, [*wanted, *faces, *ranked])
    notices = _notices(facts, texts)
    if view.baseline_windows == 0:
        notices = {"cold_start": {}, **notices}
    voices = _voices([*faces, *ranked], texts.articles)
    return Findings(result, facts, texts.articles, voices, faces, notices, view=view)


async def _keywords(material: Material, question: Question) -> KeywordsResult:
    return await asyncio.to_thread(
        keyphrase_mining.contract, material.phrases, material.articles, question.ranked
    )


async def _expansion(
    db: Database, asked: Asked, material: Material, question: Question
) -> ExpansionHint | None:
    """A hint where there is a query to hint at, and hints are wanted."""
    if asked.query is None or not question.expand:
        return None
    stems = question.query_stems
    vectors = await read_vectors(db, material.articles)
    kept_out = query_expansion.negatives(material.articles, vectors, question.ranked, stems)
    return query_expansion.contract(asked.query, stems, material.phrases, kept_out)


def _voices(ids: Sequence[int], articles: Mapping[int, StoredArticle]) -> tuple[StoredArticle, ...]:
    """Articles in the order given; the first read ones where none was ranked."""
    chosen = [articles[key] for key in dict.fromkeys(ids) if key in articles]
    return tuple(chosen or list(articles.values())[:_SPOKEN])


def _notices(facts: Facts, texts: Texts) -> dict[str, Mapping[str, object]]:
    """What the reader should know of what there was to go by; NoData where nothing of it may be quoted."""
    if texts.kept_out and not texts.articles:
        raise NoData("no matching article's domain may be cited", message="domains_keep_out")
    few = {"few_articles": {"articles": facts.articles}} if facts.articles < _FEW else {}
    return {**few, **({KEPT_OUT: {}} if texts.kept_out else {})}


def _require(articles: int) -> None:
    if not articles:
        raise NoData("no stored article matches the question in its window")

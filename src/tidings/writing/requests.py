"""Requests: what was computed for a question, as the task of each agent."""

from __future__ import annotations

from collections.abc import Iterator

from tidings.agents.passages import Candidate, by_turns, of_subjects, pack, spread
from tidings.agents.prompts.keyphrase_mining import KeyphrasesDraft, keyphrases_task
from tidings.agents.prompts.query_expansion import ExpansionDraft, expansion_task
from tidings.agents.prompts.sentiment_emotion import AspectLine, SentimentDraft, ToneFacts, sentiment_task
from tidings.agents.prompts.topic_modeler import TopicsDraft, topics_task
from tidings.asking import Asked
from tidings.findings import Findings, Found
from tidings.llm.task import Task
from tidings.messages.phrase import Lang
from tidings.policy.personal.pii import masked
from tidings.prose.facts import Fact
from tidings.prose.phrasebook import emotion, mood
from tidings.schemas.results import SentimentResult
from tidings.text.naming import Subject, subject_of
from tidings.trends.view import TrendsView

# Tokens for documents of each agent, by mode. The 8,000 of a command are enough for its agents and for one of
# them once more, shortened, when the first try ended without a word of what it used.
DOCUMENTS = 8
DOCUMENT_TOKENS = {"trends": 600, "topics": 900, "sentiment": 900, "keywords": 750}
# Another query is a few words: a glance at the news is enough to find them.
EXPANSION_DOCUMENTS, EXPANSION_TOKENS = 4, 350
# Phrases of which a model is shown articles.
_VOICED_PHRASES = 8


def for_topics(asked: Asked, found: Found, findings: Findings, view: TrendsView) -> Task[TopicsDraft]:
    """The topics, with an article or two of each."""
    rows = of_subjects(
        ((fact.article_ids, fact.subjects) for fact in findings.facts.subjects), findings.articles
    )
    documents = pack(
        by_turns([*rows, _ranked(asked, found, findings)], asked.words),
        tokens=DOCUMENT_TOKENS[asked.mode],
        most=DOCUMENTS,
        mask=masked,
    )
    return topics_task(view, documents, mode=asked.mode, query=asked.query, lang=asked.words)


def for_tone(asked: Asked, found: Found, findings: Findings, tone: SentimentResult) -> Task[SentimentDraft]:
    """The tone and what it is about, with the coldest, the warmest and the most usual articles."""
    things = findings.facts.aspects or findings.facts.subjects
    subjects = tuple(dict.fromkeys(subject for fact in things for subject in fact.subjects))
    rows = spread(findings.articles.values(), tones_of(findings), tone.overall, subjects)
    documents = pack(
        by_turns([*rows, _ranked(asked, found, findings)], asked.words),
        tokens=DOCUMENT_TOKENS[asked.mode],
        most=DOCUMENTS,
        mask=masked,
    )
    return sentiment_task(
        _tone_facts(tone, things, asked.words),
        documents,
        mode=asked.mode,
        query=asked.query,
        lang=asked.words,
    )


def for_keyphrases(asked: Asked, found: Found, findings: Findings) -> Task[KeyphrasesDraft]:
    """The strongest phrases, with articles that use them."""
    documents = pack(
        _voiced(asked, found, findings), tokens=DOCUMENT_TOKENS[asked.mode], most=DOCUMENTS, mask=masked
    )
    return keyphrases_task(findings.phrases, documents, query=asked.query, lang=asked.words)


def for_expansion(asked: Asked, found: Found, findings: Findings, query: str) -> Task[ExpansionDraft]:
    """The query and the phrases that go with it, with the best articles."""
    documents = pack(
        _voiced(asked, found, findings), tokens=EXPANSION_TOKENS, most=EXPANSION_DOCUMENTS, mask=masked
    )
    return expansion_task(query, findings.phrases, documents, lang=asked.words)


def _voiced(asked: Asked, found: Found, findings: Findings) -> Iterator[Candidate]:
    """The best articles, and in turn with them those that use the strongest phrases."""
    voiced = ((phrase.article_ids, (phrase.stems,)) for phrase in findings.phrases[:_VOICED_PHRASES])
    return by_turns([_ranked(asked, found, findings), *of_subjects(voiced, findings.articles)], asked.words)


def tones_of(findings: Findings) -> dict[int, float]:
    """The sentiment of articles, as far as it was read."""
    tones = dict(findings.tones)
    for topic in findings.view.topics if findings.view else ():
        tones.update({key: fact.sentiment for key, fact in topic.facts.items()})
    return tones


def _ranked(asked: Asked, found: Found, findings: Findings) -> list[Candidate]:
    """The best articles by rank, where they name what the query asks for."""
    wanted: tuple[Subject, ...] = (subject_of(asked.query, asked.words),) if asked.query else ()
    return [Candidate(findings.articles[key], wanted) for key in found.ranked if key in findings.articles]


def _tone_facts(tone: SentimentResult, things: tuple[Fact, ...], lang: Lang) -> ToneFacts:
    strengths = sorted(tone.emotions.model_dump().items(), key=lambda item: -item[1])
    return ToneFacts(
        overall=mood(tone.overall, lang),
        aspects=tuple(AspectLine(fact.label, fact.articles, mood(fact.tone, lang)) for fact in things),
        emotions=tuple(emotion(name, lang) for name, _ in strengths),
        timeline=tuple(mood(point.score, lang) for point in tone.timeline if point.score is not None),
    )

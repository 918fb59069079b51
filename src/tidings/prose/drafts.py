"""Drafts: which claims an answer proposes, best first, and spare ones to replace what is not proved."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest

from tidings.messages.phrase import Lang
from tidings.policy.claims import Claim
from tidings.prose.facts import Fact, Facts
from tidings.prose.insights import about_aspect, about_phrase, about_subject, about_tone, quoted
from tidings.quotes import quotes_of
from tidings.store.articles import StoredArticle
from tidings.text.tokens import tokenize

Articles = Mapping[int, StoredArticle]

# Of five insights, this many lead with figures; then the sources speak for themselves.
_LEADING = 3
# What models wrote takes the place of all but the strongest of these, and of no more than they.
_WRITTEN = 3
# What feels nearer to the whole than this is not worth an insight of its own.
_TELLING_TONE = 0.05
# Fewer words are a heading or "Read more".
_LEAST_WORDS = 4


def propose(
    mode: str,
    facts: Facts,
    articles: Articles,
    voices: Sequence[StoredArticle],
    lang: Lang,
    *,
    written: Sequence[Claim] = (),
) -> list[Claim]:
    """Claims in the order they are wanted: the strongest figures, a voice or two, then the spare ones.

    `voices` are the articles to quote, best first; a quoted claim is true by construction. What models have
    `written` follows the strongest figure, sentences about different subjects first.
    """
    figures = _computed(mode, facts, articles, voices, lang)
    spoken = [quoted(article, lang) for article in _outlets_once(voices)]
    if written:
        told = _subjects_in_turn(written, facts)
        shown, spare = told[:_WRITTEN], told[_WRITTEN:]
        return [*figures[:1], *shown, *figures[1:2], *spare, *spoken[:1], *figures[2:], *spoken[1:]]
    return [*figures[:_LEADING], *spoken[:1], *figures[_LEADING:][:1], *spoken[1:], *figures[_LEADING + 1 :]]


def further_quotes(articles: Sequence[StoredArticle], lang: Lang) -> Iterator[Claim]:
    """What else sources say: the first sentence of each article, then the second of each, and so on.

    For an answer that is short of insights.
    """
    for turn in zip_longest(*(map(quotes_of, articles))):
        for article, quote in zip(articles, turn, strict=True):
            if quote is not None and len(tokenize(quote.text)) >= _LEAST_WORDS:
                yield quoted(article, lang, quote)


def _subjects_in_turn(written: Sequence[Claim], facts: Facts) -> list[Claim]:
    """The first sentence about each subject in the order given, then the second about each."""
    subjects = (*facts.subjects, *facts.emerging, *facts.aspects)
    place_of: dict[str, int] = {}
    for place, fact in enumerate(subjects):
        for key in fact.article_ids:
            place_of.setdefault(str(key), place)
    said: Counter[object] = Counter()
    turns: list[tuple[int, Claim]] = []
    for claim in written:
        cited = str(claim.refs[0].article_id) if claim.refs else ""
        subject = place_of.get(cited, cited)
        turns.append((said[subject], claim))
        said[subject] += 1
    return [claim for _, claim in sorted(turns, key=lambda turn: turn[0])]


def _computed(
    mode: str, facts: Facts, articles: Articles, voices: Sequence[StoredArticle], lang: Lang
) -> list[Claim]:
    if mode == "keywords":
        shared = [fact for fact in facts.subjects if fact.sources >= min(2, facts.sources)]
        return [about_phrase(fact, articles, lang) for fact in shared if fact.articles > 1]
    if mode == "sentiment":
        return [*_overall(facts, voices, lang), *(about_aspect(fact, lang) for fact in _extremes(facts))]
    topics = [about_subject(fact, articles, lang) for fact in facts.subjects]
    fresh = [about_subject(fact, articles, lang) for fact in _unnamed(facts)]
    return [*topics[:_LEADING], *fresh[:1], *topics[_LEADING:], *fresh[1:]]


def _overall(facts: Facts, voices: Sequence[StoredArticle], lang: Lang) -> list[Claim]:
    if facts.tone is None or not voices:
        return []
    return [about_tone(facts.tone, facts.articles, voices[0], lang)]


def _extremes(facts: Facts) -> list[Fact]:
    """Aspects that feel otherwise than the whole, the most surely so first.

    A mean over four times the articles is twice as sure.
    """
    overall = facts.tone.overall if facts.tone else 0.0
    apart = [fact for fact in facts.aspects if abs(fact.tone - overall) >= _TELLING_TONE]
    return sorted(apart, key=lambda fact: -abs(fact.tone - overall) * math.sqrt(fact.articles))


def _unnamed(facts: Facts) -> list[Fact]:
    """Emerging stories that are not already the face of a topic."""
    labels = {fact.label for fact in facts.subjects}
    told = {key for fact in facts.subjects[:_LEADING] for key in fact.article_ids[:3]}
    return [fact for fact in facts.emerging if fact.label not in labels and told.isdisjoint(fact.article_ids)]


def _outlets_once(voices: Iterable[StoredArticle]) -> list[StoredArticle]:
    once: dict[str, StoredArticle] = {}
    for article in voices:
        once.setdefault(article.source, article)
    return list(once.values())

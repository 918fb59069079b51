"""Query expansion: what the asker is after, what to add to the query, and what to keep out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from tidings.agents.keyphrase_mining import MinedPhrase
from tidings.schemas.results import ExpansionHint, Intent
from tidings.store.articles import StoredArticle
from tidings.text.naming import subject_of

NAME = "query_expansion"

EXPANSIONS = 8
NEGATIVES = 5

Vectors = Mapping[int, NDArray[np.float32]]

# Two halves of a query's matches are two senses of it when articles of different halves are, on average,
# less than this share as alike as articles of the same half. On 20 queries over a month of news the words
# known to have two senses ("jaguar", "mercury", "delta") stood at .24 to .51, all others at .56 to .96.
_APART = 0.53
# A sense is shared by a few articles that are alike; strays that are not have no words to keep out.
_LEAST_ARTICLES = 3
_LEAST_LIKENESS = 0.2
# A word to keep out is used by several articles of the other sense, and by none of the one that is meant.
_LEAST_USES = 2
# Enough for the halves to settle; they move little after three.
_ROUNDS = 8

# A web address asks for a site.
_ADDRESS = re.compile(r"(?i)\b[\w-]+\.(?:com|org|net|ru|su|io|рф|uk)\b|^site:")
# Words that show an intent, in any of their forms. Left out: what news itself is full of, such as "how",
# "order" (executive orders) and "price" (of oil).
_WORDS: dict[Intent, str] = {
    "navigational": "website homepage login официальный сайт кабинет войти",
    "transactional": (
        "buy purchase preorder discount coupon ticket booking subscribe subscription download hire "
        "купить покупка заказать скидка билет подписка скачать аренда забронировать"
    ),
    "research": (
        "why cause analysis impact effect study research survey statistics compare comparison versus vs "
        "history forecast explained почему зачем причина анализ влияние последствие исследование опрос "
        "статистика сравнение история прогноз тенденция"
    ),
}


@cache
def _intent_stems(intent: Intent) -> frozenset[str]:
    return subject_of(_WORDS[intent], "en")


def intents(query: str) -> tuple[Intent, ...]:
    """What the query's words ask for; news is informational unless they say otherwise."""
    asked = subject_of(query, "en")
    found: list[Intent] = [intent for intent in _WORDS if not asked.isdisjoint(_intent_stems(intent))]
    if _ADDRESS.search(query) and "navigational" not in found:
        found.insert(0, "navigational")
    return tuple(found) or ("informational",)


def expansions(phrases: Sequence[MinedPhrase], query_stems: frozenset[str]) -> tuple[str, ...]:
    """Phrases that go with the query's matches, those that add new words first."""
    adding = [phrase for phrase in phrases if phrase.stems.isdisjoint(query_stems)]
    narrowing = [phrase for phrase in phrases if not phrase.stems.isdisjoint(query_stems)]
    shown = dict.fromkeys(phrase.phrase for phrase in (*adding, *narrowing))
    return tuple(shown)[:EXPANSIONS]


def negatives(
    articles: Mapping[int, StoredArticle],
    vectors: Vectors,
    ranked: Sequence[int],
    query_stems: frozenset[str] = frozenset(),
) -> tuple[str, ...]:
    """Phrases of the matches that mean something else by the query; none where all mean the same."""
    shunned_ids = other_sense(vectors, ranked)
    if not shunned_ids:
        return ()
    shunned = _phrase_uses(articles[key] for key in shunned_ids if key in articles)
    kept = {
        norm
        for key, article in articles.items()
        if key not in shunned_ids
        for _, norm, *_ in article.keyphrases
    }
    telling = [
        (uses, shown)
        for norm, (uses, shown) in shunned.items()
        if uses >= _LEAST_USES and norm not in kept and query_stems.isdisjoint(norm.split())
    ]
    ranked_phrases = sorted(telling, key=lambda item: (-item[0], item[1]))
    return tuple(dict.fromkeys(shown for _, shown in ranked_phrases))[:NEGATIVES]


def other_sense(vectors: Vectors, ranked: Sequence[int]) -> frozenset[int]:
    """The articles that use the query's words in another sense than the best-ranked ones do."""
    ids = sorted(vectors)
    if len(ids) < 2 * _LEAST_ARTICLES:
        return frozenset()
    matrix = np.stack([vectors[key] for key in ids])
    second = _second_half(matrix)
    if not _are_apart(matrix[~second], matrix[second]):
        return frozenset()
    weight = np.array([1 / (1 + ranked.index(key)) if key in ranked else 0.0 for key in ids])
    shunned = second if weight[second].sum() <= weight[~second].sum() else ~second
    return frozenset(key for key, out in zip(ids, shunned.tolist(), strict=True) if out)


def _second_half(matrix: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Which rows belong to the second of two clusters (spherical 2-means, from two articles far apart)."""
    far = matrix[int(np.argmin(matrix @ matrix.mean(axis=0)))]
    first, second = matrix[int(np.argmin(matrix @ far))], far
    half = np.zeros(len(matrix), dtype=bool)
    for _ in range(_ROUNDS):
        half = matrix @ second > matrix @ first
        if half.all() or not half.any():
            break
        first, second = _direction(matrix[~half]), _direction(matrix[half])
    return half


def _are_apart(one: NDArray[np.float32], two: NDArray[np.float32]) -> bool:
    if min(len(one), len(two)) < _LEAST_ARTICLES:
        return False
    likeness = _likeness(one), _likeness(two)
    across = float(one.mean(axis=0) @ two.mean(axis=0))
    return min(likeness) >= _LEAST_LIKENESS and across < _APART * sum(likeness) / 2


def _likeness(rows: NDArray[np.float32]) -> float:
    """Mean cosine of all pairs."""
    count, total = len(rows), rows.sum(axis=0)
    return (float(total @ total) - count) / (count * (count - 1))


def _direction(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    mean: NDArray[np.float32] = rows.mean(axis=0)
    return mean / max(float(np.linalg.norm(mean)), 1e-9)


def _phrase_uses(articles: Iterable[StoredArticle]) -> dict[str, tuple[int, str]]:
    """By norm: how many of these articles use a phrase, and how it is written most often."""
    spellings: dict[str, Counter[str]] = {}
    for article in articles:
        for phrase, norm, *_ in article.keyphrases:
            spellings.setdefault(norm, Counter())[phrase] += 1
    return {norm: (uses.total(), uses.most_common(1)[0][0]) for norm, uses in spellings.items()}


def contract(
    query: str,
    query_stems: frozenset[str],
    phrases: Sequence[MinedPhrase],
    kept_out: tuple[str, ...],
) -> ExpansionHint:
    """The hint as the public result."""
    return ExpansionHint(
        intents=intents(query), expansions=expansions(phrases, query_stems), negatives=kept_out
    )

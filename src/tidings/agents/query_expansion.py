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

# Cosine to the heart of the matches below which an article is about something else. With the default model
# other events of one topic sit near .25 and unrelated news near .05.
_OTHER_SENSE = 0.08
# Articles of another sense must be alike among themselves; strays are not a sense.
_COHESION = 0.18
# And there must be more of them than a coincidence brings.
_LEAST_STRAYS = 3
# A word kept out must be shared by this many strays, and be in none of the matches' heart.
_LEAST_USES = 2

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
    narrowing = [phrase for phrase in phrases if phrase not in adding]
    shown = dict.fromkeys(phrase.phrase for phrase in (*adding, *narrowing))
    return tuple(shown)[:EXPANSIONS]


def negatives(
    articles: Mapping[int, StoredArticle],
    vectors: Vectors,
    heart: Sequence[int],
    query_stems: frozenset[str] = frozenset(),
) -> tuple[str, ...]:
    """Phrases of matches that mean something else by the query; none unless those make their own cluster."""
    strays = _strays(vectors, heart)
    if not _is_a_sense([vectors[key] for key in strays]):
        return ()
    shunned = _phrase_uses(articles[key] for key in strays if key in articles)
    kept = _phrase_uses(articles[key] for key in articles if key not in strays)
    telling = [
        (uses, shown)
        for norm, (uses, shown) in shunned.items()
        if uses >= _LEAST_USES and norm not in kept and query_stems.isdisjoint(norm.split())
    ]
    ranked = sorted(telling, key=lambda item: (-item[0], item[1]))
    return tuple(dict.fromkeys(shown for _, shown in ranked))[:NEGATIVES]


def _strays(vectors: Vectors, heart: Sequence[int]) -> list[int]:
    """Articles far from the mean of the best matches."""
    central = [vectors[key] for key in heart if key in vectors]
    if not central:
        return []
    mean = np.mean(central, axis=0)
    norm = float(np.linalg.norm(mean))
    return [key for key, vector in vectors.items() if norm and float(vector @ mean) / norm < _OTHER_SENSE]


def _is_a_sense(vectors: Sequence[NDArray[np.float32]]) -> bool:
    """Whether these articles are alike: the mean cosine of all pairs."""
    count = len(vectors)
    if count < _LEAST_STRAYS:
        return False
    total = np.sum(vectors, axis=0)
    pairs = (float(total @ total) - count) / (count * (count - 1))
    return pairs >= _COHESION


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

"""Sentiment and emotion: how the coverage feels overall, about what, and over time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from tidings.agents.keyphrase_mining import MinedPhrase
from tidings.quotes import naming_quote, reference
from tidings.schemas.evidence import EvidenceRef
from tidings.schemas.results import Aspect, Emotions, SentimentPoint, SentimentResult
from tidings.store.articles import StoredArticle
from tidings.text.lexicon import lexicon_score
from tidings.trends.view import Tone

NAME = "sentiment_emotion"

ASPECTS = 10
# A mean over fewer articles, or a smaller share of them, says how a few writers felt, not the coverage.
LEAST_ARTICLES = 3
_LEAST_SHARE = 0.02
# From here on words have a side: "admitted defeat" does not show that somebody is written of warmly.
_SIDED = 0.2
# A tone nearer to zero has no side: it is the mean of warm and cold articles.
_NEUTRAL = 0.05


def emotions(means: Iterable[float]) -> Emotions:
    """Mean strength of joy, fear, anger, sadness and surprise, kept within the contract's bounds."""
    joy, fear, anger, sadness, surprise = (round(min(max(mean, 0.0), 1.0), 4) for mean in means)
    return Emotions(joy=joy, fear=fear, anger=anger, sadness=sadness, surprise=surprise)


def polarity(mean: float) -> float:
    """A mean sentiment within -1..1, rounded as it is shown."""
    return round(min(max(mean, -1.0), 1.0), 4)


@dataclass(frozen=True, slots=True)
class FeltPhrase:
    """A phrase with the mood of every article that names it, and the quote that shows it."""

    phrase: MinedPhrase
    ref: EvidenceRef


def aspects(
    phrases: Sequence[MinedPhrase],
    articles: Mapping[int, StoredArticle],
    tones: Mapping[int, float],
    size: int = 0,
) -> tuple[FeltPhrase, ...]:
    """What the coverage, of `size` articles, feels something about: names first, each with its quote."""
    least = max(LEAST_ARTICLES, round(_LEAST_SHARE * size))
    often = [phrase for phrase in phrases if phrase.articles >= least] or list(phrases)
    ranked = sorted(often, key=lambda phrase: not phrase.is_name)
    shown = ((phrase, _showing(phrase, articles, tones)) for phrase in ranked)
    return tuple(islice((FeltPhrase(phrase, ref) for phrase, ref in shown if ref), ASPECTS))


def _showing(
    phrase: MinedPhrase, articles: Mapping[int, StoredArticle], tones: Mapping[int, float]
) -> EvidenceRef | None:
    """A quote about the phrase, of the article that feels most as all of them do, and that says nothing else.

    Where all that is said of it feels otherwise than the articles, their tone is not about it.
    """
    for key in _by_likeness(phrase, tones):
        article = articles.get(key)
        quote = naming_quote(article, [phrase.stems]) if article else None
        if article and quote and not _says_otherwise(quote.text, article.lang, phrase.sentiment):
            return reference(article, quote)
    return None


def _says_otherwise(text: str, lang: str, tone: float) -> bool:
    """Whether the words of a sentence clearly have the other side of a tone."""
    words = lexicon_score(text, lang) or 0.0
    return abs(words) >= _SIDED and abs(tone) >= _NEUTRAL and words * tone < 0


def _by_likeness(phrase: MinedPhrase, tones: Mapping[int, float]) -> list[int]:
    """The phrase's sampled articles, those that show its mood first.

    An article twice as moved as the mean shows it better than one just at the mean, where few feel anything.
    """
    aim = min(max(phrase.sentiment * 2, -1.0), 1.0)
    return sorted(phrase.article_ids, key=lambda key: (abs(tones.get(key, 0.0) - aim), key))


def most_like(
    overall: float, voices: Sequence[StoredArticle], tones: Mapping[int, float]
) -> tuple[StoredArticle, ...]:
    """The voices, that first which feels the strongest in the direction of the whole."""
    sign = -1.0 if overall < 0 else 1.0
    if not voices:
        return ()
    first = max(voices, key=lambda article: (sign * tones.get(article.id, 0.0), article.id))
    return (first, *(article for article in voices if article is not first))


def contract(tone: Tone, felt: Sequence[FeltPhrase] = ()) -> SentimentResult:
    """The tone of a set as the public result."""
    return SentimentResult(
        overall=polarity(tone.overall),
        emotions=emotions(tone.emotions),
        aspects=felt_aspects(felt),
        timeline=tuple(
            SentimentPoint(
                start=point.start,
                end=point.end,
                score=None if point.score is None else polarity(point.score),
                n_docs=point.articles,
            )
            for point in tone.timeline
        ),
    )


def felt_aspects(felt: Sequence[FeltPhrase]) -> tuple[Aspect, ...]:
    """What the coverage feels something about, as the public result has it."""
    return tuple(
        Aspect(name=item.phrase.phrase, score=polarity(item.phrase.sentiment), evidence_ref=item.ref)
        for item in felt
    )

"""Insights put into words: computed claims about subjects, and quoted ones that are true by construction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice

from tidings.messages.phrase import Lang
from tidings.policy.claims import Claim
from tidings.prose.facts import ALL, Fact
from tidings.prose.phrasebook import emotion, mood
from tidings.prose.sentences import Counted, Named, state
from tidings.quotes import Quote, leading_quote, naming_quote, reference
from tidings.schemas.evidence import EvidenceRef
from tidings.schemas.insight import INSIGHT_LIMIT
from tidings.schemas.results import Emotions, SentimentResult
from tidings.store.articles import StoredArticle
from tidings.text.cutting import ELLIPSIS, cut

Articles = Mapping[int, StoredArticle]

# Two outlets' words for one claim: enough to compare, short enough to read.
REFS = 2
# "4.2 times" up to ten, "37 times" up to a hundred; beyond, the past holds too little for a ratio.
_FINE_RATIO, _GREATEST_RATIO = 10, 100
# A lead smaller than a tenth over the next emotion is within what the classifier cannot tell apart.
_OUTSTANDING = 1.1
# A weaker emotion most of the coverage does not show; of fewer articles the mean is one writer's mood.
_FELT = 0.15
_LEAST_FELT = 3


def about_subject(fact: Fact, articles: Articles, lang: Lang) -> Claim:
    """How much is written about a subject, against what its past suggests."""
    expected = round(fact.expected)
    key = f"subject.{_course(fact, expected)}"
    figures = {"articles": fact.articles, "sources": fact.sources}
    if key in {"subject.rising", "subject.falling", "subject.stable"}:
        figures["expected"] = expected
    return _claim(key, fact, figures, quotes_naming(fact, articles), lang)


def about_phrase(fact: Fact, articles: Articles, lang: Lang) -> Claim:
    """How much more than usual a phrase is used."""
    figures: dict[str, float] = {"articles": fact.articles, "sources": fact.sources}
    refs = quotes_naming(fact, articles)
    if fact.ratio >= _GREATEST_RATIO:
        return _claim("phrase.unheard", fact, figures, refs, lang)
    if fact.ratio >= _FINE_RATIO:
        return _claim("phrase.many", fact, {**figures, "ratio": round(fact.ratio)}, refs, lang)
    return _claim("phrase.often", fact, {**figures, "ratio": round(fact.ratio, 1)}, refs, lang)


def about_aspect(fact: Fact, lang: Lang) -> Claim:
    """How the coverage of one thing feels."""
    figures = {"articles": fact.articles, "tone": round(fact.tone, 2)}
    return _claim("tone.aspect", fact, figures, fact.refs[:REFS], lang, mood=mood(fact.tone, lang))


def about_tone(result: SentimentResult, count: int, article: StoredArticle, lang: Lang) -> Claim:
    """How all of the coverage feels, shown by an article that feels so."""
    is_few = count < _LEAST_FELT
    strongest = None if is_few else _outstanding(result.emotions)
    words = {"emotion": emotion(strongest, lang)} if strongest else {}
    statement = state(
        "tone.overall.few" if is_few else "tone.overall" if strongest else "tone.overall.mixed",
        lang,
        mood=mood(result.overall, lang),
        tone=Counted(ALL, "tone", round(result.overall, 2)),
        articles=Counted(ALL, "articles", count),
        **words,
    )
    return Claim(statement, "computed", (reference(article, leading_quote(article)),))


def _outstanding(emotions: Emotions) -> str | None:
    """The strongest emotion, if it is felt at all and well above the second."""
    (name, first), (_, second), *_ = sorted(emotions.model_dump().items(), key=lambda item: -item[1])
    return name if first >= max(_FELT, _OUTSTANDING * second) else None


def quoted(article: StoredArticle, lang: Lang, quote: Quote | None = None) -> Claim:
    """What a source says, in its own words: these, or those it begins with."""
    quote = quote or leading_quote(article)
    room = INSIGHT_LIMIT - len(state("quoted", lang, source=article.source, said="").text)
    statement = state("quoted", lang, source=article.source, said=cut(quote.text, room))
    return Claim(statement, "quoted", (reference(article, quote),))


def quotes_naming(fact: Fact, articles: Articles) -> tuple[EvidenceRef, ...]:
    """Quotes that name the subject, from different outlets, in the order of its articles."""
    return fact.refs[:REFS] or tuple(islice(_naming(fact, articles), REFS))


def _naming(fact: Fact, articles: Articles) -> Iterable[EvidenceRef]:
    outlets: set[str] = set()
    for key in fact.article_ids:
        article = articles.get(key)
        quote = naming_quote(article, fact.subjects) if article and article.source not in outlets else None
        if article and quote:
            outlets.add(article.source)
            yield reference(article, quote)


def _course(fact: Fact, expected: int) -> str:
    """Which sentence fits what happened to the subject."""
    if fact.course == "unknown":
        return "plain"
    if fact.course == "new":
        return "new"
    if expected == 0:
        return "surge" if fact.course == "rising" else "plain"
    return fact.course


def _claim(
    key: str,
    fact: Fact,
    figures: Mapping[str, float],
    refs: Sequence[EvidenceRef],
    lang: Lang,
    **words: str,
) -> Claim:
    counted = {name: Counted(fact.label, name, value) for name, value in figures.items()}
    bare = state(key, lang, label=Named("", fact.label), **counted, **words)
    label = cut(fact.label, max(INSIGHT_LIMIT - len(bare.text), len(ELLIPSIS)))
    statement = state(key, lang, label=Named(label, fact.label), **counted, **words)
    return Claim(statement, "computed", tuple(refs), subjects=fact.subjects)

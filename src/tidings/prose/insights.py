"""Insights put into words: computed claims about subjects, and quoted ones that are true by construction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice

from tidings.messages.phrase import Lang
from tidings.policy.claims import Backing, Claim, Statement
from tidings.prose.facts import ALL, Fact
from tidings.prose.phrasebook import decimal, emotion, mood, say, signed
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
        times = round(fact.ratio)
        return _claim("phrase.many", fact, {**figures, "ratio": times}, refs, lang, times=times)
    ratio = round(fact.ratio, 1)
    shown = decimal(ratio, 1, lang)
    return _claim("phrase.often", fact, {**figures, "ratio": ratio}, refs, lang, ratio=shown)


def about_aspect(fact: Fact, lang: Lang) -> Claim:
    """How the coverage of one thing feels."""
    tone = round(fact.tone, 2)
    words = {"mood": mood(fact.tone, lang), "tone": signed(fact.tone, lang)}
    return _claim(
        "tone.aspect", fact, {"articles": fact.articles, "tone": tone}, fact.refs[:REFS], lang, **words
    )


def about_tone(result: SentimentResult, count: int, article: StoredArticle, lang: Lang) -> Claim:
    """How all of the coverage feels, shown by an article that feels so."""
    words = {"mood": mood(result.overall, lang), "tone": signed(result.overall, lang), "articles": count}
    strongest = _outstanding(result.emotions)
    if strongest is None:
        text = say("tone.overall.mixed", lang, **words)
    else:
        text = say("tone.overall", lang, emotion=emotion(strongest, lang), **words)
    backing = (Backing(ALL, "articles", count), Backing(ALL, "tone", round(result.overall, 2)))
    return Claim(Statement(text, (), backing), "computed", (reference(article, leading_quote(article)),))


def _outstanding(emotions: Emotions) -> str | None:
    """The strongest emotion, if it is well above the second."""
    ranked = sorted(emotions.model_dump().items(), key=lambda item: -item[1])
    return ranked[0][0] if ranked[0][1] >= _OUTSTANDING * ranked[1][1] else None


def quoted(article: StoredArticle, lang: Lang, quote: Quote | None = None) -> Claim:
    """What a source says, in its own words: these, or those it begins with."""
    quote = quote or leading_quote(article)
    room = INSIGHT_LIMIT - len(say("quoted", lang, source=article.source, said=""))
    said = cut(quote.text, room)
    text = f"{say('quoted', lang, source=article.source, said=said)}"
    return Claim(Statement(text), "quoted", (reference(article, quote),))


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
    if fact.course == "rising" and expected == 0:
        return "surge"
    return fact.course


def _claim(
    key: str,
    fact: Fact,
    figures: Mapping[str, float],
    refs: Sequence[EvidenceRef],
    lang: Lang,
    **words: object,
) -> Claim:
    params = {**figures, **words}
    spare = INSIGHT_LIMIT - len(say(key, lang, label="", **params))
    label = cut(fact.label, max(spare, len(ELLIPSIS)))
    backing = tuple(Backing(fact.label, name, value) for name, value in figures.items())
    statement = Statement(say(key, lang, label=label, **params), (label,), backing)
    return Claim(statement, "computed", tuple(refs), subjects=fact.subjects)

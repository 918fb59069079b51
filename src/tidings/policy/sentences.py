"""Sentences: any sentence held against any articles, without a question, a window or an answer around it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta

from tidings.policy.claims import Claim, Statement
from tidings.policy.crosslingual.bilingual_quotes import quotes_across
from tidings.policy.proof import Record, fault_of
from tidings.policy.reading.likeness import Likeness
from tidings.policy.reading.reading import language_of
from tidings.policy.reasons import Reason
from tidings.policy.written.faults import Fault
from tidings.quotes import Quote, reference, shareable, supporting_quote
from tidings.schemas.evidence import EvidenceRef
from tidings.store.articles import StoredArticle
from tidings.windows import Window

# Two outlets' words for one sentence: enough to compare, short enough to read.
REFS = 2
# An article that has less in common with a sentence than this share of what the best one has was cited beside
# the point: the sentence would be held against it, too.
LEAST_SHARE = 0.5


def check_sentence(
    text: str, articles: Sequence[StoredArticle], likeness: Likeness | None = None
) -> Reason | None:
    """Why the articles do not bear a sentence out, by the very rules of the gate; None when they do."""
    found = fault_of_sentence(text, articles, likeness)
    return found.reason if found else None


def fault_of_sentence(
    text: str, articles: Sequence[StoredArticle], likeness: Likeness | None = None
) -> Fault | None:
    """What of a sentence the articles do not bear out, and what they say in its place; None when they do."""
    if not articles:
        return Fault(Reason.NO_REFERENCE)
    moments = [article.published_at for article in articles]
    window = Window("check", min(moments), max(moments) + timedelta(microseconds=1))
    record = Record({item.id: item for item in articles}, window, {}, likeness=likeness)
    refs = nearest_quotes(articles, text, language_of(text))
    return fault_of(Claim(Statement(text), "quoted", refs, written=True), record)


def nearest_quotes(articles: Iterable[StoredArticle], text: str, lang: str) -> tuple[EvidenceRef, ...]:
    """The nearest quote of each article, without those far from what the nearest of all has in common."""
    first: list[tuple[int, EvidenceRef]] = []
    further: list[tuple[int, EvidenceRef]] = []
    for article in articles:
        quotes = _in_own_words(article, text) if article.lang == lang else quotes_across(article, text)
        refs = [(shared, reference(article, quote)) for shared, quote in quotes]
        first, further = first + refs[:1], further + refs[1:]
    most = max((shared for shared, _ in first), default=0)
    near = [ref for shared, ref in first if shared >= LEAST_SHARE * most]
    cited = {ref.article_id for ref in near}
    return (*near, *(ref for _, ref in further if ref.article_id in cited))[:REFS]


def _in_own_words(article: StoredArticle, text: str) -> Iterator[tuple[int, Quote]]:
    """The nearest quote of an article in the sentence's language, with how much the two share."""
    quote = supporting_quote(article, text, article.lang)
    if quote is not None:
        yield len(shareable(text, article.lang) & shareable(quote.text, article.lang)), quote

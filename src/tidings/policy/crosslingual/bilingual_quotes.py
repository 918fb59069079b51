"""Bilingual quotes: the sentences of an article nearest to what is said of it in the other language."""

from __future__ import annotations

from collections.abc import Iterator

from tidings.policy.crosslingual.rendering import meanings
from tidings.policy.crosslingual.spellings import is_same_name
from tidings.policy.reading.proper_names import names_in
from tidings.policy.reading.reading import Sentence, read_sentence
from tidings.quotes import Quote
from tidings.schemas.evidence import QUOTE_LIMIT
from tidings.store.articles import StoredArticle
from tidings.text.cutting import cut_point
from tidings.text.tokens import Span, sentences

# A sentence that joins two facts of an article has a quote for each; the second must add this many words.
_LEAST_ADDED = 2
# Sentences of an article that are looked at: the news stands at the head of it.
_LOOKED_AT = 60


def quotes_across(article: StoredArticle, said: str) -> tuple[tuple[int, Quote], ...]:
    """The quotes that have most of what is said, each with how much it adds; none where nothing is met."""
    claim = read_sentence(said)
    spans = [span for span in sentences(article.text) if span.end - span.start > 1][:_LOOKED_AT]
    met = [(frozenset(_met(claim, read_sentence(article.text[one.start : one.end]))), one) for one in spans]
    if not met:
        return ()
    found: list[tuple[int, Quote]] = []
    covered: frozenset[int] = frozenset()
    for least in (1, _LEAST_ADDED):
        # Of sentences that have as much one of the body says more than the title does.
        places, span = max(met, key=lambda one: (len(one[0] - covered), one[1].start >= len(article.title)))
        if len(places - covered) < least:
            break
        found.append((len(places - covered), _quote(article.text, span)))
        covered |= places
    return tuple(found)


def _quote(text: str, span: Span) -> Quote:
    end = span.start + cut_point(text[span.start : span.end], QUOTE_LIMIT)
    return Quote(text[span.start : end], span.start, end)


def _met(claim: Sentence, cited: Sentence) -> Iterator[int]:
    """The words, names and figures of a claim that a sentence has, by the place each begins at."""
    meant = meanings(claim)
    for word in claim.content:
        if any(cited.all_roots.issuperset(option) for option in meant.get(word.place, ())):
            yield word.token.start
    capitals = {one.token.text for one in cited.words if one.token.text[0].isupper()}
    for name in names_in(claim):
        for word in name.words:
            if any(is_same_name(word.token.text, one) for one in capitals):
                yield word.token.start
    for figure in claim.quantities:
        if any(figure.agrees(other) for other in cited.quantities):
            yield figure.start

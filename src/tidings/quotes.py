"""Quotes: the sentence of a stored text that names what a claim is about, verbatim and with its offsets."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC
from functools import lru_cache
from itertools import pairwise

from tidings.schemas.evidence import QUOTE_LIMIT, EvidenceRef
from tidings.store.articles import StoredArticle
from tidings.text.cutting import cut_point
from tidings.text.names import sound_key
from tidings.text.naming import Subject, named, stems_in
from tidings.text.stopwords import stop_words
from tidings.text.tokens import Span, Token, index_stems, sentences, tokenize

# Shorter sentences are headings, bylines and "Read more": they name a subject without saying anything of it.
_TELLING = 40
# Shorter skeletons of names are shared by too many words.
_LEAST_SOUND = 3
# Sentences of an article that are weighed closely for what they support.
_WEIGHED = 5


@dataclass(frozen=True, slots=True)
class Quote:
    """A verbatim stretch of an article's stored text: `text == article.text[start:end]`."""

    text: str
    start: int
    end: int


def naming_quote(article: StoredArticle, subjects: Collection[Subject]) -> Quote | None:
    """The sentence that names most of `subjects`, in at most QUOTE_LIMIT characters; None when none is named.

    Of sentences that name as much a telling one comes first, then a whole one, then one of the body.
    """
    best: Quote | None = None
    best_rank = (0, False, False, False)
    for span in sentences(article.text):
        quote = _around(article.text, span.start, span.end, subjects, article.lang)
        rank = (len(named(quote.text, subjects, article.lang)), *_merits(article, quote))
        if rank[0] and rank > best_rank:
            best, best_rank = quote, rank
        if best_rank == (len(subjects), True, True, True):
            break
    return best


def supporting_quote(article: StoredArticle, said: str, lang: str) -> Quote | None:
    """The sentence sharing most words and names with `said`, or two that share more; None where none does.

    Words meet by their stems, names also by their sound, so that a sentence in another language is found.
    """
    wanted = shareable(said, lang)

    def shared(quote: Quote) -> int:
        return len(wanted & shareable(quote.text, article.lang))

    quotes = [_densest(article, span, wanted) for span in _nearest(article, wanted)]
    best = max(quotes, key=lambda quote: (shared(quote), *_merits(article, quote)), default=None)
    longer = max((_beside(article, best) if best else ()), key=shared, default=None)
    if best and longer and shared(longer) > shared(best):
        return longer
    return best


def repeated_quote(article: StoredArticle, said: str) -> Quote | None:
    """The sentences in which these very words stand in a row, whole; None where they do not."""
    rows = _rows(tokenize(article.text), tokenize(said))
    if not rows:
        return None
    first, last = rows[0]
    spans = [span for span, _ in _read(article.text, article.lang) if span.end > first.start]
    spans = [span for span in spans if span.start < last.end]
    return _cut(article.text, spans[0].start, spans[-1].end)


def _rows(words: Sequence[Token], wanted: Sequence[Token]) -> list[tuple[Token, Token]]:
    """The first and the last word wherever the wanted words stand in a row."""
    norms, row = [token.norm for token in words], [token.norm for token in wanted]
    places = [place for place, norm in enumerate(norms) if row and norm == row[0]]
    return [
        (words[place], words[place + len(row) - 1])
        for place in places
        if norms[place : place + len(row)] == row
    ]


def leading_quote(article: StoredArticle) -> Quote:
    """The article's first telling sentence, of its body where it has a whole one, else its title."""
    return quotes_of(article)[0]


def quotes_of(article: StoredArticle) -> list[Quote]:
    """Every sentence of the article as a quote: telling ones first, then whole ones, then the body's."""
    quotes = [_cut(article.text, span.start, span.end) for span in sentences(article.text)]
    return sorted(quotes, key=lambda quote: (*(not merit for merit in _merits(article, quote)), quote.start))


def _merits(article: StoredArticle, quote: Quote) -> tuple[bool, bool, bool]:
    """Whether it is prose that tells something, begins as a sentence does, and is not only the title."""
    telling = len(quote.text) >= _TELLING and "://" not in quote.text
    return telling, not quote.text[0].islower(), quote.start >= len(article.title)


def reference(article: StoredArticle, quote: Quote) -> EvidenceRef:
    """The quote as a reference to its dated article."""
    return EvidenceRef(
        article_id=str(article.id),
        url=article.url,
        date=article.published_at.astimezone(UTC).date().isoformat(),
        quote=quote.text,
        start=quote.start,
        end=quote.end,
    )


def shareable(text: str, lang: str) -> set[str]:
    """What two texts can have in common: stems of words and numbers, and the sounds of what may be names."""
    return _keys(tokenize(text), lang)


def _keys(words: Sequence[Token], lang: str) -> set[str]:
    capitals = (token for token in words if token.text[0].isupper() and token.norm not in stop_words(lang))
    sounds = (sound_key(token.text) for token in capitals)
    return {*index_stems(words, lang), *(f"~{sound}" for sound in sounds if len(sound) >= _LEAST_SOUND)}


def _nearest(article: StoredArticle, wanted: Collection[str]) -> list[Span]:
    """The few sentences that share most of what is wanted, those that share nothing left out."""
    counted = [(len(keys.intersection(wanted)), span) for span, keys in _read(article.text, article.lang)]
    near = sorted((item for item in counted if item[0]), key=lambda item: (-item[0], item[1].start))
    return [span for _, span in near[:_WEIGHED]]


@lru_cache(maxsize=128)
def _read(text: str, lang: str) -> tuple[tuple[Span, frozenset[str]], ...]:
    """The sentences of a text with what they can share; several claims cite the same articles."""
    return tuple((span, frozenset(shareable(text[span.start : span.end], lang))) for span in sentences(text))


def _beside(article: StoredArticle, quote: Quote) -> Iterator[Quote]:
    """The quote together with the sentence before or after it, in one paragraph of the body."""
    for one, next_one in pairwise(span for span, _ in _read(article.text, article.lang)):
        in_body = one.start >= len(article.title) and "\n" not in article.text[one.end : next_one.start]
        fits = in_body and next_one.end - one.start <= QUOTE_LIMIT
        if fits and quote.start in {one.start, next_one.start}:
            yield Quote(article.text[one.start : next_one.end], one.start, next_one.end)


def _densest(article: StoredArticle, span: Span, wanted: Collection[str]) -> Quote:
    """The stretch; of one too long to quote, the part that holds most of what is wanted."""
    text = article.text
    if span.end - span.start <= QUOTE_LIMIT:
        return Quote(text[span.start : span.end], span.start, span.end)
    tokens = tokenize(text[span.start : span.end])
    hits = [token for token in tokens if not _keys([token], article.lang).isdisjoint(wanted)]
    room = QUOTE_LIMIT - QUOTE_LIMIT // 8  # the cut comes after a whole word, a little before the limit

    def held(start: int) -> int:
        return sum(start <= token.start and token.end <= start + room for token in hits)

    start = max((0, *(token.start for token in tokens)), key=held)
    return _cut(text, span.start + start, span.end)


def _around(text: str, start: int, end: int, subjects: Collection[Subject], lang: str) -> Quote:
    """The sentence, or as much of a long one as keeps its first named word in view."""
    if end - start <= QUOTE_LIMIT:
        return Quote(text[start:end], start, end)
    wanted = frozenset[str]().union(*subjects)
    tokens = tokenize(text[start:end])
    ends = [token.end for token in tokens if not wanted.isdisjoint(stems_in([token], lang))]
    if ends and ends[0] > QUOTE_LIMIT // 2:
        lead = [token.start for token in tokens if ends[0] - token.start <= QUOTE_LIMIT // 2]
        start += lead[0] if lead else 0
    return _cut(text, start, end)


def _cut(text: str, start: int, end: int) -> Quote:
    end = start + (cut_point(text[start:end], QUOTE_LIMIT) or min(QUOTE_LIMIT, end - start))
    return Quote(text[start:end], start, end)

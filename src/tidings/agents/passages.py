"""Passages: which articles a model is shown, in which order, and which sentences of them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC

from tidings.llm.prompt import document_block
from tidings.llm.task import LEAST_DOCUMENTS, Document
from tidings.llm.tokens import estimate_tokens
from tidings.quotes import leading_quote, naming_quote
from tidings.schemas.evidence import TITLE_LIMIT
from tidings.store.articles import StoredArticle
from tidings.text.cutting import ELLIPSIS, cut
from tidings.text.duplicates import NEAR_DUPLICATE, shingles
from tidings.text.naming import Subject
from tidings.text.tokens import tokenize

# What a whole sentence ends with; a quote that does not was cut.
_ENDS = ".!?…»”\"')"

# After so many articles that did not fit in what room is left, hardly any other would.
_MOST_MISSES = 2


@dataclass(frozen=True, slots=True)
class Candidate:
    """An article that may be shown, and what its passage should name."""

    article: StoredArticle
    subjects: Collection[Subject] = ()


def by_turns(rows: Iterable[Sequence[Candidate]], lang: str) -> Iterator[Candidate]:
    """One of each row, then the next of each; of a row one from an outlet not yet heard comes first.

    Articles in `lang` come before the others: a sentence is proved more surely by words of its own language.
    """
    waiting = [sorted(row, key=lambda item: item.article.lang != lang) for row in rows if row]
    heard: set[str] = set()
    taken: set[int] = set()
    while waiting:
        for row in waiting:
            own = [item for item in row if item.article.lang == row[0].article.lang]
            fresh = (place for place, item in enumerate(own) if item.article.source not in heard)
            chosen = row.pop(next(fresh, 0))
            if chosen.article.id not in taken:
                taken.add(chosen.article.id)
                heard.add(chosen.article.source)
                yield chosen
        waiting = [row for row in waiting if row]


def of_subjects(
    subjects: Iterable[tuple[Sequence[int], Collection[Subject]]], articles: Mapping[int, StoredArticle]
) -> list[list[Candidate]]:
    """A row for each subject: those of its articles that were read, to be shown where they name it."""
    return [[Candidate(articles[key], wanted) for key in ids if key in articles] for ids, wanted in subjects]


def spread(
    articles: Iterable[StoredArticle],
    tones: Mapping[int, float],
    overall: float,
    subjects: Collection[Subject],
) -> list[list[Candidate]]:
    """Rows of the coldest, the warmest and the most typical articles by their tone."""
    felt = [article for article in articles if article.id in tones]
    cold = sorted(felt, key=lambda article: (tones[article.id], article.id))
    warm = sorted(felt, key=lambda article: (-tones[article.id], article.id))
    typical = sorted(felt, key=lambda article: (abs(tones[article.id] - overall), article.id))
    return [[Candidate(article, subjects) for article in row] for row in (cold, warm, typical)]


def pack(
    candidates: Iterable[Candidate], *, tokens: int, most: int, mask: Callable[[str], str] = str
) -> tuple[Document, ...]:
    """The first candidates that fit, no two of them copies of one text; three are taken in any case.

    `mask` hides what is nobody's business in an article's whole text, letter for letter.
    """
    packed: list[Document] = []
    shown: list[frozenset[str]] = []
    misses = 0
    for candidate in candidates:
        if len(packed) == most or misses == _MOST_MISSES:
            break
        document = _document(f"D{len(packed) + 1}", candidate, mask)
        words = _wording(document)
        if any(_is_copy(words, other) for other in shown):
            continue
        cost = estimate_tokens(document_block(document))
        if cost > tokens and len(packed) >= LEAST_DOCUMENTS:
            misses += 1
            continue
        packed.append(document)
        shown.append(words)
        tokens -= cost
    return tuple(packed)


def _document(key: str, candidate: Candidate, mask: Callable[[str], str]) -> Document:
    article = candidate.article
    shown = mask(article.text)
    return Document(
        id=key,
        article_id=article.id,
        title=cut(shown[: len(article.title)], TITLE_LIMIT),
        source=article.source,
        date=article.published_at.astimezone(UTC).date().isoformat(),
        passage=_passage(candidate, shown),
    )


def _passage(candidate: Candidate, shown: str) -> str:
    """The article's first telling sentence and the one that names the subject best, as they may be shown."""
    article = candidate.article
    found = [leading_quote(article), naming_quote(article, candidate.subjects)]
    body = {quote for quote in found if quote is not None and quote.start >= len(article.title)}
    ordered = sorted(body, key=lambda quote: quote.start)
    apart = [
        quote for place, quote in enumerate(ordered) if not place or quote.start >= ordered[place - 1].end
    ]
    texts = [shown[quote.start : quote.end] for quote in apart]
    return " ".join(text if text[-1] in _ENDS else f"{text}{ELLIPSIS}" for text in texts)


def _wording(document: Document) -> frozenset[str]:
    title, passage = ([token.norm for token in tokenize(text)] for text in (document.title, document.passage))
    return frozenset(shingles(title, passage))


def _is_copy(one: frozenset[str], other: frozenset[str]) -> bool:
    return len(one & other) >= NEAR_DUPLICATE * len(one | other) > 0

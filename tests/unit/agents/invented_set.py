"""Invented articles as the store hands them out, and phrases mined from them, for the analysts' tests."""

from __future__ import annotations

from datetime import UTC, datetime

from tidings.agents.keyphrase_mining import MinedPhrase
from tidings.store.articles import StoredArticle
from tidings.text.tokens import stem, tokenize

DAY = datetime(2031, 5, 30, 12, tzinfo=UTC)


def norm(words: str, lang: str = "en") -> str:
    return " ".join(stem(token.norm, lang) for token in tokenize(words))


def article(
    number: int,
    body: str,
    *,
    title: str = "An invented headline",
    source: str | None = None,
    lang: str = "en",
    phrases: tuple[str, ...] = (),
    names: tuple[str, ...] = (),
) -> StoredArticle:
    return StoredArticle(
        id=number,
        url=f"https://news.example/{number}",
        title=title,
        text=f"{title}\n\n{body}",
        source=source or f"Outlet {number}",
        lang=lang,
        published_at=DAY,
        revision=1,
        keyphrases=[[words, norm(words, lang), 0.5, len(words.split())] for words in phrases],
        entities=[[name, name.casefold(), "MISC"] for name in names],
    )


def phrase(words: str, *, articles: int = 10, keyness: float = 50.0, sources: int = 5) -> MinedPhrase:
    return MinedPhrase(
        phrase=words,
        norm=norm(words),
        lang="en",
        articles=articles,
        sources=sources,
        expected=1.0,
        keyness=keyness,
        sentiment=0.0,
        is_name=True,
        variants=(),
        article_ids=(),
    )

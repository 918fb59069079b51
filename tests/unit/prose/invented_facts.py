"""Invented facts and articles for the tests of sentences."""

from __future__ import annotations

from datetime import UTC, datetime

from tidings.prose.facts import Course, Fact
from tidings.store.articles import StoredArticle
from tidings.text.naming import subject_of
from tidings.windows import parse_window

WINDOW = parse_window("24h", datetime(2031, 5, 30, 23, 59, 59, tzinfo=UTC))


def article(number: int, body: str, *, source: str = "North Post", lang: str = "en") -> StoredArticle:
    return StoredArticle(
        id=number,
        url=f"https://news.example/{number}",
        title="An invented headline",
        text=f"An invented headline\n\n{body}",
        source=source,
        lang=lang,
        published_at=datetime(2031, 5, 30, 12, tzinfo=UTC),
        revision=1,
    )


def fact(
    label: str = "Tarn bridge",
    *,
    articles: int = 1204,
    sources: int = 310,
    expected: float = 286.4,
    tone: float = 0.0,
    course: Course = "rising",
    article_ids: tuple[int, ...] = (1,),
) -> Fact:
    return Fact(
        label=label,
        articles=articles,
        sources=sources,
        expected=expected,
        tone=tone,
        course=course,
        subjects=(subject_of(label, "en"),),
        article_ids=article_ids,
    )

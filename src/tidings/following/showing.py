"""Articles as alerts and digests show them: a title, a quote that stands in the text, nobody's data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from tidings.following.alerts import Pick
from tidings.following.news import Follow, NewsArticle, StoryNews
from tidings.policy.masking import Sources
from tidings.policy.personal import pii
from tidings.quotes import leading_quote, naming_quote, reference
from tidings.store.articles import StoredArticle
from tidings.text.naming import Subject, subject_of

# Articles of a story that are shown; the others are counted.
ARTICLES_A_STORY = 3
# Articles read to choose them from: the latest, among which several outlets and both languages are found.
CHOSEN_FROM = 12


def story_news(
    pick: Pick, articles: Mapping[int, StoredArticle], follows: Mapping[int, Follow], lang: str
) -> StoryNews:
    """A story with a few of its new articles, one an outlet, those in the reader's language first."""
    about = tuple(follows[number] for number in pick.follow_ids)
    stored = [articles[number] for number in pick.article_ids[:CHOSEN_FROM] if number in articles]
    shown = tuple(news_article(article, about) for article in _chosen(stored, lang))
    return StoryNews(pick.story_id, shown, len(pick.article_ids), pick.sources, about)


def _chosen(stored: Iterable[StoredArticle], lang: str) -> list[StoredArticle]:
    by_outlet: dict[str, StoredArticle] = {}
    for article in sorted(stored, key=lambda article: article.lang != lang):
        by_outlet.setdefault(article.source, article)
    return list(by_outlet.values())[:ARTICLES_A_STORY]


def news_article(article: StoredArticle, about: Sequence[Follow]) -> NewsArticle:
    """The article with the sentence that names what is followed, else the first that tells something."""
    quote = naming_quote(article, _subjects(about, article.lang)) or leading_quote(article)
    ref = reference(article, quote)
    sources = Sources.of([article], [ref])
    url = article.url if article.url and not pii.in_address(article.url) else None
    return NewsArticle(
        id=article.id,
        title=sources.masked(article.title),
        source=article.source,
        url=url,
        published_at=article.published_at,
        lang=article.lang,
        quote=sources.masked_quote(ref),
    )


def _subjects(about: Sequence[Follow], lang: str) -> set[Subject]:
    """What a sentence may name; a story is known by a title, which no sentence holds."""
    return {subject_of(follow.words, lang) for follow in about if follow.kind != "story"}

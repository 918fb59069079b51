"""Pages of what is followed: an alert about new articles, and the digest of a day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tidings.following.digest import Digest
from tidings.following.news import Alert, Follow, FollowNews, NewsArticle, StoryNews
from tidings.pages.blocks import (
    Block,
    Card,
    Footnote,
    Heading,
    Origin,
    Page,
    Paragraph,
    Point,
    Quotation,
    Span,
    text,
)
from tidings.pages.evidence import Library
from tidings.pages.insights import points
from tidings.pages.phrases import phrase
from tidings.pages.reader import Reader
from tidings.pages.words import Words, nested, one_line
from tidings.schemas import Answer
from tidings.text.cutting import cut

# A followed story is named by a headline, which is to be recognised, not read.
_NAME = 60
# Two lines on a phone, as under an answer.
_QUOTE = 120
# Of the day as a whole a digest tells the first few things; the rest is one command away.
_INSIGHTS = 3
_BULLET = "•"


def alert_page(alert: Alert, reader: Reader) -> Page:
    """New articles about followed things: one story by its words, several by a card each."""
    newest = max(item.published_at for story in alert.stories for item in story.shown)
    words = Words.of(reader, newest)
    if len(alert.stories) == 1:
        return Page(tuple(_one_story(alert.stories[0], words)))
    title = words.say("page.alert", stories=len(alert.stories))
    more = [Footnote(text(words.say("page.digest.more", stories=alert.more)))] if alert.more else []
    return Page((Heading(title), *(_story(story, words, named=True) for story in alert.stories), *more))


def digest_page(digest: Digest, reader: Reader) -> Page:
    """What came for followed things in a day, and what the day was about."""
    words = Words.of(reader, digest.until)
    return Page(
        (
            Heading(words.say("page.digest", day=words.day(digest.day))),
            *_followed(digest, words),
            *(_trends(digest.trends, words) if digest.trends is not None else ()),
            Footnote(phrase("page.digest.change", words.lang)),
        )
    )


def _one_story(story: StoryNews, words: Words) -> Iterator[Block]:
    first, *others = story.shown
    yield Heading(words.say("page.alert.story", title=one_line(first.title)))
    yield Quotation(one_line(first.quote), _origin(first, words))
    yield from (_also(article, words) for article in others)
    coverage = words.say("page.coverage.new", articles=story.articles, sources=story.sources)
    names = _different_names(story.follows, words)
    key = "page.alert.for" if len(names) == 1 else "page.alert.for.many"
    yield Footnote(text(words.say(key, names=", ".join(names), coverage=coverage)))


def _also(article: NewsArticle, words: Words) -> Point:
    origin = _origin(article, words)
    title = Span(one_line(article.title), url=article.url)
    return Point(_BULLET, (title, Span(f" — {origin.source}, {origin.day}")))


def _followed(digest: Digest, words: Words) -> Iterator[Block]:
    for news in digest.followed:
        yield from _news(news, words)
    if digest.quiet:
        yield Footnote(text(words.say("page.digest.quiet", names=_names(digest.quiet, words))))


def _news(news: FollowNews, words: Words) -> Iterator[Block]:
    coverage = words.say("page.coverage.new", articles=news.articles, sources=news.sources)
    yield Heading(f"{_name(news.follow, words)}: {coverage}")
    if news.alerted:
        key = "page.digest.alerted.all" if news.alerted == news.articles else "page.digest.alerted"
        yield Footnote(text(words.say(key, articles=news.alerted)))
    yield from (_story(story, words) for story in news.stories)
    if news.more:
        yield Footnote(text(words.say("page.digest.more", stories=news.more)))


def _story(story: StoryNews, words: Words, *, named: bool = False) -> Card:
    """A story by its first article, how much more there is of it, and for which followed thing it is told."""
    first, rest = story.shown[0], story.articles - 1
    notes = [words.say("page.more", articles=rest)] if rest else []
    notes += [_names(story.follows, words)] if named else []
    quote, title = one_line(first.quote), one_line(first.title)
    snippet = "" if quote in title else cut(quote, _QUOTE)
    return Card(title, _origin(first, words), snippet, " · ".join(notes))


def _trends(answer: Answer, words: Words) -> Iterator[Block]:
    yield Heading(words.say("page.digest.trends"))
    yield Paragraph(text(words.typeset(answer.tldr)))
    yield from points(answer.insights[:_INSIGHTS], Library(answer, words), words)


def _origin(article: NewsArticle, words: Words) -> Origin:
    day = article.published_at.astimezone(words.zone).date()
    return Origin(one_line(article.source), day, words.moment(article.published_at), article.url)


def _names(follows: Iterable[Follow], words: Words) -> str:
    return ", ".join(_different_names(follows, words))


def _different_names(follows: Iterable[Follow], words: Words) -> list[str]:
    """Each name once: the same may be followed in one language and in all."""
    return list(dict.fromkeys(_name(follow, words) for follow in follows))


def _name(follow: Follow, words: Words) -> str:
    name = words.say("explained.quote", quote=cut(one_line(follow.words), _NAME))
    return nested(name, words.lang)

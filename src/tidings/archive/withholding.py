"""Withholding: what the operator's lists of domains forbid today is not told of an answer of yesterday."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tidings.policy.domains import DomainRule
from tidings.schemas import Evidence
from tidings.schemas.explanation import CitedArticle, Explanation, Headline, LeftOut, Standing, Subject
from tidings.store.answers import Card
from tidings.text.cutting import ELLIPSIS


@dataclass(frozen=True, slots=True)
class Withholding:
    """The articles that may not be shown, by number, and what they are called."""

    articles: frozenset[str] = frozenset()
    titles: tuple[str, ...] = ()

    @classmethod
    def of(cls, rule: DomainRule | None, cards: Iterable[Card], evidence: Iterable[Evidence]) -> Withholding:
        """Of the articles an answer speaks of, those whose address the rule refuses."""
        if rule is None:
            return cls()
        known = [(str(card.id), card.title, card.url) for card in cards]
        known += [(card.article_id, card.title, card.url) for card in evidence]
        refused = [(key, title) for key, title, url in known if url is not None and rule.refuses(url)]
        allowed = {title for key, title, url in known if url is None or not rule.refuses(url)}
        titles = dict.fromkeys(title for _, title in refused if title not in allowed)
        return cls(frozenset(key for key, _ in refused), tuple(titles))

    def withheld(self, told: Explanation) -> Explanation:
        """The explanation without them, and how much was taken out of it."""
        if not self.articles:
            return told
        insights = [kept for item in told.insights if (kept := self._insight(item)) is not None]
        subjects = [self._subject(item) for item in told.subjects if not self._is_titled(item.label)]
        gone = len(told.insights) - len(insights) + len(told.subjects) - len(subjects)
        header, tldr = self._line(told.header), self._line(told.tldr)
        return told.model_copy(
            update={
                "header": header,
                "tldr": tldr,
                "insights": tuple(insights),
                "subjects": tuple(subjects),
                "header_grounds": self._headline(told.header_grounds),
                "tldr_grounds": self._headline(told.tldr_grounds),
                "left_out": tuple(self._left_out(item) for item in told.left_out),
                "withheld": gone + (told.header != header) + (told.tldr != tldr),
            }
        )

    def _insight(self, item: Standing) -> Standing | None:
        """The insight on what may be shown; none where nothing is left, or it repeats what may not be."""
        grounds = tuple(ground for ground in item.grounds if ground.article_id not in self.articles)
        repeats = item.basis == "quoted" and len(grounds) < len(item.grounds)
        if not grounds or repeats or self._is_titled(item.subject or "") or self._line(item.text) is None:
            return None
        return item.model_copy(update={"grounds": grounds})

    def _subject(self, item: Subject) -> Subject:
        counted = tuple(article for article in item.counted if article.article_id not in self.articles)
        return item.model_copy(update={"counted": counted})

    def _headline(self, grounds: Headline) -> Headline:
        shown = tuple(label for label in grounds.subjects if not self._is_titled(label))
        return grounds.model_copy(update={"subjects": shown})

    def _left_out(self, item: LeftOut) -> LeftOut:
        """Where an article of it may not be shown, its words may be that article's."""
        if not any(article.article_id in self.articles for article in item.articles):
            return item
        articles = tuple(
            CitedArticle(article_id=article.article_id, reason=article.reason)
            if article.article_id in self.articles
            else article
            for article in item.articles
        )
        return item.model_copy(update={"text": ELLIPSIS, "articles": articles, "at_fault": ""})

    def _is_titled(self, label: str) -> bool:
        """Whether a label is such a title, perhaps cut."""
        stem = label.removesuffix(ELLIPSIS)
        return bool(stem) and any(
            title == label or (stem != label and title.startswith(stem)) for title in self.titles
        )

    def _line(self, text: str | None) -> str | None:
        """A line that names no such title, cut or whole."""
        if text is None:
            return None
        return None if any(_names(text, title) for title in self.titles) else text


# The shortest that a title is cut to in a summary is about four words.
_RECOGNISED = 16


def _names(text: str, title: str) -> bool:
    """Whether a text has a title in it, or as much of its beginning as tells it from others."""
    return title[:_RECOGNISED] in text if len(title) > _RECOGNISED else title in text

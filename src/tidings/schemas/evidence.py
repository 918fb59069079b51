"""Evidence: the stored articles an answer stands on, and the quotes that prove its claims."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import StringConstraints, model_validator

from tidings.schemas.base import ArticleId, Contract, Count, Day, Url

QUOTE_LIMIT = 240
SNIPPET_LIMIT = 240
TITLE_LIMIT = 200


class EvidenceRef(Contract):
    """One quote of one dated article; `start` and `end` are character offsets in its stored text."""

    article_id: ArticleId | None = None
    url: Url | None = None
    date: Day
    quote: Annotated[str, StringConstraints(min_length=1, max_length=QUOTE_LIMIT)]
    start: Count
    end: Count

    @model_validator(mode="after")
    def _points_somewhere(self) -> Self:
        if self.article_id is None and self.url is None:
            raise ValueError("a reference needs an article_id or a url")
        if self.end - self.start != len(self.quote):
            raise ValueError("offsets do not span the quote")
        return self


class Evidence(Contract):
    """A stored article the answer rests on."""

    article_id: ArticleId
    title: Annotated[str, StringConstraints(min_length=1, max_length=TITLE_LIMIT)]
    url: Url | None
    date: Day
    source: str
    snippet: Annotated[str, StringConstraints(max_length=SNIPPET_LIMIT)]

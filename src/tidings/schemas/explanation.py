"""The explanation of an answer: why each part of it stands, what was left out, what was corrected since.

What was counted is kept with an answer, so that it can be told without counting again. Of answers kept by an
earlier version the fields with a default are empty.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from tidings.schemas.base import ArticleId, Contract, Count, Day, Score, Url
from tidings.schemas.insight import Basis, Figure, InsightType

Course = Literal["rising", "falling", "stable", "new", "unknown"]
SubjectKind = Literal["set", "topic", "story", "phrase", "aspect"]


class Correction(Contract):
    """A new revision of a cited article, and whether the quoted words still stand in it."""

    revision: Count
    revised_at: datetime
    words_stand: bool


class Ground(Contract):
    """A quote an insight stands on, in the revision of the article that proved it."""

    article_id: ArticleId
    title: str
    source: str
    url: Url | None
    date: Day
    quote: str
    start: Count
    end: Count
    revision: Count | None
    corrected: Correction | None = None


class Standing(Contract):
    """An insight, and what it stands on; `subject` is the label of what it counted, one of `subjects`."""

    number: Count
    type: InsightType
    basis: Basis
    written: bool
    text: str
    figures: tuple[Figure, ...]
    grounds: tuple[Ground, ...]
    subject: str | None = None


class CountedArticle(Contract):
    """An article that was counted."""

    article_id: ArticleId
    title: str
    source: str
    url: Url | None
    date: Day


class Expectation(Contract):
    """What the past leads one to expect of a subject.

    `counts` are its articles in each span of the past, the newest first; `rule` says in the reader's language
    how `articles` follows from them and from when on the subject is called rising or falling.
    """

    counts: tuple[float, ...]
    articles: float
    rule: str


class Subject(Contract):
    """Something the answer counted: of its `articles`, `counted` lists those that are kept, best first.

    A `set` is everything that was found for the question, which is its label.
    """

    kind: SubjectKind
    label: str
    articles: Count
    sources: Count
    course: Course
    counted: tuple[CountedArticle, ...]
    expectation: Expectation | None = None


class Past(Contract):
    """The past a window is held against: so many spans as long as it, and the articles of all of them."""

    since: datetime
    until: datetime
    windows: Count
    articles: Count


class ConfidencePart(Contract):
    """One of the three parts of the confidence; `sentence` says it in the reader's language."""

    name: Literal["agreement", "sample", "ranking"]
    value: Score
    weight: Score
    sentence: str


class Headline(Contract):
    """What the header or the summary says: its figures, and the labels of the subjects it names."""

    figures: tuple[Figure, ...] = ()
    subjects: tuple[str, ...] = ()


class CitedArticle(Contract):
    """An article that something left out had cited, and what was wrong with the reference itself.

    Its title, outlet and address are none where it is no longer stored, or may not be shown.
    """

    article_id: ArticleId
    reason: str | None
    title: str | None = None
    source: str | None = None
    url: Url | None = None


class LeftOut(Contract):
    """Something that was not let through; `sentence` is the reason in the reader's language.

    `at_fault` says which words it was, and what the article has instead; empty where that cannot be told.
    """

    part: str
    text: str
    written: bool
    outcome: Literal["drop", "abstain"]
    reason: str
    sentence: str
    articles: tuple[CitedArticle, ...]
    at_fault: str = ""


class Explanation(Contract):
    """Why an answer says what it says; header, summary and confidence are none where nothing was proved.

    `lang` is the language it was answered in, `asked_again` the command that asks the same. `withheld` counts
    what is not told because the operator's list of domains forbids its articles now.
    """

    correlation_id: str
    asked_at: datetime
    command: str
    query: str | None
    window: str
    since: datetime
    until: datetime
    lang: str
    model: str
    tokens: Count
    cost_usd: float
    latency_ms: float
    error_code: str | None
    header: str | None
    tldr: str | None
    confidence: Score | None
    insights: tuple[Standing, ...]
    left_out: tuple[LeftOut, ...]
    corrected: Count
    as_of: datetime | None = None
    asked_again: str = ""
    header_grounds: Headline = Headline()
    tldr_grounds: Headline = Headline()
    subjects: tuple[Subject, ...] = ()
    past: Past | None = None
    confidence_parts: tuple[ConfidencePart, ...] = ()
    withheld: Count = 0


class KeptAnswer(Contract):
    """An answer that can be explained, in a line; `header` is none where nothing was proved."""

    correlation_id: str
    asked_at: datetime
    command: str
    query: str | None
    window: str
    header: str | None
    error_code: str | None

"""An outside reader's look at a delivered answer: its JSON against the stored rows, by rules of its own.

Nothing of the gate is used here, so that what it lets through by mistake is seen.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from bench._questions import Question
from tidings.schemas import Answer
from tidings.store.pool import Database

Json = Mapping[str, Any]

# Each cited article in the newest text that was known when the answer's window ended.
_STORED = """
SELECT a.id, a.url, s.name, a.published_at, r.title, r.text
  FROM articles a
  JOIN sources s ON s.id = a.source_id
  JOIN article_revisions r ON r.article_id = a.id
 WHERE a.id = ANY(%s)
   AND r.revision = (SELECT max(known.revision) FROM article_revisions known
                      WHERE known.article_id = a.id AND (known.revision = 1 OR known.revised_at <= %s))
"""
_OUTLETS = "SELECT name FROM sources"
_COUNTED = """
SELECT s.name, count(*)
  FROM article_signals g JOIN sources s ON s.id = g.source_id
 WHERE g.published_at >= %s AND g.published_at < %s AND g.lang = %s
 GROUP BY s.name
"""
# What the contract promises of lengths and of the mask of personal data.
_LIMITS = {"header": 100, "tldr": 220, "text": 180, "quote": 240, "snippet": 240}
_MOST_INSIGHTS = 5
MASK, _ELLIPSIS = "•", "…"
_QUOTED = re.compile(r"(.+?): [“«](.*)[”»]", re.DOTALL)
_IN_QUOTES = re.compile(r"«[^»]*»|“[^”]*”|\"[^\"]*\"")
_CYRILLIC, _LATIN = re.compile(r"[А-Яа-яЁё]"), re.compile(r"[A-Za-z]")


class Check(StrEnum):
    """What is looked at."""

    QUOTE = "quote_verbatim"
    DATE = "date_right"
    SOURCE = "source_right"
    RESULT = "result_refs_right"
    CARDS = "cards_right"
    FIGURES = "figures_right"
    LANGUAGE = "language_right"
    LIMITS = "within_limits"
    CONTRACT = "contract_valid"


@dataclass(frozen=True, slots=True)
class Finding:
    """Whether one thing holds: an insight, a reference of the result, a card, or the answer as a whole."""

    check: Check
    held: bool
    where: str


@dataclass(frozen=True, slots=True)
class Stored:
    """An article as the database has it."""

    id: int
    url: str | None
    source: str
    published_at: datetime
    title: str
    text: str

    @property
    def day(self) -> str:
        """The day it was published, in UTC."""
        return self.published_at.astimezone(UTC).date().isoformat()


@dataclass(frozen=True, slots=True)
class Truth:
    """What an answer is held against: its articles, all outlets, and how much each published, where known."""

    articles: Mapping[int, Stored]
    outlets: frozenset[str]
    counted: Mapping[str, int] | None

    def of(self, ref: Json) -> Stored | None:
        """The stored article of a reference or a card."""
        if ref.get("article_id") is not None:
            return self.articles.get(int(ref["article_id"]))
        return next((article for article in self.articles.values() if article.url == ref.get("url")), None)


async def checked(db: Database, question: Question, answer: Answer) -> list[Finding]:
    """Everything that can be said of an answer, held or not."""
    written = answer.model_dump_json()
    shown = json.loads(written)
    truth = await _truth(db, question, shown)
    whole = [
        (Check.LANGUAGE, all(reads_as(shown[name], shown["meta"]["lang"]) for name in ("header", "tldr"))),
        (Check.LIMITS, keeps_limits(shown)),
        (Check.CONTRACT, Answer.model_validate_json(written) == answer),
    ]
    if truth.counted is not None:
        whole.append((Check.FIGURES, figures_agree(shown, truth.counted)))
    return [*_of_insights(shown, truth), *_of_result(shown, truth), *_of_cards(shown, truth)] + [
        Finding(check, held, check) for check, held in whole
    ]


async def _truth(db: Database, question: Question, shown: Json) -> Truth:
    refs = [*references(shown["insights"]), *references(shown["result"]), *shown["evidence"]]
    ids = sorted({int(ref["article_id"]) for ref in refs if ref.get("article_id") is not None})
    rows = await db.fetch_all(_STORED, (ids, shown["meta"]["until"]))
    outlets = await db.fetch_all(_OUTLETS)
    counted = None
    # Which articles match a query is retrieval's to say, and measured there.
    if question.query is None:
        span = shown["meta"]["since"], shown["meta"]["until"], question.lang
        counted = dict(await db.fetch_all(_COUNTED, span))
    return Truth({row[0]: Stored(*row) for row in rows}, frozenset(name for (name,) in outlets), counted)


def references(part: Any) -> Iterator[Json]:
    """Every reference in a piece of an answer: whatever has a quote."""
    if isinstance(part, Mapping):
        if "quote" in part:
            yield part
        for child in part.values():
            yield from references(child)
    elif isinstance(part, Sequence) and not isinstance(part, str):
        for child in part:
            yield from references(child)


def _of_insights(shown: Json, truth: Truth) -> Iterator[Finding]:
    for place, insight in enumerate(shown["insights"]):
        refs, where = insight["evidence_refs"], f"insights[{place}]: {insight['text']}"
        yield Finding(Check.QUOTE, all(verbatim(ref, truth.of(ref)) for ref in refs), where)
        yield Finding(Check.DATE, all(dated(ref, truth.of(ref), shown["meta"]) for ref in refs), where)
        yield Finding(Check.SOURCE, sourced(insight, shown["evidence"], truth), where)


def _of_result(shown: Json, truth: Truth) -> Iterator[Finding]:
    for ref in references(shown["result"]):
        article = truth.of(ref)
        held = verbatim(ref, article) and dated(ref, article, shown["meta"]) and addressed(ref, article)
        yield Finding(Check.RESULT, held, f"result: {ref['quote']}")


def _of_cards(shown: Json, truth: Truth) -> Iterator[Finding]:
    for card in shown["evidence"]:
        article = truth.of(card)
        held = addressed(card, article) and dated(card, article, shown["meta"]) and told(card, article)
        yield Finding(Check.CARDS, held, f"card: {card['title']}")


def verbatim(ref: Json, article: Stored | None) -> bool:
    """Whether the stored text says this at these offsets, letter by letter but for what is masked."""
    quote, there = ref["quote"], article.text[ref["start"] : ref["end"]] if article else ""
    # A mask hides a number or a name in a quote, never the quote.
    return bool(there) and 2 * quote.count(MASK) <= len(quote) and bool(_unmasked(quote).fullmatch(there))


def _unmasked(words: str) -> re.Pattern[str]:
    """What a text with masks may have been: a letter or a digit under each."""
    return re.compile("".join(r"[\w•]" if char == MASK else re.escape(char) for char in words))


def dated(ref: Json, article: Stored | None, meta: Json) -> bool:
    """Whether the article was published on that day, and within the window."""
    if article is None:
        return False
    since, until = (datetime.fromisoformat(meta[edge]) for edge in ("since", "until"))
    return bool(ref["date"] == article.day) and since <= article.published_at < until


def addressed(ref: Json, article: Stored | None) -> bool:
    """Whether the address, where one is given, is that article's, and so is the outlet's name."""
    if article is None:
        return False
    return ref.get("url") in {None, article.url} and ref.get("source", article.source) == article.source


def sourced(insight: Json, cards: Sequence[Json], truth: Truth) -> bool:
    """Whether what an insight cites is stored, shown as a card of its outlet, and said by whom it names."""
    refs = insight["evidence_refs"]
    known = {card["article_id"]: card["source"] for card in cards}
    for ref in refs:
        article = truth.of(ref)
        if article is None or not addressed(ref, article) or known.get(str(article.id)) != article.source:
            return False
    said = _QUOTED.fullmatch(insight["text"])
    if said is None or said[1] not in truth.outlets:
        return True
    words = _unmasked(said[2].removesuffix(_ELLIPSIS))
    own = ((ref, truth.of(ref)) for ref in refs)
    return any(
        article is not None
        and article.source == said[1]
        and bool(words.search(article.text[ref["start"] : ref["end"]]))
        for ref, article in own
    )


def told(card: Json, article: Stored | None) -> bool:
    """Whether a card's title and words are the article's."""
    if article is None:
        return False
    title, snippet = (_unmasked(card[name].removesuffix(_ELLIPSIS)) for name in ("title", "snippet"))
    return bool(title.match(article.title or article.source)) and bool(snippet.search(article.text))


def figures_agree(shown: Json, counted: Mapping[str, int]) -> bool:
    """Whether totals and outlets' counts are those of the stored rows, and no part is more than the whole."""
    meta = shown["meta"]
    total = sum(counted.values())
    outlets = all(
        counted.get(row["source"]) == row["articles"] for row in shown["result"].get("top_sources", ())
    )
    figures = [figure for insight in shown["insights"] for figure in insight["figures"]]
    whole = {"articles": total, "sources": len(counted)}
    parts = all(figure["value"] <= whole.get(figure["name"], figure["value"]) for figure in figures)
    return (meta["articles"], meta["sources"]) == (total, len(counted)) and outlets and parts


def reads_as(text: str, lang: str) -> bool:
    """Whether most letters outside quotation marks are of that language's script."""
    bare = _IN_QUOTES.sub("", text)
    russian, english = len(_CYRILLIC.findall(bare)), len(_LATIN.findall(bare))
    return russian >= english if lang == "ru" else english >= russian


def keeps_limits(shown: Json) -> bool:
    """Whether every text is there and short enough, and there are one to five insights with references."""
    insights = shown["insights"]
    texts = [("header", shown["header"]), ("tldr", shown["tldr"])]
    texts += [("text", insight["text"]) for insight in insights]
    texts += [("quote", ref["quote"]) for ref in references([insights, shown["result"]])]
    fits = all(0 < len(text) <= _LIMITS[name] for name, text in texts)
    cards = all(len(card["snippet"]) <= _LIMITS["snippet"] for card in shown["evidence"])
    cited = all(insight["evidence_refs"] for insight in insights)
    return fits and cards and cited and 1 <= len(insights) <= _MOST_INSIGHTS

"""Statistics of a set of articles: its size, and which phrases it uses, over all of its rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, LiteralString, NamedTuple

from psycopg import AsyncConnection

# Every parameter is a constant when the statement is planned (force_custom_plan), so the parts that are
# not asked for vanish from the plan.
_SELECTED: LiteralString = """
  FROM article_signals
 WHERE published_at >= %(since)s AND published_at < %(until)s
   AND (%(langs)s::text[] IS NULL OR lang = ANY(%(langs)s))
   AND (%(sources)s::bigint[] IS NULL OR source_id = ANY(%(sources)s))
   AND (%(ids)s::bigint[] IS NULL OR id = ANY(%(ids)s))
"""
# By language as well, since a phrase is rare or not within its own; names are used in several. What was
# published before a day is counted once more, to be taken out of that day's counts of the whole corpus.
_PHRASE_COUNTS: LiteralString = f"""
SELECT phrase, jsonb_object_agg(lang, n), sum(n_before)::int
  FROM (SELECT phrase, lang, count(*) AS n, count(*) FILTER (WHERE is_before) AS n_before
          FROM (SELECT unnest(phrase_ids) AS phrase, lang,
                       %(before)s::date IS NULL OR published_at < %(before)s AS is_before
                  {_SELECTED}) AS used
         GROUP BY phrase, lang) AS counted
 GROUP BY phrase
HAVING sum(n) >= %(least)s
 ORDER BY sum(n) DESC, phrase
 LIMIT %(limit)s
"""
# Ids are hashes: the lowest ones are a fair sample of a phrase's articles, and always the same one.
_PHRASE_USES: LiteralString = f"""
SELECT phrase, count(*), count(DISTINCT source_id), avg(sentiment), (array_agg(id ORDER BY id))[1:%(sample)s]
  FROM (SELECT id, source_id, sentiment, unnest(phrase_ids) AS phrase {_SELECTED}) AS used
 WHERE phrase = ANY(%(phrases)s)
 GROUP BY phrase
"""
_TOTALS: LiteralString = f"""
SELECT lang, count(*), count(DISTINCT source_id),
       count(*) FILTER (WHERE %(before)s::date IS NULL OR published_at < %(before)s)
{_SELECTED}
 GROUP BY GROUPING SETS ((lang), ())
"""
_CORPUS_LANGS = """
SELECT lang, sum(articles) FROM corpus_days WHERE %(before)s::date IS NULL OR day < %(before)s GROUP BY lang
"""
_TONES = "SELECT id, sentiment FROM article_signals WHERE id = ANY(%s)"


@dataclass(frozen=True, slots=True)
class Selection:
    """The articles a question is about: all of a span, or the given ones; None filters nothing."""

    since: datetime
    until: datetime
    langs: Sequence[str] | None = None
    sources: Sequence[int] | None = None
    ids: Sequence[int] | None = None

    def params(self, **more: Any) -> dict[str, Any]:
        """The selection as parameters of a statement."""
        lists = {
            name: None if value is None else list(value)
            for name, value in (("langs", self.langs), ("sources", self.sources), ("ids", self.ids))
        }
        return {"since": self.since, "until": self.until, **lists, **more}


class PhraseCount(NamedTuple):
    """How many of the selected articles of each language use a phrase; of them all, `before` a given day."""

    phrase_id: int
    langs: Mapping[str, int]
    before: int


class PhraseUse(NamedTuple):
    """How many articles use a phrase, from how many outlets, how they feel, and some of their ids."""

    phrase_id: int
    articles: int
    sources: int
    sentiment: float
    sample: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Totals:
    """How many articles are selected, from how many outlets, and by language: all, and before a day."""

    articles: int = 0
    sources: int = 0
    langs: Mapping[str, int] = field(default_factory=dict)
    before: Mapping[str, int] = field(default_factory=dict)


async def phrase_counts(
    conn: AsyncConnection[Any], selection: Selection, *, before: date | None, least: int, limit: int
) -> list[PhraseCount]:
    """The phrases most of the selected articles use, down to `least` articles."""
    cursor = await conn.execute(_PHRASE_COUNTS, selection.params(before=before, least=least, limit=limit))
    return [PhraseCount(*row) for row in await cursor.fetchall()]


async def phrase_uses(
    conn: AsyncConnection[Any], selection: Selection, phrases: Sequence[int], *, sample: int
) -> dict[int, PhraseUse]:
    """How the selected articles use each of these phrases."""
    cursor = await conn.execute(_PHRASE_USES, selection.params(phrases=list(phrases), sample=sample))
    rows = await cursor.fetchall()
    return {
        phrase: PhraseUse(phrase, articles, sources, float(sentiment), tuple(ids))
        for phrase, articles, sources, sentiment, ids in rows
    }


async def totals(conn: AsyncConnection[Any], selection: Selection, before: date | None) -> Totals:
    """The selection's size; zeros where it is empty."""
    rows = await (await conn.execute(_TOTALS, selection.params(before=before))).fetchall()
    articles, sources = next((row[1:3] for row in rows if row[0] is None), (0, 0))
    by_lang = [row for row in rows if row[0] is not None]
    langs = {lang: n for lang, n, _, _ in by_lang}
    return Totals(articles, sources, langs, {lang: n for lang, _, _, n in by_lang})


async def corpus_langs(conn: AsyncConnection[Any], before: date | None) -> dict[str, int]:
    """Articles of the corpus by language: all of them, or those published before the start of a day."""
    rows = await (await conn.execute(_CORPUS_LANGS, {"before": before})).fetchall()
    return {lang: int(articles) for lang, articles in rows}


async def tones(conn: AsyncConnection[Any], ids: Iterable[int]) -> dict[int, float]:
    """Sentiment of each of these articles."""
    rows = await (await conn.execute(_TONES, (list(ids),))).fetchall()
    return {article_id: float(sentiment) for article_id, sentiment in rows}

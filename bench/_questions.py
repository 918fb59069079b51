"""Varied commands over both 2020 corpora, as users would put them; always the same ones for a seed."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from tidings.engine import Engine
from tidings.errors import NoData
from tidings.orchestrator import execute_analyze, execute_trends
from tidings.schemas import Answer

SEED = 20200530
LANGUAGES = ("ru", "en")
# Moments whose week is full in both corpora.
_FIRST, _MINUTES = datetime(2020, 5, 28, tzinfo=UTC), 9 * 24 * 60
_PHRASES = """
SELECT lang, keyphrases FROM articles
 WHERE published_at BETWEEN '2020-05-21' AND '2020-06-06' AND lang IN ('en', 'ru')
   AND jsonb_array_length(keyphrases) > 2
 ORDER BY hashint8(id) LIMIT 800
"""
# Phrases of an article by strength: the first three go from one word to a few.
_PLACES = 3


@dataclass(frozen=True, slots=True)
class Kind:
    """A sort of command: its mode, its window, and whether it asks for a subject."""

    mode: str
    window: str
    subject: bool = False

    @property
    def name(self) -> str:
        """How it is called in tables."""
        command = self.mode if self.mode == "trends" else f"analyze {self.mode}"
        return f"{command} {self.window}{' of a subject' if self.subject else ''}"


@dataclass(frozen=True, slots=True)
class Question:
    """One command, ready to be put."""

    kind: Kind
    lang: str
    query: str | None
    as_of: datetime

    async def put(self, engine: Engine, reference: str | None = None, *, simple: bool = False) -> Answer:
        """The whole answer; raises NoData where nothing matches. A subject is looked for in all languages.

        `simple` is for trends alone.
        """
        kind = self.kind
        if kind.mode == "trends":
            return await execute_trends(
                window=kind.window,
                lang=self.lang,
                as_of=self.as_of,
                simple=simple,
                engine=engine,
                correlation_id=reference,
            )
        return await execute_analyze(
            mode=kind.mode,
            query=self.query,
            window=kind.window,
            lang="auto" if self.query else self.lang,
            as_of=self.as_of,
            engine=engine,
            correlation_id=reference,
        )


def each_kind(kinds: Sequence[Kind], times: int) -> Iterator[tuple[Kind, str]]:
    """Every kind so many times, in either language by turns."""
    for number in range(times):
        for kind in kinds:
            yield kind, LANGUAGES[number % 2]


class Questions:
    """Draws questions by chance, subjects from what articles of those weeks call their own."""

    def __init__(self, phrases: Mapping[str, Sequence[str]], seed: int = SEED) -> None:
        self._phrases = phrases
        self._chance = random.Random(seed)

    @classmethod
    async def over(cls, engine: Engine, seed: int = SEED) -> Questions:
        """Questions for the articles of an engine."""
        phrases: dict[str, list[str]] = {lang: [] for lang in LANGUAGES}
        for place, (lang, found) in enumerate(await engine.db.fetch_all(_PHRASES)):
            phrases[lang].append(found[place % _PLACES][0])
        return cls(phrases, seed)

    def one(self, kind: Kind, lang: str) -> Question:
        """A question of that kind and language."""
        query = self._chance.choice(self._phrases[lang]) if kind.subject else None
        return Question(kind, lang, query, _FIRST + timedelta(minutes=self._chance.randrange(_MINUTES)))

    async def answerable(self, engine: Engine, kind: Kind, lang: str) -> Question:
        """A question for which there are articles: any, but for one of a subject, which is tried."""
        while True:
            question = self.one(kind, lang)
            if not kind.subject or await _has_articles(engine, question):
                return question


async def _has_articles(engine: Engine, question: Question) -> bool:
    try:
        await question.put(engine)
    except NoData:
        return False
    return True

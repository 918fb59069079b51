"""Mixed commands as readers send them: a few that everybody sends, and many that one or two do.

Subjects are what the news of the week before name most, drawn by Zipf's law; half of the readers read
Russian. The moment is one of 2020 that goes on with the clock, minute by minute, as news come in by minutes.
"""

from __future__ import annotations

import random
import time
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bench._arrivals import Planned, poisson
from tidings.engine import Engine
from tidings.orchestrator import execute_analyze, execute_trends
from tidings.schemas import Answer

# An evening on which both corpora have run for two weeks.
NOW = datetime(2020, 6, 4, 18, tzinfo=UTC)
# Names and phrases of the week's articles, each counted once an article.
_SUBJECTS = """
SELECT subject FROM (
    SELECT lower(k.item->>0) AS subject, count(*) AS n
      FROM articles a, jsonb_array_elements(a.keyphrases || a.entities) AS k(item)
     WHERE a.published_at BETWEEN '2020-05-28' AND '2020-06-04' AND a.lang = %s
     GROUP BY 1) AS counted
 WHERE length(subject) BETWEEN 4 AND 40 ORDER BY n DESC, subject LIMIT 150
"""
# The share of the r-th subject is 1 / r: of 300, the first ten are asked about in half of all questions.
_ZIPF = 1.0


@dataclass(frozen=True, slots=True)
class Kind:
    """A sort of command and its share of all."""

    mode: str
    window: str
    share: float
    subject: bool = False

    @property
    def name(self) -> str:
        """How it is called in tables."""
        return f"{self.mode} {self.window}"


# What a bot's buttons and first lines lead to comes most: the day's trends, then subjects in every mode.
MIX = (
    Kind("trends", "24h", 0.3),
    Kind("trends", "3d", 0.08),
    Kind("trends", "1w", 0.08),
    Kind("keywords", "24h", 0.04),
    Kind("sentiment", "24h", 0.05),
    Kind("topics", "24h", 0.05),
    Kind("keywords", "3d", 0.12, subject=True),
    Kind("sentiment", "3d", 0.14, subject=True),
    Kind("topics", "1w", 0.14, subject=True),
)


@dataclass(frozen=True, slots=True)
class Question:
    """One command of one reader."""

    kind: Kind
    words: str
    query: str | None

    def put(self, engine: Engine, moment: datetime, reference: str) -> Awaitable[Answer]:
        """The answer as of that moment."""
        if self.kind.mode == "trends":
            return execute_trends(
                window=self.kind.window,
                as_of=moment,
                words=self.words,
                engine=engine,
                correlation_id=reference,
            )
        return execute_analyze(
            mode=self.kind.mode,
            query=self.query,
            window=self.kind.window,
            as_of=moment,
            words=self.words,
            engine=engine,
            correlation_id=reference,
        )


class Traffic:
    """Draws commands by chance, always the same for a seed."""

    def __init__(self, subjects: Sequence[str], seed: int) -> None:
        self._subjects = subjects
        self._weights = [1 / rank**_ZIPF for rank in range(1, len(subjects) + 1)]
        self._chance = random.Random(seed)
        self._began = time.perf_counter()

    @classmethod
    async def over(cls, engine: Engine, seed: int = 1) -> Traffic:
        """Traffic about the news of an engine; the languages' subjects take turns in rank."""
        english, russian = [
            [subject for (subject,) in await engine.db.fetch_all(_SUBJECTS, (lang,))] for lang in ("en", "ru")
        ]
        return cls([one for pair in zip(english, russian, strict=True) for one in pair], seed)

    def moment(self) -> datetime:
        """What time it is, to the minute."""
        return NOW + timedelta(minutes=int((time.perf_counter() - self._began) / 60))

    def question(self, kinds: Sequence[Kind] = MIX) -> Question:
        """A command of these kinds."""
        kind = self._chance.choices(kinds, [kind.share for kind in kinds])[0]
        query = self._chance.choices(self._subjects, self._weights)[0] if kind.subject else None
        return Question(kind, self._chance.choice(["ru", "en"]), query)

    def at_once(self, engine: Engine, count: int, kinds: Sequence[Kind] = MIX) -> list[Planned]:
        """So many commands at the same moment."""
        return [self._planned(engine, 0.0, kinds) for _ in range(count)]

    def by_rate(self, engine: Engine, rate: float, seconds: float) -> list[Planned]:
        """Commands that come independently of each other, so many a second."""
        return [self._planned(engine, after, MIX) for after in poisson(rate, seconds, self._chance)]

    def _planned(self, engine: Engine, after: float, kinds: Sequence[Kind]) -> Planned:
        question = self.question(kinds)
        return Planned(
            after, question.kind.name, lambda reference: question.put(engine, self.moment(), reference)
        )

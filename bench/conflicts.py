"""Conflicts: which pairs of invented sentences are told to contradict each other, of seen and unseen ones."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tidings.policy.disputes.contradiction import contradiction
from tidings.policy.disputes.telling import Telling
from tidings.policy.reading.reading import language_of
from tidings.store.articles import StoredArticle

NAME = "Conflicts between sources"
PAIRS = Path(__file__).with_name("claims") / "conflicts.toml"
HALVES = ("seen", "unseen")
_MORNING = datetime(2031, 5, 6, 8, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two outlets' sentences, how many hours lie between them, and whether they contradict each other."""

    kind: str
    conflict: bool
    half: str
    hours: float
    a: str
    b: str


def pairs(path: Path = PAIRS) -> list[Pair]:
    """The labelled pairs."""
    return [Pair(**row) for row in tomllib.loads(path.read_text(encoding="utf-8"))["pair"]]


def is_told(pair: Pair) -> bool:
    """Whether the two are found to contradict each other, whichever is read first."""
    one, other = _telling(pair.a, 0.0), _telling(pair.b, pair.hours)
    return contradiction(one, other) is not None or contradiction(other, one) is not None


def figures(judged: Sequence[tuple[Pair, bool]]) -> Iterator[tuple[str, float]]:
    """Precision and recall of each half, and over all."""
    for half in (*HALVES, "all"):
        rows = [(pair, told) for pair, told in judged if half in {pair.half, "all"}]
        right = sum(pair.conflict and told for pair, told in rows)
        yield f"{half}.precision", right / max(1, sum(told for _, told in rows))
        yield f"{half}.recall", right / max(1, sum(pair.conflict for pair, _ in rows))


def run(data: Path) -> dict[str, Any]:
    """Figures of the labelled pairs; nothing of the evaluation data is read."""
    return dict(figures([(pair, is_told(pair)) for pair in pairs()]))


def _telling(text: str, hours: float) -> Telling:
    at = _MORNING + timedelta(hours=hours)
    return Telling(StoredArticle(0, None, text, text, "", language_of(text), at, 1), 0, len(text))

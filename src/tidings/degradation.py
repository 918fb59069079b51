"""Degradation: how far service may be reduced, and what commands do without at each level."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

# Of the eight that an answer's best articles are: an answer of five insights still cites one each.
_DOCUMENTS = 5
# Of the 8,000 that a command may use by default: enough for a request with five articles, not for one more
# after a failure.
_COMMAND_TOKENS = 5000


class Level(IntEnum):
    """How far service is reduced."""

    NORMAL = 0
    SOFT = 1
    HARD = 2
    EMERGENCY = 3


@dataclass(frozen=True, slots=True)
class Limits:
    """What commands may have; None is as much as they have otherwise.

    With `fallbacks_only` the first model of every agent's route is not asked.
    """

    rerank: bool = True
    expand: bool = True
    documents: int | None = None
    fallbacks_only: bool = False
    command_tokens: int | None = None
    models_for_trends: bool = True
    analyze: bool = True

    def refuses(self, mode: str) -> bool:
        """Whether a command of that mode is not answered at all."""
        return mode != "trends" and not self.analyze

    def lets_models(self, mode: str) -> bool:
        """Whether a command of that mode may ask models."""
        return mode != "trends" or self.models_for_trends

    def lets_agent(self, agent: str) -> bool:
        """Whether models may be asked for that agent."""
        return agent != "query_expansion" or self.expand

    def within(self, tokens: int) -> int:
        """What a command may use, of what it may use otherwise."""
        return tokens if self.command_tokens is None else min(tokens, self.command_tokens)


_LIMITS: Mapping[Level, Limits] = {
    Level.NORMAL: Limits(),
    Level.SOFT: Limits(rerank=False, expand=False, documents=_DOCUMENTS),
    Level.HARD: Limits(
        rerank=False,
        expand=False,
        documents=_DOCUMENTS,
        fallbacks_only=True,
        command_tokens=_COMMAND_TOKENS,
        models_for_trends=False,
    ),
    Level.EMERGENCY: Limits(
        rerank=False,
        expand=False,
        documents=_DOCUMENTS,
        fallbacks_only=True,
        command_tokens=_COMMAND_TOKENS,
        models_for_trends=False,
        analyze=False,
    ),
}
FULL = _LIMITS[Level.NORMAL]


def limits_of(level: Level) -> Limits:
    """What commands may have at that level."""
    return _LIMITS[level]

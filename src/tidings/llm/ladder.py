"""The ladder: what is left out, rung by rung, until a request fits what may still be spent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import partial

from tidings.llm.budget import Room
from tidings.llm.task import LEAST_DOCUMENTS, Prompt


class Rung(StrEnum):
    """One step down from the answer that was meant."""

    FEWER_DOCUMENTS = "fewer_documents"
    FEWER_PARTS = "fewer_parts"
    CHEAPER_MODEL = "cheaper_model"
    LOCAL = "local"


@dataclass(frozen=True, slots=True)
class Offer:
    """A request that fits: its prompt, the most it can use, and the rungs that were stepped down."""

    prompt: Prompt
    tokens: int
    nanos: int
    rungs: tuple[Rung, ...] = ()


# The most tokens and nano-dollars of a request whose prompt is estimated at so many tokens.
Worst = Callable[[int], tuple[int, int]]
# Renders the request with so many documents, with or without its non-essential parts.
Render = Callable[[int, bool], Prompt]


def fit(render: Render, documents: int, worst: Worst, room: Room) -> Offer | None:
    """The fullest request that fits: all of it, with fewer documents, then without non-essential parts.

    Documents never go below three, where there were that many; None when even that does not fit.
    """

    def offer(count: int, extras: bool) -> Offer | None:
        prompt = render(count, extras)
        tokens, nanos = worst(prompt.tokens)
        if tokens > room.tokens or nanos > room.nanos:
            return None
        rungs = [Rung.FEWER_DOCUMENTS] * (count < documents) + [Rung.FEWER_PARTS] * (not extras)
        return Offer(prompt, tokens, nanos, tuple(rungs))

    least = min(LEAST_DOCUMENTS, documents)
    return _most(least, documents, partial(offer, extras=True)) or _most(
        least, documents, partial(offer, extras=False)
    )


def _most(least: int, most: int, offer: Callable[[int], Offer | None]) -> Offer | None:
    """The offer with as many documents as fit, by halving, as each document adds to the cost."""
    whole = offer(most)
    best = whole or offer(least)
    if whole is not None or best is None:
        return best
    low, high = least, most
    while high - low > 1:
        middle = (low + high) // 2
        found = offer(middle)
        best, low, high = (found, middle, high) if found else (best, low, middle)
    return best

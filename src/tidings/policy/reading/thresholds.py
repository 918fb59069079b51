"""Thresholds: how much evidence bears out the rest of a claim, by embedding model and pair of languages."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

TABLE = "support.toml"


class Evidence(NamedTuple):
    """What speaks for a part of a claim and against it, beside the words that a passage has of it."""

    # Cosine of the part with the nearest sentence of the passage.
    cosine: float
    # How far the missing words are from the passage's nearest ones, summed: 1 less the cosine of each.
    strange: float
    # Missing words in a row at the end, where additions stand.
    trailing: float
    # How much nearer to the passage the part comes without its least supported clause.
    aside: float
    # Words of that clause that the passage has.
    beside: float


@dataclass(frozen=True, slots=True)
class Threshold:
    """The weight of each piece of evidence, and the least sum that bears out words that are missing.

    A word that opens a sentence, and is further than `opening` from all words of the passage, may be a name.
    """

    weights: Evidence
    least: float
    opening: float

    def weigh(self, evidence: Evidence) -> float:
        """The weighted sum of the evidence."""
        return sum(weight * value for weight, value in zip(self.weights, evidence, strict=True))

    def is_met(self, evidence: Evidence) -> bool:
        """Whether the evidence is enough."""
        return self.weigh(evidence) >= self.least


def thresholds(model: str, pair: str) -> Threshold | None:
    """What was calibrated for an embedding model and a pair such as `en-ru`, the claim's language first."""
    row = table().get(model, {}).get(pair)
    if row is None:
        return None
    return Threshold(Evidence(*(row[field] for field in Evidence._fields)), row["least"], row["opening"])


@cache
def table() -> Mapping[str, Mapping[str, Mapping[str, float]]]:
    """Every calibrated row, by model and pair."""
    text = files("tidings.policy").joinpath("tables", TABLE).read_text(encoding="utf-8")
    rows: dict[str, Any] = tomllib.loads(text)
    return rows

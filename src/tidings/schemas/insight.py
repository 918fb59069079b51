"""An insight: one claim, what kind it is, and what proves it."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from tidings.schemas.base import Contract
from tidings.schemas.evidence import EvidenceRef

INSIGHT_LIMIT = 180

InsightType = Literal["fact", "hypothesis", "recommendation", "conflict"]
Basis = Literal["quoted", "computed"]


class Figure(Contract):
    """A number a computed insight rests on, by name, such as articles=12."""

    name: str
    value: float


class Insight(Contract):
    """One claim with at least one reference; a computed one names its figures."""

    type: InsightType
    text: Annotated[str, StringConstraints(min_length=1, max_length=INSIGHT_LIMIT)]
    basis: Basis
    evidence_refs: Annotated[tuple[EvidenceRef, ...], Field(min_length=1)]
    figures: tuple[Figure, ...] = ()

    @model_validator(mode="after")
    def _computed_names_figures(self) -> Self:
        if self.basis == "computed" and not self.figures:
            raise ValueError("a computed insight names the figures it rests on")
        return self

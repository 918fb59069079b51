"""Claims: insights before they are proved, with what would prove them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tidings.schemas.evidence import EvidenceRef
from tidings.schemas.insight import Basis, Figure, Insight, InsightType
from tidings.text.naming import Subject

# What was computed, by what it is about and what was counted: ("George Floyd", "articles") -> 1204.
Ledger = Mapping[tuple[str, str], float]


@dataclass(frozen=True, slots=True)
class Backing:
    """A figure a sentence uses, as it shows it, and the ledger's line it comes from."""

    subject: str
    name: str
    value: float


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence with its figures; `labels` are the names in it, whose own digits are no figures."""

    text: str
    labels: tuple[str, ...] = ()
    backing: tuple[Backing, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """A proposed insight. Each reference's quote must name one of `subjects`, where there are any.

    `written` says that a model wrote the sentence: it is then held against the words of what it cites.
    """

    statement: Statement
    basis: Basis
    refs: tuple[EvidenceRef, ...]
    type: InsightType = "fact"
    subjects: tuple[Subject, ...] = ()
    written: bool = False

    def insight(self) -> Insight:
        """The claim as the public contract has it."""
        return Insight(
            type=self.type,
            text=self.statement.text,
            basis=self.basis,
            evidence_refs=self.refs,
            figures=tuple(Figure(name=line.name, value=line.value) for line in self.statement.backing),
        )

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
    """A figure a sentence uses: the ledger's line it comes from, its value as shown, and where it stands."""

    subject: str
    name: str
    value: float
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Label:
    """Where a sentence names something, whose own digits are no figures.

    `subject` is what the ledger calls it; None is what came with the question, such as its words.
    """

    subject: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence, the names in it, and its figures."""

    text: str
    labels: tuple[Label, ...] = ()
    backing: tuple[Backing, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Each name as it stands in the sentence."""
        return tuple(self.text[label.start : label.end] for label in self.labels)


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

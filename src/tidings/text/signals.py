"""What the text room takes in and hands out: an article's words going in, its signals coming out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import astuple, dataclass, fields
from enum import StrEnum

import numpy as np
import numpy.typing as npt

Vector = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class TextInput:
    """One article as text; `lang_hint` is what its feed claims, and may be wrong."""

    title: str
    text: str = ""
    lang_hint: str | None = None


class EntityKind(StrEnum):
    """Person, organisation, place, or a name of another or unknown kind."""

    PER = "PER"
    ORG = "ORG"
    LOC = "LOC"
    MISC = "MISC"


@dataclass(frozen=True, slots=True)
class Entity:
    """A name as written, and the key under which its ru and en forms mostly meet."""

    text: str
    key: str
    kind: EntityKind


@dataclass(frozen=True, slots=True)
class KeyphraseCandidate:
    """A phrase of an article; `norm` is its stems joined by spaces, `score` 0..1 with 1 the best."""

    phrase: str
    norm: str
    score: float
    ngram: int
    lang: str


@dataclass(frozen=True, slots=True)
class Emotions:
    """How strongly a text carries each of five emotions, 0..1 each; they need not sum to one."""

    joy: float = 0.0
    fear: float = 0.0
    anger: float = 0.0
    sadness: float = 0.0
    surprise: float = 0.0

    def __iter__(self) -> Iterator[float]:
        return iter(astuple(self))


EMOTION_NAMES: tuple[str, ...] = tuple(field.name for field in fields(Emotions))


@dataclass(frozen=True, slots=True, eq=False)
class TextSignals:
    """Everything the text room says about one article."""

    lang: str
    lang_confidence: float
    stems: Mapping[str, int]
    length: int
    keyphrases: tuple[KeyphraseCandidate, ...]
    entities: tuple[Entity, ...]
    sentiment: float
    emotions: Emotions
    embedding: Vector
    minhash: bytes

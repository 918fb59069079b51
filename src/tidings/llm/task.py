"""Tasks: what an agent asks of a model, apart from which model and how much of it there is room for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from pydantic import BaseModel

T = TypeVar("T", bound=BaseModel)

# An answer that rests on fewer is one writer's word.
LEAST_DOCUMENTS = 3


@dataclass(frozen=True, slots=True)
class Document:
    """A passage a model may cite, under an id that says nothing of where it comes from."""

    id: str
    article_id: int
    title: str
    source: str
    date: str
    passage: str


@dataclass(frozen=True, slots=True)
class Part:
    """A block of computed facts; one that is not essential is left out when room is short."""

    name: str
    text: str
    essential: bool = True


@dataclass(frozen=True, slots=True)
class Task(Generic[T]):
    """One agent's request: what to do, what was computed, what was written, and the shape of the answer.

    `instructions` are the same for every question of a language, so that a provider's prompt cache can hit;
    `documents` come most valuable first; `question`, the last line of what is sent, says what was asked and
    in which language to answer; `max_output` is in tokens; `version` changes with the wording.
    """

    agent: str
    version: str
    contract: type[T]
    instructions: str
    parts: tuple[Part, ...]
    documents: tuple[Document, ...]
    max_output: int
    temperature: float = 0.2
    question: str = ""


@dataclass(frozen=True, slots=True)
class Prompt:
    """A task as it is sent: `tokens` is an upper estimate of both texts and the schema."""

    instructions: str
    text: str
    documents: tuple[Document, ...]
    tokens: int


@dataclass(frozen=True, slots=True)
class Reply(Generic[T]):
    """What a model wrote: its draft, and the documents it really was given."""

    draft: T
    model: str
    documents: tuple[Document, ...]

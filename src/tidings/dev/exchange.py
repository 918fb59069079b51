"""One request and its answer, apart from whose wire format they travel in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

Json = dict[str, Any]
Finish = Literal["stop", "length", "declined", "filtered"]
Fault = Literal[
    "invalid", "no_key", "bad_key", "unknown_model", "no_credit", "rate_limited", "overloaded", "internal"
]


@dataclass(frozen=True, slots=True)
class Turn:
    """What one side said in the conversation so far."""

    by_model: bool
    text: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request asks for.

    `schema` is the JSON schema the answer must keep to, None for plain text; `thinking` the tokens this model
    spends on thoughts before it writes; `marks` the lengths of those beginnings of the prompt that the caller
    marked to be kept in the provider's cache, None where the provider looks for known beginnings by itself.
    """

    model: str
    instructions: str
    turns: tuple[Turn, ...]
    schema: Json | None = None
    max_output: int | None = None
    thinking: int = 0
    marks: tuple[int, ...] | None = None

    @property
    def prompt(self) -> str:
        """Everything the model reads, in order."""
        return "\n".join((self.instructions, *(turn.text for turn in self.turns)))

    @property
    def material(self) -> str:
        """What the user said first: the facts, the documents and the question."""
        return next((turn.text for turn in self.turns if not turn.by_model), "")

    @property
    def is_repair(self) -> bool:
        """Whether the model has answered before and is asked to do better."""
        return any(turn.by_model for turn in self.turns)


@dataclass(frozen=True, slots=True)
class Counts:
    """Tokens of one answer: `cached` and `stored` of those sent were read from or put into a prompt cache,
    `thinking` of those received were thoughts.
    """

    sent: int
    received: int
    cached: int = 0
    stored: int = 0
    thinking: int = 0


@dataclass(frozen=True, slots=True)
class Written:
    """What the model answered and what that took."""

    text: str
    finish: Finish
    counts: Counts
    thought: str = ""


class Refused(Exception):
    """A request that gets an error instead of an answer."""

    def __init__(
        self, fault: Fault, message: str, *, status: int | None = None, retry_after: float | None = None
    ) -> None:
        super().__init__(message)
        self.fault = fault
        self.message = message
        self.status = status
        self.retry_after = retry_after


def invalid(message: str) -> Refused:
    """A request that is not as the provider wants it."""
    return Refused("invalid", message)


def required(body: Json, name: str, kind: type | tuple[type, ...], message: str) -> Any:
    """The field of that name; Refused where it is missing, empty or of another type."""
    value = body.get(name)
    if not isinstance(value, kind) or value in ("", [], {}):
        raise invalid(message)
    return value

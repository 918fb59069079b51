"""Drafts: what a model wrote, held against the contract it was to keep to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from tidings.llm.outcomes import CallFailed, Outcome, Usage

T = TypeVar("T", bound=BaseModel)

STOPPED_BY_LENGTH = "length"
FILTERED = "content_filter"

# As JSON writes it; PostgreSQL stores no text with it.
_NUL = "\\u0000"

# A model that is told of its first mistakes mends the others of their kind as well.
_TOLD = 5
_TOLD_LENGTH = 160


@dataclass(frozen=True, slots=True)
class Completion:
    """What a model wrote, what it used, and why it stopped."""

    text: str
    usage: Usage
    finish: str


def read_text(completion: Completion) -> str:
    """The text; CallFailed where there is none."""
    if completion.finish == FILTERED:
        raise CallFailed(Outcome.REFUSAL, "declined or filtered", usage=completion.usage)
    if not completion.text.strip():
        raise CallFailed(
            Outcome.EMPTY, f"no text ({completion.finish or 'no reason'})", usage=completion.usage
        )
    return completion.text


def read_draft(completion: Completion, contract: type[T]) -> T:
    """The text as the contract's object; CallFailed says what it is instead, and how it could be mended."""
    text = read_text(completion)
    try:
        draft = contract.model_validate_json(_object_in(text))
    except ValidationError as error:
        if completion.finish == STOPPED_BY_LENGTH:
            raise CallFailed(
                Outcome.TRUNCATED, "stopped by its length limit", usage=completion.usage, text=text
            ) from None
        detail = f"{error.error_count()} errors of shape, the first: {error.errors()[0]['type']}"
        raise _misshapen(completion, detail, _complaint(error)) from None
    if _NUL in text:
        raise _misshapen(completion, "a NUL character", f"it holds {_NUL}")
    return draft


def _misshapen(completion: Completion, detail: str, complaint: str) -> CallFailed:
    return CallFailed(
        Outcome.WRONG_SHAPE, detail, usage=completion.usage, text=completion.text, complaint=complaint
    )


def _object_in(text: str) -> str:
    """The JSON object in a text, without a fence or a preface around it."""
    start, end = text.find("{"), text.rfind("}")
    return text[start : end + 1] if 0 <= start < end else text


def _complaint(error: ValidationError) -> str:
    """What is wrong, for the model that wrote it."""
    told = error.errors(include_url=False, include_context=False, include_input=False)[:_TOLD]
    lines = (f"{'.'.join(map(str, one['loc'])) or 'the whole'}: {one['msg']}" for one in told)
    return "; ".join(line[:_TOLD_LENGTH] for line in lines)

"""Fields: what stands anywhere in an answer, texts that people or sources filled and references, by place."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from pydantic import BaseModel

from tidings.schemas.evidence import EvidenceRef

# Made by code, and never of what an article says; digits in them are nobody's.
OWN = frozenset({"article_id", "doc_ids", "id", "date", "correlation_id", "version", "model"})


# What is a text, or may have one in it; most of an answer is numbers, of which nobody asks where they stand.
_TELLING = (str, tuple, BaseModel)


def texts(value: BaseModel) -> Iterator[tuple[str, str]]:
    """Each text below a value of the contract, after its place, such as `insights[1].text`."""
    return ((where, text) for where, text in _below(value, "", []) if isinstance(text, str))


def references(value: BaseModel, where: str) -> Iterator[tuple[str, EvidenceRef]]:
    """Each reference below a value that stands at `where`, after its place."""
    return ((place, ref) for place, ref in _below(value, where, []) if isinstance(ref, EvidenceRef))


@lru_cache(maxsize=256)
def told(model: type[BaseModel]) -> tuple[str, ...]:
    """The fields of a model that people or sources may have filled."""
    return tuple(name for name in model.model_fields if name not in OWN)


def _below(value: Any, where: str, found: list[tuple[str, Any]]) -> list[tuple[str, Any]]:
    """The value and all below it after their places, added to what was found."""
    found.append((where, value))
    if isinstance(value, tuple):
        for place, item in enumerate(value):
            if isinstance(item, _TELLING):
                _below(item, f"{where}[{place}]", found)
    elif isinstance(value, BaseModel):
        for name in told(type(value)):
            item = getattr(value, name)
            if isinstance(item, _TELLING):
                _below(item, f"{where}.{name}" if where else name, found)
    return found

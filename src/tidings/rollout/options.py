"""How a rollout is judged, as it is written on the command line and as the database keeps it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields, replace
from typing import Any

from tidings.errors import InvalidRequest
from tidings.rollout.criteria import Limits, Options

_LIMIT = re.compile(r"(?P<name>[a-z_0-9]+)=(?P<number>\d+(?:\.\d+)?)(?P<unit>s|%)?")
_HUNDRED = 100
_NAMES = tuple(limit.name for limit in fields(Limits))
_SHARES = frozenset(name for name in _NAMES if name.endswith(("errors", "coverage")))
_SECONDS = frozenset(name for name in _NAMES if name.endswith("p95"))


def parse_limits(texts: Sequence[str]) -> Limits:
    """Limits written as errors=5%, p95=20s, slo_cost=0.5; those of the plan for what is not written."""
    return replace(Limits(), **dict(map(_parse, texts)))


def stored(options: Options) -> dict[str, Any]:
    """Options as the database keeps them."""
    return asdict(options)


def restored(row: Mapping[str, Any]) -> Options:
    """Options that the database kept."""
    return Options(**{**row, "limits": Limits(**row["limits"])})


def _parse(text: str) -> tuple[str, float]:
    match = _LIMIT.fullmatch(text)
    if (
        not match
        or match["name"] not in _NAMES
        or match["unit"] not in _units(match["name"])
        or not _is_possible(match["name"], float(match["number"]))
    ):
        raise InvalidRequest(
            f"no limit: {text!r}",
            message="canary_limit",
            params={"limit": text, "known": ", ".join(_NAMES)},
        )
    number = float(match["number"])
    return match["name"], number / _HUNDRED if match["unit"] == "%" else number


def _is_possible(name: str, number: float) -> bool:
    """Shares are of a hundred; nothing takes no time."""
    if name in _SHARES:
        return number <= _HUNDRED
    return number > 0 if name in _SECONDS else True


def _units(name: str) -> tuple[str | None, ...]:
    if name in _SHARES:
        return ("%",)
    return ("s",) if name in _SECONDS else (None,)

"""The word lists of `tables/words.toml`."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib.resources import files


@lru_cache(maxsize=1)
def _tables() -> dict[str, dict[str, str]]:
    return tomllib.loads(files("tidings.text").joinpath("tables", "words.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=128)
def word_list(table: str, name: str) -> frozenset[str]:
    """One list of a table."""
    return frozenset(_tables()[table][name].split())


def word_lists(table: str) -> tuple[str, ...]:
    """Names of the lists of a table."""
    return tuple(_tables()[table])

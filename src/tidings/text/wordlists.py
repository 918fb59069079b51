"""The word lists under `tables/`, each a TOML table of names and words."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files


@lru_cache(maxsize=8)
def _tables(name: str) -> dict[str, dict[str, str]]:
    return tomllib.loads(files("tidings.text").joinpath("tables", f"{name}.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=128)
def word_list(table: str, name: str) -> frozenset[str]:
    """One list of a table of `words.toml`."""
    return frozenset(_tables("words")[table][name].split())


def word_lists(table: str) -> tuple[str, ...]:
    """Names of the lists of a table of `words.toml`."""
    return tuple(_tables("words")[table])


def tone_words(lang: str) -> Mapping[str, frozenset[str]]:
    """Words by the tone they set; empty for a language without a lexicon."""
    return _by_name("tone_words", lang)


def emotion_words(lang: str) -> Mapping[str, frozenset[str]]:
    """Words by the emotion they show; empty for a language without a list."""
    return _by_name("emotion_words", lang)


@lru_cache(maxsize=16)
def _by_name(table: str, lang: str) -> Mapping[str, frozenset[str]]:
    return {name: frozenset(words.split()) for name, words in _tables(table).get(lang, {}).items()}

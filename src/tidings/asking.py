"""What was asked, checked and completed before anything is read."""

from __future__ import annotations

import difflib
import re
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, get_args

from tidings.errors import InvalidRequest
from tidings.messages.phrase import Lang
from tidings.retrieval.query import clean_query
from tidings.text.tokens import index_stems, tokenize
from tidings.windows import Window, known_moment, parse_window

Mode = Literal["trends", "keywords", "sentiment", "topics"]
MODES: tuple[Mode, ...] = ("keywords", "sentiment", "topics")
LANGUAGES: tuple[Lang, ...] = get_args(Lang)
AUTO = "auto"

# What an option is called where it is typed beside the words of a query, in either language.
OPTIONS: Mapping[str, str] = {
    "lang": "lang",
    "language": "lang",
    "язык": "lang",
    "source": "source",
    "src": "source",
    "источник": "source",
    "window": "window",
    "period": "window",
    "окно": "window",
    "период": "window",
}
# A name with its value at once behind it; what stands in quotes, and an address, has none.
_NAMED = re.compile(r"([^\W\d_]{3,})[:=](?!//)(.*)", re.DOTALL)
# A letter wrong, missing or too many in a name of four, two in one of eight; other words are further off.
_NEAR = 0.75

_CYRILLIC = re.compile(r"[\u0400-\u04ff]")


@dataclass(frozen=True, slots=True)
class Ask:
    """A question as it was put, unchecked."""

    mode: str
    query: str | None = None
    window: str = "24h"
    lang: str = AUTO
    sources: Sequence[str] | None = None
    as_of: datetime | None = None
    words: str | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """A question in its final form.

    `lang` filters articles and is None for all languages; `words` is the language the answer is written in.
    """

    mode: Mode
    query: str | None
    window: Window
    lang: Lang | None
    words: Lang
    sources: tuple[str, ...] | None
    as_of: datetime | None

    @property
    def command(self) -> str:
        """The command's name in metrics and logs."""
        return self.mode if self.mode == "trends" else f"analyze_{self.mode}"

    def key(self, epoch: int) -> Hashable:
        """Equal for questions that may share what is computed.

        A window that ends now is known by its name: its edges move with the clock, and nothing was stored
        meanwhile, as that would have raised the epoch.
        """
        edge = self.window.until if self.as_of else None
        return (self.mode, self.query, self.window.name, edge, self.lang, self.words, self.sources, epoch)

    @property
    def background_before(self) -> date | None:
        """Counts of days before this one may be known; None when all may."""
        return self.as_of.date() if self.as_of else None


@dataclass(frozen=True, slots=True)
class Named:
    """An option as it was typed; `meant` is the name that was nearly spelt, None where it was spelt right."""

    option: str
    typed: str
    value: str
    meant: str | None = None


def named_option(word: str) -> Named | None:
    """The option that a word is, as in source:example.org, rightly spelt or nearly; None where it is none."""
    found = _NAMED.fullmatch(word)
    if found is None:
        return None
    typed, value = found[1], found[2].strip()
    folded = typed.lower()
    if folded in OPTIONS:
        return Named(OPTIONS[folded], typed, value)
    near = difflib.get_close_matches(folded, OPTIONS, 1, cutoff=_NEAR) if value else []
    return Named(OPTIONS[near[0]], typed, value, near[0]) if near else None


def understand(ask: Ask, default_words: str = "en") -> Asked:
    """The question in its final form; InvalidRequest names what cannot be understood and what could."""
    if ask.as_of is not None and ask.as_of.tzinfo is None:
        raise InvalidRequest(
            f"as_of {ask.as_of} has no time zone", message="bad_moment", params={"value": str(ask.as_of)}
        )
    query = None if ask.query is None else known_subject(ask.query)
    return Asked(
        mode=known_mode(ask.mode),
        query=query,
        window=parse_window(ask.window, ask.as_of and known_moment(ask.as_of, ask.as_of.isoformat())),
        lang=None if ask.lang == AUTO else known_language(ask.lang),
        words=language_of_words(ask, query, default_words),
        sources=tuple(dict.fromkeys(ask.sources)) if ask.sources else None,
        as_of=ask.as_of,
    )


def known_subject(query: str) -> str:
    """The query without needless space, if it holds a word to look for in either language."""
    cleaned = clean_query(query)
    if cleaned is None:
        raise InvalidRequest("the query is empty", message="blank_query")
    tokens = tokenize(cleaned)
    if not all(index_stems(tokens, lang) for lang in LANGUAGES):
        raise InvalidRequest(
            "the query holds no word to look for", message="empty_words", params={"query": cleaned}
        )
    return cleaned


def known_mode(mode: str) -> Mode:
    """The mode, if there is one of that name."""
    for known in ("trends", *MODES):
        if mode == known:
            return known
    raise InvalidRequest(
        f"unknown mode {mode!r}; there are {', '.join(MODES)}",
        message="unknown_mode",
        params={"mode": mode, "modes": ", ".join(MODES)},
    )


def known_language(lang: str) -> Lang:
    """The language, if answers can be had in it."""
    for known in LANGUAGES:
        if lang == known:
            return known
    raise InvalidRequest(
        f"unknown language {lang!r}; there are auto, {', '.join(LANGUAGES)}",
        message="unknown_language",
        params={"lang": lang},
    )


def language_of_words(ask: Ask, query: str | None, default: str) -> Lang:
    """The language to answer in: asked for, that of the articles, of the query's letters, or the caller's."""
    if ask.words is not None:
        return known_language(ask.words)
    if ask.lang != AUTO:
        return known_language(ask.lang)
    if query:
        return "ru" if _CYRILLIC.search(query) else "en"
    return "ru" if default == "ru" else "en"

"""What people type after a command, read as they mean it: options in any order, quotes of any kind."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, Self

from tidings.asking import LANGUAGES, MODES, named_option
from tidings.windows import WINDOW_WORDS, is_span, leading_span, nearest, window_in_words, window_of

_MODE_WORDS: dict[str, str] = {
    "keyword": "keywords",
    "keyphrases": "keywords",
    "ключи": "keywords",
    "ключевые": "keywords",
    "tone": "sentiment",
    "mood": "sentiment",
    "тон": "sentiment",
    "тональность": "sentiment",
    "настроение": "sentiment",
    "topic": "topics",
    "тема": "topics",
    "темы": "topics",
}
_LANGUAGE_WORDS: dict[str, str] = {
    "рус": "ru",
    "русский": "ru",
    "russian": "ru",
    "англ": "en",
    "английский": "en",
    "english": "en",
    "all": "auto",
    "auto": "auto",
    "все": "auto",
}
# Phones put typographic quotes where straight ones were typed, each language its own; a quote that is never
# closed goes to the end.
_QUOTES = {'"': '"', "“": "”“", "”": "”", "„": "“”", "«": "»", "‘": "’", "‟": "”"}

Kind = Literal["window", "lang", "mode", "option"]


@dataclass(frozen=True, slots=True)
class Token:
    """A word, or what stood between quotes, which is never an option."""

    text: str
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Trouble:
    """A value or a name that is none of those there are, and the one that was likely meant."""

    kind: Kind
    value: str
    meant: str | None = None


@dataclass(frozen=True, slots=True)
class Wish:
    """A question as it was typed; `trouble` is the first thing in it that cannot be understood.

    `mode` is trends, a mode of analysis, or None where none was named; None elsewhere means not said.
    """

    mode: str | None = None
    query: str | None = None
    window: str | None = None
    lang: str | None = None
    sources: tuple[str, ...] = ()
    trouble: Trouble | None = None

    def payload(self) -> dict[str, Any]:
        """The question as a button keeps it; what is not said is left out."""
        said = {"mode": self.mode, "query": self.query, "window": self.window, "lang": self.lang}
        kept: dict[str, Any] = {name: value for name, value in said.items() if value is not None}
        return kept | ({"sources": list(self.sources)} if self.sources else {})

    @classmethod
    def of(cls, payload: dict[str, Any]) -> Self:
        """The question a button keeps."""
        return cls(**payload | {"sources": tuple(payload.get("sources", ()))})


def read_trends(text: str) -> Wish:
    """The options of /trends; a word that is none of them is its query, which trends do not have."""
    wish, words = _options(tokens(text), window_words=True)
    if len(words) == 1 and not words[0].quoted and not wish.trouble:
        trouble = _no_window(words[0].text)
        if trouble.meant or trouble.value[0].isdigit():
            return replace(wish, mode="trends", trouble=trouble)
    return replace(wish, mode="trends", query=_joined(words))


def read_analyze(text: str) -> Wish:
    """The options of /analyze; the mode is the first word that is no option, or follows the query.

    Where the first word is near a mode's name, it is taken for that name misspelt.
    """
    wish, words = _options(tokens(text))
    for place in (0, len(words) - 1) if words else ():
        mode = None if words[place].quoted else mode_of(words[place].text)
        if mode:
            after = place + (2 if _is_two_words(words[place:]) else 1)
            return replace(wish, mode=mode, query=_joined([*words[:place], *words[after:]]))
    first = words[0] if words else None
    meant = near_mode(first.text) if first and not first.quoted else None
    if first and meant:
        trouble = wish.trouble or Trouble("mode", first.text, meant)
        return replace(wish, query=_joined(words[1:]), trouble=trouble)
    return replace(wish, query=_joined(words))


def _is_two_words(words: Sequence[Token]) -> bool:
    """Whether the mode's name goes on in the next word, as in ключевые слова."""
    return [word.text.lower() for word in words[:2]] == ["ключевые", "слова"]


def read_query(text: str) -> Wish:
    """A query with options beside it, as of /follow and of plain text."""
    wish, words = _options(tokens(text))
    return replace(wish, query=_joined(words))


def read_plain(text: str) -> Wish:
    """Text without a command: a window alone asks what happens in it, all else is a query."""
    window = window_in_words(text)
    return Wish("trends", window=window) if window else read_query(text)


def tokens(text: str) -> list[Token]:
    """The words of a line, and what stands between quotes as one each."""
    return list(_tokens(text))


def _tokens(text: str) -> Iterator[Token]:
    place = 0
    while place < len(text):
        if text[place].isspace():
            place += 1
        elif text[place] in _QUOTES:
            inside, place = _up_to(text, place + 1, _QUOTES[text[place]])
            if inside.strip():
                yield Token(" ".join(inside.split()), quoted=True)
        else:
            word, place = _word(text, place)
            yield Token(word)


def _up_to(text: str, start: int, closing: str) -> tuple[str, int]:
    """What stands before the first of these closing quotes, and the place behind it."""
    ends = [found for mark in closing if (found := text.find(mark, start)) >= 0]
    end = min(ends, default=len(text))
    return text[start:end], end + 1


def _word(text: str, start: int) -> tuple[str, int]:
    """A word up to white space; the value of an option may be quoted, as in source:"Norden Post"."""
    end = start
    while end < len(text) and not text[end].isspace():
        if text[end] in _QUOTES and end > start and text[end - 1] in ":=":
            inside, behind = _up_to(text, end + 1, _QUOTES[text[end]])
            return text[start:end] + " ".join(inside.split()), behind
        end += 1
    return text[start:end], end


def _options(words: Sequence[Token], *, window_words: bool = False) -> tuple[Wish, list[Token]]:
    """What options say, and the words that are none.

    A bare ru or en is the language at either end of the words, and a word like others between them.
    """
    wish, rest = Wish(), []
    for token in _with_spans(words, bare=window_words):
        taken = None if token.quoted else _option(token.text, wish, window_words=window_words)
        if taken is None:
            rest.append(token)
        else:
            wish = taken
    for place in (0, -1):
        if rest and wish.lang is None and not rest[place].quoted and rest[place].text.lower() in LANGUAGES:
            wish = replace(wish, lang=rest.pop(place).text.lower())
    return wish, rest


def _with_spans(words: Sequence[Token], *, bare: bool) -> Iterator[Token]:
    """The words, of which those that mean a span of time together are one."""
    place = 0
    while place < len(words):
        until = next((at for at in range(place, len(words)) if words[at].quoted), len(words))
        found = leading_span([word.text for word in words[place:until]], bare=bare)
        yield Token(found[1]) if found else words[place]
        place += found[0] if found else 1


def _option(word: str, wish: Wish, *, window_words: bool) -> Wish | None:
    """The wish with what this word says of it; None where it is no option."""
    named = named_option(word)
    if named:
        taken = _with_option(wish, named.option, named.value)
        if named.meant is None:
            return taken
        return _troubled(taken, Trouble("option", f"{named.typed}:", f"{named.meant}:{named.value}"))
    if (window_words and word.lower() in WINDOW_WORDS) or is_span(word):
        return _with_option(wish, "window", word)
    return None


def _with_option(wish: Wish, name: str, value: str) -> Wish:
    if not value:
        return wish
    if name == "source":
        return replace(wish, sources=(*wish.sources, value))
    if name == "lang":
        lang = language_of(value)
        return replace(wish, lang=lang) if lang else _troubled(wish, Trouble("lang", value))
    window = window_of(value)
    return replace(wish, window=window) if window else _troubled(wish, _no_window(value))


def _troubled(wish: Wish, trouble: Trouble) -> Wish:
    return wish if wish.trouble else replace(wish, trouble=trouble)


def _no_window(word: str) -> Trouble:
    """What is wrong with a window, and the one nearest to it."""
    return Trouble("window", word, nearest(word))


def language_of(word: str) -> str | None:
    """The language of articles a word means; auto is all of them."""
    folded = word.lower()
    return folded if folded in LANGUAGES else _LANGUAGE_WORDS.get(folded)


def mode_of(word: str) -> str | None:
    """The mode a word names."""
    folded = word.lower()
    return folded if folded in MODES else _MODE_WORDS.get(folded)


def near_mode(word: str) -> str | None:
    """The mode whose name a word is nearly spelt like."""
    near = difflib.get_close_matches(word.lower(), [*MODES, *_MODE_WORDS], 1, cutoff=0.75)
    return mode_of(near[0]) if near else None


def _joined(words: Sequence[Token]) -> str | None:
    return " ".join(word.text for word in words) or None

"""What a prompt gives a model to work with: computed facts, numbered documents, the language to answer in."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from functools import cached_property

_FACTS = re.compile(r'<facts name="([^"]*)">\s*\n(.*?)</facts>', re.DOTALL)
_DOCUMENT = re.compile(r"<document ([^>]*)>\s*(?:<title>(.*?)</title>)?(.*?)</document>", re.DOTALL)
_ATTRIBUTE = re.compile(r'(\w+)="([^"]*)"')
# A full stop that ends a sentence has a capital, a quote or nothing behind it, and no single capital (an
# initial) before it.
_SENTENCE_END = re.compile(r"(?<!\b[A-ZА-ЯЁ])[.!?…]+[»”\"']?(?=\s+[«“\"'A-ZА-ЯЁ\d]|\s*$)")
_CYRILLIC = re.compile(r"[А-Яа-яЁё]")
_LATIN = re.compile(r"[A-Za-z]")
_LANGUAGE_NAMES = (
    ("ru", re.compile(r"russian|русск", re.IGNORECASE)),
    ("en", re.compile(r"english|английск", re.IGNORECASE)),
)
_ID = re.compile(r"[A-Z]\d+")
# Cells of a fact's line that are no name: counts, dates, directions, lists with a heading.
_NO_NAME = re.compile(r"[\d+−-]|\w+:|(?:rising|falling|stable|up|down|flat)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Passage:
    """A document of the prompt, as its writer wrote it."""

    id: str
    title: str
    text: str
    date: str = ""

    @property
    def sentences(self) -> tuple[str, ...]:
        """Its sentences, in order; its title where it has none."""
        return sentences(self.text) or (self.title,)


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of computed facts: its id where it has one, and its other cells."""

    id: str
    cells: tuple[str, ...]

    @property
    def name(self) -> str:
        """What the line is about: its first cell that is a name and not a figure."""
        return next((cell for cell in self.cells if cell and not _NO_NAME.match(cell)), self.id)


@dataclass(frozen=True)
class Material:
    """All of it: facts by the name of their block, documents in order."""

    facts: dict[str, tuple[Fact, ...]]
    passages: tuple[Passage, ...]
    lang: str

    def facts_of(self, kind: str) -> tuple[Fact, ...]:
        """The facts an id field of that kind means: "phrase" those of the block "keyphrases"."""
        return next((lines for name, lines in self.facts.items() if kind in name and lines[0].id), ())

    @cached_property
    def names(self) -> tuple[str, ...]:
        """What the facts are about, in order, each once."""
        return tuple(dict.fromkeys(fact.name for lines in self.facts.values() for fact in lines if fact.name))

    @cached_property
    def readable(self) -> tuple[Passage, ...]:
        """The documents in the language to answer in; all where none is."""
        wanted = self.lang == "ru"
        return tuple(each for each in self.passages if is_russian(each.text) == wanted) or self.passages


def read_material(text: str) -> Material:
    """The facts and documents of a prompt's text."""
    facts = {name: facts for name, lines in _FACTS.findall(text) if (facts := _fact_lines(lines))}
    passages = tuple(_passage(*found) for found in _DOCUMENT.findall(text))
    outside = _DOCUMENT.sub("", _FACTS.sub("", text)).strip()
    return Material(facts, passages, _language(outside, passages))


def _fact_lines(lines: str) -> tuple[Fact, ...]:
    rows = [[html.unescape(cell.strip()) for cell in line.split("|")] for line in lines.splitlines()]
    return tuple(
        Fact(row[0], tuple(row[1:])) if _ID.fullmatch(row[0]) else Fact("", tuple(row))
        for row in rows
        if any(row)
    )


def _passage(attributes: str, title: str, text: str) -> Passage:
    stated = dict(_ATTRIBUTE.findall(attributes))
    return Passage(
        id=stated.get("id", ""),
        title=html.unescape(title.strip()),
        text=html.unescape(text.strip()),
        date=stated.get("date", ""),
    )


def _language(outside: str, passages: tuple[Passage, ...]) -> str:
    """The language named in the prompt's last line, else that of its documents."""
    last = outside.splitlines()[-1] if outside else ""
    named = [(found.start(), lang) for lang, name in _LANGUAGE_NAMES if (found := name.search(last))]
    if named:
        return max(named)[1]
    return "ru" if is_russian(" ".join(passage.text for passage in passages) or outside) else "en"


def is_russian(text: str) -> bool:
    """Whether most of a text's letters are Cyrillic."""
    return len(_CYRILLIC.findall(text)) > len(_LATIN.findall(text))


def sentences(text: str) -> tuple[str, ...]:
    """A text's sentences, each with its end."""
    found, start = [], 0
    for end in _SENTENCE_END.finditer(text):
        found.append(" ".join(text[start : end.end()].split()))
        start = end.end()
    found.append(" ".join(text[start:].split()))
    return tuple(sentence for sentence in found if sentence)


def cut_at_word(text: str, length: int) -> str:
    """A text's beginning of at most so many characters, not ending within a word if it can be helped."""
    if len(text) <= length:
        return text
    whole = text[: length + 1].rpartition(" ")[0]
    return (whole or text[:length]).rstrip(" ,;:—-")

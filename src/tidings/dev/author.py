"""The author: writes what a careful model would, in any shape asked for, out of nothing but the prompt.

Sentences are those of the documents it cites, names and ids those of the computed facts. The same prompt gets
the same answer.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from tidings.dev.exchange import Asked
from tidings.dev.material import Fact, Material, Passage, cut_at_word, read_material
from tidings.dev.schema import Node

# A sentence longer than this is no single thought, a name longer than this no name, whatever is allowed.
_TEXT_LENGTH, _NAME_LENGTH, _NAME_WORDS = 160, 60, 7
# Where the schema states no bound.
_LIST_LENGTH = 5
# What is left out is mostly nothing.
_LEFT_OUT = ("drop", "negative", "exclude")
# Schemas may refer to themselves; nobody reads deeper than this.
_DEEPEST = 8
# Prepositions and articles end no name.
_SMALL_WORD = 3
# Words are compared by their beginnings, as Russian changes their ends.
_STEM = 5
_WORD = re.compile(r"\w{4,}")

_ID_FIELD = re.compile(r"^(\w+)_ids?$")
_NAME_FIELD = re.compile(r"label|name|title|phrase|query|queries|term|heading|keyword", re.IGNORECASE)
_PLAIN = {
    "en": "This is an answer to: {question}",
    "ru": "Это ответ на вопрос: {question}",
}
_NOTHING = {"en": "There is nothing to tell of.", "ru": "Рассказать не о чем."}
_FORMATS = {
    "date": "2025-01-01",
    "time": "00:00:00Z",
    "date-time": "2025-01-01T00:00:00Z",
    "email": "nobody@example.com",
    "uri": "https://example.com/",
    "uuid": "00000000-0000-4000-8000-000000000000",
}


@dataclass(frozen=True, slots=True)
class Subject:
    """What one object of the answer is about: its passage, the facts it stands for, its place in its list."""

    passage: Passage | None
    fact: Fact | None
    number: int = 0
    of: int = 1


class Author:
    """Writes one answer; its methods are what the less careful authors of `liars` do otherwise."""

    left_out: tuple[str, ...] = _LEFT_OUT

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.material: Material = read_material(asked.material)
        self._used: Counter[str] = Counter()

    def write(self) -> str:
        """The answer: JSON where a schema is asked for, else plain text."""
        if self.asked.schema is None:
            return self.plain()
        root = Node(self.asked.schema, self.asked.schema).resolved()
        return json.dumps(self._value(root, "", self._subject(None), 0), ensure_ascii=False)

    # What a careful author writes

    def plain(self) -> str:
        """An answer in no particular shape."""
        if self.material.passages:
            return " ".join(passage.sentences[0] for passage in self.material.readable[:3])
        question = cut_at_word(" ".join(self.asked.material.split()), 200)
        return _PLAIN[self.material.lang].format(question=question)

    def text(self, subject: Subject, least: int, most: int) -> str:
        """A true sentence about the subject, in the words of its document."""
        if subject.passage is None:
            return cut_at_word(subject.fact.name if subject.fact else _NOTHING[self.material.lang], most)
        written = subject.passage.sentences
        start = self._used[subject.passage.id] % len(written)
        self._used[subject.passage.id] += 1
        rest = [*written[start:], *written[:start]]
        fitting = next((each for each in rest if least <= len(each) <= most), None)
        return fitting or cut_at_word(" ".join(rest) if len(rest[0]) < least else rest[0], most)

    def name(self, subject: Subject, most: int) -> str:
        """What the subject is called."""
        if subject.fact is not None:
            return short_name(subject.fact.name, most)
        return short_name(subject.passage.title if subject.passage else _NOTHING[self.material.lang], most)

    def ids(self, kind: str, subject: Subject, least: int, most: int) -> list[str]:
        """The ids the subject rests on, of documents or of facts."""
        if kind == "doc":
            own = [subject.passage.id] if subject.passage else []
        else:
            own = [fact.id for fact in self.material.facts_of(kind)][subject.number :: subject.of]
        others = [known for known in self.known_ids(kind) if known not in own]
        wanted = [*own, *others[: max(0, least - len(own))]]
        return wanted[:most]

    def names(self, most: int) -> list[str]:
        """What the facts and the documents are about."""
        titles = (passage.title for passage in self.material.readable)
        return [short_name(name, most) for name in (*self.material.names, *titles)]

    def known_ids(self, kind: str) -> list[str]:
        """Every id of that kind in the prompt."""
        if kind == "doc":
            return [passage.id for passage in self.material.passages]
        return [fact.id for fact in self.material.facts_of(kind)]

    # Filling a schema

    def _value(self, node: Node, field: str, subject: Subject, depth: int) -> Any:
        if node.choices or node.kind in {"integer", "number", "boolean", "null"}:
            return _simplest(node)
        if node.kind == "array":
            return self._list(node, field, subject, depth)
        if node.kind != "object":
            return self._string(node, field, subject)
        fields = node.properties.items() if depth < _DEEPEST else ()
        return {name: self._value(child, name, subject, depth + 1) for name, child in fields}

    def _string(self, node: Node, field: str, subject: Subject) -> str:
        if example := _FORMATS.get(str(node.spec.get("format"))):
            return example
        is_name = _NAME_FIELD.search(field)
        least, most = node.bounds("minLength", "maxLength", _NAME_LENGTH if is_name else _TEXT_LENGTH)
        if found := _ID_FIELD.match(field):
            written = next(iter(self.ids(found[1], subject, 1, 1)), "")
        elif field in {"lang", "language"}:
            written = self.material.lang
        else:
            written = self.name(subject, most) if is_name else self.text(subject, least, most)
        return written[:most].ljust(least, ".")

    def _list(self, node: Node, field: str, subject: Subject, depth: int) -> list[Any]:
        least, most = node.bounds("minItems", "maxItems", _LIST_LENGTH, longer=True)
        if field.startswith(self.left_out):
            most = least
        if found := _ID_FIELD.match(field):
            return _at_least(least, self.ids(found[1], subject, least, most), f"{field[:1].upper()}1")
        item = node.child(node.spec.get("items"))
        if depth >= _DEEPEST:
            most = least
        if item.kind == "string" and not item.choices:
            return self._names(item, least, most)
        length = max(least, min(most, self._natural_length(item)))
        kind = self._fact_kind(item)
        subjects = (self._subject(kind, number, length) for number in range(length))
        return [self._value(item, field, each, depth + 1) for each in subjects]

    def _names(self, item: Node, least: int, most: int) -> list[str]:
        """A list of plain texts."""
        shortest, longest = item.bounds("minLength", "maxLength", _NAME_LENGTH)
        names = (name.ljust(shortest, ".") for name in self.names(longest))
        nothing = cut_at_word(_NOTHING[self.material.lang], longest).ljust(shortest, ".")
        return _at_least(least, list(dict.fromkeys(names))[:most], nothing)

    def _natural_length(self, item: Node) -> int:
        """How many such items there is something to say about."""
        if item.choices:
            return 1
        kind = self._fact_kind(item)
        return len(self.known_ids(kind) if kind else self.material.readable)

    def _fact_kind(self, item: Node) -> str | None:
        """The kind of facts such items stand for: that of their first id field that is none of documents."""
        kinds = [
            found[1] for name in item.properties if (found := _ID_FIELD.match(name)) and found[1] != "doc"
        ]
        return next((kind for kind in kinds if self.material.facts_of(kind)), None)

    def _subject(self, kind: str | None, number: int = 0, of: int = 1) -> Subject:
        facts = self.material.facts_of(kind) if kind else ()
        fact = facts[number] if number < len(facts) else None
        return Subject(self._passage(fact), fact, number, of)

    def _passage(self, fact: Fact | None) -> Passage | None:
        """The passage that says most of the fact; among equals the one used least."""
        words = _stems(" ".join(fact.cells)) if fact else frozenset()

        def merit(passage: Passage) -> tuple[int, int]:
            shared = len(words & _stems(f"{passage.title} {passage.text}"))
            return shared, -self._used[passage.id]

        return max(self.material.readable, key=merit, default=None)


def short_name(text: str, most: int) -> str:
    """The first words of a text that make a name: no figures, no small word left over at the end."""
    words = [word for word in text.split() if not any(char.isdigit() for char in word)][:_NAME_WORDS]
    kept = cut_at_word(" ".join(words), most).split()
    while len(kept) > 1 and len(kept[-1]) <= _SMALL_WORD:
        kept.pop()
    return " ".join(kept).rstrip(" ,;:.—-") or cut_at_word(text, most)


@lru_cache(maxsize=1024)
def _stems(text: str) -> frozenset[str]:
    return frozenset(word[:_STEM] for word in _WORD.findall(text.lower()))


def _at_least(least: int, values: list[str], filler: str) -> list[str]:
    """The values, as many as there must be: a grammar would not let a model stop before."""
    return [*values, *[filler] * (least - len(values))]


def _simplest(node: Node) -> Any:
    """The value for a place that is no text: the first choice, no, nothing, or the number nearest to 0."""
    if node.choices:
        return node.choices[0]
    if node.kind in {"boolean", "null"}:
        return False if node.kind == "boolean" else None
    return _number(node)


def _number(node: Node) -> float | int:
    above, below = node.limit("exclusiveMinimum"), node.limit("exclusiveMaximum")
    low, high = node.limit("minimum"), node.limit("maximum")
    ends = [end for end in (low, above, below, high) if end is not None]
    near = [end + step for end in ends for step in (0, 1, -1)]
    middle = [(ends[0] + ends[-1]) / 2] if ends else []
    for value in sorted((0.0, *near, *middle), key=abs):
        inside = (low is None or value >= low) and (high is None or value <= high)
        if inside and (above is None or value > above) and (below is None or value < below):
            return int(value) if node.kind == "integer" or value.is_integer() else value
    return 0

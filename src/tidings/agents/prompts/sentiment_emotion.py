"""Sentiment by a model: it says what the tone is about and what it rests on; scores stay computed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from tidings.agents.prompts.blocks import (
    GIVEN,
    INSIGHTS,
    Draft,
    Id,
    Sentences,
    Words,
    articles,
    first,
    fresh_places,
    question,
    row,
)
from tidings.agents.sentiment_emotion import NAME
from tidings.llm.task import Document, Part, Task
from tidings.messages.phrase import Lang

VERSION = "1"
# Of the aspects, one in three may be taken for another: more would be another computation.
_MOST_MERGED = 3
# Four sentences and ten aspects, in Cyrillic.
MAX_OUTPUT = 700

_TASK: Words = {
    "en": """\
Show what the coverage feels something about, and why. A line of `aspects` is: id | articles | tone | name; \
`emotions` has the strongest first.
`aspects`: those a reader would ask about first, at most 8. Ids share an `aspect_ids` only when they name \
one and the same thing.
- `doc_id`: the given document that shows best how it is written about; empty when none does.
The insights say what the tone rests on: who praises, fears, condemns, mourns or hopes for what.
""",
    "ru": """\
Покажи, к чему в публикациях есть отношение и почему. Строка `aspects`: id | статьи | тон | название; \
`emotions` — сильнейшие первыми.
`aspects`: о чём читатель спросит прежде всего, не больше 8. Вместе в `aspect_ids` — только названия одного \
и того же.
- `doc_id`: данный документ, где лучше всего видно, как об этом пишут; пусто, если такого нет.
В `insights` — на чём держится тон: кто что хвалит, осуждает, о чём скорбит, чего боится или ждёт.
""",
}
INSTRUCTIONS: Words = {lang: "\n".join((GIVEN[lang], _TASK[lang], INSIGHTS[lang])) for lang in GIVEN}


class AspectChoice(Draft):
    """Aspects that are one thing, and the document that shows how it is written about."""

    aspect_ids: Annotated[list[Id], Field(max_length=4), first(4)]
    doc_id: Id


class SentimentDraft(Draft):
    """What a model makes of the computed tone."""

    aspects: Annotated[list[AspectChoice], Field(max_length=10), first(10)]
    insights: Sentences


@dataclass(frozen=True, slots=True)
class AspectLine:
    """An aspect as a model is told of it: its tone in a word."""

    name: str
    articles: int
    mood: str


@dataclass(frozen=True, slots=True)
class ToneFacts:
    """The computed tone in words: of all, of each aspect, the emotions strongest first, and over time."""

    overall: str
    aspects: tuple[AspectLine, ...]
    emotions: tuple[str, ...] = ()
    timeline: tuple[str, ...] = ()


def sentiment_task(
    tone: ToneFacts, documents: Sequence[Document], *, mode: str, query: str | None, lang: Lang
) -> Task[SentimentDraft]:
    """What to ask about the tone of a set."""
    lines = [
        row(f"A{place}", articles(aspect.articles), aspect.mood, aspect.name)
        for place, aspect in enumerate(tone.aspects, 1)
    ]
    parts = (
        Part("tone", row(tone.overall)),
        Part("aspects", "\n".join(lines)),
        Part("emotions", ", ".join(tone.emotions), essential=False),
        Part("timeline", ", ".join(tone.timeline), essential=False),
    )
    return Task(
        agent=NAME,
        version=VERSION,
        contract=SentimentDraft,
        instructions=INSTRUCTIONS[lang],
        parts=parts,
        documents=tuple(documents),
        max_output=MAX_OUTPUT,
        question=question(mode, query, lang),
    )


@dataclass(frozen=True, slots=True)
class ChosenAspect:
    """The place of an aspect, those it stands for, and the document to quote it from, as written."""

    place: int
    same: tuple[int, ...] = ()
    doc_id: str = ""


def chosen_aspects(draft: SentimentDraft, count: int, skipped: Counter[str]) -> list[ChosenAspect]:
    """The draft's aspects in its order, each once; the strongest of several that are one stands for them.

    At most a third of them are taken for another.
    """
    room = count // _MOST_MERGED
    taken: set[int] = set()
    found: list[ChosenAspect] = []
    for choice in draft.aspects:
        places = fresh_places(choice.aspect_ids, "A", count, taken, skipped)
        if len(places) - 1 > room:
            skipped["too_many_merged"] += 1
        elif places:
            room -= len(places) - 1
            taken.update(places)
            found.append(ChosenAspect(min(places), tuple(sorted(places)[1:]), choice.doc_id))
    return found

"""Topic modelling by a model: it groups and names computed topics, and says what is told of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Annotated

from pydantic import Field

from tidings.agents.prompts.blocks import (
    GIVEN,
    INSIGHTS,
    Draft,
    Id,
    Label,
    Sentences,
    Words,
    articles,
    first,
    fresh_places,
    question,
    row,
    sources,
)
from tidings.agents.topic_modeler import LABEL_LIMIT, NAME
from tidings.llm.prompt import plain
from tidings.llm.task import Document, Part, Task
from tidings.messages.phrase import Lang
from tidings.quotes import shareable
from tidings.trends.regrouping import Grouping
from tidings.trends.view import TopicTrend, TrendsView

VERSION = "1"
# Four sentences and eight groups with labels, in Cyrillic.
MAX_OUTPUT = 800
# Fewer topics tell too little of a window that has more.
LEAST_TOPICS = 3
_TERMS = 4
# Topics share at least this part of the smaller one's words to become one. Measured on the sample: two of
# one event share 0.24, one event in two languages 0.12, others up to 0.09, by words such as "percent".
_AKIN = 0.1
# Stories and gaps that the model may know of beside the topics.
_EMERGING, _GAPS = 3, 3

_TASK: Words = {
    "en": """\
Group and name the topics. A line of `topics` is: id | articles | sources | course | headline | \
terms.
`groups`: every topic id once. Ids share a group only when they tell of one event or plainly of one subject; \
most stay alone.
- `label`: the group's name in English, 2 to 7 words, at most 60 characters, made of words and names of its \
headlines and terms. No figures, no judgement, no full stop.
""",
    "ru": """\
Сгруппируй и назови темы. Строка `topics`: id | статьи | источники | ход | заголовок | слова.
`groups`: каждый id темы один раз. Вместе — только темы об одном событии или явно об одном предмете; \
большинство остаётся по одной.
- `label`: название группы по-русски, от 2 до 7 слов, не длиннее 60 знаков, из слов и имён её заголовков. \
Без чисел, оценок и точки в конце.
""",
}
INSTRUCTIONS: Words = {lang: "\n".join((GIVEN[lang], _TASK[lang], INSIGHTS[lang])) for lang in GIVEN}

# Marks that come in twos; a name with one of them was cut somewhere.
_PAIRS = (("«", "»"), ("“", "”"), ("(", ")"), ("[", "]"))
_QUOTED = frozenset({*_PAIRS[:2], ('"', '"'), ("'", "'")})


class TopicGroup(Draft):
    """Topics that are one, and what to call them."""

    topic_ids: Annotated[list[Id], Field(max_length=8), first(8)]
    label: Label


class TopicsDraft(Draft):
    """What a model makes of the computed topics."""

    groups: Annotated[list[TopicGroup], Field(max_length=8), first(8)]
    insights: Sentences


def topics_task(
    view: TrendsView, documents: Sequence[Document], *, mode: str, query: str | None, lang: Lang
) -> Task[TopicsDraft]:
    """What to ask about a view's topics."""
    known = view.baseline_windows > 0
    lines = [_topic_line(f"T{place}", topic, known) for place, topic in enumerate(view.topics, 1)]
    emerging = [row(story.label) for story in view.emerging]
    gaps = [row(gap.label) for gap in view.gaps]
    parts = (
        Part("topics", "\n".join(lines)),
        Part("emerging", "\n".join(emerging[:_EMERGING]), essential=False),
        Part("gaps", "\n".join(gaps[:_GAPS]), essential=False),
    )
    return Task(
        agent=NAME,
        version=VERSION,
        contract=TopicsDraft,
        instructions=INSTRUCTIONS[lang],
        parts=parts,
        documents=tuple(documents),
        max_output=MAX_OUTPUT,
        question=question(mode, query, lang),
    )


def _topic_line(key: str, topic: TopicTrend, known: bool) -> str:
    return row(
        key,
        articles(topic.articles),
        sources(topic.sources),
        topic.trend if known else "",
        topic.label,
        f"terms: {', '.join(topic.terms[:_TERMS])}",
    )


def groupings(draft: TopicsDraft, topics: Sequence[TopicTrend], skipped: Counter[str]) -> list[Grouping]:
    """The draft's groups of these topics, each topic once; those it left out stay alone.

    Topics that share hardly a word or name with the group's strongest do not join it, and a group that would
    leave fewer than three is not made. Labels are as written, not yet proved.
    """
    room = max(len(topics) - LEAST_TOPICS, 0)
    taken: set[int] = set()
    found: list[Grouping] = []
    for group in draft.groups:
        written = fresh_places(group.topic_ids, "T", len(topics), taken, skipped)
        members = _akin(written, topics)
        skipped["topics_unrelated"] += len(written) - len(members)
        if len(members) - 1 > room:
            skipped["too_few_topics"] += 1
        elif members:
            room -= len(members) - 1
            taken.update(members)
            found.append(Grouping(members, readable_label(group.label)))
    return [*found, *(Grouping((place,)) for place in range(len(topics)) if place not in taken)]


def _akin(places: Sequence[int], topics: Sequence[TopicTrend]) -> tuple[int, ...]:
    """The strongest of these topics, and those with enough words and names in common with it."""
    ordered = sorted(places)
    words = [_words_of(topics[place]) for place in ordered]
    return tuple(
        place
        for place, own in zip(ordered, words, strict=True)
        if len(own & words[0]) >= _AKIN * min(len(own), len(words[0]))
    )


def _words_of(topic: TopicTrend) -> set[str]:
    """What its headlines and terms are made of, in whichever language, without the stop words of either."""
    texts = (topic.label, *topic.terms, *(story.label for story in topic.stories))
    return {key for text in texts for key in shareable(text, "en") & shareable(text, "ru")}


def readable_label(written: str) -> str | None:
    """A written label as it could be shown; None where it is too long, half a quotation, or no name."""
    label = plain(written).strip(" .,;:–—-")
    if len(label) > 1 and (label[0], label[-1]) in _QUOTED and label[0] not in label[1:-1]:
        label = label[1:-1].strip(" .,;:–—-")
    whole = all(label.count(opening) == label.count(closing) for opening, closing in _PAIRS)
    fits = 0 < len(label) <= LABEL_LIMIT and any(char.isalpha() for char in label)
    return label if fits and whole and label.count('"') % 2 == 0 else None

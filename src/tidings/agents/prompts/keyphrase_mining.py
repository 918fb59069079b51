"""Keyphrase mining by a model: which phrases are one thing, which are noise, which tell most."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated

from pydantic import Field

from tidings.agents.keyphrase_mining import NAME, MinedPhrase
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
from tidings.llm.task import Document, Part, Task
from tidings.messages.phrase import Lang

VERSION = "1"
# Four sentences and fifteen phrases, in Cyrillic.
MAX_OUTPUT = 700
# A third more than an answer shows, so that others rise where some are dropped.
CANDIDATES = 20
# Of the candidates, the model may drop one in three: more would be another computation.
_MOST_DROPPED = 3
_SPELLINGS = 2

_TASK: Words = {
    "en": """\
Order the keyphrases. A line of `keyphrases` is: id | articles | phrase | other spellings.
`groups`: the phrases that tell most of what this news is about, best first, at most 15, each in a group of \
its own. Ids share a `phrase_ids` only when they name one and the same thing: a spelling, a short form, a \
translation.
`drop_ids`: noise only, such as names of outlets, bylines, dates and scraps of sentences; mostly none.
""",
    "ru": """\
Упорядочи ключевые фразы. Строка `keyphrases`: id | статьи | фраза | другие написания.
`groups`: фразы, которые больше всего говорят о содержании этих новостей, лучшие первыми, не больше 15, \
каждая в своей группе. Вместе в `phrase_ids` — только названия одного и того же: \
написание, сокращение, перевод.
`drop_ids`: только мусор: названия изданий, подписи, даты, обрывки предложений; чаще всего пусто.
""",
}
INSTRUCTIONS: Words = {lang: "\n".join((GIVEN[lang], _TASK[lang], INSIGHTS[lang])) for lang in GIVEN}


class PhraseGroup(Draft):
    """Phrases that name one thing."""

    phrase_ids: Annotated[list[Id], Field(max_length=4), first(4)]


class KeyphrasesDraft(Draft):
    """What a model makes of the computed keyphrases."""

    groups: Annotated[list[PhraseGroup], Field(max_length=15), first(15)]
    drop_ids: Annotated[list[Id], Field(max_length=7), first(7)]
    insights: Sentences


def keyphrases_task(
    phrases: Sequence[MinedPhrase], documents: Sequence[Document], *, query: str | None, lang: Lang
) -> Task[KeyphrasesDraft]:
    """What to ask about the strongest phrases of a set."""
    lines = [
        row(f"K{place}", articles(phrase.articles), phrase.phrase, ", ".join(phrase.variants[:_SPELLINGS]))
        for place, phrase in enumerate(phrases[:CANDIDATES], 1)
    ]
    return Task(
        agent=NAME,
        version=VERSION,
        contract=KeyphrasesDraft,
        instructions=INSTRUCTIONS[lang],
        parts=(Part("keyphrases", "\n".join(lines)),),
        documents=tuple(documents),
        max_output=MAX_OUTPUT,
        question=question("keywords", query, lang),
    )


def refined(
    draft: KeyphrasesDraft, phrases: Sequence[MinedPhrase], skipped: Counter[str]
) -> list[MinedPhrase]:
    """The phrases in the draft's order, its groups as one, its noise left out; the rest follow as computed.

    At most a third of the candidates is dropped or absorbed; figures, norms and scores stay as computed.
    """
    candidates = phrases[:CANDIDATES]
    room = len(candidates) // _MOST_DROPPED
    taken: set[int] = set()
    kept: list[MinedPhrase] = []
    for group in draft.groups:
        places = fresh_places(group.phrase_ids, "K", len(candidates), taken, skipped)
        if len(places) - 1 > room:
            skipped["too_many_merged"] += 1
            continue
        if places and not _are_related([candidates[place] for place in places]):
            skipped["unrelated_merged"] += 1
            continue
        if places:
            taken.update(places)
            room -= len(places) - 1
            kept.append(_as_one([candidates[place] for place in sorted(places)]))
    dropped = fresh_places(draft.drop_ids, "K", len(candidates), taken, skipped)
    skipped["too_many_dropped"] += max(len(dropped) - room, 0)
    taken.update(dropped[:room])
    return [*kept, *(phrase for place, phrase in enumerate(phrases) if place not in taken)]


def _are_related(phrases: Sequence[MinedPhrase]) -> bool:
    """Whether each shares a word with the strongest; being told of together makes two no one thing."""
    host, *others = phrases
    return all(host.stems & phrase.stems for phrase in others)


def _as_one(phrases: Sequence[MinedPhrase]) -> MinedPhrase:
    """The strongest of these, with the wordings of the others as its variants."""
    host, *others = phrases
    forms = dict.fromkeys((*(phrase.phrase for phrase in others), *host.variants))
    return replace(host, variants=tuple(form for form in forms if form != host.phrase))

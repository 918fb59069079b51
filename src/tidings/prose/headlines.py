"""Headlines: the header of an answer and the sentence that sums it up, each in several wordings."""

from __future__ import annotations

from collections.abc import Sequence

from tidings.messages.phrase import Lang
from tidings.policy.claims import Statement
from tidings.prose.facts import ALL, Fact, Facts
from tidings.prose.moments import moment, span
from tidings.prose.phrasebook import mood
from tidings.prose.sentences import Counted, Named, state
from tidings.schemas.answer import HEADER_LIMIT, TLDR_LIMIT
from tidings.text.cutting import cut
from tidings.windows import Window

# Label lengths tried, so that three topics fit where they can and one long label never takes all the room.
_LABEL_ROOM = (70, 45, 32)
_SHORTEST_QUERY = 12
_PLACES = ("first", "second", "third")
# Aspects nearer to each other than this feel the same to a reader.
_TELLING_SPREAD = 0.1
# A superlative holds of several articles: the tone of fewer is a writer's.
_LEAST_FELT = 3


def headers(mode: str, query: str | None, window: Window, facts: Facts, lang: Lang) -> list[Statement]:
    """What was asked of which time, in at most 100 characters, the fullest first; a long query is cut."""
    when = {"span": Named(span(window.name, lang), None), "moment": Named(moment(window.until, lang), None)}
    sources = Counted(ALL, "sources", facts.sources)
    plain = state("header.plain", lang, **when)
    if mode == "trends" or not query:
        return [state(f"header.{mode}", lang, sources=sources, **when), plain]
    key = f"header.{mode}.query"
    bare = len(state(key, lang, query="", **when).text)
    shown = cut(query, max(HEADER_LIMIT - bare, _SHORTEST_QUERY))
    return [state(key, lang, query=Named(shown, None), **when), plain]


def summaries(mode: str, facts: Facts, lang: Lang) -> list[Statement]:
    """Ways to sum the answer up that fit the limit, the fullest first."""
    makers = {"trends": _of_topics, "topics": _of_topics, "keywords": _of_phrases, "sentiment": _of_tone}
    found = [*makers[mode](facts, lang), state("tldr.plain", lang, **_totals(facts))]
    return [statement for statement in found if len(statement.text) <= TLDR_LIMIT]


def _of_topics(facts: Facts, lang: Lang) -> list[Statement]:
    return [
        _topics(facts, facts.subjects[:count], room, lang)
        for count in (3, 2, 1)
        if len(facts.subjects) >= count
        for room in _LABEL_ROOM
    ]


def _topics(facts: Facts, named: Sequence[Fact], room: int, lang: Lang) -> Statement:
    first, *others = named
    return state(
        f"tldr.topics.{len(named)}",
        lang,
        articles=_counted(first, "articles", first.articles),
        sources=_counted(first, "sources", first.sources),
        all=Counted(ALL, "articles", facts.articles),
        **_names(named, room),
        **{f"n{place}": _counted(fact, "articles", fact.articles) for place, fact in enumerate(others, 2)},
    )


def _of_phrases(facts: Facts, lang: Lang) -> list[Statement]:
    return [
        state(f"tldr.phrases.{count}", lang, **_totals(facts), **_names(facts.subjects[:count], room))
        for count in (3, 2, 1)
        if len(facts.subjects) >= count
        for room in _LABEL_ROOM
    ]


def _of_tone(facts: Facts, lang: Lang) -> list[Statement]:
    if facts.tone is None:
        return []
    overall = facts.tone.overall
    whole = {**_totals(facts), "tone": Counted(ALL, "tone", round(overall, 2))}
    plain = state("tldr.tone", lang, mood=mood(overall, lang), **whole)
    apart = _apart(facts.aspects, overall)
    if apart is None:
        return [plain]
    warmest, coldest = apart
    tones = {
        "warm": _counted(warmest, "tone", round(warmest.tone, 2)),
        "cold": _counted(coldest, "tone", round(coldest.tone, 2)),
    }
    return [
        *(
            state(
                "tldr.tone.aspects",
                lang,
                mood=mood(overall, lang),
                warmest=_named(warmest, room),
                coldest=_named(coldest, room),
                **whole,
                **tones,
            )
            for room in _LABEL_ROOM
        ),
        plain,
    ]


def _apart(aspects: Sequence[Fact], overall: float) -> tuple[Fact, Fact] | None:
    """What is spoken of best and worst, where that is warmer and that colder than the whole coverage."""
    ranked = sorted((fact for fact in aspects if fact.articles >= _LEAST_FELT), key=lambda fact: fact.tone)
    if not ranked or ranked[-1].tone - ranked[0].tone < _TELLING_SPREAD:
        return None
    coldest, warmest = ranked[0], ranked[-1]
    return (warmest, coldest) if coldest.tone < overall < warmest.tone else None


def _names(facts: Sequence[Fact], room: int) -> dict[str, Named]:
    return {place: _named(fact, room) for place, fact in zip(_PLACES, facts, strict=False)}


def _named(fact: Fact, room: int) -> Named:
    return Named(cut(fact.label, room), fact.label)


def _counted(fact: Fact, name: str, value: float) -> Counted:
    return Counted(fact.label, name, value)


def _totals(facts: Facts) -> dict[str, Counted]:
    return {
        "articles": Counted(ALL, "articles", facts.articles),
        "sources": Counted(ALL, "sources", facts.sources),
    }

"""Headlines: the header of an answer and the sentence that sums it up."""

from __future__ import annotations

from collections.abc import Sequence

from tidings.messages.phrase import Lang
from tidings.policy.claims import Backing, Statement
from tidings.prose.facts import ALL, Fact, Facts
from tidings.prose.moments import moment, span
from tidings.prose.phrasebook import mood, say, signed
from tidings.schemas.answer import HEADER_LIMIT, TLDR_LIMIT
from tidings.text.cutting import cut
from tidings.windows import Window

# Label lengths tried, so that three topics fit where they can and one long label never takes all the room.
_LABEL_ROOM = (70, 45, 32)
_SHORTEST_QUERY = 12
# Aspects nearer to each other than this feel the same to a reader.
_TELLING_SPREAD = 0.1


def header(mode: str, query: str | None, window: Window, facts: Facts, lang: Lang) -> str:
    """What was asked of which time, in at most 100 characters; a long query is cut."""
    when = {"span": span(window.name, lang), "moment": moment(window.until, lang)}
    if mode == "trends" or not query:
        return say(f"header.{mode}", lang, sources=facts.sources, **when)
    key = f"header.{mode}.query"
    bare = len(say(key, lang, query="", **when))
    return say(key, lang, query=cut(query, max(HEADER_LIMIT - bare, _SHORTEST_QUERY)), **when)


def summaries(mode: str, facts: Facts, lang: Lang) -> list[Statement]:
    """Ways to sum the answer up that fit the limit, the fullest first."""
    makers = {"trends": _of_topics, "topics": _of_topics, "keywords": _of_phrases, "sentiment": _of_tone}
    found = [*makers[mode](facts, lang), _plain(facts, lang)]
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
    labels = [cut(fact.label, room) for fact in named]
    text = say(
        f"tldr.topics.{len(named)}",
        lang,
        articles=first.articles,
        sources=first.sources,
        all=facts.articles,
        **dict(zip(("first", "second", "third"), labels, strict=False)),
        **{f"n{place}": fact.articles for place, fact in enumerate(others, start=2)},
    )
    backing = [Backing(fact.label, "articles", fact.articles) for fact in named]
    backing += [Backing(first.label, "sources", first.sources), Backing(ALL, "articles", facts.articles)]
    return Statement(text, tuple(labels), tuple(backing))


def _of_phrases(facts: Facts, lang: Lang) -> list[Statement]:
    return [
        _phrases(facts, [cut(fact.label, room) for fact in facts.subjects[:count]], lang)
        for count in (3, 2, 1)
        if len(facts.subjects) >= count
        for room in _LABEL_ROOM
    ]


def _phrases(facts: Facts, labels: Sequence[str], lang: Lang) -> Statement:
    text = say(
        f"tldr.phrases.{len(labels)}",
        lang,
        articles=facts.articles,
        sources=facts.sources,
        **dict(zip(("first", "second", "third"), labels, strict=False)),
    )
    return Statement(text, tuple(labels), _totals(facts))


def _of_tone(facts: Facts, lang: Lang) -> list[Statement]:
    if facts.tone is None:
        return []
    overall = facts.tone.overall
    params = {
        "mood": mood(overall, lang),
        "tone": signed(overall, lang),
        "articles": facts.articles,
        "sources": facts.sources,
    }
    backing = (*_totals(facts), Backing(ALL, "tone", round(overall, 2)))
    plain = Statement(say("tldr.tone", lang, **params), (), backing)
    ranked = sorted(facts.aspects, key=lambda fact: fact.tone)
    if len(ranked) < 2 or ranked[-1].tone - ranked[0].tone < _TELLING_SPREAD:
        return [plain]
    return [
        *(_with_aspects((ranked[-1], ranked[0]), params, backing, room, lang) for room in _LABEL_ROOM),
        plain,
    ]


def _with_aspects(
    extremes: tuple[Fact, Fact],
    params: dict[str, object],
    backing: tuple[Backing, ...],
    room: int,
    lang: Lang,
) -> Statement:
    warmest, coldest = extremes
    labels = (cut(warmest.label, room), cut(coldest.label, room))
    text = say(
        "tldr.tone.aspects",
        lang,
        warmest=labels[0],
        warm=signed(warmest.tone, lang),
        coldest=labels[1],
        cold=signed(coldest.tone, lang),
        **params,
    )
    tones = tuple(Backing(fact.label, "tone", round(fact.tone, 2)) for fact in (warmest, coldest))
    return Statement(text, labels, (*backing, *tones))


def _plain(facts: Facts, lang: Lang) -> Statement:
    text = say("tldr.plain", lang, articles=facts.articles, sources=facts.sources)
    return Statement(text, (), _totals(facts))


def _totals(facts: Facts) -> tuple[Backing, ...]:
    return (Backing(ALL, "articles", facts.articles), Backing(ALL, "sources", facts.sources))

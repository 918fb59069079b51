"""Following in the chat: what is typed, what is pressed under an answer, and the list with its ends."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tidings.bot.talking.asking import named_outlets
from tidings.bot.talking.keyboards import Board, Key, in_rows, label
from tidings.bot.talking.offers import clarification
from tidings.bot.talking.options import Wish, read_query
from tidings.bot.talking.recall import kept_answer
from tidings.bot.talking.settings_menu import clock, keep
from tidings.bot.talking.talk import Talk
from tidings.following.names import find_name
from tidings.following.news import Follow
from tidings.following.subscriptions import (
    Followed,
    follow_name,
    follow_query,
    follow_story,
    list_of,
    unfollow,
)
from tidings.messages import Lang, say
from tidings.pages.blocks import Footnote, Heading, Page, Paragraph, Point, Span, text
from tidings.pages.phrases import live, phrase
from tidings.pages.words import one_line
from tidings.schemas import Answer, Evidence
from tidings.store import articles, search
from tidings.store.pool import Connection

# When a working day begins; the settings offer other hours.
DIGEST_HOUR = 9


async def follow_typed(talk: Talk, typed: str) -> None:
    """/follow with a subject; without one it says how."""
    wish = read_query(typed)
    if wish.query is None:
        await talk.show(Page((Paragraph(live(talk.say("bot.follow.how"))),)))
        return
    offer = clarification(wish, talk.lang) if wish.trouble else None
    if offer is not None:
        meant = Key(talk.say("bot.button.follow"), "follow", {"wish": wish.payload()})
        await talk.show(offer.page, [[meant]])
        return
    followed = await _follow(talk, wish, wish.query)
    await talk.show(followed_page(followed, talk.lang), after_following(talk.row.digest_hour, talk.lang))


async def follow_pressed(talk: Talk, payload: Mapping[str, Any]) -> str | None:
    """Follow the query of an answer; of an answer without one, ask which of its stories."""
    wish = Wish.of(dict(payload["wish"]))
    if wish.query is not None:
        followed = await _follow(talk, wish, wish.query)
        return _toast(followed, talk.lang)
    if "answer" not in payload:
        return talk.say("bot.follow.no_stories")
    cards = cited_first(await kept_answer(talk, payload))
    stories = await talk.service.db.read(
        lambda conn: _stories(conn, [int(item.article_id) for item in cards])
    )
    await talk.show(*stories_page(one_a_story(cards, stories), talk.lang))
    return None


async def follow_pressed_story(talk: Talk, payload: Mapping[str, Any]) -> str:
    """Follow the story of an article."""
    engine, article = talk.service.engine, int(payload["article"])
    return _toast(await follow_story(engine, talk.row.id, article), talk.lang)


async def show_following(talk: Talk) -> None:
    """What the reader follows, with a button to end each."""
    await talk.show(*following_page(await list_of(talk.service.db, talk.row.id), talk.lang))


async def end(talk: Talk, payload: Mapping[str, Any]) -> str:
    """End one from the list, and show the list without it."""
    ended = await unfollow(talk.service.db, talk.row.id, int(payload["follow"]))
    await talk.change(*following_page(await list_of(talk.service.db, talk.row.id), talk.lang))
    return talk.say("bot.follow.ended" if ended else "bot.follow.ended_before")


async def end_from_news(talk: Talk, payload: Mapping[str, Any]) -> str:
    """End one from an alert or a digest, which stays as it is."""
    ended = await unfollow(talk.service.db, talk.row.id, int(payload["follow"]))
    return talk.say("bot.follow.ended" if ended else "bot.follow.ended_before")


async def _follow(talk: Talk, wish: Wish, query: str) -> Followed:
    """Follow a name where the words are one, else what an analysis of them would count."""
    engine, lang = talk.service.engine, wish.lang if wish.lang != "auto" else None
    sources = await named_outlets(talk, wish)
    if await find_name(engine.db, query) is not None:
        return await follow_name(engine, talk.row.id, query, lang=lang, sources=sources)
    return await follow_query(engine, talk.row.id, query, lang=lang, sources=sources)


def _toast(followed: Followed, lang: Lang) -> str:
    words = label(followed.follow.words)
    if followed.is_new:
        return say("bot.follow.toast", lang, words=words)
    if followed.is_changed:
        return say("bot.follow.changed", lang, words=words, sources=_sources(followed.follow, lang))
    return say("bot.follow.known", lang, words=words)


def _sources(follow: Follow, lang: Lang) -> str:
    return label(", ".join(follow.sources)) or say("bot.settings.all", lang)


def followed_page(followed: Followed, lang: Lang) -> Page:
    """What is followed now, and what comes of it."""
    if not followed.is_new:
        key = "bot.follow.changed" if followed.is_changed else "bot.follow.known"
        sources = _sources(followed.follow, lang)
        line = phrase(key, lang, words=followed.follow.words, sources=sources)
        return Page((Paragraph(line),))
    title = say("bot.follow.done", lang, words=followed.follow.words)
    kind = say(f"bot.follow.means.{followed.follow.kind}", lang)
    return Page((Heading(title), Paragraph(live(kind))))


def after_following(digest_hour: int | None, lang: Lang) -> Board:
    """What goes with a first followed thing: a daily digest, where there is none yet, and the list."""
    digest = Key(say("bot.follow.digest", lang, hour=clock(DIGEST_HOUR)), "digest_on")
    return [[digest]] if digest_hour is None else []


async def digest_on(talk: Talk, _: Mapping[str, Any]) -> str:
    """A daily digest from now on, at the usual hour."""
    await keep(talk, "digest", DIGEST_HOUR)
    return talk.say("bot.follow.digest_on", hour=clock(DIGEST_HOUR))


async def digest_off(talk: Talk, _: Mapping[str, Any]) -> str:
    """No more digests."""
    await keep(talk, "digest", None)
    return talk.say("bot.digest.ended")


def cited_first(answer: Answer) -> list[Evidence]:
    """The article that each insight cites first."""
    cards = {card.article_id: card for card in answer.evidence}
    first = dict.fromkeys(item.evidence_refs[0].article_id for item in answer.insights)
    return [cards[article] for article in first if article in cards]


def one_a_story(cards: Iterable[Evidence], stories: Mapping[int, int]) -> list[Evidence]:
    """The first article of each story, in their order; without those that are no longer stored."""
    by_story: dict[int, Evidence] = {}
    for card in cards:
        if int(card.article_id) in stories:
            by_story.setdefault(stories[int(card.article_id)], card)
    return list(by_story.values())


async def _stories(conn: Connection, ids: list[int]) -> dict[int, int]:
    """The story of each article, as it is now."""
    known = {number: item.story_id for number, item in (await articles.known(conn, ids)).items()}
    merged = await search.merged_into(conn, known.values(), None)
    return {number: merged.get(story, story) for number, story in known.items()}


def stories_page(cards: Sequence[Evidence], lang: Lang) -> tuple[Page, Board]:
    """Stories by an article of each, with a key to follow it."""
    points = [Point(f"{place}.", text(one_line(card.title))) for place, card in enumerate(cards, 1)]
    keys = [
        Key(say("bot.follow.one", lang, number=place), "follow_story", {"article": card.article_id})
        for place, card in enumerate(cards, 1)
    ]
    return Page((Heading(say("bot.follow.which", lang)), *points)), in_rows(keys, 5)


def following_page(follows: Sequence[Follow], lang: Lang) -> tuple[Page, Board]:
    """What is followed, by numbers, and a key to end each."""
    if not follows:
        return Page((Paragraph(live(say("bot.follow.none", lang))),)), []
    points = [Point(f"{place}.", _line(item, lang)) for place, item in enumerate(follows, 1)]
    how = Footnote(text(say("bot.follow.how_to_end", lang)))
    keys = [
        Key(say("bot.follow.end", lang, number=place), "end", {"follow": item.id})
        for place, item in enumerate(follows, 1)
    ]
    return Page((Heading(say("bot.follow.title", lang)), *points, how)), in_rows(keys, 4)


def _going_on(words: str) -> str:
    """Words that began a line, in the middle of one; names keep their capitals."""
    return words[:1].lower() + words[1:]


def _line(item: Follow, lang: Lang) -> tuple[Span, ...]:
    return Span(item.words, "bold"), Span(f" — {manner(item, lang)}")


def manner(item: Follow, lang: Lang) -> str:
    """As what something is followed, in which language and of which outlets."""
    notes = [
        say(f"bot.follow.kind.{item.kind}", lang),
        *([_going_on(say(f"bot.articles.{item.lang}", lang))] if item.lang else []),
        *item.sources,
    ]
    return ", ".join(notes)

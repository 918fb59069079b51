"""Commands and buttons as people use them, through the real library, a local Telegram and the real engine."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from typing import Any

import pytest
from chatting import Newsroom, Person

from tidings.dev.telegram.chats import Message
from tidings.schemas import Answer

ANSWERS = "SELECT command, window_name, query, lang, answer FROM answers ORDER BY asked_at"
# Documented: what a message holds at most, in UTF-16 units after its entities were parsed.
LIMIT = 4096
CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)


@pytest.fixture
async def anna(room: Newsroom) -> AsyncIterator[Person]:
    """A reader whose Telegram is in English, with the bot at work."""
    async with room.bot():
        yield room.person(language="en")


@pytest.fixture
async def boris(room: Newsroom) -> AsyncIterator[Person]:
    """A reader whose Telegram is in Russian, with the bot at work."""
    async with room.bot():
        yield room.person(language="ru")


async def kept(person: Person) -> list[tuple[Any, ...]]:
    return await person.room.db.fetch_all(ANSWERS)


async def newest(person: Person) -> Answer:
    return Answer.model_validate((await kept(person))[-1][-1])


def entities(message: Message, kind: str) -> list[str]:
    """The texts that stand in the message in one look."""
    units = message.text.encode("utf-16-le")
    return [
        units[2 * entity.offset : 2 * (entity.offset + entity.length)].decode("utf-16-le")
        for entity in message.content.entities
        if entity.kind == kind
    ]


def labels(message: Message) -> list[list[str]]:
    return [[button.text for button in row] for row in message.keyboard]


async def test_trends_command_24h(anna: Person) -> None:
    said = await anna.asks("/trends 24h")
    answer = await newest(anna)
    assert [row[:2] for row in await kept(anna)] == [("trends", "24h")]
    assert answer.result.mode == "trends"
    for insight in answer.insights:
        assert insight.evidence_refs
    assert said.text.startswith(answer.header[:20])
    assert "· 24 hours ·" in labels(said)[2]


async def test_trends_command_1w(anna: Person) -> None:
    said = await anna.asks("/trends 1w ru")
    [(command, window, query, lang, _)] = await kept(anna)
    assert (command, window, query, lang) == ("trends", "1w", None, "en")
    answer = await newest(anna)
    assert (answer.meta.until - answer.meta.since).days == 7
    outlets = {card.source for card in answer.evidence}
    assert all(CYRILLIC.search(outlet) for outlet in outlets), outlets
    assert "· Week ·" in labels(said)[2]


async def test_analyze_keywords_with_query(anna: Person) -> None:
    said = await anna.says("/analyze keywords “ferry” 1w")
    [(command, window, query, _, _)] = await kept(anna)
    assert (command, window, query) == ("analyze_keywords", "1w", "ferry")
    answer = await newest(anna)
    assert answer.result.mode == "keywords"
    assert answer.result.keyphrases
    assert answer.result.keyphrases[0].phrase in "\n".join(message.text for message in said)
    assert any(message.photo for message in said)


async def test_analyze_sentiment_without_query(anna: Person) -> None:
    said = await anna.asks("/analyze sentiment 3d")
    [(command, window, query, _, _)] = await kept(anna)
    assert (command, window, query) == ("analyze_sentiment", "3d", None)
    answer = await newest(anna)
    assert answer.result.mode == "sentiment"
    assert answer.meta.articles > 50
    assert f"{answer.result.overall:+.2f}".replace("-", "−") in said.text


async def test_telegram_formatting(anna: Person) -> None:
    for words in ("/start", "/help", "/trends 1w", "/analyze topics 1w", "/settings", "/privacy", "oil"):
        for message in await anna.says(words):
            assert message.text.strip() or message.photo
            assert len(message.text.encode("utf-16-le")) // 2 <= LIMIT
            # Marks are entities, not letters.
            assert not re.search(r"</?(?:b|i|a|code|blockquote)\b", message.text)
            assert not re.search(r"&(?:lt|gt|amp|quot);", message.text)
    refused = [call for call in anna.room.telegram.journal if call.status >= 400]
    assert refused == []
    answer = next(message for message in anna.reads() if "📈" not in message.text and len(message.text) > 900)
    assert entities(answer, "bold")
    assert entities(answer, "text_link")


async def test_buttons_rendered(anna: Person) -> None:
    said = await anna.asks("/trends 3d")
    assert labels(said) == [
        ["🔍 Explain", "📰 All sources"],
        ["🧭 Similar", "🔔 Follow"],
        ["24 hours", "· 3 days ·", "Week"],
        ["👍", "👎", "⚠️ Wrong?"],
    ]
    data = [button.data or "" for button in said.buttons]
    assert len(set(data)) == len(data)
    assert all(0 < len(carried.encode()) <= 64 for carried in data)


async def test_evidence_cards_formatted(anna: Person) -> None:
    said = await anna.says("/analyze topics ferry 1w")
    answer = await newest(anna)
    shown = "\n".join(message.text for message in said)
    linked = {
        entity.url for message in said for entity in message.content.entities if entity.kind == "text_link"
    }
    for insight in answer.insights:
        card = next(
            card for card in answer.evidence if card.article_id == insight.evidence_refs[0].article_id
        )
        assert card.source in shown
        assert card.url in linked
    for card in answer.evidence[:3]:
        assert card.title.split(" ", maxsplit=1)[0] in shown


async def test_localization_ru(boris: Person) -> None:
    said = await boris.asks("/trends 24h")
    [(_, _, _, lang, _)] = await kept(boris)
    assert lang == "ru"
    assert labels(said)[0] == ["🔍 Почему так", "📰 Все источники"]
    assert re.search(r"\d+\sстат(?:ья|ьи|ей) · \d+\sисточник", said.text)
    help_ = await boris.asks("/help")
    assert "Как спрашивать" in help_.text
    assert "период" in help_.text


async def test_localization_en(anna: Person) -> None:
    said = await anna.asks("/trends 24h")
    [(_, _, _, lang, _)] = await kept(anna)
    assert lang == "en"
    assert re.search(r"\d+\sarticles · \d+\ssources", said.text)
    # Chosen in the settings, the language goes before that of their Telegram.
    menu = await anna.asks("/settings")
    chosen = await anna.changes(await anna.changes(menu, "Language"), "Русский")
    assert "Настройки" in chosen.text
    assert "Тональность" in [key.text for key in (await anna.asks("ferry")).buttons]


async def test_callback_explain(anna: Person) -> None:
    said = await anna.asks("/analyze sentiment ferry 1w")
    answer = await newest(anna)
    toast, (explained,) = await anna.presses(said, "Explain")
    assert toast.text == ""
    for insight in answer.insights:
        assert insight.text[:40].split("“")[0].strip() in explained.text
    assert answer.meta.correlation_id in explained.text
    assert "Confidence" in explained.text
    assert labels(explained) == [["⚠️ Wrong?"]]


async def test_callback_sources(anna: Person) -> None:
    said = await anna.asks("/trends 1w")
    answer = await newest(anna)
    assert len(answer.evidence) > 5
    _, (page,) = await anna.presses(said, "All sources")
    assert [text[-1] for text in labels(page)[0]] == [f"{-(-len(answer.evidence) // 5)}", "›"]
    seen = [page.text]
    for _ in range(1, -(-len(answer.evidence) // 5)):
        page = await anna.changes(page, "›")
        seen.append(page.text)
    assert len({message.id for message in anna.reads() if "Sources" in message.text.split("\n")[0]}) == 1
    for card in answer.evidence:
        assert card.source in "\n".join(seen)
    assert "›" not in labels(page)[0]
    assert (await anna.changes(page, "‹")).text == seen[-2]

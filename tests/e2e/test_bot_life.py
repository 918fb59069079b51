"""The bot over time and among others: restarts, two of it, webhooks, groups, guests, and hostile text."""

from __future__ import annotations

import asyncio
import socket

import pytest
from chatting import Newsroom
from tests.waiting import PATIENCE

from tidings.dev.telegram.chats import Message

GROUP = -1_000_000_000_500
HOSTILE = "<b>&lt;\"'> </code> ]](https://evil.example) \u202eevil\u202c 👩‍👩‍👧 &amp;"


def labels(message: Message) -> list[str]:
    return [button.text for button in message.buttons]


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


async def test_a_conversation_goes_on_after_a_restart(room: Newsroom) -> None:
    anna = room.person()
    async with room.bot():
        hello = await anna.asks("/start")
        asked = await anna.changes(hello, "English")
        await anna.changes(asked, "Another city")
    # Said while nobody was there.
    room.telegram.say(anna.user, "Lisbon")
    async with room.bot():
        await room.quiet()
        ready = anna.reads()[-1]
        assert "Lisbon" in ready.text
        said = await anna.asks("/trends 1w")
    async with room.bot():
        _, (explained,) = await anna.presses(said, "Explain")
        assert explained.text.startswith("Why this answer")
        assert len([message for message in anna.reads() if message.text == ready.text]) == 1


async def test_two_bots_on_one_database_answer_each_command_once(room: Newsroom) -> None:
    people = [room.person(100 + number) for number in range(6)]
    async with room.bot(), room.bot():
        for person in people:
            for words in ("/help", "ferry", "/trends 1w"):
                room.telegram.say(person.user, words)
        await room.quiet()
    for person in people:
        texts = [message for message in person.reads() if message.photo is None]
        assert len([message for message in texts if message.text.startswith("How to ask")]) == 1
        assert len([message for message in texts if "what would you like" in message.text]) == 1
        assert len([message for message in texts if "· Week ·" in labels(message)]) == 1
    rows = await room.db.fetch_all("SELECT user_hash, count(*) FROM answers GROUP BY user_hash")
    assert sorted(number for _, number in rows) == [1] * len(people)


async def test_updates_come_by_webhook_where_one_is_set(room: Newsroom) -> None:
    port = free_port()
    hook = {
        "telegram_webhook_url": f"http://127.0.0.1:{port}/hook",
        "telegram_webhook_port": port,
    }
    async with room.bot(**hook):
        anna = room.person()
        said = await anna.asks("ferry 1w")
        _, answer = await anna.presses(said, "Topics")
        assert labels(answer[0]) or labels(answer[-1])
        assert room.telegram.calls("setWebhook")
        assert room.telegram.polls == 0


async def test_in_a_group_only_what_is_said_to_the_bot_is_answered_in_its_thread(room: Newsroom) -> None:
    room.telegram.group(GROUP, topics={5: "Desk"})
    async with room.bot():
        anna = room.person().at(GROUP)
        assert await anna.says("what about the ferry?", thread=5) == []
        assert await anna.says("/trends@other_bot", thread=5) == []
        assert await anna.says("/weather", thread=5) == []
        asked = await anna.asks("/trends@tidings_bot 1w", thread=5)
        assert asked.thread_id == 5
        replied = await anna.asks("ferry", thread=5, reply_to=asked)
        assert "“ferry”" in replied.text
        named = await anna.asks("@tidings_bot, comet 3d", thread=5)
        assert "“comet”" in named.text
        assert named.reply_to is not None
        assert "write to me privately" in (await anna.asks("/settings@tidings_bot", thread=5)).text
        assert "/trends@tidings_bot" in (await anna.asks("/start@tidings_bot", thread=5)).text


async def test_only_guests_are_answered_where_there_is_a_list(room: Newsroom) -> None:
    async with room.bot(telegram_users="@anna_editor, 90", telegram_admins="91"):
        for number, name in ((77, "Anna_Editor"), (90, None), (91, None)):
            assert "How to ask" in (await room.person(number, name=name).asks("/help")).text
        stranger = room.person(66)
        refused = await stranger.asks("/help")
        assert "How to ask" not in refused.text
        assert await room.db.fetch_all("SELECT 1 FROM readers WHERE id = 66") == []


@pytest.mark.parametrize(
    "words", [HOSTILE, "/analyze topics " + HOSTILE, "/trends source:" + HOSTILE, "/follow " + HOSTILE]
)
async def test_hostile_text_is_shown_as_text_and_nothing_is_refused(room: Newsroom, words: str) -> None:
    async with room.bot():
        anna = room.person()
        said = await anna.says(words)
        assert said
        for message in said:
            links = {entity.url for entity in message.content.entities if entity.kind == "text_link"}
            assert not any("evil" in (url or "") for url in links)
        assert [call for call in room.telegram.journal if call.status == 400] == []


async def test_what_is_misspelt_is_guessed_and_one_press_away(room: Newsroom) -> None:
    async with room.bot():
        anna = room.person()
        wrong = await anna.asks("/analyze sentimet ferry 1w")
        assert "There is no mode “sentimet”" in wrong.text
        assert labels(wrong)[0] == "Sentiment"
        _, answer = await anna.presses(wrong, 0)
        assert "ferry" in answer[0].text.lower()
        wrong = await anna.asks("/trends 5d")
        assert "Did you mean 3 days?" in wrong.text
        _, answer = await anna.presses(wrong, 0)
        assert any("· 3 days ·" in labels(message) for message in answer)
        assert "/trends" in (await anna.asks("/trend")).text


async def test_what_holds_no_word_to_look_for_is_said_at_once(room: Newsroom) -> None:
    async with room.bot():
        anna = room.person()
        for words in ("the", "/analyze topics 😀", "/follow ..."):
            said = await anna.asks(words)
            assert "no word to look for" in said.text
            assert labels(said) == []
        assert "longer than 500" in (await anna.asks("ferry " * 200)).text


async def test_what_goes_wrong_is_one_sentence_with_a_reference_and_a_way_on(room: Newsroom) -> None:
    async with room.bot():
        anna = room.person()
        async with room.db.connection() as conn:
            await conn.execute("ALTER TABLE article_signals RENAME TO gone")
        broken = await anna.asks("/trends")
        assert "Traceback" not in broken.text
        assert "UndefinedTable" not in broken.text
        assert "↻ Try again" in labels(broken)
        async with room.db.connection() as conn:
            await conn.execute("ALTER TABLE gone RENAME TO article_signals")
        _, answer = await anna.presses(broken, "Try again")
        assert "· 24 hours ·" in labels(next(message for message in answer if message.buttons))


async def test_a_menu_of_commands_is_offered_in_both_languages(room: Newsroom) -> None:
    async with room.bot():
        async with asyncio.timeout(PATIENCE):
            while len(room.telegram.calls("setMyCommands")) < 2:  # noqa: ASYNC110
                await asyncio.sleep(0.01)  # in another thread
        menus = room.telegram.profile.commands
        shown = str(menus)
        assert "trends" in shown
        assert "Что происходит" in shown
        assert "What is happening" in shown

"""Buttons: whose they are, how long they hold, that one press does it once, and what readers say by them."""

from __future__ import annotations

import base64
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from chatting import Newsroom, Person

from tidings.dev.telegram.chats import Message

GROUP = -1_000_000_000_500


@pytest.fixture
async def anna(room: Newsroom) -> AsyncIterator[Person]:
    async with room.bot():
        yield room.person(language="en")


def labels(message: Message) -> list[str]:
    return [button.text for button in message.buttons]


async def count(person: Person, table: str) -> int:
    return int((await person.room.db.fetch_all(f"SELECT count(*) FROM {table}"))[0][0])


async def press_forged(person: Person, message: Message, data: str) -> str:
    """Press a button of the message as an app would whose data were changed on the way."""
    button = replace(message.buttons[0], data=data)
    query = person.room.telegram.press_again(message, button, person.user)
    await person.room.quiet()
    assert query.answer is not None
    return query.answer.text


async def test_a_forged_button_is_refused_and_answered(anna: Person) -> None:
    said = await anna.asks("ferry")
    shown = len(anna.reads())
    true = said.buttons[0].data or ""
    raw = base64.urlsafe_b64decode(true + "=" * (-len(true) % 4))
    other = int.from_bytes(raw[:8], "big") + 1
    moved = base64.urlsafe_b64encode(other.to_bytes(8, "big") + raw[8:]).rstrip(b"=").decode()
    for data in (moved, true[:-2] + "AA", "settings", "' OR 1=1 --", "\N{PILE OF POO}"):
        assert await press_forged(anna, said, data) == "I did not make this button."
    assert len(anna.reads()) == shown


async def test_a_button_of_another_chat_is_refused(anna: Person) -> None:
    said = await anna.asks("ferry")
    eve = anna.room.person(78)
    theirs = await eve.asks("comet")
    assert await press_forged(eve, theirs, said.buttons[0].data or "") == "I did not make this button."


async def test_an_expired_button_says_so(anna: Person) -> None:
    said = await anna.asks("ferry")
    async with anna.room.db.connection() as conn:
        await conn.execute("UPDATE buttons SET expires_at = now() - interval '1 second'")
    toast, new = await anna.presses(said, "Topics")
    assert (toast.text, new) == ("This button has expired. Please ask again.", [])


async def test_two_presses_at_once_ask_once(anna: Person) -> None:
    said = await anna.asks("ferry 1w")
    button = anna.find(said, "Topics")
    queries = [anna.room.telegram.press(said, button) for _ in range(2)]
    await anna.room.quiet()
    answers = [query.answer.text for query in queries if query.answer]
    assert sorted(answers) == ["", "Done already, see below."]
    assert await count(anna, "answers") == 1


async def test_a_press_long_after_another_is_meant(anna: Person) -> None:
    said = await anna.asks("ferry 1w")
    await anna.presses(said, "Topics")
    async with anna.room.db.connection() as conn:
        await conn.execute("UPDATE buttons SET pressed_at = now() - interval '61 seconds'")
    await anna.presses(said, "Topics")
    assert await count(anna, "answers") == 2


async def test_the_button_of_somebody_else_in_a_group_does_nothing_harmful(anna: Person) -> None:
    telegram = anna.room.telegram
    telegram.group(GROUP)
    asker, other = anna.at(GROUP), anna.room.person(78).at(GROUP)
    said = await asker.asks("/trends@tidings_bot 1w")
    for private in ("24 hours", "Follow", "👍", "Wrong?"):
        toast, new = await other.presses(said, private)
        assert "belongs to whoever asked" in toast.text
        assert new == []
    # What only shows what all can see is for all: the answer's reasons and its sources.
    _, (explained,) = await other.presses(said, "Explain")
    assert explained.text.startswith("Why this answer")
    _, (sources,) = await other.presses(said, "All sources")
    assert (await other.changes(sources, "›")).text != sources.text
    assert await count(anna, "answers") == 1
    assert await count(anna, "follows") + await count(anna, "satisfaction") == 0


async def test_an_empty_window_offers_longer_ones_and_not_itself_again(anna: Person) -> None:
    said = await anna.asks("/analyze topics Pinefold 6h")
    assert labels(said) == ["3 days", "Week", "Month"]
    assert said.text.startswith("Nothing was found in that time")
    assert "write to us" not in said.text  # nothing of ours to mend
    _, week = await anna.presses(said, "Week")
    assert "Pinefold" in "\n".join(message.text for message in week)


async def test_similar_stories_are_others_than_the_answers_own(anna: Person) -> None:
    said = await anna.asks("/analyze topics Pinefold 1w")
    _, (near,) = await anna.presses(said, "Similar")
    assert near.text.startswith("Near to this")
    rows = await anna.room.db.fetch_all(
        "SELECT a.title FROM answers, jsonb_path_query(workings, '$.subjects[*].counted[*]') AS counted "
        "JOIN articles AS a ON a.id = counted::bigint"
    )
    assert rows
    assert not [title for (title,) in rows if title in near.text]


async def test_a_judgement_is_kept_as_a_labelled_pair(anna: Person) -> None:
    said = await anna.asks("/analyze sentiment ferry 1w")
    _, (claims,) = await anna.presses(said, "Wrong?")
    marked = await anna.changes(claims, "2 ✗")
    assert "❌ 2 wrong" in labels(marked)
    await anna.changes(marked, "1 ✓")
    rows = await anna.room.db.fetch_all(
        "SELECT j.reader, j.insight, j.accepted, j.claim <> '', position(j.quote IN a.text) > 0, j.command "
        "FROM judgements j JOIN articles a ON a.id = j.article_id ORDER BY j.insight"
    )
    assert {
        (77, 1, True, True, True, "analyze_sentiment"),
        (77, 2, False, True, True, "analyze_sentiment"),
    } == set(rows)
    # Another mind takes the place of the first.
    await anna.changes(marked, "2 ✓")
    accepted = await anna.room.db.fetch_all("SELECT DISTINCT insight, accepted FROM judgements ORDER BY 1")
    assert accepted == [(1, True), (2, True)]


async def test_satisfaction_is_counted_once_and_told_to_operators(room: Newsroom) -> None:
    async with room.bot(telegram_admins="@editor"):
        anna, editor = room.person(77), room.person(78, name="editor")
        said = await anna.asks("/trends 1w")
        assert (await anna.presses(said, "👍"))[0].text == "Noted, thank you."
        assert (await anna.presses(said, "👍"))[0].text == "You have said so already."
        assert "Only operators" in (await anna.asks("/status")).text
        assert "Only operators" in (await anna.asks("/feeds")).text
        status = (await editor.asks("/status")).text.replace("\N{NO-BREAK SPACE}", " ")
        assert "Trends: 1 of 1 (100 %)" in status
        assert "2 readers" in status
        assert "No feed is followed" in (await editor.asks("/feeds")).text

"""A reader's own things: the beginning, settings, what they follow, and the end of all of it."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from chatting import Newsroom, Person

from tidings.dev.telegram.chats import Message
from tidings.engine import Engine
from tidings.ingest.importing import import_file
from tidings.jobs.tasks import Desk
from tidings.jobs.waking import wake
from tidings.llm.budget import user_hash
from tidings.text.embeddings import load_embedder

OUTLET = "Norden Post"
BALLOONS = {
    "title": "Kessen lifts off: ballooning championship opens over the reservoir",
    "text": "Forty-one crews took off at dawn as the ballooning championship opened in Kessen on Sunday. "
    "The ballooning championship lasts a week, and the winner crosses the reservoir twice.",
    "url": "https://norden-post.example/sport/kessen-balloons",
    "source": OUTLET,
}


@pytest.fixture
async def anna(room: Newsroom) -> AsyncIterator[Person]:
    async with room.bot():
        yield room.person(language="en")


def labels(message: Message) -> list[str]:
    return [button.text for button in message.buttons]


async def test_the_beginning_asks_language_and_zone_once_and_shows_three_ways(anna: Person) -> None:
    hello = await anna.asks("/start")
    assert labels(hello) == ["Русский", "English"]
    asked = await anna.changes(hello, "Русский")
    assert "Москва +3" in labels(asked)
    ready = await anna.changes(asked, "Москва")
    assert ready.id == hello.id
    assert len(labels(ready)) == 3
    again = await anna.asks("/start")
    assert labels(again) == labels(ready)
    _, answer = await anna.presses(again, 0)
    assert "24 часа" in "\n".join(message.text for message in answer)


async def test_any_city_can_be_typed_and_a_command_in_between_is_no_city(anna: Person) -> None:
    asked = await anna.changes(await anna.asks("/start"), "English")
    prompt = await anna.changes(asked, "Another city")
    assert "city or a zone" in prompt.text
    assert "do not know “Atlantis”" in (await anna.asks("Atlantis")).text
    ready = await anna.asks("tbilisi")
    assert "Tbilisi, UTC+4" in ready.text
    await anna.changes(await anna.changes(await anna.asks("/settings"), "Time zone"), "Another city")
    await anna.asks("/help")
    assert "what would you like to know" in (await anna.asks("Lisbon")).text


async def test_settings_change_in_their_one_message(anna: Person) -> None:
    await anna.settles()
    menu = await anna.asks("/settings")
    menu = await anna.changes(await anna.changes(menu, "Digest"), "8:00")
    assert "Daily digest: at 8:00" in menu.text
    menu = await anna.changes(await anna.changes(menu, "Quiet hours"), "0:00 – 8:00")
    assert "from 0:00 to 8:00" in menu.text
    menu = await anna.changes(await anna.changes(menu, "Quiet hours"), "No quiet hours")
    assert "any time" in menu.text
    menu = await anna.changes(await anna.changes(menu, "Language"), "Русский")
    assert "Язык: Русский" in menu.text
    assert labels(await anna.changes(menu, "Готово")) == []
    rows = await anna.room.db.fetch_all("SELECT lang, zone, digest_hour, quiet_from, quiet_to FROM readers")
    assert rows == [("ru", "Europe/London", 8, None, None)]


async def test_blocked_and_chosen_sources_hold_for_answers(anna: Person) -> None:
    menu = await anna.asks("/settings")
    blocking = await anna.changes(menu, "Blocked sources")
    blocking = await anna.changes(blocking, OUTLET)
    assert f"✗ {OUTLET}" in labels(blocking)
    said = await anna.says("/trends 1w")
    assert OUTLET not in "\n".join(message.text for message in said)
    # Named in the command, a source counts all the same.
    named = await anna.says(f'/trends 1w source:"{OUTLET.lower()}"')
    assert OUTLET in "\n".join(message.text for message in named)
    choosing = await anna.changes(await anna.changes(blocking, "Back"), 4)
    await anna.changes(choosing, OUTLET)
    assert "leave no source" in (await anna.asks("/trends 1w")).text


async def test_a_source_is_known_by_its_host_and_guessed_when_misspelt(anna: Person) -> None:
    [(url,)] = await anna.room.db.fetch_all(
        "SELECT url FROM articles a JOIN sources s ON s.id = a.source_id WHERE s.name = 'Norden Post' LIMIT 1"
    )
    host = url.split("/")[2]
    said = await anna.says(f"/trends 1w source:{host}")
    assert OUTLET in "\n".join(message.text for message in said)
    wrong = await anna.asks("/trends 1w source:Nordem")
    assert "There is no source “Nordem”" in wrong.text
    assert OUTLET in labels(wrong)
    _, answer = await anna.presses(wrong, OUTLET)
    assert OUTLET in "\n".join(message.text for message in answer)


async def test_a_subject_and_a_story_are_followed_listed_and_ended(anna: Person) -> None:
    await anna.settles()
    done = await anna.asks("/follow “interest rate” 1w")
    assert "You follow “interest rate”" in done.text
    toast, _ = await anna.presses(done, "digest")
    assert "every day at 9:00" in toast.text
    assert "already" in (await anna.asks("/follow interest rate")).text
    said = await anna.asks("/trends 1w")
    _, (which,) = await anna.presses(said, "Follow")
    # Each story once, though several insights are about it.
    for place in range(len(which.buttons)):
        toast, _ = await anna.presses(which, place)
        assert "You follow “" in toast.text
        assert "already" not in toast.text
    for place in range(2, len(which.buttons) + 1):
        await anna.changes(await anna.asks("/following"), f"✕ {len(which.buttons) - place + 3}")
    listed = await anna.asks("/following")
    assert labels(listed) == ["✕ 1", "✕ 2"]
    assert "story" in listed.text
    left = await anna.changes(listed, "✕ 1")
    assert "interest rate" not in left.text
    assert "nothing yet" in (await anna.changes(left, "✕ 1")).text
    assert await anna.room.db.fetch_all("SELECT 1 FROM follows") == []


async def test_news_of_what_is_followed_come_by_themselves_until_one_tap_ends_them(
    room: Newsroom, tmp_path: Path
) -> None:
    async with room.bot():
        anna = room.person()
        await anna.settles()
        menu = await anna.asks("/settings")
        await anna.changes(await anna.changes(menu, "Quiet hours"), "No quiet hours")
        await anna.asks("/follow ballooning championship")
        rows = tmp_path / "news.jsonl"
        rows.write_text(json.dumps(BALLOONS | {"published_at": datetime.now(UTC).isoformat()}))
        await import_file(room.db, room.settings, rows)
        await wake(room.db)
        alert = await anna.hears("Kessen lifts off")
        await room.quiet()
        assert "ballooning championship" in labels(room.telegram.message(alert.chat_id, alert.id))[0]
        toast, _ = await anna.presses(alert, 0)
        assert toast.text == "Ended: no more news of it."
        assert "nothing yet" in (await anna.asks("/following")).text


async def test_a_digest_comes_at_its_hour_and_one_tap_ends_digests(room: Newsroom) -> None:
    hour = "SELECT digest_hour FROM readers"
    async with room.bot():
        anna = room.person()
        await anna.settles()
        await anna.presses(await anna.asks("/follow Aurelia"), "digest")
        assert await room.db.fetch_all(hour) == [(9,)]
        desk = Desk.of(Engine.over(room.settings, room.db, load_embedder()))
        await desk.digest(datetime.now(UTC))
        due = await room.db.fetch_all("SELECT due_at FROM digests")
        await desk.digest(due[0][0])
        await room.quiet()
        toast, _ = await anna.presses(anna.reads()[-1], "No more digests")
        assert "No more digests" in toast.text
        assert await room.db.fetch_all(hour) == [(None,)]


async def test_a_follow_without_a_subject_says_how(anna: Person) -> None:
    assert "Send the subject" in (await anna.asks("/follow")).text


async def traces(person: Person, words: str) -> dict[str, int]:
    """In which tables there is anything of somebody, by their number, their hash, or words of theirs."""
    db, found = person.room.db, {}
    number, known_as = str(person.user.id), user_hash(f"telegram:{person.user.id}")
    tables = await db.fetch_all("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    for (table,) in tables:
        query = (
            f'SELECT count(*) FROM "{table}" AS t WHERE EXISTS (SELECT FROM jsonb_each_text(to_jsonb(t)) '
            "WHERE value = %s OR value = %s OR value LIKE %s)"
        )
        values = (number, known_as, f"%{words}%")
        [(rows,)] = await db.fetch_all(query, values)
        if rows and table not in {"articles", "article_revisions"}:
            found[table] = rows
    return found


async def test_who_asks_to_be_forgotten_leaves_no_row_anywhere(room: Newsroom) -> None:
    async with room.bot():
        anna, boris = room.person(7_700_077), room.person(88)
        await anna.settles()
        await boris.settles()
        said = await anna.asks("/analyze sentiment ferry 1w")
        await anna.presses(said, "👍")
        _, (claims,) = await anna.presses(said, "Wrong?")
        await anna.changes(claims, "1 ✓")
        await anna.asks("/follow Lighthouse keeper")
        await boris.asks("/follow balloon")
        assert {"readers", "buttons", "answers", "judgements", "satisfaction", "follows", "inbox"} <= set(
            await traces(anna, "Lighthouse")
        )
        before = await traces(boris, "balloon")

        asked = await anna.asks("/delete_me")
        kept = await anna.changes(asked, "Cancel")
        assert kept.text == "Nothing was removed."
        asked = await anna.asks("/delete_me")
        gone = await anna.changes(asked, "Yes, remove everything")
        assert "has been removed" in gone.text
        assert labels(gone) == []
        assert await traces(anna, "Lighthouse") == {}
        assert await traces(boris, "balloon") == before

        # What was pressed of old says so, and keeps nothing.
        query = room.telegram.press_again(said, said.buttons[0], anna.user)
        await room.quiet()
        assert query.answer
        assert "expired" in query.answer.text
        assert set(await traces(anna, "Lighthouse")) <= {"inbox"}


async def test_privacy_tells_what_is_stored_and_for_how_long(anna: Person) -> None:
    text = (await anna.asks("/privacy")).text.replace("\N{NO-BREAK SPACE}", " ")
    assert "30 days" in text
    assert "/delete_me" in text

"""Which updates are for the bot, in which lane, and whose they are."""

from __future__ import annotations

from typing import Any

import pytest

from tidings.bot.incoming.sorting import Ignored, Me, Sorted, sort

ME = Me(99, "tidings_bot")
ANNA = {"id": 5, "is_bot": False, "username": "anna"}
PRIVATE = {"id": 5, "type": "private"}
GROUP = {"id": -1001, "type": "supergroup"}


def message(said: str, chat: dict[str, Any] = PRIVATE, writer: Any = ANNA, **more: Any) -> dict[str, Any]:
    marks = []
    for word in said.split():
        offset = len(said[: said.index(word)].encode("utf-16-le")) // 2
        kind = {"/": "bot_command", "@": "mention"}.get(word[0])
        if kind:
            marks.append({"type": kind, "offset": offset, "length": len(word.encode("utf-16-le")) // 2})
    return {
        "update_id": 1,
        "message": {"chat": chat, "from": writer, "text": said, "entities": marks} | more,
    }


def test_whatever_is_written_in_private_is_a_command_of_its_writer() -> None:
    for said in ("/trends 24h", "oil prices", "/trends@other_bot"):
        assert sort(message(said), ME) == Sorted(1, "command", 5, "anna")


@pytest.mark.parametrize(
    "said",
    ["/trends", "/trends@tidings_bot", "/trends@Tidings_Bot 1w", "📈 look @tidings_bot", "@tidings_bot oil"],
)
def test_in_a_group_commands_and_its_name_are_for_the_bot(said: str) -> None:
    assert sort(message(said, GROUP), ME) == Sorted(1, "command", 5, "anna")


@pytest.mark.parametrize("said", ["good morning", "/trends@other_bot", "hello @tidings_bot2", "see /trends"])
def test_in_a_group_talk_among_people_is_not_for_the_bot(said: str) -> None:
    assert sort(message(said, GROUP), ME) == Ignored("not_addressed")


def test_in_a_group_a_reply_to_the_bot_is_for_the_bot_and_one_to_another_is_not() -> None:
    assert isinstance(sort(message("oil", GROUP, reply_to_message={"from": {"id": 99}}), ME), Sorted)
    assert isinstance(sort(message("oil", GROUP, reply_to_message={"from": {"id": 98}}), ME), Ignored)


def test_admins_who_hide_share_the_queue_of_their_group() -> None:
    hidden = {"id": 1087968824, "is_bot": True, "username": "GroupAnonymousBot"}
    assert sort(message("/trends", GROUP, hidden), ME) == Sorted(1, "command", -1001, None)


def test_bots_and_channels_are_not_answered() -> None:
    assert sort(message("/trends", GROUP, {"id": 6, "is_bot": True}), ME) == Ignored("no_person")
    assert sort(message("/trends", writer=None), ME) == Ignored("no_person")


def test_a_press_and_a_change_of_membership_have_lanes_of_their_own() -> None:
    assert sort({"update_id": 2, "callback_query": {"from": ANNA}}, ME) == Sorted(2, "button", 5, "anna")
    assert sort({"update_id": 3, "my_chat_member": {"from": ANNA}}, ME) == Sorted(3, "notice", 5, "anna")


@pytest.mark.parametrize(
    "broken",
    [
        {"message": {"text": "x"}},
        {"update_id": 1, "message": {"text": "x", "from": ANNA}},
        {"update_id": 1, "message": "x"},
        {"update_id": "x", "callback_query": {"from": ANNA}},
        {"update_id": 1, "callback_query": {"from": {}}},
        {"update_id": 1, "message": {"chat": GROUP, "from": ANNA, "text": "x", "entities": [1]}},
    ],
)
def test_what_is_no_update_of_telegrams_is_passed_over(broken: dict[str, Any]) -> None:
    assert sort(broken, ME) == Ignored("malformed")


def test_what_was_not_asked_for_is_ignored() -> None:
    assert sort({"update_id": 4, "edited_message": message("x")["message"]}, ME) == Ignored("unknown_kind")

from __future__ import annotations

import pytest

from tidings.bot.talking.saying import Said, likely_command, understood

COMMANDS = ("trends", "analyze", "delete_me")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("/trends", Said("command", "trends")),
        ("/Trends@Tidings_bot 1w ru", Said("command", "trends", "1w ru")),
        ("/analyze topics\n«нефть»", Said("command", "analyze", "topics\n«нефть»")),
        (" /delete_me ", Said("command", "delete_me")),
        ("/\u2060trends 1w", Said("command", "trends", "1w")),
        ("/trend 1w", Said("unknown", "trend", "1w")),
        ("нефть", Said("plain", "plain", "нефть")),
        ("@tidings_bot, нефть", Said("plain", "plain", "нефть")),
        ("нефть @tidings_bot", Said("plain", "plain", "нефть")),
        ("@tidings_bot", Said("nothing", "nothing")),
        ("", Said("nothing", "nothing")),
        ("/", Said("plain", "plain", "/")),
        ("1/2 of it", Said("plain", "plain", "1/2 of it")),
        ("mail@tidings_bots.example", Said("plain", "plain", "mail@tidings_bots.example")),
    ],
)
def test_commands_are_told_from_plain_text(words: str, said: Said) -> None:
    assert understood(words, COMMANDS, "tidings_bot") == said


def test_a_command_that_is_spelt_nearly_right_is_guessed() -> None:
    assert likely_command("trend", COMMANDS) == "trends"
    assert likely_command("deleteme", COMMANDS) == "delete_me"
    assert likely_command("weather", COMMANDS) is None


def test_what_other_bots_call_by_another_name_is_known() -> None:
    assert likely_command("unfollow", ("follow", "following")) == "following"
    assert likely_command("delete", COMMANDS) == "delete_me"
    assert likely_command("unfollow", COMMANDS) is None

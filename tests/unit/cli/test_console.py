from __future__ import annotations

import json

import pytest
from rich.text import Text

from tidings.cli.console import show, show_document, show_json
from tidings.cli.layout import address

LONG = "https://news.example/" + "a-very-long-address-" * 8


def test_in_a_pipe_an_address_stays_whole_and_no_line_ends_in_blanks(
    capsys: pytest.CaptureFixture[str],
) -> None:
    show(Text("title   "), *address(LONG, indent=3))
    assert capsys.readouterr().out == f"title\n   {LONG}\n"


def test_a_character_the_output_cannot_show_does_not_end_the_command(
    capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    import sys

    monkeypatch.setattr(type(sys.stdout), "encoding", "ascii", raising=False)
    show(Text("паром ferry"))
    assert capsysbinary.readouterr().out == b"????? ferry\n"


def test_json_keeps_letters_and_escapes_what_a_terminal_may_obey(
    capsys: pytest.CaptureFixture[str],
) -> None:
    show_json({"title": "Паром\x1b[2J\x9b31m"})
    out = capsys.readouterr().out
    assert "Паром" in out
    assert "\x1b" not in out
    assert "\x9b" not in out
    assert json.loads(out) == {"title": "Паром\x1b[2J\x9b31m"}


def test_a_document_is_printed_as_it_is_but_for_control_sequences(capsys: pytest.CaptureFixture[str]) -> None:
    show_document("<opml>\n  <x title='[b]\x1b[2J'/>\n</opml>\n")
    assert capsys.readouterr().out == "<opml>\n  <x title='[b]'/>\n</opml>\n"

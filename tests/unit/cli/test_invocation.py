from __future__ import annotations

from pathlib import Path

import pytest

from tidings.cli.invocation import read_invocation
from tidings.errors import InvalidRequest


@pytest.mark.parametrize(
    "argv",
    [
        ["--lang", "ru", "--data-dir", "news", "trends", "24h"],
        ["trends", "24h", "--lang", "ru", "--data-dir", "news"],
        ["--data-dir=news", "trends", "--lang=ru", "24h"],
    ],
)
def test_options_of_the_program_are_welcome_on_either_side_of_the_command(argv: list[str]) -> None:
    invocation = read_invocation(argv)
    assert invocation.lang == "ru"
    assert invocation.data_dir == Path("news")
    assert invocation.args[4:] == ("trends", "24h")
    assert set(invocation.args[:4]) == {"--lang", "ru", "--data-dir", "news"}


def test_words_behind_a_double_dash_are_left_alone() -> None:
    invocation = read_invocation(["search", "--", "--lang", "ru", "--json"])
    assert invocation.asked_lang is None
    assert not invocation.as_json
    assert invocation.args == ("search", "--", "--lang", "ru", "--json")


def test_an_option_without_its_value_is_left_for_the_parser_to_refuse() -> None:
    assert read_invocation(["trends", "--lang"]).args == ("trends", "--lang")


def test_json_is_noticed_wherever_it_stands() -> None:
    assert read_invocation(["trends", "--json", "24h"]).as_json


def test_an_unknown_language_falls_back_to_the_locale(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TIDINGS_LANG", raising=False)
    for variable in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("LANG", "ru_RU.UTF-8")
    assert read_invocation(["--lang", "de", "trends"]).lang == "ru"


@pytest.mark.parametrize("argv", [["--data-dir", "", "trends"], ["trends", "--data-dir= "]])
def test_an_empty_folder_is_not_the_one_that_a_person_is_in(argv: list[str]) -> None:
    with pytest.raises(InvalidRequest) as caught:
        _ = read_invocation(argv).settings
    assert caught.value.message == "empty_data_dir"

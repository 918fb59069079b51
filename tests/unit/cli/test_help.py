from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from tidings import __version__
from tidings.cli.app import main, program
from tidings.messages import LANGUAGES, Lang


def commands(command: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    yield path, command
    for name, child in getattr(command, "commands", {}).items():
        yield from commands(child, (*path, name))


PATHS = [path for path, _ in commands(program("en"))]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("path", PATHS, ids=" ".join)
def test_help_of_every_command_teaches_with_an_example(
    path: tuple[str, ...], lang: Lang, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*path, "--help", "--lang", lang]) == 0
    page = capsys.readouterr().out
    assert f"$ tidings {' '.join(path)}".rstrip() in page


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_paragraph_of_help_is_one_line_to_be_wrapped_where_it_is_shown(lang: Lang) -> None:
    for path, command in commands(program(lang)):
        assert "\n" not in command.help.replace("\n\n", ""), path


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_option_is_left_without_words(lang: Lang) -> None:
    for path, command in commands(program(lang)):
        for parameter in command.params:
            assert parameter.help, (path, parameter.name)
            assert not parameter.help.startswith("option."), (path, parameter.name)


def test_the_commands_of_the_design_are_all_there() -> None:
    names = {" ".join(path) for path in PATHS}
    assert names >= {
        "demo", "init", "ingest", "import", "trends", "analyze", "search", "article", "doctor", "reindex",
        "feeds add", "feeds remove", "feeds list", "feeds import", "feeds export", "feeds health",
    }  # fmt: skip


def test_with_nothing_asked_the_help_is_the_answer(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    assert "tidings demo" in capsys.readouterr().out


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"tidings {__version__}\n"


def test_a_group_without_a_command_shows_its_help_and_counts_as_wrong_usage(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["feeds"]) == 2
    captured = capsys.readouterr()
    assert "health" in captured.out + captured.err


def test_help_is_shown_without_loading_what_only_answers_need() -> None:
    script = "import sys; from tidings.cli import main; main(['trends', '--help']); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert "typer" in loaded
    assert loaded.isdisjoint({"numpy", "psycopg", "httpx", "trafilatura", "babel", "tidings.settings"})

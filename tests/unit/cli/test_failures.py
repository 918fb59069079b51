from __future__ import annotations

import json

import pytest

from tidings.cli.app import main
from tidings.cli.failures import run_guarded
from tidings.cli.invocation import Invocation, read_invocation
from tidings.errors import (
    BudgetExceeded,
    DatabaseUnavailable,
    InvalidRequest,
    ModelUnavailable,
    NoData,
    TidingsError,
)
from tidings.schemas import ErrorReport


@pytest.fixture(autouse=True)
def _english_without_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    monkeypatch.setenv("TIDINGS_LANG", "en")
    monkeypatch.setenv("TIDINGS_DATA_DIR", f"{tmp_path}/data")
    monkeypatch.setenv("TIDINGS_CONFIG", f"{tmp_path}/tidings.toml")


def end_with(error: BaseException, *args: str) -> int:
    def work() -> int:
        raise error

    return run_guarded(work, read_invocation(args))


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (InvalidRequest("x"), 2),
        (NoData("x"), 1),
        (BudgetExceeded("x"), 1),
        (ModelUnavailable("x"), 1),
        (DatabaseUnavailable("x"), 1),
        (ZeroDivisionError("x"), 1),
        (KeyboardInterrupt(), 130),
    ],
)
def test_every_ending_has_its_exit_code(error: BaseException, code: int) -> None:
    assert end_with(error) == code


def test_work_that_ends_well_exits_with_what_it_returns() -> None:
    assert run_guarded(lambda: None, Invocation(())) == 0
    assert run_guarded(lambda: 1, Invocation(())) == 1


def test_a_person_reads_one_sentence_on_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    end_with(NoData("internal detail"), "trends")
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err == (
        "There are no articles for this question; poll feeds with `tidings ingest`, or widen the window.\n"
    )


def test_an_unexpected_error_shows_no_traceback_and_none_of_its_text(
    capsys: pytest.CaptureFixture[str],
) -> None:
    end_with(ValueError("password=hunter2"), "--lang", "ru", "trends")
    err = capsys.readouterr().err
    assert "Внутренняя ошибка Tidings" in err
    assert "Номер для обращения: " in err
    assert "hunter2" not in err
    assert "Traceback" not in err


def test_a_program_reads_the_error_contract_on_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    error = DatabaseUnavailable("cannot connect to postgresql://me:hunter2@host/db")
    assert end_with(error, "trends", "--json") == 1
    captured = capsys.readouterr()
    report = ErrorReport.model_validate_json(captured.out)
    assert captured.err == ""
    assert report.code == "INTERNAL"
    assert report.retryable
    assert report.user_message == "The database cannot be reached; run `tidings doctor` to see why."
    assert "hunter2" not in report.tech_message
    assert len(report.correlation_id) == 12


def test_a_sentence_whose_parameters_are_missing_falls_back_to_its_kind(
    capsys: pytest.CaptureFixture[str],
) -> None:
    end_with(InvalidRequest("x", message="unknown_window"))
    assert "cannot be understood" in capsys.readouterr().err


def test_an_unknown_key_is_said_as_its_kind(capsys: pytest.CaptureFixture[str]) -> None:
    end_with(TidingsError("x", message="no_such_key"))
    assert "Something went wrong inside Tidings" in capsys.readouterr().err


def test_parameters_cannot_steer_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    end_with(InvalidRequest("x", message="unknown_window", params={"window": "\x1b[2J9z", "windows": "6h"}))
    err = capsys.readouterr().err
    assert "\x1b" not in err
    assert "“9z”" in err


@pytest.mark.parametrize(
    ("argv", "sentence"),
    [
        (["trends", "9z"], "There is no window “9z”; choose one of: 6h, "),
        (["trends", "--as-of", "soon"], "“soon” is not a date"),
        (["trends", "--frequency"], "There is no option --frequency; see `tidings trends --help`."),
        (["trends", "--as-of"], "--as-of needs a value"),
        (["trends", "24h", "ferry"], "“ferry” is one argument too many"),
        (["trends", "--news-lang", "de"], "There is no language “de” here"),
        (["analyze"], "MODE is missing; see `tidings analyze --help`."),
        (["analyze", "moods"], "There is no mode “moods”; choose one of: keywords, sentiment, topics."),
        (["search", "ferry", "--limit", "0"], "The value of --limit is wrong"),
        (["predict"], "There is no command “predict”; see `tidings --help`."),
        (["article", "ferry"], "“ferry” is not an article's number"),
        (["article", "7", "--span", "9:3"], "“9:3” is not a span"),
        (["import", "no/such/file.jsonl"], "There is no file or folder “no/such/file.jsonl”."),
        (["feeds", "add", "ftp://example.com/rss"], "“ftp://example.com/rss” is not a feed's address"),
        (["feeds", "add", "http://[bad"], "is not a feed's address"),
        (["feeds", "import", "no.opml"], "“no.opml” cannot be read: No such file or directory."),
        (["--lang", "de", "trends"], "There is no language “de” here"),
    ],
)
def test_wrong_usage_is_told_in_a_sentence_before_anything_starts(
    argv: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(argv) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert sentence in captured.err
    assert len(captured.err.splitlines()) == 1


def test_wrong_usage_is_told_in_russian_too(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["trends", "--frequency", "--lang", "ru"]) == 2
    assert capsys.readouterr().err.startswith("Параметра --frequency нет")


def test_wrong_usage_with_json_is_the_error_contract_and_nothing_else(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["trends", "9z", "--json"]) == 2
    captured = capsys.readouterr()
    assert json.loads(captured.out)["code"] == "VALIDATION_FAILED"
    assert captured.err == ""


@pytest.mark.parametrize(
    ("variable", "value"), [("TIDINGS_BATCH_SIZE", "many"), ("TIDINGS_TIMEZONE", "Mars/Olympus")]
)
def test_a_wrong_setting_is_named(
    variable: str, value: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(variable, value)
    assert main(["import", __file__]) == 2
    assert f"A setting is wrong: {variable}" in capsys.readouterr().err

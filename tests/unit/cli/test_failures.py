from __future__ import annotations

import json
from pathlib import Path

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
from tidings.settings import config_path, load_settings


@pytest.fixture(autouse=True)
def _english_without_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TIDINGS_LANG", "en")
    monkeypatch.setenv("TIDINGS_DATA_DIR", f"{tmp_path}/data")
    config = tmp_path / "tidings.toml"
    config.touch()
    monkeypatch.setenv("TIDINGS_CONFIG", str(config))


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
        "There are no articles for this question; poll feeds with `tidings ingest`, take in a file with "
        "`tidings import`, or widen the window.\n"
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
        (["search", "ferry", "--limit", "0"], "The value of --limit must be 1 at least; see"),
        (["search", "ferry", "--limit", "31"], "The value of --limit must be 30 at most; see"),
        (["search", "ferry", "--limit", "many"], "The value of --limit must be a whole number; see"),
        (["search", " "], "The query is empty"),
        (["search", "the of"], "“the of” holds no word to look for"),
        (["analyze", "topics", ""], "The query is empty"),
        (["analyze", "topics", "и в на"], "“и в на” holds no word to look for"),
        (["search", "ferry sourse:north.example"], "“sourse:north.example” in the query is no subject. The"),
        (["analyze", "topics", "window:3d ferry"], "The option stands beside it: --window 3d."),
        (["search", "a" * 501], "The query is longer than 500 characters"),
        (["trends", "--as-of", "9999-12-31"], "“9999-12-31” is in the future"),
        (["trends", "--as-of", "0001-01-01"], "“0001-01-01” is too early"),
        (["predict"], "There is no command “predict”; see `tidings --help`."),
        (["article", "ferry"], "“ferry” is neither an article's number"),
        (["article", "7", "--span", "9:3"], "“9:3” is not a span"),
        (["import", "no/such/file.jsonl"], "There is no file or folder “no/such/file.jsonl”."),
        (["feeds", "add", "ftp://example.com/rss"], "“ftp://example.com/rss” is not a feed's address"),
        (["feeds", "add", "http://[bad"], "is not a feed's address"),
        (["feeds", "add", "http://169.254.169.254/"], "“http://169.254.169.254/” would never be read"),
        (["feeds", "add", "https://me:hunter2@news.com/"], "holds a user name or a password"),
        (["feeds", "add", "https://news.com/rss", "--feed-lang", "russian"], "“russian” is not a language"),
        (["feeds", "import", "no.opml"], "“no.opml” cannot be read: there is no such file or folder."),
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
    ("variable", "value", "takes"),
    [
        ("TIDINGS_BATCH_SIZE", "many", "— целое число"),
        ("TIDINGS_BATCH_SIZE", "5000", "— не больше 4096"),
        ("TIDINGS_BATCH_SIZE", "0", "— не меньше 1"),
        ("TIDINGS_FETCH_TIMEOUT", "0", "должно быть больше 0."),
        ("TIDINGS_KEEP_ANSWERS_DAYS", "-1", "— не меньше 0."),
        ("TIDINGS_KEEP_ANSWERS_DAYS", "4000", "— не больше 3650."),
        ("TIDINGS_KEEP_ANSWERS_DAYS", "nan", "— число."),
        ("TIDINGS_DAILY_USD", "NaN", "— число."),
        ("TIDINGS_KEEP_ANSWERS_DAYS", "", "без значения"),
        ("TIDINGS_REJECTION_STREAK", "", "без значения"),
        ("TIDINGS_DATA_DIR", "", "без значения"),
        ("TIDINGS_FULL_TEXT", "perhaps", "— true или false"),
        ("TIDINGS_LOG_LEVEL", "loud", "— одно из: debug, info, warning, error"),
        ("TIDINGS_TIMEZONE", "Mars/Olympus", "— не часовой пояс"),
    ],
)
def test_a_wrong_setting_is_named_with_what_it_takes(
    variable: str, value: str, takes: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(variable, value)
    assert main(["--lang", "ru", "import", __file__]) == 2
    said = capsys.readouterr().err.replace("\N{NO-BREAK SPACE}", "")
    assert f"Ошибка в настройках: {variable} {takes}" in said


def test_an_empty_variable_takes_back_what_the_file_says(monkeypatch: pytest.MonkeyPatch) -> None:
    """A copy of the database is tried beside the settings that name the real one."""
    config_path().write_text('database_url = "postgresql://here/real"\nprometheus_url = "http://p"\n')
    assert load_settings().database_url is not None
    monkeypatch.setenv("TIDINGS_DATABASE_URL", "")
    monkeypatch.setenv("TIDINGS_PROMETHEUS_URL", " ")
    assert (load_settings().database_url, load_settings().prometheus_url) == (None, None)


def test_a_settings_file_that_is_named_must_be_there(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TIDINGS_CONFIG", str(tmp_path / "none.toml"))
    assert main(["feeds", "list"]) == 2
    assert f"TIDINGS_CONFIG names {tmp_path / 'none.toml'}" in capsys.readouterr().err


def test_init_makes_the_settings_file_that_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TIDINGS_CONFIG", str(tmp_path / "none.toml"))
    assert main(["init"]) == 0
    assert (tmp_path / "none.toml").is_file()
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("fetch_timeuot = 3", "“fetch_timeuot”, and there is no such setting; did you mean “fetch_timeout”?"),
        ("zebra = 3", "“zebra”, and there is no such setting; `tidings init` writes"),
        ("lang = maybe", "is not valid TOML: line 1, column 8."),
        ("lang = ", "is not valid TOML: it ends too early."),
        ("contact = 3", "TIDINGS_CONTACT takes text, in quotes"),
    ],
)
def test_a_name_that_is_no_setting_is_refused_with_the_one_meant(
    line: str, sentence: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "tidings.toml").write_text(line)
    assert main(["feeds", "list"]) == 2
    assert sentence in capsys.readouterr().err


def test_an_address_of_another_kind_of_database_is_a_wrong_setting(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TIDINGS_DATABASE_URL", "mysql://me:hunter2@host/db")
    assert main(["feeds", "list", "--json"]) == 2
    report = ErrorReport.model_validate_json(capsys.readouterr().out)
    assert (report.code, report.retryable) == ("VALIDATION_FAILED", False)
    assert "TIDINGS_DATABASE_URL is not a PostgreSQL address" in report.user_message
    assert "hunter2" not in report.tech_message


def test_a_data_folder_that_cannot_be_made_is_named_with_the_reason(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("TIDINGS_DATABASE_URL", raising=False)
    (tmp_path / "file").touch()
    monkeypatch.setenv("TIDINGS_DATA_DIR", str(tmp_path / "file" / "data"))
    assert main(["--lang", "ru", "migrate"]) == 1
    err = capsys.readouterr().err
    assert f"Папка данных {tmp_path / 'file' / 'data'} не годится: часть пути — файл, а не папка" in err

"""How a command ends: done, failed with one sentence, used wrongly, interrupted, or left by its reader."""

from __future__ import annotations

import errno
import logging
import os
import re
import sys
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import structlog
import typer

from tidings.cli.interrupts import INTERRUPTED
from tidings.cli.invocation import Invocation
from tidings.cli.streams import AnswerUnwritten
from tidings.errors import ErrorCode, InternalError, InvalidRequest, TidingsError
from tidings.messages import CATALOGUE
from tidings.messages.reasons import SYSTEM_ERRORS
from tidings.observability.correlation import correlated

if TYPE_CHECKING:
    from tidings.schemas import ErrorReport

log = structlog.get_logger(__name__)

DONE, FAILED, WRONG_USAGE = 0, 1, 2

# What the operating system refuses most, told apart by its English text.
_SYSTEM = {os.strerror(code): f"system.{errno.errorcode[code]}" for code in SYSTEM_ERRORS}

# The parser's own complaints, told apart by their English text: it gives most of them one class. What is not
# recognised here is shown as it is.
_VALUE = "Invalid value for '(?P<param>.*?)': "
_USAGE = (
    ("usage_option", re.compile(r"No such option: (?P<option>\S+)")),
    ("usage_command", re.compile(r"No such command '(?P<name>.*)'")),
    ("usage_missing", re.compile(r"Missing (?:argument|option|parameter) '(?P<param>.*?)'")),
    ("usage_least", re.compile(f"{_VALUE}Input should be greater than or equal to (?P<limit>.*)")),
    ("usage_most", re.compile(f"{_VALUE}Input should be less than or equal to (?P<limit>.*)")),
    ("usage_whole", re.compile(f"{_VALUE}Input should be a valid integer")),
    ("usage_value", re.compile(f"{_VALUE}(?P<detail>.*)", re.DOTALL)),
    ("usage_no_value", re.compile(r"Option '(?P<option>.*)' requires an argument")),
    ("usage_extra", re.compile(r"Got unexpected extra argument(?:s|\(s\))? \((?P<name>.*)\)")),
)


def written(work: Callable[[], int], invocation: Invocation) -> int:
    """The exit code of a command; where its answer cannot be written, that is said."""
    try:
        return work()
    except AnswerUnwritten as error:
        return _unwritten(str(error), invocation)


def _unwritten(detail: str, invocation: Invocation) -> int:
    from tidings.cli.console import note

    # What waits to be written goes nowhere, also at the interpreter's own last flush.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    note(invocation.say("answer.unwritten", detail=detail), style="red")
    return FAILED


def run_guarded(work: Callable[[], int | None], invocation: Invocation) -> int:
    """Run a command and return its exit code; whatever goes wrong becomes one sentence."""
    _quiet_until_configured()
    with correlated() as reference:
        try:
            return _finished(work())
        except (KeyboardInterrupt, typer.Abort):
            return INTERRUPTED
        except BrokenPipeError:
            return _without_reader()
        except typer.TyperException as error:
            # Without a text, a group was called without a command, and its help has been printed.
            return tell(wrong_usage(error), invocation, reference) if error.format_message() else WRONG_USAGE
        except TidingsError as error:
            return tell(error, invocation, reference)
        except Exception as error:
            # The outermost face: a person never sees a traceback, an operator can ask for it.
            log.debug("unexpected_error", exc_info=True)
            return tell(InternalError(f"unexpected {type(error).__name__}"), invocation, reference)


def _quiet_until_configured() -> None:
    """Until the settings are read: warnings only, and never to standard output."""
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


def _finished(code: int | None) -> int:
    sys.stdout.flush()
    return code or DONE


def _without_reader() -> int:
    """The reader of our output has gone: end without a word, also at the interpreter's own last flush."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return FAILED


def exit_code(error: TidingsError) -> int:
    """2 where asking differently helps, else 1."""
    return WRONG_USAGE if isinstance(error, InvalidRequest) else FAILED


def tell(error: TidingsError, invocation: Invocation, reference: str) -> int:
    """Say what went wrong, as the error contract to a program and as a sentence to a person."""
    from tidings.cli.console import note, show_json
    from tidings.cli.untrusted import one_line

    # Where a fault of ours was is of use to whoever looks at the log; of others what they say is enough.
    where = error if isinstance(error, InternalError) else None
    log.info("command_failed", code=str(error.code), error=error.tech_message, exc_info=where)
    sentence = one_line(user_message(error, invocation))
    if invocation.as_json:
        show_json(error_report(error, sentence, reference))
        return exit_code(error)
    note(sentence, style="red")
    if error.code is ErrorCode.INTERNAL:
        note(invocation.say("reference", id=reference), style="dim")
    return exit_code(error)


def user_message(error: TidingsError, invocation: Invocation) -> str:
    """The sentence of an error; one that cannot be said is said as its kind, or the kind above that."""
    kinds = [kind.default_message for kind in type(error).__mro__ if issubclass(kind, TidingsError)]
    for key in (error.message, *kinds):
        if key in CATALOGUE:
            try:
                return invocation.say(key, **_in_own_words(error.params, invocation))
            except KeyError:
                log.info("message_params_missing", key=key, params=sorted(error.params))
    return invocation.say("internal")


def _in_own_words(params: Mapping[str, object], invocation: Invocation) -> dict[str, object]:
    """The parameters, with the system's complaints in the reader's language."""
    return {
        name: invocation.say(_SYSTEM[value]) if isinstance(value, str) and value in _SYSTEM else value
        for name, value in params.items()
    }


def error_report(error: TidingsError, sentence: str, reference: str) -> ErrorReport:
    """The error contract."""
    from tidings.observability.redaction import Redactor
    from tidings.schemas import ErrorReport

    return ErrorReport(
        code=error.code,
        user_message=sentence,
        tech_message=Redactor().text(error.tech_message),
        retryable=error.retryable,
        correlation_id=reference,
    )


def wrong_usage(error: typer.TyperException) -> InvalidRequest:
    """The parser's complaint as an error of ours."""
    text = error.format_message()
    context = getattr(error, "ctx", None)
    params = {"command": str(context.command_path) if context is not None else "tidings", "detail": text}
    for key, pattern in _USAGE:
        if match := pattern.match(text):
            return InvalidRequest(text, message=key, params=params | match.groupdict())
    return InvalidRequest(text, message="usage", params=params)

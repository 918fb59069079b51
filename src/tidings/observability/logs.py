"""Structured logs on standard error: readable on a terminal, JSON in a pipe."""

from __future__ import annotations

import logging
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog
from structlog.typing import Processor

from tidings.observability.redaction import Redactor
from tidings.settings import Settings


def _redacting(redactor: Redactor) -> Processor:
    """The step that masks every value of an event, tracebacks too; comes after they are made texts."""

    def redact(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        for key, value in event.items():
            event[key] = redactor.entry(key, value)
        return event

    return redact


class _Libraries(logging.Handler):
    """What libraries log by the standard library's means, as events like ours."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write the record, masked like all others."""
        structlog.get_logger(record.name).log(
            record.levelno,
            "library",
            logger=record.name,
            message=record.getMessage(),
            **({"exc_info": record.exc_info} if record.exc_info else {}),
        )


class _StandardError:
    """Prints lines to whatever standard error is at that moment, as a service may reopen it."""

    def msg(self, line: str) -> None:
        print(line, file=sys.stderr, flush=True)

    log = debug = info = warning = warn = error = err = critical = fatal = exception = failure = msg


def configure_logging(settings: Settings) -> None:
    """Set up structlog for this process; of libraries only errors are logged."""
    level = logging.getLevelNamesMapping()[settings.log_level.upper()]
    as_json = settings.log_format == "json" or (settings.log_format == "auto" and not sys.stderr.isatty())
    renderer: Any = (
        structlog.processors.JSONRenderer(ensure_ascii=False) if as_json else structlog.dev.ConsoleRenderer()
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            _redacting(Redactor.of(settings)),
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=lambda *_: _StandardError(),
        # A logger that kept what was set up at its first line would stay silent when a service sets up more.
        cache_logger_on_first_use=False,
    )
    logging.basicConfig(level=logging.ERROR, handlers=[_Libraries()])

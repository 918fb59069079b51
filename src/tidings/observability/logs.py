"""Structured logs on standard error: readable on a terminal, JSON in a pipe."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

from tidings.settings import Settings

# user:password@ in an address, and key=value pairs whose name says secret.
_CREDENTIALS = re.compile(r"(?P<scheme>[a-z][a-z0-9+.-]*://)[^/\s:@]+:[^/\s@]+@", re.IGNORECASE)
_SECRETS = re.compile(r"(?i)\b(password|passwd|token|api_?key|secret)=([^\s&]+)")


def redact(text: str) -> str:
    """The text with credentials in addresses and secret parameters masked."""
    return _SECRETS.sub(r"\1=***", _CREDENTIALS.sub(r"\g<scheme>***@", text))


def _redact_event(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    for key, value in event.items():
        if isinstance(value, str):
            event[key] = redact(value)
    return event


class _StandardError:
    """Prints lines to whatever standard error is at that moment, as a service may reopen it."""

    def msg(self, line: str) -> None:
        print(line, file=sys.stderr, flush=True)

    log = debug = info = warning = warn = error = err = critical = fatal = exception = failure = msg


def configure_logging(settings: Settings) -> None:
    """Set up structlog for this process; the standard library's loggers stay at warnings."""
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
            _redact_event,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=lambda *_: _StandardError(),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(level=logging.ERROR, stream=sys.stderr, format="%(name)s: %(message)s")

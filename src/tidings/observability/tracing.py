"""Traces: which parts a command had and how long each took, sent to a collector where one is set."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, Self

from tidings import __version__
from tidings.addresses import is_http
from tidings.errors import InvalidRequest
from tidings.settings import Settings

if TYPE_CHECKING:
    from opentelemetry.trace import Tracer

# What a span may say of itself: codes and names, never what was asked nor by whom.
Value = str | int | float | bool

# How long the end of a process waits for its last spans.
_FLUSH_SECONDS = 1.0


class Span(Protocol):
    """A part of a command, from entering to leaving it."""

    def __enter__(self) -> Self:
        """Begin."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End; an error that leaves is told by its class alone."""

    def set(self, key: str, value: Value) -> None:
        """Say something of it that was found out on the way."""


class _Off:
    """What stands for a span where nothing is traced."""

    __slots__ = ()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None

    def set(self, key: str, value: Value) -> None:
        """Nobody asks."""


class _On:
    """A span of OpenTelemetry, and the current one of its task while it lasts."""

    __slots__ = ("_context", "_span")

    def __init__(self, tracer: Tracer, name: str, attributes: dict[str, Value]) -> None:
        # An exception's text may tell what was asked: it is not recorded.
        self._context = tracer.start_as_current_span(
            name, attributes=attributes, record_exception=False, set_status_on_exception=False
        )

    def __enter__(self) -> Self:
        self._span = self._context.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None:
            from opentelemetry.trace import StatusCode

            self._span.set_status(StatusCode.ERROR)
            self._span.set_attribute("error.type", type(error).__name__)
        self._context.__exit__(None, None, None)

    def set(self, key: str, value: Value) -> None:
        """Say something of it that was found out on the way."""
        self._span.set_attribute(key, value)


_OFF = _Off()
_tracer: Tracer | None = None


def span(name: str, **attributes: Value) -> Span:
    """A part of a command of that name; costs next to nothing where nothing is traced."""
    return _OFF if _tracer is None else _On(_tracer, name, attributes)


@contextmanager
def tracing(settings: Settings, role: str) -> Iterator[None]:
    """Trace what is done inside, where the settings name a collector; what is left is sent at the end.

    A collector that is away, or slow, costs a process a second at its end and nothing before it.
    """
    global _tracer
    if settings.otlp_url is None or _tracer is not None:
        yield
        return
    if not is_http(settings.otlp_url):
        raise InvalidRequest(
            "TIDINGS_OTLP_URL is not an http(s) address",
            message="setting_address",
            params={"option": "TIDINGS_OTLP_URL"},
        )
    from tidings.observability.collector import provider_for

    provider = provider_for(settings.otlp_url, role)
    _tracer = provider.get_tracer("tidings", __version__)
    try:
        yield
    finally:
        _tracer = None
        # The library sends what is left for as long as the collector takes, whatever limit it is given.
        ending = threading.Thread(target=provider.shutdown, name="traces", daemon=True)
        ending.start()
        ending.join(_FLUSH_SECONDS)

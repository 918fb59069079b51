"""The collector of traces: spans go to it in batches, from a thread; those it does not take are counted."""

from __future__ import annotations

import logging
from collections.abc import Sequence

import structlog
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter, SpanExportResult

from tidings import __version__
from tidings.observability import metrics

log = structlog.get_logger(__name__)

# A collector answers sooner or is of no use: meanwhile the spans of the next seconds wait.
_SECONDS = 2.0
# Those of some hundred commands, a few megabytes; what comes on top pushes the oldest out.
_WAITING = 8192


class CountingExporter(SpanExporter):
    """Hands spans on, and counts those that were not taken; an outage is told once."""

    def __init__(self, inner: SpanExporter) -> None:
        self._inner = inner
        self._is_away = False

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        """Send a batch; one that fails is not sent again."""
        result = self._inner.export(spans)
        lost = result is not SpanExportResult.SUCCESS
        if lost:
            metrics.spans_lost.inc(len(spans))
            if not self._is_away:
                log.warning("spans_lost", spans=len(spans), reason="collector")
        self._is_away = lost
        return result

    def shutdown(self) -> None:
        """Give up what is being sent."""
        self._inner.shutdown()


def provider_for(url: str, role: str) -> TracerProvider:
    """What makes spans of this process and has them sent there."""
    # It has lines of its own for what is counted and logged here.
    logging.getLogger("opentelemetry.exporter").setLevel(logging.CRITICAL)
    resource = Resource.create(
        {"service.name": "tidings", "service.version": __version__, "tidings.role": role}
    )
    exporter = CountingExporter(OTLPSpanExporter(f"{url.rstrip('/')}/v1/traces", timeout=_SECONDS))
    provider = TracerProvider(resource=resource, shutdown_on_exit=False)
    provider.add_span_processor(BatchSpanProcessor(exporter, max_queue_size=_WAITING))
    return provider

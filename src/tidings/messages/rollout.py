"""What is said about flags, canaries and the Prometheus they ask."""

from __future__ import annotations

from tidings.messages.phrase import Phrase

PHRASES: dict[str, Phrase] = {
    "prometheus_unavailable": Phrase(
        en="Prometheus does not answer as it should; see whether TIDINGS_PROMETHEUS_URL is right "
        "and whether it runs.",
        ru="Prometheus не отвечает как должен; проверьте, верен ли TIDINGS_PROMETHEUS_URL и работает ли он.",
    ),
    "bad_prometheus_url": Phrase(
        en="TIDINGS_PROMETHEUS_URL is not an address; write it like http://127.0.0.1:9090.",
        ru="TIDINGS_PROMETHEUS_URL — не адрес; напишите, например, http://127.0.0.1:9090.",
    ),
}

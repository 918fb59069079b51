"""What is said of metrics and health: where they are served, and what `doctor` finds of what watches."""

from __future__ import annotations

from tidings.messages.phrase import Phrase

PHRASES: dict[str, Phrase] = {
    "health.serving": Phrase(
        en="Metrics and health at http://{address}.", ru="Метрики и состояние: http://{address}."
    ),
    "health.port_taken": Phrase(
        en="{address} cannot be listened on: set TIDINGS_METRICS_PORT to a free port, one for each process, "
        "or to 0 for any; TIDINGS_METRICS_HOST must be an address of this machine.",
        ru="Слушать {address} не получается: задайте в TIDINGS_METRICS_PORT свободный порт, свой для каждого "
        "процесса, или 0 для любого; в TIDINGS_METRICS_HOST должен быть адрес этой машины.",
    ),
}

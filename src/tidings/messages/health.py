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
    "doctor.check.metrics": Phrase(en="metrics", ru="метрики"),
    "doctor.check.prometheus": Phrase(en="Prometheus", ru="Prometheus"),
    "doctor.check.alertmanager": Phrase(en="Alertmanager", ru="Alertmanager"),
    "doctor.check.flags": Phrase(en="flags", ru="флаги"),
    "doctor.metrics_unset": Phrase(
        en="not served: TIDINGS_METRICS_PORT is not set", ru="не отдаются: TIDINGS_METRICS_PORT не задан"
    ),
    "doctor.metrics_served": Phrase(
        en="a process of Tidings serves them at {address}", ru="процесс Tidings отдаёт их на {address}"
    ),
    "doctor.metrics_free": Phrase(
        en="{address} is free for a process to serve them",
        ru="{address} свободен, процесс сможет их отдавать",
    ),
    "doctor.metrics_taken": Phrase(
        en="{address} cannot be listened on: {reason}", ru="{address} занять нельзя: {reason}"
    ),
    "doctor.metrics_taken.do": Phrase(
        en="Set TIDINGS_METRICS_PORT to a free port and TIDINGS_METRICS_HOST to an address of this machine.",
        ru="Задайте в TIDINGS_METRICS_PORT свободный порт, а в TIDINGS_METRICS_HOST адрес этой машины.",
    ),
    "doctor.prometheus": Phrase(
        en="answers, and sees {processes:process|processes} of Tidings",
        ru="отвечает и видит {processes:процесс|процесса|процессов} Tidings",
    ),
    "doctor.prometheus_sees_none": Phrase(
        en="answers, but sees no process of Tidings", ru="отвечает, но не видит ни одного процесса Tidings"
    ),
    "doctor.prometheus_sees_none.do": Phrase(
        en="Start one with TIDINGS_METRICS_PORT, and name its address in Prometheus' list of targets.",
        ru="Запустите процесс с TIDINGS_METRICS_PORT и впишите его адрес в список целей Prometheus.",
    ),
    "doctor.alertmanager": Phrase(en="is ready", ru="готов"),
    "doctor.alertmanager_away": Phrase(en="does not answer: {reason}", ru="не отвечает: {reason}"),
    "doctor.alertmanager.do": Phrase(
        en="Check that it runs and TIDINGS_ALERTMANAGER_URL is right: until then nobody is told of alerts.",
        ru="Проверьте, что он запущен и TIDINGS_ALERTMANAGER_URL верен: пока о тревогах никто не узнает.",
    ),
    "doctor.flags": Phrase(en="{flags:flag|flags} in {file}", ru="{flags:флаг|флага|флагов} в {file}"),
}

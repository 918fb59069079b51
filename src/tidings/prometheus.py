"""What Prometheus knows: a small client of its HTTP API for canaries, service levels and degradation."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

import httpx

from tidings.addresses import is_http
from tidings.errors import InternalError, InvalidRequest
from tidings.settings import Settings

# A query of ours takes Prometheus milliseconds; one that is not answered in this time is not answered in time
# for a decision either, which is taken every quarter of a minute.
_SECONDS = 5.0
# A series that has no sample for so long before a span was not there then. Scrapes are missed for minutes.
_ABSENT = "1h"

Labels = frozenset[tuple[str, str]]


class PrometheusUnavailable(InternalError):
    """Prometheus cannot be reached, refuses the query, or answers with something else."""

    default_message = "prometheus_unavailable"


@dataclass(frozen=True, slots=True)
class FiringAlert:
    """One alert that fires, and since when its condition holds."""

    name: str
    labels: Mapping[str, str]
    since: datetime


class Prometheus:
    """Asks one Prometheus: `async with Prometheus(url) as prometheus`, or `aclose()` at the end."""

    def __init__(self, url: str, *, seconds: float = _SECONDS) -> None:
        require_address(url)
        # Not through a proxy of the environment: it is asked over the network that it is in.
        self._http = httpx.AsyncClient(base_url=url.rstrip("/") + "/", timeout=seconds, trust_env=False)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close its connections."""
        await self._http.aclose()

    async def value(self, query: str) -> float | None:
        """The query's only value; None where it has none, or one that is not a number."""
        found = await self.vector(query)
        if len(found) > 1:
            raise PrometheusUnavailable(f"{len(found)} values where one was asked for: {query}")
        return next(iter(found.values()), None)

    async def vector(self, query: str) -> dict[Labels, float]:
        """The query's values by their labels, without those that are not a number."""
        data = await self._data("api/v1/query", {"query": query})
        try:
            return dict(_samples(data))
        except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
            raise PrometheusUnavailable(f"an answer of another shape: {query}") from error

    async def firing(self) -> tuple[FiringAlert, ...]:
        """Tidings' own alerts that fire now, by name; others of its may watch other programs."""
        data = await self._data("api/v1/alerts")
        try:
            alerts = [
                _alert(alert) for alert in data["alerts"] if alert["state"] == "firing" and _is_ours(alert)
            ]
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise PrometheusUnavailable("a list of alerts of another shape") from error
        return tuple(sorted(alerts, key=lambda alert: (alert.name, sorted(alert.labels.items()))))

    async def rules(self) -> dict[str, Mapping[str, str]]:
        """The annotations of Tidings' own alert rules that it has loaded, by their names."""
        data = await self._data("api/v1/rules", {"type": "alert"})
        try:
            return {
                rule["name"]: dict(rule["annotations"])
                for group in data["groups"]
                for rule in group["rules"]
                if _is_ours(rule)
            }
        except (KeyError, TypeError, ValueError) as error:
            raise PrometheusUnavailable("a list of rules of another shape") from error

    async def _data(self, path: str, params: Mapping[str, str] | None = None) -> Any:
        """The `data` of an answer. A query goes in the body of a POST, where no length limits it."""
        try:
            if params and "query" in params:
                response = await self._http.post(path, data=dict(params))
            else:
                response = await self._http.get(path, params=params)
            body = response.json()
        except httpx.TimeoutException as error:
            raise PrometheusUnavailable("it did not answer in time") from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise PrometheusUnavailable(f"it cannot be reached: {type(error).__name__}") from error
        except ValueError as error:
            raise PrometheusUnavailable(f"status {response.status_code}, not JSON") from error
        if not isinstance(body, dict) or body.get("status") != "success" or "data" not in body:
            reason = body.get("error", "") if isinstance(body, dict) else ""
            raise PrometheusUnavailable(f"status {response.status_code}: {str(reason)[:200]}")
        return body["data"]


def require_address(url: str) -> None:
    """InvalidRequest where that is no address of a Prometheus."""
    if not is_http(url):
        raise InvalidRequest("TIDINGS_PROMETHEUS_URL is not an http(s) address", message="bad_prometheus_url")


def check_address(settings: Settings) -> None:
    """InvalidRequest where the settings name a Prometheus by what is no address."""
    if settings.prometheus_url is not None:
        require_address(settings.prometheus_url)


def grown(series: str, seconds: int) -> str:
    """By how much a series grew within the seconds before now, each series of every process by itself.

    `increase` sees nothing of a series' first sample, with which every error of a kind and every canary
    begins: one that was not there before has grown from nothing. Not so where it is only Prometheus that did
    not see the process before: what that had counted by then is old.
    """
    span = f"[{seconds}s]"
    before = f"[{_ABSENT}] offset {seconds}s"
    increased = f"increase({series}{span})"
    was_watched = f"last_over_time(tidings_build{before})"
    has_begun = f"last_over_time(process_start_time_seconds{span}) > time() - {seconds}"
    born = (
        f"(last_over_time({series}{span}) unless last_over_time({series}{before}))"
        f" and on (job, instance) ({was_watched} or {has_begun})"
    )
    # Of one that was born and set back since, what it had before is in the increase alone.
    return f"(({born}) > {increased}) or {increased} or ({born})"


def _samples(data: Any) -> list[tuple[Labels, float]]:
    """The numbers of a vector or a scalar, by their labels."""
    if data["resultType"] == "scalar":
        pairs = [(frozenset[tuple[str, str]](), float(data["result"][1]))]
    elif data["resultType"] == "vector":
        pairs = [
            (frozenset(sample["metric"].items()), float(sample["value"][1])) for sample in data["result"]
        ]
    else:
        raise ValueError(data["resultType"])
    return [(labels, value) for labels, value in pairs if not math.isnan(value)]


def _is_ours(rule: Mapping[str, Any]) -> bool:
    """Whether a rule, or an alert of one, bears the label that every rule of Tidings has."""
    return bool(rule.get("labels", {}).get("product") == "tidings")


def _alert(alert: Mapping[str, Any]) -> FiringAlert:
    labels = {name: value for name, value in alert["labels"].items() if name != "alertname"}
    return FiringAlert(alert["labels"]["alertname"], labels, datetime.fromisoformat(alert["activeAt"]))

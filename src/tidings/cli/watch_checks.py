"""The doctor's look at what watches: the port of metrics, Prometheus, Alertmanager, the file of flags."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from typing import TYPE_CHECKING

from tidings.cli.diagnosis import Check
from tidings.cli.failures import user_message
from tidings.cli.invocation import Invocation
from tidings.cli.untrusted import one_line
from tidings.errors import TidingsError

if TYPE_CHECKING:
    from tidings.settings import Settings

# All of it answers on the network it is in, at once or not at all.
_SECONDS = 3.0


def check_watching(invocation: Invocation, settings: Settings) -> Iterator[Check]:
    """What is set of it, in the order in which it is needed; what is unset is no fault."""
    yield check_port(invocation, settings)
    if settings.prometheus_url is not None:
        yield check_prometheus(invocation, settings.prometheus_url)
    if settings.alertmanager_url is not None:
        yield check_alertmanager(invocation, settings.alertmanager_url)
    if settings.flags_file is not None:
        yield check_flags(invocation, settings)


def check_port(invocation: Invocation, settings: Settings) -> Check:
    """Whether the port of metrics is served by a process of ours, free for one, or somebody else's."""
    if settings.metrics_port is None:
        return Check("metrics", "ok", invocation.say("doctor.metrics_unset"))
    address = f"{settings.metrics_host}:{settings.metrics_port}"
    if settings.metrics_port and _is_ours(address):
        return Check("metrics", "ok", invocation.say("doctor.metrics_served", address=address))
    refusal = _refusal(settings.metrics_host, settings.metrics_port)
    if refusal is None:
        return Check("metrics", "ok", invocation.say("doctor.metrics_free", address=address))
    text = invocation.say("doctor.metrics_taken", address=address, reason=refusal)
    return Check("metrics", "fail", text, invocation.say("doctor.metrics_taken.do"))


def _is_ours(address: str) -> bool:
    """Whether a process of Tidings answers there."""
    import httpx

    try:
        answer = httpx.get(f"http://{address}/health/live", timeout=_SECONDS, trust_env=False)
    except (httpx.HTTPError, httpx.InvalidURL):
        return False
    return answer.status_code == 200 and answer.text == "alive\n"


def _refusal(host: str, port: int) -> str | None:
    """Why the system lets nobody listen there; None where it does."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((host, port))
            tried.listen()
        except OSError as error:
            return error.strerror or type(error).__name__
    return None


def check_prometheus(invocation: Invocation, url: str) -> Check:
    """Whether Prometheus answers, and how many processes of ours it sees."""
    from tidings.prometheus import Prometheus

    async def ask() -> int:
        async with Prometheus(url, seconds=_SECONDS) as prometheus:
            return round(await prometheus.value("count(tidings_build)") or 0)

    try:
        processes = asyncio.run(ask())
    except TidingsError as error:
        return Check("prometheus", "fail", one_line(user_message(error, invocation)))
    if not processes:
        text = invocation.say("doctor.prometheus_sees_none")
        return Check("prometheus", "warn", text, invocation.say("doctor.prometheus_sees_none.do"))
    return Check("prometheus", "ok", invocation.say("doctor.prometheus", processes=processes))


def check_alertmanager(invocation: Invocation, url: str) -> Check:
    """Whether Alertmanager is ready to tell somebody."""
    import httpx

    try:
        answer = httpx.get(f"{url.rstrip('/')}/-/ready", timeout=_SECONDS, trust_env=False)
        answer.raise_for_status()
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        text = invocation.say("doctor.alertmanager_away", reason=one_line(type(error).__name__))
        return Check("alertmanager", "fail", text, invocation.say("doctor.alertmanager.do"))
    return Check("alertmanager", "ok", invocation.say("doctor.alertmanager"))


def check_flags(invocation: Invocation, settings: Settings) -> Check:
    """Whether the file of flags can be understood."""
    from tidings.flags import Flags

    try:
        flags = Flags.from_settings(settings)
    except TidingsError as error:
        return Check("flags", "fail", one_line(user_message(error, invocation)))
    names = len(flags.document["flags"])
    flags.close()
    return Check("flags", "ok", invocation.say("doctor.flags", flags=names, file=settings.flags_file))

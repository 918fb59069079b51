"""Trying Tidings out without a provider or Telegram: local servers in their place."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from tidings.cli.console import note, show_document
from tidings.cli.interrupts import run
from tidings.cli.invocation import Invocation
from tidings.errors import InvalidRequest

if TYPE_CHECKING:
    from tidings.dev.behaviour import Behaviour
    from tidings.dev.servers import ProviderServers
    from tidings.dev.telegram.server import TelegramServer

# Of no service known, and the same each time, so that exported settings stay right.
PORT = 8137
TELEGRAM_PORT = 8138


def providers(
    context: typer.Context,
    port: Annotated[int, typer.Option(min=0, max=65535, metavar="NUMBER", help="option.port")] = PORT,
    behaviour: Annotated[str, typer.Option(metavar="NAME", help="option.behaviour")] = "ok",
    seconds: Annotated[
        float | None, typer.Option(min=0, max=3600, metavar="SECONDS", help="option.seconds")
    ] = None,
) -> None:
    """Serve the providers' wire formats until stopped, and print the settings that lead there."""
    invocation: Invocation = context.obj
    chosen = behaviour_named(behaviour, seconds)
    run(serve(invocation, chosen, port))


def behaviour_named(name: str, seconds: float | None) -> Behaviour:
    """The behaviour of that name; InvalidRequest lists them where there is none."""
    from tidings.dev.behaviour import KINDS, Behaviour

    for kind in KINDS:
        if kind == name:
            return Behaviour(kind, seconds=seconds)
    raise InvalidRequest(
        f"there is no behaviour {name!r}",
        message="dev.unknown_behaviour",
        params={"name": name, "names": " ".join(KINDS)},
    )


async def serve(invocation: Invocation, behaviour: Behaviour, port: int) -> None:
    """Serve until cancelled; InvalidRequest where the port is taken."""
    from tidings.dev.servers import provider_servers

    with _port_wanted(port):
        async with provider_servers(port=port, behaviour=behaviour) as servers:
            show_document(exports(servers))
            note(invocation.say("dev.serving", url=servers.url, behaviour=behaviour.kind), style="dim")
            await asyncio.Event().wait()


def exports(servers: ProviderServers) -> str:
    """The settings as a shell takes them; the compatible endpoint's are left for the reader to choose."""
    compatible = [f"# {line}" for line in _exported(servers.settings("compatible"))]
    return "\n".join([*_exported(servers.settings()), *compatible])


def telegram(
    context: typer.Context,
    port: Annotated[
        int, typer.Option(min=0, max=65535, metavar="NUMBER", help="option.port")
    ] = TELEGRAM_PORT,
    limits: Annotated[bool, typer.Option("--limits", help="option.limits")] = False,
) -> None:
    """Serve Telegram's wire format until stopped, and print the settings and the page that lead there."""
    invocation: Invocation = context.obj
    run(serve_telegram(invocation, port, limits=limits))


async def serve_telegram(invocation: Invocation, port: int, *, limits: bool) -> None:
    """Serve until cancelled, with readers to write to the bot; InvalidRequest where the port is taken."""
    from tidings.dev.telegram.server import telegram_server

    with _port_wanted(port):
        async with telegram_server(port=port, limits=limits) as server:
            invite(server)
            show_document("\n".join(_exported(server.settings())))
            note(invocation.say("dev.chats", url=server.url), style="dim")
            await asyncio.Event().wait()


def invite(server: TelegramServer) -> None:
    """A reader of each language, and a group of theirs."""
    from tidings.messages import LANGUAGES, say

    for number, lang in enumerate(LANGUAGES, start=1):
        server.user(1000 + number, say("chat.reader", lang), f"reader_{lang}", lang)
    server.group(-1_001_000_000_001, "Tidings")


def _exported(settings: dict[str, object]) -> list[str]:
    return [f"export TIDINGS_{name.upper()}={value}" for name, value in settings.items()]


@contextmanager
def _port_wanted(port: int) -> Iterator[None]:
    """InvalidRequest where nothing can be served on the port."""
    try:
        yield
    except OSError as error:
        raise InvalidRequest(
            f"port {port} cannot be served on: {error.strerror}",
            message="dev.port_taken",
            params={"port": str(port)},
        ) from error

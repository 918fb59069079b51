"""Trying Tidings out without a provider: local servers in their place."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Annotated

import typer

from tidings.cli.console import note, show_document
from tidings.cli.interrupts import run
from tidings.cli.invocation import Invocation
from tidings.errors import InvalidRequest

if TYPE_CHECKING:
    from tidings.dev.behaviour import Behaviour
    from tidings.dev.servers import ProviderServers

# Of no service known, and the same each time, so that exported settings stay right.
PORT = 8137


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

    try:
        async with provider_servers(port=port, behaviour=behaviour) as servers:
            show_document(exports(servers))
            note(invocation.say("dev.serving", url=servers.url, behaviour=behaviour.kind), style="dim")
            await asyncio.Event().wait()
    except OSError as error:
        raise InvalidRequest(
            f"port {port} cannot be served on: {error.strerror}",
            message="dev.port_taken",
            params={"port": str(port)},
        ) from error


def exports(servers: ProviderServers) -> str:
    """The settings as a shell takes them; the compatible endpoint's are left for the reader to choose."""
    usual = [f"export TIDINGS_{name.upper()}={value}" for name, value in servers.settings().items()]
    compatible = servers.settings("compatible").items()
    return "\n".join([*usual, *(f"# export TIDINGS_{name.upper()}={value}" for name, value in compatible)])

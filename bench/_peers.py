"""Peers: the same requests through the providers' SDKs alone, and through LiteLLM's Router if it is there.

Neither keeps a budget in a database, shares paid replies, waits for quotas or knows which models are down;
both are given prompts that are ready, while Tidings renders its own from its tasks.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table

from bench._overhead import Taken
from bench._providers import Providers, Request
from bench._watch import asking
from tidings.dev.behaviour import Behaviour
from tidings.engine import Engine
from tidings.llm.prompt import render
from tidings.llm.task import Task

# All wait for the same time, so that what is beyond it can be told exactly.
WAIT = 0.1
COMMANDS = 32
# A Python that has LiteLLM, which is not one of this project's dependencies: it brings 300 MB.
LITELLM_PYTHON = "TIDINGS_BENCH_LITELLM"
_LITELLM = Path(__file__).with_name("_litellm_router.py")
USER = "bench"


@dataclass(frozen=True, slots=True)
class Asked:
    """What one command asks models, as Tidings' tasks and as the requests these became."""

    tasks: Sequence[Task[Any]]
    requests: Sequence[Request]


Peer = Callable[[Asked], Awaitable[float]]


async def measure(engine: Engine, servers: Providers, taken: Sequence[Taken]) -> dict[str, list[float]]:
    """Seconds beyond the wait of each command's requests, by who makes them, all taking turns."""
    commands = [Asked(one.tasks, one.requests) for one in taken[:: max(1, len(taken) // COMMANDS)]]
    tidings = asking(engine, servers.settings(model_cache_hours=0))
    servers.behave(Behaviour(seconds=WAIT))
    beyond: dict[str, list[float]] = {}
    try:
        with _litellm(servers) as router:
            peers: dict[str, Peer] = {"SDKs alone": Sdks(servers.options).ask} | router
            peers["Tidings"] = _through(tidings)
            for asked in [*commands[:3], *commands]:
                for name, ask in peers.items():
                    beyond.setdefault(name, []).append(await ask(asked) - WAIT)
    finally:
        servers.forget()
        await tidings.models.aclose()
    return {name: seconds[3:] for name, seconds in beyond.items()}  # the first ones open connections


def _through(engine: Engine) -> Peer:
    """The whole layer: budget, quota, circuit, reply, contract."""

    async def ask(asked: Asked) -> float:
        desk = engine.models.desk(user=USER)
        return await _seconds(desk.ask(task) for task in asked.tasks)

    return ask


async def _seconds(asking_all: Iterator[Awaitable[Any]]) -> float:
    started = time.perf_counter()
    await asyncio.gather(*asking_all)
    return time.perf_counter() - started


class Sdks:
    """The providers' SDKs, as somebody would use them who has three keys and no budget."""

    def __init__(self, options: Mapping[str, Any]) -> None:
        from anthropic import AsyncAnthropic
        from google.genai import Client
        from google.genai.types import HttpOptions
        from openai import AsyncOpenAI

        key = options["openai_api_key"]
        self._openai = AsyncOpenAI(api_key=key, base_url=options["openai_base_url"], max_retries=0)
        self._anthropic = AsyncAnthropic(api_key=key, base_url=options["anthropic_base_url"], max_retries=0)
        address = HttpOptions(base_url=options["gemini_base_url"])
        self._google = Client(vertexai=False, api_key=key, http_options=address).aio

    async def ask(self, asked: Asked) -> float:
        """Seconds until all of a command's requests are answered and read."""
        return await _seconds(self._answer(request) for request in asked.requests)

    async def _answer(self, request: Request) -> Any:
        return json.loads(await self._text(request.provider, request.model, request.body))

    async def _text(self, provider: str, model: str, body: dict[str, Any]) -> str:
        if provider == "openai":
            chat = await self._openai.chat.completions.create(**body)
            return str(chat.choices[0].message.content)
        if provider == "anthropic":
            message = await self._anthropic.messages.create(**_in_signature(body))
            return "".join(block.text for block in message.content if block.type == "text")
        config = {**body["generationConfig"], "systemInstruction": body["systemInstruction"]}
        answer = await self._google.models.generate_content(
            model=model, contents=body["contents"], config=_google_config(config)
        )
        return str(answer.text)


def _in_signature(body: dict[str, Any]) -> dict[str, Any]:
    """The request for an SDK that no longer names the temperature among its arguments."""
    unnamed = {name: value for name, value in body.items() if name == "temperature"}
    return {name: value for name, value in body.items() if name not in unnamed} | {"extra_body": unnamed}


def _google_config(config: dict[str, Any]) -> Any:
    from google.genai.types import GenerateContentConfig

    return GenerateContentConfig.model_validate(config)


@contextmanager
def _litellm(servers: Providers) -> Iterator[dict[str, Peer]]:
    """LiteLLM's Router in a process of its own; nothing where no Python is named that has it."""
    python = os.environ.get(LITELLM_PYTHON)
    if not python:
        yield {}
        return
    with subprocess.Popen(
        [python, str(_LITELLM), servers.url], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        sent, received = process.stdin, process.stdout

        def turn(line: str) -> float:
            print(line, file=sent, flush=True)
            return float(received.readline())

        async def ask(asked: Asked) -> float:
            line = json.dumps([_plain(task) for task in asked.tasks])
            return await asyncio.to_thread(turn, line)

        try:
            yield {"LiteLLM's Router": ask}
        finally:
            sent.close()


_FIRST_CHOICES = {"sentiment_emotion": "gpt-6.1-terra", "topic_modeler": "claude-sonnet-5-5"}


def _plain(task: Task[Any]) -> dict[str, Any]:
    """A task as a request that knows no provider."""
    prompt = render(task, documents=len(task.documents), extras=True)
    return {
        "model": _FIRST_CHOICES.get(task.agent, "gemini-3.8-flash"),
        "instructions": prompt.instructions,
        "text": prompt.text,
        "schema": task.contract.model_json_schema(),
        "max_tokens": task.max_output,
    }


def report(beyond: Mapping[str, Sequence[float]], console: Console) -> dict[str, float]:
    """Print what each adds to the wait; the figures."""
    count = len(beyond["Tidings"])
    grid = Table("requests through", "P50 ms", "P95 ms", "of Tidings", box=None, title_justify="left")
    grid.title = f"The requests of {count} commands, beyond their wait of {WAIT * 1000:.0f} ms"
    own = float(np.median(beyond["Tidings"]))
    for name, seconds in beyond.items():
        p50, p95 = (float(np.percentile(seconds, percent)) * 1000 for percent in (50, 95))
        grid.add_row(name, f"{p50:.1f}", f"{p95:.1f}", f"{p50 / own / 1000:.2f}")
    console.print(grid)
    if len(beyond) == 2:
        console.print(f"LiteLLM's Router was not measured: {LITELLM_PYTHON} names no Python that has it.")
    return {
        "requests_p50_ms": own * 1000,
        "requests_speed_over_sdks_alone": float(np.median(beyond["SDKs alone"])) / own,
    }

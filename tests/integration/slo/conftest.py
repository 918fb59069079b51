"""`weekly_prometheus`: the address of a real Prometheus that has scraped the made-up week, and no more."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from tests.integration.slo import week

# In continuous integration both are there; a test that is skipped there would hold nothing.
NEEDED = ("prometheus", "promtool")
_START_SECONDS = 30.0


@pytest.fixture
def new_prometheus(tmp_path: Path) -> Iterator[str]:
    """One that has scraped nothing yet."""
    _require_programs()
    config = tmp_path / "prometheus.yml"
    config.write_text("scrape_configs: []\n")
    with _prometheus(tmp_path / "blocks", config, tmp_path / "log") as url:
        yield url


def _require_programs() -> None:
    missing = [name for name in NEEDED if shutil.which(name) is None]
    if missing and not os.environ.get("CI"):
        pytest.skip(f"needs {' and '.join(missing)}, of the Debian package prometheus")


@pytest.fixture(scope="session")
def weekly_prometheus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    _require_programs()
    folder = tmp_path_factory.mktemp("prometheus")
    text, blocks, config = folder / "samples.txt", folder / "blocks", folder / "prometheus.yml"
    text.write_text(week.samples(week.now()))
    config.write_text("scrape_configs: []\n")
    command = ["promtool", "tsdb", "create-blocks-from", "openmetrics", str(text), str(blocks)]
    subprocess.run(command, check=True, capture_output=True)
    with _prometheus(blocks, config, folder / "log") as url:
        yield url


@contextmanager
def _prometheus(blocks: Path, config: Path, log: Path) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    options = [
        f"--config.file={config}",
        f"--storage.tsdb.path={blocks}",
        "--storage.tsdb.retention.time=60d",
    ]
    with log.open("w") as out:
        process = subprocess.Popen(
            ["prometheus", *options, f"--web.listen-address=127.0.0.1:{port}"], stdout=out, stderr=out
        )
        try:
            _wait_until_ready(url, process, log)
            yield url
        finally:
            process.terminate()
            process.wait(timeout=20)


def _wait_until_ready(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + _START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            if httpx.get(f"{url}/-/ready").status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.05)
    raise AssertionError(f"Prometheus did not start:\n{log.read_text()}")

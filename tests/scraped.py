"""A real Prometheus that has scraped what a test wrote down, and no more."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from tests.programs import binary, free_port, running
from tests.waiting import eventually


@contextmanager
def scraped(folder: Path, samples: str = "") -> Iterator[str]:
    """The address of one whose history is these samples, in the format of OpenMetrics."""
    text, blocks, config = folder / "samples.txt", folder / "blocks", folder / "prometheus.yml"
    config.write_text("scrape_configs: []\n")
    if samples:
        text.write_text(samples)
        command = [binary("promtool"), "tsdb", "create-blocks-from", "openmetrics", str(text), str(blocks)]
        subprocess.run(command, check=True, capture_output=True)
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    options = [
        f"--config.file={config}",
        f"--storage.tsdb.path={blocks}",
        "--storage.tsdb.retention.time=60d",
        f"--web.listen-address=127.0.0.1:{port}",
    ]
    with running([binary("prometheus"), *options], folder / "log"):
        eventually(lambda: _is_ready(url), "Prometheus is ready")
        yield url


def _is_ready(url: str) -> bool:
    try:
        return httpx.get(f"{url}/-/ready").status_code == 200
    except httpx.TransportError:
        return False

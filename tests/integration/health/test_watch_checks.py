"""What the doctor says of the port of metrics, of Prometheus and Alertmanager, and of the flags file."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tidings.cli.invocation import Invocation
from tidings.cli.watch_checks import check_watching
from tidings.settings import Settings

ONE_PROCESS = {
    "status": "success",
    "data": {"resultType": "vector", "result": [{"metric": {}, "value": [0, "1"]}]},
}
NONE = {"status": "success", "data": {"resultType": "vector", "result": []}}


@contextmanager
def answering(status: int, body: str) -> Iterator[str]:
    """A server that says the same to everybody; gives its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body.encode())

        do_POST = do_GET

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def hang_up(listener: socket.socket) -> None:
    listener.accept()[0].close()


def looked(**options: Any) -> dict[str, tuple[str, str]]:
    """State and words of each check, in English."""
    settings = Settings(**{"database_url": None, "lang": "en"} | options)
    invocation = Invocation((), asked_lang="en")
    return {check.name: (check.state, check.text) for check in check_watching(invocation, settings)}


def test_what_is_not_set_is_no_fault() -> None:
    assert looked() == {"metrics": ("ok", "not served: TIDINGS_METRICS_PORT is not set")}


def test_a_port_is_free_or_served_by_us_or_somebody_else_s() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        taken.listen()
        # It takes connections and says nothing, as no process of ours does.
        threading.Thread(target=hang_up, args=(taken,), daemon=True).start()
        assert looked(metrics_port=port)["metrics"][0] == "fail"
    assert looked(metrics_port=port)["metrics"] == (
        "ok",
        f"127.0.0.1:{port} is free for a process to serve them",
    )
    with answering(200, "alive\n") as url:
        address = url.removeprefix("http://")
        assert looked(metrics_port=int(address.rpartition(":")[2]))["metrics"] == (
            "ok",
            f"a process of Tidings serves them at {address}",
        )


@pytest.mark.parametrize(
    ("status", "body", "state"),
    [
        (200, json.dumps(ONE_PROCESS), "ok"),
        (200, json.dumps(NONE), "warn"),
        (500, "", "fail"),
        (200, "?", "fail"),
    ],
)
def test_prometheus_answers_and_sees_processes(status: int, body: str, state: str) -> None:
    with answering(status, body) as url:
        assert looked(prometheus_url=url)["prometheus"][0] == state


@pytest.mark.parametrize(("status", "state"), [(200, "ok"), (503, "fail")])
def test_alertmanager_is_ready_or_not(status: int, state: str) -> None:
    with answering(status, "") as url:
        assert looked(alertmanager_url=url)["alertmanager"][0] == state


def test_who_is_away_is_told() -> None:
    found = looked(prometheus_url="http://127.0.0.1:1", alertmanager_url="http://127.0.0.1:1")
    assert (found["prometheus"][0], found["alertmanager"][0]) == ("fail", "fail")


def test_a_flags_file_is_read_as_it_will_be(tmp_path: Path) -> None:
    from importlib.resources import files

    good, bad = tmp_path / "flags.json", tmp_path / "bad.json"
    good.write_text(files("tidings").joinpath("flags.json").read_text(encoding="utf-8"), encoding="utf-8")
    bad.write_text("{", encoding="utf-8")
    folder = {"data_dir": tmp_path / "data"}
    assert looked(flags_file=good, **folder)["flags"][0] == "ok"
    assert looked(flags_file=bad, **folder)["flags"][0] == "fail"
    assert looked(flags_file=tmp_path / "none.json", **folder)["flags"][0] == "fail"

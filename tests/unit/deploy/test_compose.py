"""compose.yaml: valid, hardened, and in agreement with the rest of the checkout."""

from __future__ import annotations

import re
import shutil
import stat
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from compose_spec import PyOptions
from tests.unit.deploy.deployed import (
    DEPLOY,
    METRICS_PORT,
    ROOT,
    assert_command,
    load,
    tool,
    unknown_settings,
    variables,
)

from tidings.settings import Settings

COMPOSE = DEPLOY / "compose.yaml"
FILLED = re.sub(r"(?<!\$)\$\{\w+:-([^}]*)\}", r"\1", COMPOSE.read_text(encoding="utf-8"))
# Written on the way, not checked in.
MADE = {"./secrets", "./backups"}


def services() -> dict[str, dict[str, Any]]:
    return dict(yaml.safe_load(FILLED)["services"])


each = pytest.mark.parametrize("name", services())


def ours() -> dict[str, dict[str, Any]]:
    return {name: service for name, service in services().items() if service["image"].startswith("tidings")}


def test_the_file_is_what_the_compose_specification_allows() -> None:
    merged = yaml.safe_load(FILLED)
    compose = PyOptions().from_yaml(yaml.safe_dump(merged, sort_keys=False))
    compose.validate()
    assert compose.service_names() == list(services())


def test_docker_compose_takes_the_file_with_its_example_of_an_environment(tmp_path: Path) -> None:
    composer = tool("docker-compose")
    for name in ("compose.yaml", "secrets.sh"):
        shutil.copy(DEPLOY / name, tmp_path)
    shutil.copy(DEPLOY / ".env.example", tmp_path / ".env")
    subprocess.run(["sh", "secrets.sh"], cwd=tmp_path, check=True, capture_output=True)
    done = subprocess.run(
        [composer, "-f", "compose.yaml", "config"], cwd=tmp_path, check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert "127.0.0.1:3000:3000" in done.stdout.replace("published: ", "")


@each
def test_a_service_has_no_rights_that_it_does_not_need(name: str) -> None:
    service = services()[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert not service.keys() & {"privileged", "cap_add", "pid", "network_mode", "devices", "env_file"}
    assert service["deploy"]["resources"]["limits"].keys() == {"cpus", "memory"}


@each
def test_a_service_has_a_fixed_image_a_policy_and_a_health_check(name: str) -> None:
    service = services()[name]
    repository, _, tag = service["image"].rpartition(":")
    assert repository
    assert tag not in ("", "latest")
    assert service["restart"] in ("unless-stopped", "no")
    # Those of Tidings' own image have the check of their image.
    assert "healthcheck" in service or name in ours()


@each
def test_ports_are_open_to_this_machine_alone(name: str) -> None:
    assert all(str(port).startswith("127.0.0.1:") for port in services()[name].get("ports", []))


@each
def test_what_a_service_mounts_is_in_the_checkout_or_declared(name: str) -> None:
    declared = load(COMPOSE)["volumes"].keys()
    for mount in services()[name].get("volumes", []):
        source = mount.split(":")[0]
        if source.startswith("."):
            assert source in MADE or (DEPLOY / source).exists(), source
            assert source in MADE or mount.endswith(":ro")
        else:
            assert source in declared


def test_secrets_are_files_that_the_script_makes(tmp_path: Path) -> None:
    shutil.copy(DEPLOY / "secrets.sh", tmp_path)
    for _ in range(2):
        subprocess.run(["sh", "secrets.sh"], cwd=tmp_path, check=True, capture_output=True)
    made = {path.name: path for path in (tmp_path / "secrets").iterdir()}
    declared = {name: secret["file"] for name, secret in load(COMPOSE)["secrets"].items()}
    assert declared == {name: f"./secrets/{name}" for name in made}
    assert {secret for service in services().values() for secret in service.get("secrets", [])} == made.keys()
    assert stat.S_IMODE((tmp_path / "secrets").stat().st_mode) == 0o700
    settings = tomllib.loads(made["tidings.toml"].read_text())
    assert settings.keys() <= Settings.model_fields.keys()
    assert f":{made['postgres_password'].read_text()}@postgres:5432/tidings" in settings["database_url"]


def test_every_setting_and_command_of_ours_exists() -> None:
    assert {"migrate", "worker", "bot", "backup"} == ours().keys()
    for service in ours().values():
        assert unknown_settings(service["environment"]) == set()
        assert_command(service["command"])


def test_every_variable_of_the_file_is_in_the_example_and_the_other_way_round() -> None:
    used = set(re.findall(r"(?<!\$)\$\{(\w+)", COMPOSE.read_text()))
    example = variables((DEPLOY / ".env.example").read_text()).keys()
    assert used == example - {"COMPOSE_PROJECT_NAME", "COMPOSE_PROFILES"}
    assert unknown_settings(used) == set()


def test_nothing_works_before_the_schema_is_there() -> None:
    for name in ("worker", "bot"):
        assert services()[name]["depends_on"] == {
            "postgres": {"condition": "service_healthy"},
            "migrate": {"condition": "service_completed_successfully"},
        }


def test_prometheus_asks_every_process_of_ours_by_its_port() -> None:
    config = load(DEPLOY / "prometheus.yml")
    found = {job["job_name"]: job for job in config["scrape_configs"]}["tidings"]["dns_sd_configs"][0]
    assert set(found["names"]) == {"worker", "bot"}
    assert found["port"] == METRICS_PORT
    assert set(found["names"]) <= services().keys()


def test_prometheus_takes_its_configuration() -> None:
    promtool = tool("promtool")
    done = subprocess.run(
        [promtool, "check", "config", "--syntax-only", str(DEPLOY / "prometheus.yml")],
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_prometheus_has_every_file_of_rules_and_asks_for_the_jobs_that_they_name() -> None:
    config = load(DEPLOY / "prometheus.yml")
    rules = [ROOT / name.removeprefix("/etc/") for name in config["rule_files"]]
    assert sorted(rules) == sorted({ROOT / "monitoring" / name for name in ("alerts.yml", "recording.yml")})
    named = {job for file in rules for job in re.findall(r'job="(\w+)"', file.read_text())}
    assert named
    assert named <= {job["job_name"] for job in config["scrape_configs"]}


def test_alertmanager_finds_its_secrets_and_the_address_that_is_put_in() -> None:
    service, config = services()["alertmanager"], (ROOT / "monitoring" / "alertmanager.yml").read_text()
    assert set(re.findall(r"/run/secrets/(\w+)", config)) <= set(service["secrets"])
    placeholder = re.findall(r"http://deadman\.invalid/", config)
    assert len(placeholder) == 1
    script = service["command"][0].replace("$$", "$")
    assert f"s|{placeholder[0]}|" in script


@pytest.mark.parametrize("address", ["", "https://deadman.example/ping?id=1&x=2"])
def test_alertmanager_starts_on_what_the_script_makes_of_its_configuration(
    tmp_path: Path, address: str
) -> None:
    checker = tool("amtool")
    (tmp_path / "deadman_url").write_text(address)
    script = services()["alertmanager"]["command"][0].replace("$$", "$")
    begin, _, _ = script.partition("exec ")
    places = {"/run/secrets": tmp_path, "/etc/monitoring": ROOT / "monitoring", "/tmp": tmp_path}
    begin = re.sub("|".join(places), lambda found: str(places[found[0]]), begin)
    subprocess.run(["/bin/sh", "-ec", begin], check=True)
    made = tmp_path / "alertmanager.yml"
    assert (address or "http://deadman.invalid/") in made.read_text()
    subprocess.run([checker, "check-config", str(made)], check=True, capture_output=True)

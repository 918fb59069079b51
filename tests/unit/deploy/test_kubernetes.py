"""The manifests for Kubernetes: built by kustomize, held to the cluster's schemas, and to each other."""

from __future__ import annotations

import os
import subprocess
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import kubernetes_validate
import pytest
import yaml
from monitoring import kubernetes
from tests.unit.deploy.deployed import (
    ACCOUNT,
    DEPLOY,
    METRICS_PORT,
    assert_command,
    load,
    tool,
    unknown_settings,
)

from tidings.settings import Settings

KUSTOMIZE = DEPLOY / "kubernetes"
# The oldest that its makers still look after, one between, and the newest that the schemas know.
VERSIONS = ("1.31", "1.34", kubernetes_validate.latest_version())
# Known to a cluster only where the Prometheus operator is installed.
FOREIGN = {"PodMonitor", "PrometheusRule"}

Object = dict[str, Any]


@cache
def built(folder: str) -> tuple[Object, ...]:
    """The objects that kustomize makes of a folder of deploy/kubernetes."""
    done = subprocess.run(
        [tool("kubectl"), "kustomize", str(KUSTOMIZE / folder)],
        check=False,
        capture_output=True,
        text=True,
        env={"PATH": os.defpath, "HOME": "/nonexistent"},
    )
    assert done.returncode == 0, done.stderr
    return tuple(yaml.safe_load_all(done.stdout))


def of_kind(kind: str, folder: str = "overlays/example") -> list[Object]:
    return [found for found in built(folder) if found["kind"] == kind]


def pods(folder: str = "overlays/example") -> Iterator[tuple[str, Object]]:
    """Each template of pods, by the name of what makes them."""
    for found in built(folder):
        spec = found.get("spec", {})
        template = spec.get("jobTemplate", {}).get("spec", spec).get("template")
        if template:
            yield found["metadata"]["name"], template


def containers(template: Object) -> list[Object]:
    return [*template["spec"].get("initContainers", []), *template["spec"]["containers"]]


@pytest.mark.parametrize("version", VERSIONS)
def test_every_object_fits_the_schema_of_its_kind(version: str) -> None:
    for found in built("overlays/example"):
        kubernetes_validate.validate(found, version, strict=True)


def test_schemas_refuse_what_no_cluster_takes() -> None:
    wrong = {**of_kind("PodDisruptionBudget")[0], "spec": {"maxUnavailabel": 1}}
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(wrong, VERSIONS[0], strict=True)


def test_the_base_can_be_built_without_an_overlay_and_with_the_operator(tmp_path: Path) -> None:
    kinds = {found["kind"] for found in built("base")}
    assert {"Deployment", "NetworkPolicy"} < kinds
    assert not kinds & {"Namespace", "Secret", *FOREIGN}
    overlay = tmp_path / "kustomization.yaml"
    relative = os.path.relpath(KUSTOMIZE, tmp_path)
    overlay.write_text(f"resources: [{relative}/base]\ncomponents: [{relative}/components/operator]\n")
    monitored = {found["kind"]: found for found in built(str(tmp_path))}
    assert monitored.keys() > FOREIGN
    monitor = monitored["PodMonitor"]
    port = monitor["spec"]["podMetricsEndpoints"][0]["port"]
    for _, template in pods("base"):
        assert port in {named["name"] for named in template["spec"]["containers"][0]["ports"]}
        assert monitor["spec"]["selector"]["matchLabels"].items() <= template["metadata"]["labels"].items()


def test_the_operator_has_the_rules_that_are_tested() -> None:
    assert kubernetes.WRITTEN.read_text(encoding="utf-8") == kubernetes.rules()
    elsewhere = yaml.safe_load(kubernetes.rules("https://wiki.example/runbook"))
    rules = [rule for group in elsewhere["spec"]["groups"] for rule in group["rules"] if "alert" in rule]
    assert len(rules) == 15
    for rule in rules:
        assert rule["annotations"]["runbook"] == f"https://wiki.example/runbook#{rule['alert'].lower()}"


def test_pods_reach_the_prometheus_that_settings_name(tmp_path: Path) -> None:
    overlay = tmp_path / "kustomization.yaml"
    relative = os.path.relpath(KUSTOMIZE, tmp_path)
    overlay.write_text(f"resources: [{relative}/base]\ncomponents: [{relative}/components/operator]\n")
    let_out = {
        port["port"]
        for found in built(str(tmp_path))
        if found["kind"] == "NetworkPolicy"
        for rule in found["spec"]["egress"]
        for port in rule["ports"]
    }
    for built_from in (str(tmp_path), "overlays/example"):
        [settings] = [found["data"] for found in built(built_from) if found["kind"] == "ConfigMap"]
        for name in ("TIDINGS_PROMETHEUS_URL", "TIDINGS_ALERTMANAGER_URL"):
            assert urlsplit(settings[name]).port in let_out


def test_selectors_select_what_they_are_for_and_nothing_else() -> None:
    labels = {name: template["metadata"]["labels"] for name, template in pods()}

    def selected(selector: Object) -> set[str]:
        wanted = selector.get("matchLabels", {}).items()
        return {name for name, has in labels.items() if wanted <= has.items()}

    for deployment in of_kind("Deployment"):
        name = deployment["metadata"]["name"]
        assert selected(deployment["spec"]["selector"]) == {name}
        spread = deployment["spec"]["template"]["spec"]["topologySpreadConstraints"][0]
        assert name in selected(spread["labelSelector"])
    for budget in of_kind("PodDisruptionBudget"):
        assert selected(budget["spec"]["selector"]) == {budget["metadata"]["name"]}
    for policy in of_kind("NetworkPolicy"):
        assert selected(policy["spec"]["podSelector"]) == labels.keys()
    assert len(of_kind("PodDisruptionBudget")) == len(of_kind("Deployment")) == 2


def test_the_autoscaler_scales_workers_by_what_they_ask_for() -> None:
    (scaler,) = of_kind("HorizontalPodAutoscaler")
    target = scaler["spec"]["scaleTargetRef"]
    assert target["name"] == "tidings-worker"
    worker = dict(pods())[target["name"]]
    # A share of the processor is a share of what was asked for.
    assert "cpu" in worker["spec"]["containers"][0]["resources"]["requests"]
    assert scaler["spec"]["minReplicas"] < scaler["spec"]["maxReplicas"]


def test_pods_are_as_closed_as_the_restricted_standard_wants() -> None:
    (namespace,) = of_kind("Namespace")
    assert namespace["metadata"]["labels"]["pod-security.kubernetes.io/enforce"] == "restricted"
    for _, template in pods():
        spec = template["spec"]
        assert spec["automountServiceAccountToken"] is False
        assert spec["securityContext"]["runAsNonRoot"] is True
        assert spec["securityContext"]["runAsUser"] == ACCOUNT
        assert spec["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
        for container in containers(template):
            assert container["securityContext"] == {
                "allowPrivilegeEscalation": False,
                "readOnlyRootFilesystem": True,
                "capabilities": {"drop": ["ALL"]},
            }
            assert {"requests", "limits"} <= container["resources"].keys()


def test_probes_ask_the_port_of_metrics() -> None:
    for deployment in of_kind("Deployment"):
        container = deployment["spec"]["template"]["spec"]["containers"][0]
        assert container["ports"] == [{"name": "metrics", "containerPort": METRICS_PORT}]
        paths = {name: container[name]["httpGet"]["path"] for name in container if name.endswith("Probe")}
        assert paths == {
            "startupProbe": "/health/live",
            "livenessProbe": "/health/live",
            "readinessProbe": "/health/ready",
        }
        assert all(container[name]["httpGet"]["port"] == "metrics" for name in paths)
        annotations = deployment["spec"]["template"]["metadata"]["annotations"]
        assert annotations["prometheus.io/port"] == str(METRICS_PORT)


def test_every_setting_and_command_exists() -> None:
    for settings in of_kind("ConfigMap"):
        assert unknown_settings(settings["data"]) == set()
        assert settings["data"]["TIDINGS_METRICS_PORT"] == str(METRICS_PORT)
    for name, template in pods():
        for container in containers(template):
            assert_command(container["args"])
        assert template["spec"]["containers"][0]["args"][0] == name.removeprefix("tidings-")


def test_what_pods_refer_to_is_there_under_the_name_they_use() -> None:
    named = {(found["kind"], found["metadata"]["name"]) for found in built("overlays/example")}
    for _, template in pods():
        spec = template["spec"]
        assert ("ServiceAccount", spec["serviceAccountName"]) in named
        volumes = {volume["name"]: volume for volume in spec["volumes"]}
        assert ("Secret", volumes["settings"]["secret"]["secretName"]) in named
        if "backups" in volumes:
            claim = volumes["backups"]["persistentVolumeClaim"]["claimName"]
            assert ("PersistentVolumeClaim", claim) in named
        for container in containers(template):
            assert ("ConfigMap", container["envFrom"][0]["configMapRef"]["name"]) in named
            assert {mount["name"] for mount in container["volumeMounts"]} <= volumes.keys()
            assert container["image"].startswith("registry.example/tidings:")


def test_the_secret_is_the_settings_file_that_the_pods_read() -> None:
    (secret,) = of_kind("Secret")
    (settings,) = of_kind("ConfigMap")
    mount = next(
        mount
        for mount in next(pods())[1]["spec"]["containers"][0]["volumeMounts"]
        if mount["name"] == "settings"
    )
    assert settings["data"]["TIDINGS_CONFIG"] in {f"{mount['mountPath']}/{key}" for key in secret["data"]}
    example = tomllib.loads((KUSTOMIZE / "overlays/example/tidings.example.toml").read_text())
    assert example.keys() <= Settings.model_fields.keys()


def test_every_file_of_the_manifests_is_used() -> None:
    used = set()
    for path in KUSTOMIZE.rglob("kustomization.yaml"):
        used.add(path)
        used |= {(path.parent / name).resolve() for name in load(path).get("resources", [])}
    assert set(KUSTOMIZE.rglob("*.yaml")) <= used

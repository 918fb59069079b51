"""The rules as the Prometheus operator takes them: `python -m monitoring.kubernetes [runbook's address]`."""

from __future__ import annotations

import sys
from pathlib import Path

import yaml

from monitoring.dashboards.board import RUNBOOK

HERE = Path(__file__).resolve().parent
WRITTEN = HERE.parent / "deploy" / "kubernetes" / "components" / "operator" / "rules.yaml"


class _Dumper(yaml.SafeDumper):  # type: ignore[misc]  # yaml has no types
    """Writes what has lines as lines."""


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _text)


def rules(runbook: str = RUNBOOK) -> str:
    """recording.yml and alerts.yml as one object of Kubernetes, with links to that runbook."""
    files = [HERE / name for name in ("recording.yml", "alerts.yml")]
    groups = [group for file in files for group in yaml.safe_load(file.read_text(encoding="utf-8"))["groups"]]
    document = {
        "apiVersion": "monitoring.coreos.com/v1",
        "kind": "PrometheusRule",
        "metadata": {"name": "tidings"},
        "spec": {"groups": groups},
    }
    told = "# Written by `make dashboards` from monitoring/recording.yml and monitoring/alerts.yml.\n"
    written = str(yaml.dump(document, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110))
    return told + written.replace(RUNBOOK, runbook)


def main(runbook: str = RUNBOOK) -> None:
    """Write them into the component for clusters with the operator."""
    WRITTEN.write_text(rules(runbook), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:2])

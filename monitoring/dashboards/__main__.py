"""Write the dashboards: `python -m monitoring.dashboards [address of the runbook]`."""

from __future__ import annotations

import sys
from pathlib import Path

from monitoring.dashboards.board import RUNBOOK
from monitoring.dashboards.every import BOARDS

FOLDER = Path(__file__).resolve().parents[1] / "grafana" / "dashboards"


def main(runbook: str = RUNBOOK) -> None:
    """One file a dashboard, named by its uid."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for board in BOARDS:
        (FOLDER / f"{board.uid}.json").write_text(board.json(runbook), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:2])

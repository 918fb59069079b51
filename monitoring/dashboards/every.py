"""Every dashboard there is."""

from __future__ import annotations

from monitoring.dashboards import cost, ingest, latency, quality, reliability

BOARDS = (latency.BOARD, cost.BOARD, quality.BOARD, reliability.BOARD, ingest.BOARD)

"""The dashboards as code; `python -m monitoring.dashboards` writes what Grafana reads."""

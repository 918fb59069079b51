"""Watching Tidings: rules for Prometheus, routes for Alertmanager, dashboards for Grafana."""

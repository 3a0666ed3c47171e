"""Dashboards for Grafana, as a program: `python -m dashboards` writes `dashboards/generated/`."""
